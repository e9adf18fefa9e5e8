"""Ontologies as users write them, each with classes that kg has never heard of, and texts with what they tell."""

# ruff: noqa: E501 - a wording, and a row of a table, is one line
from __future__ import annotations

PREFIXES = """\
@prefix mine: <https://example.org/mine#> .
@prefix kg: <https://w3id.org/kg/ontology#> .
@prefix lex: <https://w3id.org/kg/lexicon#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

# The long form: owl:Class, schema:domainIncludes, every term labelled, a role of strings, an entry of the gazetteer.
ESPIONAGE = (
    PREFIXES
    + """
mine:Espionage a owl:Class ; rdfs:subClassOf kg:Event ; rdfs:label "espionage"@en ;
    kg:identifiedBy mine:spy , mine:spiedOn ;
    lex:evokedBy
        [ lex:verb "spy" , "eavesdrop" ; lex:subject mine:spy ; lex:on mine:spiedOn ; lex:needs mine:spiedOn ] ,
        [ lex:verb "wiretap" , "hack into" ; lex:subject mine:spy ; lex:object mine:spiedOn ] ,
        [ lex:noun "espionage" , "spy operation" ; lex:possessor mine:spy ; lex:modifier mine:spy ; lex:subject mine:spy ;
          lex:by mine:spy ; lex:against mine:spiedOn ; lex:on mine:spiedOn ] .
mine:spy a owl:ObjectProperty ; rdfs:label "spy"@en ; schema:domainIncludes mine:Espionage ; schema:rangeIncludes kg:Agent .
mine:spiedOn a owl:ObjectProperty ; rdfs:label "spied on"@en ; schema:domainIncludes mine:Espionage ;
    schema:rangeIncludes kg:Agent .
<https://example.org/mine/argus> a kg:Organization ; rdfs:label "Argus Bureau"@en ; skos:altLabel "the Bureau of Argus"@en .
"""
)

# The short form: rdfs:domain and rdfs:range, rdfs:Class, no labels.
EVACUATION = (
    PREFIXES
    + """
mine:Evacuation a rdfs:Class ; rdfs:subClassOf kg:Event ;
    lex:evokedBy
        [ lex:verb "evacuate" ; lex:subject mine:evacuator ; lex:object mine:evacuees ; lex:from mine:origin ; lex:to mine:refuge ] ,
        [ lex:noun "evacuation" ; lex:possessor mine:evacuator ; lex:by mine:evacuator ; lex:subject mine:evacuator ;
          lex:of mine:evacuees ; lex:from mine:origin ; lex:to mine:refuge ] .
mine:evacuator a owl:ObjectProperty ; rdfs:domain mine:Evacuation ; rdfs:range kg:Agent .
mine:origin a owl:ObjectProperty ; rdfs:domain mine:Evacuation ; rdfs:range kg:Place , kg:State .
mine:refuge a owl:ObjectProperty ; rdfs:domain mine:Evacuation ; rdfs:range kg:Place , kg:State .
mine:evacuees a owl:DatatypeProperty ; rdfs:domain mine:Evacuation ; rdfs:range xsd:string ;
    lex:headNoun "civilian" , "embassy staff" , "resident" , "staff" .
"""
)

# A class below a shipped one: roles are inherited, the wording is its own.
CYBERATTACK = (
    PREFIXES
    + """
mine:CyberAttack rdfs:subClassOf kg:Strike ; rdfs:label "cyberattack"@en ;
    lex:evokedBy
        [ lex:verb "hack" , "breach" ; lex:subject kg:attacker ; lex:object kg:target ] ,
        [ lex:noun "cyberattack" , "cyber attack" , "hacking attack" ; lex:possessor kg:attacker ; lex:modifier kg:attacker ;
          lex:subject kg:attacker ; lex:by kg:attacker ; lex:on kg:target ; lex:against kg:target ] .
"""
)

# A shipped role used by a class of the user's, and a wording with prepositions only.
ELECTION = (
    PREFIXES
    + """
mine:Election a owl:Class ; rdfs:subClassOf kg:Event ; rdfs:label "election"@en ;
    lex:evokedBy
        [ lex:verb "elect" ; lex:subject mine:electorate ; lex:object mine:winner ; lex:needs mine:winner ] ,
        [ lex:verb "win" ; lex:subject mine:winner ; lex:together "election" ; lex:in mine:electorate ] ,
        [ lex:noun "election" , "presidential election" , "vote" , "polls" ; lex:in mine:electorate ; lex:possessor mine:electorate ;
          lex:modifier mine:electorate ; lex:subject mine:electorate ] .
mine:winner a owl:ObjectProperty ; rdfs:label "winner"@en ; rdfs:domain mine:Election ; rdfs:range kg:Person , kg:Organization .
mine:electorate a owl:ObjectProperty ; rdfs:label "electorate"@en ; rdfs:domain mine:Election ; rdfs:range kg:State .
"""
)

# A wording added to a shipped class, a class of entities with entries of its own, and a role whose range it is.
OUTBREAK = (
    PREFIXES
    + """
kg:Meeting lex:evokedBy [ lex:verb "huddle" ; lex:subject kg:participant ; lex:with kg:participant ; lex:least 2 ] .
mine:Disease a owl:Class ; rdfs:subClassOf kg:Entity ; rdfs:label "disease"@en .
mine:cholera a mine:Disease ; rdfs:label "cholera"@en .
mine:ebola a mine:Disease ; rdfs:label "Ebola"@en ; skos:altLabel "Ebola virus"@en .
mine:Outbreak a owl:Class ; rdfs:subClassOf kg:Event ; rdfs:label "outbreak"@en ;
    lex:evokedBy
        [ lex:noun "outbreak" , "epidemic" ; lex:of mine:disease ; lex:modifier mine:disease ] ,
        [ lex:verb "break out" , "spread" ; lex:subject mine:disease ; lex:to kg:place ] .
mine:disease a owl:ObjectProperty ; rdfs:label "disease"@en ; rdfs:domain mine:Outbreak ; rdfs:range mine:Disease .
"""
)

# Two levels of classes: the wording of the lower one, a role of the upper one; roles of strings without lists of nouns.
PROTEST = (
    PREFIXES
    + """
mine:Unrest a owl:Class ; rdfs:subClassOf kg:Event ; rdfs:label "unrest"@en .
mine:Protest a owl:Class ; rdfs:subClassOf mine:Unrest ; rdfs:label "protest"@en ;
    lex:evokedBy
        [ lex:verb "protest" , "demonstrate" , "rally" ; lex:subject mine:protester ; lex:against mine:cause ; lex:over mine:cause ] ,
        [ lex:noun "protest" , "demonstration" ; lex:by mine:protester ; lex:possessor mine:protester ; lex:modifier mine:protester ;
          lex:subject mine:protester ; lex:against mine:cause ; lex:over mine:cause ] .
mine:protester a owl:ObjectProperty ; rdfs:label "protester"@en ; rdfs:domain mine:Unrest ; rdfs:range kg:Agent .
mine:cause a owl:DatatypeProperty ; rdfs:label "cause"@en ; rdfs:domain mine:Unrest ; rdfs:range xsd:string .
"""
)

TOLD: dict[str, tuple[str, list[tuple[str, list[str]]]]] = {
    "espionage": (ESPIONAGE, [
        ("Denmark spied on Germany in May 2020.", ["Espionage Actual 2020-05-01..2020-05-31: spiedOn Germany; spy Denmark"]),
        ("Angela Merkel was wiretapped by the United States.",
         ["Espionage Actual: spiedOn Angela Merkel; spy United States"]),
        ("China has not spied on Canada.", ["Espionage Negated: spiedOn Canada; spy China"]),
        ("Iran may spy on Norway.", ["Espionage Possible: spiedOn Norway; spy Iran"]),
        ("Cuba will spy on Brazil.", ["Espionage Planned: spiedOn Brazil; spy Cuba"]),
        ("Russian espionage against Sweden continued.", ["Espionage Actual: spiedOn Sweden; spy Russia"]),
        ("China's espionage against Japan was condemned.", ["Espionage Actual: spiedOn Japan; spy China"]),
        ("North Korea conducted espionage against South Korea.",
         ["Espionage Actual: spiedOn South Korea; spy North Korea"]),
        ("Russia, which spied on Norway, denied it.",
         ["Espionage Actual: spiedOn Norway; spy Russia", "Statement Actual: speaker Russia"]),
        ("Serbia halted its espionage against Kosovo.", ["Espionage Halted: spiedOn Kosovo; spy Serbia"]),
        ("The Argus Bureau wiretapped Emmanuel Macron on Thursday.",
         ["Espionage Actual 2025-07-03: spiedOn Emmanuel Macron; spy Argus Bureau"]),
        ("China and Russia planned to spy on Finland.", ["Espionage Planned: spiedOn Finland; spy China, Russia"]),
        ("Estonia said that Russia had spied on Latvia.", [
            "Statement Actual: about Espionage; speaker Estonia",
            "Espionage Actual: attributedTo Estonia; spiedOn Latvia; spy Russia",
        ]),
    ]),
    "evacuation": (EVACUATION, [
        ("Canada evacuated its embassy staff from Sudan on Sunday.",
         ["Evacuation Actual 2025-06-29: evacuator Canada; evacuees embassy staff; origin Sudan"]),
        ("Civilians were evacuated from Mariupol by Ukraine.",
         ["Evacuation Actual: evacuator Ukraine; evacuees Civilians; origin Mariupol"]),
        ("France suspended the evacuation of civilians from Niger.",
         ["Evacuation Halted: evacuator France; evacuees civilians; origin Niger"]),
        ("India plans to evacuate residents from Kandahar.",
         ["Evacuation Planned: evacuator India; evacuees residents; origin Kandahar"]),
        ("Turkey's evacuation of civilians from Libya to Malta ended in March 2011.",
         ["Evacuation Actual 2011-03-01..2011-03-31: evacuator Turkey; evacuees civilians; origin Libya; refuge Malta"]),
    ]),
    "cyberattack": (CYBERATTACK, [
        ("Russia hacked Estonia in 2007.", ["CyberAttack Actual 2007-01-01..2007-12-31: attacker Russia; target Estonia"]),
        ("Iranian cyberattacks on Albania were condemned.", ["CyberAttack Actual: attacker Iran; target Albania"]),
        ("Albania was hacked by Iran.", ["CyberAttack Actual: attacker Iran; target Albania"]),
        ("North Korea may launch a cyberattack against Japan.",
         ["CyberAttack Possible: attacker North Korea; target Japan"]),
        ("Russia bombed Kharkiv.", ["Strike Actual: attacker Russia; target Kharkiv"]),
    ]),
    "election": (ELECTION, [
        ("France elected Emmanuel Macron in May 2017.",
         ["Election Actual 2017-05-01..2017-05-31: electorate France; winner Emmanuel Macron"]),
        ("Emmanuel Macron was elected by France.", ["Election Actual: electorate France; winner Emmanuel Macron"]),
        ("Kenya will hold elections in August 2027.", ["Election Planned 2027-08-01..2027-08-31: electorate Kenya"]),
        ("The presidential election in Senegal was postponed.", ["Election Halted: electorate Senegal"]),
        ("Mali's election has been cancelled.", ["Election Halted: electorate Mali"]),
    ]),
    "outbreak": (OUTBREAK, [
        ("An outbreak of cholera in Sudan began in July 2024.",
         ["Outbreak Actual 2024-07-01..2024-07-31: disease cholera; place Sudan"]),
        ("Ebola spread to Uganda.", ["Outbreak Actual: disease Ebola; place Uganda"]),
        ("Cholera broke out in Yemen.", ["Outbreak Actual: disease cholera; place Yemen"]),
        ("The Ebola outbreak in Guinea ended.", ["Outbreak Actual: disease Ebola; place Guinea"]),
        ("Macron huddled with Scholz.", ["Meeting Actual: participant Emmanuel Macron, Olaf Scholz"]),
    ]),
    "protest": (PROTEST, [
        ("Hamas protested against the blockade.", ["Protest Actual: cause blockade; protester Hamas"]),
        ("In Beirut, Hezbollah demonstrated over fuel prices.",
         ["Protest Actual: cause fuel prices; place Beirut; protester Hezbollah"]),
        ("Hamas called for protests against the blockade.",
         ["Statement Actual: about Protest; speaker Hamas", "Protest Possible: cause blockade"]),
    ]),
}  # fmt: skip

# What a user gets wrong: name, the file, the number of the line to blame, and words that the message has.
MISTAKES = [
    ("a class without a parent",
     PREFIXES + 'mine:Coup a owl:Class ; rdfs:label "coup"@en .\n', 9, ("Coup", "parent", "rdfs:subClassOf")),
    ("a parent that is not defined",
     PREFIXES + 'mine:Coup a owl:Class ; rdfs:subClassOf kg:Evnet ; rdfs:label "coup"@en .\n', 9, ("Coup", "kg:Evnet")),
    ("a parent of one's own that is not defined",
     PREFIXES + 'mine:Coup a owl:Class ; rdfs:subClassOf mine:Unrest ; rdfs:label "coup"@en .\n', 9, ("Coup", "Unrest")),
    ("a role without a range",
     PREFIXES + "mine:Coup a owl:Class ; rdfs:subClassOf kg:Event .\n\n"
     "mine:plotter a owl:ObjectProperty ;\n    rdfs:domain mine:Coup .\n", 11, ("plotter", "range")),
    ("a role without a domain",
     PREFIXES + "mine:Coup a owl:Class ; rdfs:subClassOf kg:Event .\n\n"
     "mine:plotter a owl:ObjectProperty ;\n    rdfs:range kg:Agent .\n", 11, ("plotter", "domain")),
    ("a range that is not defined",
     PREFIXES + "mine:Coup a owl:Class ; rdfs:subClassOf kg:Event .\n\n"
     "mine:plotter a owl:ObjectProperty ; rdfs:domain mine:Coup ;\n    rdfs:range kg:Agnet .\n", 12, ("plotter", "kg:Agnet")),
    ("a slot that there is not",
     PREFIXES + "mine:Coup a owl:Class ; rdfs:subClassOf kg:Event ;\n"
     '    lex:evokedBy [ lex:verb "topple" ;\n        lex:subjekt kg:place ] .\n', 11, ("lex:subjekt", "slot")),
    ("a role that the class has not",
     PREFIXES + "mine:Coup a owl:Class ; rdfs:subClassOf kg:Event ;\n"
     '    lex:evokedBy [ lex:verb "topple" ; lex:object\n        kg:sanctioned ] .\n', 11, ("kg:sanctioned", "Coup")),
    ("a role that nobody has declared",
     PREFIXES + "mine:Coup a owl:Class ; rdfs:subClassOf kg:Event ;\n"
     '    lex:evokedBy [ lex:verb "topple" ; lex:object mine:toppled ] .\n', 10, ("toppled", "Coup")),
    ("a wording without words",
     PREFIXES + "mine:Coup a owl:Class ; rdfs:subClassOf kg:Event ;\n    lex:evokedBy [ lex:object kg:place ] .\n",
     10, ("Coup", "lex:verb")),
    ("a wording of a class that is no event",
     PREFIXES + 'mine:Coup a owl:Class ; rdfs:subClassOf kg:Entity ; lex:evokedBy [ lex:verb "topple" ; lex:object kg:place ] .\n',
     9, ("Coup", "event")),
    ("words that are no words",
     PREFIXES + "mine:Coup a owl:Class ; rdfs:subClassOf kg:Event ;\n    lex:evokedBy [ lex:verb lex:topple ; lex:object kg:place ] .\n",
     10, ("Coup", "lex:verb")),
    ("a number that is none",
     PREFIXES + "mine:Coup a owl:Class ; rdfs:subClassOf kg:Event ;\n"
     '    lex:evokedBy [ lex:verb "topple" ; lex:object kg:place ;\n        lex:least "two" ] .\n', 11, ("lex:least", "two")),
    ("a factuality that there is not",
     PREFIXES + "mine:Coup a owl:Class ; rdfs:subClassOf kg:Event ;\n"
     '    lex:evokedBy [ lex:verb "topple" ; lex:object kg:place ;\n        lex:factuality kg:Sure ] .\n', 11, ("kg:Sure",)),
    ("an entry of the gazetteer without a name",
     PREFIXES + "<https://example.org/mine/argus> a kg:Organization .\n", 9, ("argus", "rdfs:label")),
    ("a dot forgotten",
     PREFIXES + "mine:Coup a owl:Class\nmine:Other a owl:Class .\n", 10, ("Turtle",)),
    ("a prefix forgotten",
     "mine:Coup a mine:Class .\n", 1, ("Turtle", "mine:")),
]  # fmt: skip
