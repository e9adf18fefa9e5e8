"""More sentences with their trees by hand, one for each construction that the two schemes draw otherwise.

The columns are those of `trees.py`: form, lemma, tag, part of speech, then head and relation in Universal
Dependencies, then in ClearNLP, as its guidelines have it and `en_core_web_*` was trained.
"""

SENTENCES = {
    "Chad met Niger in Oslo on Monday": """
        Chad   Chad   NNP PROPN 2 nsubj 2 nsubj
        met    meet   VBD VERB  0 root  0 ROOT
        Niger  Niger  NNP PROPN 2 obj   2 dobj
        in     in     IN  ADP   5 case  2 prep
        Oslo   Oslo   NNP PROPN 2 obl   4 pobj
        on     on     IN  ADP   7 case  2 prep
        Monday Monday NNP PROPN 2 obl   6 pobj""",
    "Chad 's call with Niger lasted an hour": """
        Chad   Chad  NNP PROPN 3 nmod:poss 3 poss
        's     's    POS PART  1 case      1 case
        call   call  NN  NOUN  6 nsubj     6 nsubj
        with   with  IN  ADP   5 case      3 prep
        Niger  Niger NNP PROPN 3 nmod      4 pobj
        lasted last  VBD VERB  0 root      0 ROOT
        an     an    DT  DET   8 det       8 det
        hour   hour  NN  NOUN  6 obj       6 dobj""",
    "a strike by Chad on Niger with drones failed": """
        a      a      DT  DET   2 det   2 det
        strike strike NN  NOUN  9 nsubj 9 nsubj
        by     by     IN  ADP   4 case  2 prep
        Chad   Chad   NNP PROPN 2 nmod  3 pobj
        on     on     IN  ADP   6 case  2 prep
        Niger  Niger  NNP PROPN 2 nmod  5 pobj
        with   with   IN  ADP   8 case  2 prep
        drones drone  NNS NOUN  2 nmod  7 pobj
        failed fail   VBD VERB  0 root  0 ROOT""",
    "Norway gave tanks to Chad": """
        Norway Norway NNP PROPN 2 nsubj 2 nsubj
        gave   give   VBD VERB  0 root  0 ROOT
        tanks  tank   NNS NOUN  2 obj   2 dobj
        to     to     IN  ADP   5 case  2 dative
        Chad   Chad   NNP PROPN 2 obl   4 pobj""",
    "tanks were supplied to Chad by Norway": """
        tanks    tank   NNS NOUN  3 nsubj:pass 3 nsubjpass
        were     be     VBD AUX   3 aux:pass   3 auxpass
        supplied supply VBN VERB  0 root       0 ROOT
        to       to     IN  ADP   5 case       3 prep
        Chad     Chad   NNP PROPN 3 obl        4 pobj
        by       by     IN  ADP   7 case       3 agent
        Norway   Norway NNP PROPN 3 obl:agent  6 pobj""",
    "Norway imposed sanctions against Chad": """
        Norway    Norway   NNP PROPN 2 nsubj 2 nsubj
        imposed   impose   VBD VERB  0 root  0 ROOT
        sanctions sanction NNS NOUN  2 obj   2 dobj
        against   against  IN  ADP   5 case  3 prep
        Chad      Chad     NNP PROPN 3 nmod  4 pobj""",
    "an agreement between Chad and Niger was signed in Oslo": """
        an        an        DT  DET   2  det        2 det
        agreement agreement NN  NOUN  8  nsubj:pass 8 nsubjpass
        between   between   IN  ADP   4  case       2 prep
        Chad      Chad      NNP PROPN 2  nmod       3 pobj
        and       and       CC  CCONJ 6  cc         4 cc
        Niger     Niger     NNP PROPN 4  conj       4 conj
        was       be        VBD AUX   8  aux:pass   8 auxpass
        signed    sign      VBN VERB  0  root       0 ROOT
        in        in        IN  ADP   10 case       8 prep
        Oslo      Oslo      NNP PROPN 8  obl        9 pobj""",
    "Chad has not agreed to send tanks to Niger": """
        Chad   Chad  NNP PROPN 4 nsubj  4 nsubj
        has    have  VBZ AUX   4 aux    4 aux
        not    not   RB  PART  4 advmod 4 neg
        agreed agree VBN VERB  0 root   0 ROOT
        to     to    TO  PART  6 mark   6 aux
        send   send  VB  VERB  4 xcomp  4 xcomp
        tanks  tank  NNS NOUN  6 obj    6 dobj
        to     to    IN  ADP   9 case   6 prep
        Niger  Niger NNP PROPN 6 obl    8 pobj""",
    "Chad is to meet Niger in Oslo": """
        Chad  Chad  NNP PROPN 4 nsubj 2 nsubj
        is    be    VBZ AUX   4 aux   0 ROOT
        to    to    TO  PART  4 mark  4 aux
        meet  meet  VB  VERB  0 root  2 xcomp
        Niger Niger NNP PROPN 4 obj   4 dobj
        in    in    IN  ADP   7 case  4 prep
        Oslo  Oslo  NNP PROPN 4 obl   6 pobj""",
    "the plan of Chad is to bomb Niger": """
        the   the   DT  DET   2 det         2 det
        plan  plan  NN  NOUN  7 nsubj:outer 5 nsubj
        of    of    IN  ADP   4 case        2 prep
        Chad  Chad  NNP PROPN 2 nmod        3 pobj
        is    be    VBZ AUX   7 cop         0 ROOT
        to    to    TO  PART  7 mark        7 aux
        bomb  bomb  VB  VERB  0 root        5 xcomp
        Niger Niger NNP PROPN 7 obj         7 dobj""",
    "Mali wants Chad to bomb Niger": """
        Mali  Mali  NNP PROPN 2 nsubj 2 nsubj
        wants want  VBZ VERB  0 root  0 ROOT
        Chad  Chad  NNP PROPN 2 obj   5 nsubj
        to    to    TO  PART  5 mark  5 aux
        bomb  bomb  VB  VERB  2 xcomp 2 ccomp
        Niger Niger NNP PROPN 5 obj   5 dobj""",
    "Mali helped Chad bomb Niger": """
        Mali   Mali  NNP PROPN 2 nsubj 2 nsubj
        helped help  VBD VERB  0 root  0 ROOT
        Chad   Chad  NNP PROPN 2 obj   4 nsubj
        bomb   bomb  VB  VERB  2 xcomp 2 ccomp
        Niger  Niger NNP PROPN 4 obj   4 dobj""",
    "Mali saw drones bombing Niger": """
        Mali    Mali  NNP PROPN 2 nsubj 2 nsubj
        saw     see   VBD VERB  0 root  0 ROOT
        drones  drone NNS NOUN  2 obj   4 nsubj
        bombing bomb  VBG VERB  2 xcomp 2 ccomp
        Niger   Niger NNP PROPN 4 obj   4 dobj""",
    "Mali demanded Chad withdraw troops": """
        Mali     Mali     NNP PROPN 2 nsubj 2 nsubj
        demanded demand   VBD VERB  0 root  0 ROOT
        Chad     Chad     NNP PROPN 4 nsubj 4 nsubj
        withdraw withdraw VB  VERB  2 ccomp 2 ccomp
        troops   troop    NNS NOUN  4 obj   4 dobj""",
    "Mali said that Chad had bombed Niger": """
        Mali   Mali  NNP PROPN 2 nsubj 2 nsubj
        said   say   VBD VERB  0 root  0 ROOT
        that   that  IN  SCONJ 6 mark  6 mark
        Chad   Chad  NNP PROPN 6 nsubj 6 nsubj
        had    have  VBD AUX   6 aux   6 aux
        bombed bomb  VBN VERB  2 ccomp 2 ccomp
        Niger  Niger NNP PROPN 6 obj   6 dobj""",
    "according to Mali , Chad bombed Niger": """
        according accord VBG VERB  3 case  6 prep
        to        to     IN  ADP   1 fixed 1 prep
        Mali      Mali   NNP PROPN 6 obl   2 pobj
        ,         ,      ,   PUNCT 6 punct 6 punct
        Chad      Chad   NNP PROPN 6 nsubj 6 nsubj
        bombed    bomb   VBD VERB  0 root  0 ROOT
        Niger     Niger  NNP PROPN 6 obj   6 dobj""",
    "if Chad bombs Niger , Mali will bomb Chad": """
        if    if    IN  SCONJ 3 mark  3 mark
        Chad  Chad  NNP PROPN 3 nsubj 3 nsubj
        bombs bomb  VBZ VERB  8 advcl 8 advcl
        Niger Niger NNP PROPN 3 obj   3 dobj
        ,     ,     ,   PUNCT 8 punct 8 punct
        Mali  Mali  NNP PROPN 8 nsubj 8 nsubj
        will  will  MD  AUX   8 aux   8 aux
        bomb  bomb  VB  VERB  0 root  0 ROOT
        Chad  Chad  NNP PROPN 8 obj   8 dobj""",
    "after meeting Niger , Chad bombed Mali": """
        after   after IN  SCONJ 2 mark  6 prep
        meeting meet  VBG VERB  6 advcl 1 pcomp
        Niger   Niger NNP PROPN 2 obj   2 dobj
        ,       ,     ,   PUNCT 6 punct 6 punct
        Chad    Chad  NNP PROPN 6 nsubj 6 nsubj
        bombed  bomb  VBD VERB  0 root  0 ROOT
        Mali    Mali  NNP PROPN 6 obj   6 dobj""",
    "Chad is accused of bombing Niger": """
        Chad    Chad   NNP PROPN 3 nsubj:pass 3 nsubjpass
        is      be     VBZ AUX   3 aux:pass   3 auxpass
        accused accuse VBN VERB  0 root       0 ROOT
        of      of     IN  SCONJ 5 mark       3 prep
        bombing bomb   VBG VERB  3 advcl      4 pcomp
        Niger   Niger  NNP PROPN 5 obj        5 dobj""",
    "Mali stopped Chad from bombing Niger": """
        Mali    Mali  NNP PROPN 2 nsubj 2 nsubj
        stopped stop  VBD VERB  0 root  0 ROOT
        Chad    Chad  NNP PROPN 2 obj   2 dobj
        from    from  IN  SCONJ 5 mark  2 prep
        bombing bomb  VBG VERB  2 advcl 4 pcomp
        Niger   Niger NNP PROPN 5 obj   5 dobj""",
    "Chad sent tanks , drones and missiles to Niger": """
        Chad     Chad    NNP PROPN 2 nsubj 2 nsubj
        sent     send    VBD VERB  0 root  0 ROOT
        tanks    tank    NNS NOUN  2 obj   2 dobj
        ,        ,       ,   PUNCT 5 punct 3 punct
        drones   drone   NNS NOUN  3 conj  3 conj
        and      and     CC  CCONJ 7 cc    5 cc
        missiles missile NNS NOUN  3 conj  5 conj
        to       to      IN  ADP   9 case  2 prep
        Niger    Niger   NNP PROPN 2 obl   8 pobj""",
    "Chad carried out strikes in Mali and in Niger": """
        Chad    Chad   NNP PROPN 2 nsubj        2 nsubj
        carried carry  VBD VERB  0 root         0 ROOT
        out     out    RP  ADP   2 compound:prt 2 prt
        strikes strike NNS NOUN  2 obj          2 dobj
        in      in     IN  ADP   6 case         4 prep
        Mali    Mali   NNP PROPN 4 nmod         5 pobj
        and     and    CC  CCONJ 9 cc           5 cc
        in      in     IN  ADP   9 case         5 conj
        Niger   Niger  NNP PROPN 6 conj         8 pobj""",
    "Mali , which Chad bombed in May , apologised": """
        Mali       Mali      NNP PROPN 9 nsubj     9 nsubj
        ,          ,         ,   PUNCT 5 punct     1 punct
        which      which     WDT PRON  5 obj       5 dobj
        Chad       Chad      NNP PROPN 5 nsubj     5 nsubj
        bombed     bomb      VBD VERB  1 acl:relcl 1 relcl
        in         in        IN  ADP   7 case      5 prep
        May        May       NNP PROPN 5 obl       6 pobj
        ,          ,         ,   PUNCT 5 punct     1 punct
        apologised apologise VBD VERB  0 root      0 ROOT""",
    "Chad , an ally of Mali , bombed Niger": """
        Chad   Chad  NNP PROPN 8 nsubj 8 nsubj
        ,      ,     ,   PUNCT 4 punct 1 punct
        an     an    DT  DET   4 det   4 det
        ally   ally  NN  NOUN  1 appos 1 appos
        of     of    IN  ADP   6 case  4 prep
        Mali   Mali  NNP PROPN 4 nmod  5 pobj
        ,      ,     ,   PUNCT 4 punct 1 punct
        bombed bomb  VBD VERB  0 root  0 ROOT
        Niger  Niger NNP PROPN 8 obj   8 dobj""",
    "Chad is an ally of Mali and has bombed Niger": """
        Chad   Chad  NNP PROPN 4 nsubj 2 nsubj
        is     be    VBZ AUX   4 cop   0 ROOT
        an     an    DT  DET   4 det   4 det
        ally   ally  NN  NOUN  0 root  2 attr
        of     of    IN  ADP   6 case  4 prep
        Mali   Mali  NNP PROPN 4 nmod  5 pobj
        and    and   CC  CCONJ 9 cc    2 cc
        has    have  VBZ AUX   9 aux   9 aux
        bombed bomb  VBN VERB  4 conj  2 conj
        Niger  Niger NNP PROPN 9 obj   9 dobj""",
    "Chad is open to talks with Niger": """
        Chad  Chad  NNP PROPN 3 nsubj 2 nsubj
        is    be    VBZ AUX   3 cop   0 ROOT
        open  open  JJ  ADJ   0 root  2 acomp
        to    to    IN  ADP   5 case  3 prep
        talks talk  NNS NOUN  3 obl   4 pobj
        with  with  IN  ADP   7 case  5 prep
        Niger Niger NNP PROPN 5 nmod  6 pobj""",
    "Chad was in talks with Niger on Monday": """
        Chad   Chad   NNP PROPN 4 nsubj 2 nsubj
        was    be     VBD AUX   4 cop   0 ROOT
        in     in     IN  ADP   4 case  2 prep
        talks  talk   NNS NOUN  0 root  3 pobj
        with   with   IN  ADP   6 case  4 prep
        Niger  Niger  NNP PROPN 4 nmod  5 pobj
        on     on     IN  ADP   8 case  2 prep
        Monday Monday NNP PROPN 4 obl   7 pobj""",
    "there were talks between Chad and Niger in Oslo": """
        there   there   EX  PRON  2 expl  2 expl
        were    be      VBD VERB  0 root  0 ROOT
        talks   talk    NNS NOUN  2 nsubj 2 attr
        between between IN  ADP   5 case  3 prep
        Chad    Chad    NNP PROPN 3 nmod  4 pobj
        and     and     CC  CCONJ 7 cc    5 cc
        Niger   Niger   NNP PROPN 5 conj  5 conj
        in      in      IN  ADP   9 case  2 prep
        Oslo    Oslo    NNP PROPN 2 obl   8 pobj""",
    "it is unclear whether Chad bombed Niger": """
        it      it      PRP PRON  3 expl  2 nsubj
        is      be      VBZ AUX   3 cop   0 ROOT
        unclear unclear JJ  ADJ   0 root  2 acomp
        whether whether IN  SCONJ 6 mark  6 mark
        Chad    Chad    NNP PROPN 6 nsubj 6 nsubj
        bombed  bomb    VBD VERB  3 csubj 2 ccomp
        Niger   Niger   NNP PROPN 6 obj   6 dobj""",
    "because of attacks by Chad , talks with Niger were cancelled": """
        because   because IN  ADP   3  case       11 prep
        of        of      IN  ADP   1  fixed      1  pcomp
        attacks   attack  NNS NOUN  11 obl        1  pobj
        by        by      IN  ADP   5  case       3  prep
        Chad      Chad    NNP PROPN 3  nmod       4  pobj
        ,         ,       ,   PUNCT 11 punct      11 punct
        talks     talk    NNS NOUN  11 nsubj:pass 11 nsubjpass
        with      with    IN  ADP   9  case       7  prep
        Niger     Niger   NNP PROPN 7  nmod       8  pobj
        were      be      VBD AUX   11 aux:pass   11 auxpass
        cancelled cancel  VBN VERB  0  root       0  ROOT""",
    "states such as Norway and Mali sent tanks to Chad": """
        states state  NNS NOUN  7  nsubj 7 nsubj
        such   such   JJ  ADJ   4  case  3 amod
        as     as     IN  ADP   2  fixed 1 prep
        Norway Norway NNP PROPN 1  nmod  3 pobj
        and    and    CC  CCONJ 6  cc    4 cc
        Mali   Mali   NNP PROPN 4  conj  4 conj
        sent   send   VBD VERB  0  root  0 ROOT
        tanks  tank   NNS NOUN  7  obj   7 dobj
        to     to     IN  ADP   10 case  7 prep
        Chad   Chad   NNP PROPN 7  obl   9 pobj""",
    "Chad as well as Mali bombed Niger": """
        Chad   Chad  NNP PROPN 6 nsubj 6 nsubj
        as     as    RB  ADV   5 cc    3 advmod
        well   well  RB  ADV   2 fixed 4 advmod
        as     as    IN  ADP   2 fixed 1 cc
        Mali   Mali  NNP PROPN 1 conj  1 conj
        bombed bomb  VBD VERB  0 root  0 ROOT
        Niger  Niger NNP PROPN 6 obj   6 dobj""",
    "both Chad and Niger may meet three days later": """
        both  both  CC  CCONJ 2 cc:preconj   2 preconj
        Chad  Chad  NNP PROPN 6 nsubj        6 nsubj
        and   and   CC  CCONJ 4 cc           2 cc
        Niger Niger NNP PROPN 2 conj         2 conj
        may   may   MD  AUX   6 aux          6 aux
        meet  meet  VB  VERB  0 root         0 ROOT
        three three CD  NUM   8 nummod       8 nummod
        days  day   NNS NOUN  9 obl:unmarked 9 npadvmod
        later later RB  ADV   6 advmod       6 advmod""",
    "more than 40 drones moved out of Chad": """
        more   more  JJR ADJ   3 advmod 3 amod
        than   than  IN  ADP   1 fixed  3 quantmod
        40     40    CD  NUM   4 nummod 4 nummod
        drones drone NNS NOUN  5 nsubj  5 nsubj
        moved  move  VBD VERB  0 root   0 ROOT
        out    out   IN  ADP   8 case   5 prep
        of     of    IN  ADP   8 case   6 prep
        Chad   Chad  NNP PROPN 5 obl    7 pobj""",
    "Chad stopped supplying tanks to Niger": """
        Chad      Chad   NNP PROPN 2 nsubj 2 nsubj
        stopped   stop   VBD VERB  0 root  0 ROOT
        supplying supply VBG VERB  2 xcomp 2 xcomp
        tanks     tank   NNS NOUN  3 obj   3 dobj
        to        to     IN  ADP   6 case  3 prep
        Niger     Niger  NNP PROPN 3 obl   5 pobj""",
    "Niger became an ally and was named a partner": """
        Niger   Niger   NNP PROPN 2 nsubj    2 nsubj
        became  become  VBD VERB  0 root     0 ROOT
        an      an      DT  DET   4 det      4 det
        ally    ally    NN  NOUN  2 xcomp    2 attr
        and     and     CC  CCONJ 7 cc       2 cc
        was     be      VBD AUX   7 aux:pass 7 auxpass
        named   name    VBN VERB  2 conj     2 conj
        a       a       DT  DET   9 det      9 det
        partner partner NN  NOUN  7 xcomp    7 oprd""",
}

_SAID = "Statement Actual: about Strike; speaker Mali"
# What extraction makes of them, by whichever scheme.
FACTS = {
    "Chad met Niger in Oslo on Monday": ["Meeting Actual 2025-06-30: participant Chad, Niger; place Oslo"],
    "Chad 's call with Niger lasted an hour": ["Call Actual: duration PT1H; participant Chad, Niger"],
    "a strike by Chad on Niger with drones failed": ["Strike Actual: attacker Chad; target Niger; weapon drone"],
    "Norway gave tanks to Chad": ["Transfer Actual: item tank; recipient Chad; supplier Norway"],
    "tanks were supplied to Chad by Norway": ["Transfer Actual: item tank; recipient Chad; supplier Norway"],
    "Norway imposed sanctions against Chad": ["Sanction Actual: imposer Norway; sanctioned Chad"],
    "an agreement between Chad and Niger was signed in Oslo": ["Agreement Actual: participant Chad, Niger; place Oslo"],
    "Chad has not agreed to send tanks to Niger": ["Transfer Negated: item tank; recipient Niger; supplier Chad"],
    "Chad is to meet Niger in Oslo": ["Meeting Planned: participant Chad, Niger; place Oslo"],
    "the plan of Chad is to bomb Niger": ["Strike Planned: target Niger"],
    "Mali wants Chad to bomb Niger": ["Strike Possible: attacker Chad; target Niger"],
    "Mali helped Chad bomb Niger": ["Strike Actual: attacker Chad; target Niger"],
    "Mali saw drones bombing Niger": ["Strike Actual: target Niger; weapon drone"],
    "Mali demanded Chad withdraw troops": ["Statement Actual: speaker Mali"],
    "Mali said that Chad had bombed Niger": [
        _SAID, "Strike Actual: attacker Chad; attributedTo Mali; target Niger"
    ],
    "according to Mali , Chad bombed Niger": [
        _SAID, "Strike Actual: attacker Chad; attributedTo Mali; target Niger"
    ],
    "if Chad bombs Niger , Mali will bomb Chad": [
        "Strike Possible: attacker Chad; target Niger", "Strike Possible: attacker Mali; target Chad"
    ],
    "after meeting Niger , Chad bombed Mali": [
        "Meeting Actual: participant Chad, Niger", "Strike Actual: attacker Chad; target Mali"
    ],
    "Mali stopped Chad from bombing Niger": ["Strike Halted: attacker Chad; target Niger"],
    "Chad sent tanks , drones and missiles to Niger": [
        "Transfer Actual: item drone, missile, tank; recipient Niger; supplier Chad"
    ],
    "Chad carried out strikes in Mali and in Niger": ["Strike Actual: attacker Chad; place Mali, Niger"],
    "Mali , which Chad bombed in May , apologised": [
        "Strike Actual 2025-05-01..2025-05-31: attacker Chad; target Mali"
    ],
    "Chad , an ally of Mali , bombed Niger": ["Strike Actual: attacker Chad; target Niger"],
    "Chad is an ally of Mali and has bombed Niger": ["Strike Actual: attacker Chad; target Niger"],
    "Chad is open to talks with Niger": ["Negotiation Possible: participant Chad, Niger"],
    "Chad was in talks with Niger on Monday": ["Negotiation Actual 2025-06-30: participant Chad, Niger"],
    "there were talks between Chad and Niger in Oslo": ["Negotiation Actual: participant Chad, Niger; place Oslo"],
    "it is unclear whether Chad bombed Niger": ["Strike Possible: attacker Chad; target Niger"],
    "because of attacks by Chad , talks with Niger were cancelled": [
        "Strike Actual: attacker Chad", "Negotiation Halted: participant Niger"
    ],
    "states such as Norway and Mali sent tanks to Chad": [
        "Transfer Actual: item tank; recipient Chad; supplier Mali, Norway"
    ],
    "Chad as well as Mali bombed Niger": ["Strike Actual: attacker Chad, Mali; target Niger"],
    "both Chad and Niger may meet three days later": ["Meeting Possible: participant Chad, Niger"],
    "more than 40 drones moved out of Chad": [],
    "Chad stopped supplying tanks to Niger": ["Transfer Halted: item tank; recipient Niger; supplier Chad"],
}  # fmt: skip
