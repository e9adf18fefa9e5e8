"""Who says what, mechanism by mechanism: the third part of `extract_table.py`, written alike, with Statements.

Of a statement, `about` is the class of the event, and `quote` holds its stretches, sorted.
"""

# ruff: noqa: E501 - a row of the table is one line
# fmt: off
from __future__ import annotations

Row = tuple[str, list[str]]

INDIRECT_SPEECH: list[Row] = [
    ("Lavrov told Rubio that Russia had attacked Kyiv.", ["Statement Actual: about Strike; addressee Marco Rubio; speaker Sergei Lavrov", "Strike Actual: attacker Russia; attributedTo Sergei Lavrov; target Kyiv"]),
    ("Russia fired missiles at Kyiv, Zelensky said.", ["Strike Actual: attacker Russia; attributedTo Volodymyr Zelensky; target Kyiv; weapon missile", "Statement Actual: about Strike; speaker Volodymyr Zelensky"]),
    ("According to NATO, Russia struck Odesa on Friday.", ["Statement Actual: about Strike; speaker NATO", "Strike Actual 2025-07-04: attacker Russia; attributedTo NATO; target Odesa"]),
    ("Israel struck Tehran, according to the Pentagon.", ["Strike Actual: attacker Israel; attributedTo U.S. Department of Defense; target Tehran", "Statement Actual: about Strike; speaker U.S. Department of Defense"]),
    ("NATO announced that Sweden had sent tanks to Ukraine.", ["Statement Actual: about Transfer; speaker NATO", "Transfer Actual: attributedTo NATO; item tank; recipient Ukraine; supplier Sweden"]),
    ("Wang Yi reiterated that China opposes sanctions against Russia.", ["Statement Actual: about Sanction; speaker Wang Yi", "Sanction Negated: attributedTo Wang Yi; imposer China; sanctioned Russia"]),
    ("Israel said it had struck Damascus.", ["Statement Actual: about Strike; speaker Israel", "Strike Actual: attacker Israel; target Damascus"]),
    ("Zelensky said he had met Starmer.", ["Statement Actual: about Meeting; speaker Volodymyr Zelensky", "Meeting Actual: participant Keir Starmer, Volodymyr Zelensky"]),
    ("Putin said that he might meet Zelensky.", ["Statement Actual: about Meeting; speaker Vladimir Putin", "Meeting Possible: participant Vladimir Putin, Volodymyr Zelensky"]),
    ("Sanna Marin told Vladimir Putin that Finland would join NATO.", ["Statement Actual: addressee Vladimir Putin; speaker Sanna Marin"]),
    ("NATO denied that it had attacked Libya.", ["Statement Actual: about Strike; speaker NATO", "Strike Negated: attacker NATO; target Libya"]),
    ("Hungary, Poland and Slovakia said in a statement that they would leave the talks.", ["Statement Actual: speaker Hungary, Poland, Slovakia"]),
    ("Beijing, Merz said, had promised to help.", ["Statement Actual: speaker Friedrich Merz", "Statement Actual: speaker China"]),
    ("The film “The Long Road” opened in Oslo, Macron said.", ["Statement Actual: speaker Emmanuel Macron"]),
    ("Macron made it clear that France would not send troops.", ["Statement Actual: speaker Emmanuel Macron"]),
    ("If Iran attacks Israel, Washington will respond.", ["Strike Possible: attacker Iran; target Israel"]),
    ("Kyiv was warned by Washington that Russia would attack Odesa.", ["Statement Actual: about Strike; addressee Ukraine; speaker United States", "Strike Possible: attacker Russia; attributedTo United States; target Odesa"]),
    ("Hamas said on Monday that it had accepted a ceasefire with Israel.", ["Statement Actual 2025-06-30: about Agreement; speaker Hamas", "Agreement Actual: participant Hamas, Israel"]),
    ("Blinken reiterated that the United States stands with Ukraine and thanked Poland for its support.", ["Statement Actual: speaker Antony Blinken", "Statement Actual: addressee Poland; speaker Antony Blinken"]),
    ("Rubio let it be known that he would not travel to Moscow.", ["Statement Actual: about Meeting; speaker Marco Rubio", "Meeting Negated: participant Marco Rubio; place Moscow"]),
    ("Norway issued a statement saying that the talks had failed.", ["Statement Actual: speaker Norway"]),
    ("If Modi says that the deal is dead, markets will fall.", ["Statement Possible: speaker Narendra Modi"]),
    ("The Pentagon refused to say whether it had sent Patriots.", ["Statement Negated: about Transfer; speaker U.S. Department of Defense", "Transfer Possible: item Patriot; supplier U.S. Department of Defense"]),
]

QUOTATIONS: list[Row] = [
    ("\"We will defend every inch of our land,\" Zelensky told reporters.", ["Statement Actual: quote We will defend every inch of our land,; speaker Volodymyr Zelensky"]),
    ("Merz said on Tuesday: \"We will not send soldiers.\"", ["Statement Actual: quote We will not send soldiers.; speaker Friedrich Merz"]),
    ("\"Russia attacked Kharkiv with drones,\" Oleh Syniehubov said.", ["Strike Actual: attacker Russia; attributedTo Oleh Syniehubov; target Kharkiv; weapon drone", "Statement Actual: about Strike; quote Russia attacked Kharkiv with drones,; speaker Oleh Syniehubov"]),
    ("\"India will respond,\" Modi warned Pakistan.", ["Statement Actual: addressee Pakistan; quote India will respond,; speaker Narendra Modi"]),
    ("“The road is open,” Modi said, “but nobody has taken it.”", ["Statement Actual: quote The road is open,, but nobody has taken it.; speaker Narendra Modi"]),
    ("“The road is open,” said Narendra Modi. “Nobody has taken it. It leads far.”", ["Statement Actual: quote Nobody has taken it. It leads far., The road is open,; speaker Narendra Modi"]),
    ("“The road is open,” said Narendra Modi.\n\n“It leads far,” Macron said.", ["Statement Actual: quote The road is open,; speaker Narendra Modi", "Statement Actual: quote It leads far,; speaker Emmanuel Macron"]),
    ("“The road is open,” said Narendra Modi. “It leads far.\n\n“Nobody has taken it.”", ["Statement Actual: quote It leads far., Nobody has taken it., The road is open,; speaker Narendra Modi"]),
    ("“Is the road open?” Modi asked. Macron shrugged.", ["Statement Actual: quote Is the road open?; speaker Narendra Modi"]),
    ("“No,” laughed Macron.", ["Statement Actual: quote No,; speaker Emmanuel Macron"]),
    ("“When Macron told me, ‘Come to Paris,’ I came,” Giorgia Meloni recalled.", ["Statement Actual: addressee Giorgia Meloni; quote Come to Paris,; speaker Emmanuel Macron", "Statement Actual: quote When Macron told me, ‘Come to Paris,’ I came,; speaker Giorgia Meloni"]),
    ("'The road leads far,' Modi said of the ministers' plan.", ["Statement Actual: quote The road leads far,; speaker Narendra Modi"]),
    ("“Nobody asked us.” With these words Macron left Tokyo.", ["Statement Actual: quote Nobody asked us.; speaker Emmanuel Macron"]),
    ("Meloni warned that the plan would be “very costly.”", ["Statement Actual: quote very costly.; speaker Giorgia Meloni"]),
    ("Erdogan urged Ukraine to “keep the door open.”", ["Statement Actual: addressee Ukraine; quote keep the door open.; speaker Recep Tayyip Erdoğan"]),
    ("Macron thanked Carney for “a warm welcome.”", ["Statement Actual: addressee Mark Carney; quote a warm welcome.; speaker Emmanuel Macron"]),
    ("Carney called the plan “a bridge to nowhere,” and Starmer praised it.", ["Statement Actual: quote a bridge to nowhere,; speaker Mark Carney", "Statement Actual: speaker Keir Starmer"]),
    ("Critics of the so-called “long road” law stayed away.", []),
    ("“I say to you that we want peace,” Meloni said.", ["Statement Actual: quote I say to you that we want peace,; speaker Giorgia Meloni"]),
    ("\"I met Vladimir Putin in Geneva on Monday,\" Joe Biden said.", ["Meeting Actual 2025-06-30: participant Joe Biden, Vladimir Putin; place Geneva", "Statement Actual: about Meeting; quote I met Vladimir Putin in Geneva on Monday,; speaker Joe Biden"]),
    ("Kallas said Russia’s words “mean nothing” and that the EU “won’t be fooled.”", ["Statement Actual: quote mean nothing, won’t be fooled.; speaker Kaja Kallas"]),
    ("“It hurts,” he admitted. “But we go on,” added Zelensky.", ["Statement Actual: quote It hurts,", "Statement Actual: quote But we go on,; speaker Volodymyr Zelensky"]),
    ("Macron defended the plan. “It will work.”", ["Statement Actual: quote It will work.; speaker Emmanuel Macron"]),
    ("Merz said that the Kremlin's “referendum” plan had failed.", ["Statement Actual: speaker Friedrich Merz"]),
    ("The offer was welcomed by Kyiv but dismissed by Moscow as “a trick.”", ["Statement Actual: speaker Ukraine", "Statement Actual: quote a trick.; speaker Russia"]),
    ("As Macron put it, “Europe must wake up.”", ["Statement Actual: quote Europe must wake up.; speaker Emmanuel Macron"]),
]

PHRASES: list[Row] = [
    ("Norway promised Ukraine two launchers.", ["Statement Actual: addressee Ukraine; speaker Norway"]),
    ("Germany condemned the attack on Beirut by Israel.", ["Statement Actual: about Strike; speaker Germany", "Strike Actual: attacker Israel; target Beirut"]),
    ("Poland accused Belarus of shelling Brest.", ["Statement Actual: about Strike; speaker Poland", "Strike Actual: attacker Belarus; target Brest"]),
    ("Trump ruled out talks with Iran.", ["Statement Actual: about Negotiation; speaker Donald Trump", "Negotiation Negated: participant Donald Trump, Iran"]),
    ("Qatar warned of further attacks on Gaza.", ["Statement Actual: about Strike; speaker Qatar", "Strike Possible: target Gaza Strip"]),
    ("Starmer offered condolences to Lebanon.", ["Statement Actual: addressee Lebanon; speaker Keir Starmer"]),
    ("Macron is expected to announce sanctions on Iran.", ["Statement Planned: about Sanction; speaker Emmanuel Macron", "Sanction Planned: imposer Emmanuel Macron; sanctioned Iran"]),
    ("Meloni dismissed the defense minister.", []),
    ("Modi called Macron.", ["Call Actual: participant Emmanuel Macron, Narendra Modi"]),
    ("Hamas claimed the attack on Tel Aviv.", ["Statement Actual: about Strike; speaker Hamas", "Strike Actual: attacker Hamas; target Tel Aviv"]),
    ("The sanctions announced by Canada hit Belarus.", ["Sanction Actual: imposer Canada; sanctioned Belarus", "Statement Actual: about Sanction; speaker Canada"]),
    ("Merz offered to mediate between Israel and Hamas.", ["Statement Actual: about Negotiation; speaker Friedrich Merz", "Negotiation Possible: mediator Friedrich Merz; participant Hamas, Israel"]),
    ("Macron told Zelensky about the summit.", ["Statement Actual: addressee Volodymyr Zelensky; speaker Emmanuel Macron"]),
]

NOUNS: list[Row] = [
    ("The claim that Israel bombed Beirut was made by Hezbollah.", ["Statement Actual: about Strike; speaker Hezbollah", "Strike Actual: attacker Israel; attributedTo Hezbollah; target Beirut"]),
    ("“Nobody asked us,” was the reply from Japan.", ["Statement Actual: quote Nobody asked us,; speaker Japan"]),
    ("Rutte renewed his call for a ceasefire.", ["Statement Actual: speaker Mark Rutte"]),
    ("Milei made no comment.", ["Statement Negated: speaker Javier Milei"]),
    ("Iran's delegation did not comment.", ["Statement Negated: speaker Iran"]),
    ("Hezbollah declined to comment.", ["Statement Negated: speaker Hezbollah"]),
    ("Turkey would not comment.", ["Statement Negated: speaker Turkey"]),
    ("Macron's answer was “no.”", ["Statement Actual: quote no.; speaker Emmanuel Macron"]),
    ("Macron's message to Moscow was clear: “Stop now.”", ["Statement Actual: addressee Russia; quote Stop now.; speaker Emmanuel Macron"]),
    ("Hezbollah could not be reached for comment.", ["Statement Negated: speaker Hezbollah"]),
    ("There was no comment from Beijing.", ["Statement Negated: speaker China"]),
    ("Egypt did not respond to a request for comment.", ["Statement Negated: speaker Egypt"]),
    ("A statement from the Kremlin said that Putin had met Xi Jinping.", ["Statement Actual: about Meeting; speaker Russia", "Meeting Actual: attributedTo Russia; participant Vladimir Putin, Xi Jinping"]),
]

SPEAKERS: list[Row] = [
    ("PRESIDENT BIDEN: The road is open.\n\nQUESTION: I met Vladimir Putin in Geneva.", ["Statement Actual: quote The road is open.; speaker Joe Biden", "Meeting Actual: participant Vladimir Putin; place Geneva"]),
    ("“It is over,” Lukashenko was quoted as saying by the BBC.", ["Statement Actual: quote It is over,; speaker Alexander Lukashenko"]),
    ("Reuters quoted Anwar Ibrahim as saying that Malaysia would not join the talks.", ["Statement Actual: speaker Anwar Ibrahim"]),
    ("A spokeswoman for the African Union said that Chad had left.", ["Statement Actual: speaker African Union"]),
    ("A Norwegian diplomat said that the talks had failed.", []),
    ("“The talks have failed,” a Norwegian diplomat said.", ["Statement Actual: quote The talks have failed,"]),
    ("NATO met in Oslo on Monday. The alliance said that it was ready.", ["Statement Actual: speaker NATO"]),
    ("In an interview with the BBC, Rutte said that NATO was ready.", ["Statement Actual: addressee BBC; speaker Mark Rutte"]),
    ("In a letter to Erdogan, Rutte wrote that the alliance was ready.", ["Statement Actual: addressee Recep Tayyip Erdoğan; speaker Mark Rutte"]),
    ("Starmer met Macron in Paris. The two reaffirmed their support for Ukraine.", ["Meeting Actual: participant Emmanuel Macron, Keir Starmer; place Paris", "Statement Actual: speaker Emmanuel Macron, Keir Starmer"]),
    ("Emmanuel Macron, joined by Keir Starmer, said that the talks had failed.", ["Statement Actual: speaker Emmanuel Macron"]),
    ("PRESIDENT BIDEN: (Laughs.) I met Xi Jinping in Bali.", ["Statement Actual: about Meeting; quote I met Xi Jinping in Bali.; speaker Joe Biden", "Meeting Actual: participant Joe Biden, Xi Jinping; place Bali"]),
    ("Vladimir Putin: The road is open.\n\nIt leads far.\n\nQuestion: Where to?", ["Statement Actual: quote It leads far., The road is open.; speaker Vladimir Putin"]),
    ("The following is attributable to Ned Price: the road is open.", []),
    ("“We are tired,” said the mayor of Oslo, Ann Lee.", ["Statement Actual: quote We are tired,; speaker Ann Lee"]),
    ("Ann Lee, mayor of Oslo: “We stand with Ukraine.”", ["Statement Actual: quote We stand with Ukraine.; speaker Ann Lee"]),
    ("Rutte, the NATO chief, told CNN that Russia “will not stop.”", ["Statement Actual: addressee CNN; quote will not stop.; speaker Mark Rutte"]),
    ("The Secretary of State, Antony Blinken, congratulated Brazil on its independence day.", ["Statement Actual: addressee Brazil; speaker Antony Blinken"]),
    ("Both Meloni and Merz expressed concern about the strikes.", ["Statement Actual: speaker Friedrich Merz, Giorgia Meloni"]),
    ("In a joint statement, the foreign ministers of France and Germany condemned the attack.", []),
]

TABLE = {"indirect speech": INDIRECT_SPEECH, "quotations": QUOTATIONS, "phrases": PHRASES, "nouns": NOUNS, "who speaks": SPEAKERS}

# Known gaps by cause.
GAPS: dict[str, list[str]] = {
    "when: statements have no dates": [
        "Hamas said on Monday that it had accepted a ceasefire with Israel.",
    ],
}
