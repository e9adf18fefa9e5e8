"""Sentences with their trees written by hand, each in Universal Dependencies and as ClearNLP labels them.

One token a line: form, lemma, tag, part of speech, head and relation in UD, head and relation in ClearNLP; heads are
counted from 1, the root's is 0.
"""

from __future__ import annotations

import spacy
import trees_both
from spacy.tokens import Doc

from kg.extract import parsed
from kg.extract.parsed import Token
from kg.language import clearnlp

SCHEMES = ("ud", "clearnlp")
_VOCAB = spacy.blank("en").vocab

SENTENCES = {
    "Norway gave Chad tanks in May": """
        Norway Norway NNP PROPN 2 nsubj 2 nsubj
        gave   give   VBD VERB  0 root  0 ROOT
        Chad   Chad   NNP PROPN 2 iobj  2 dative
        tanks  tank   NNS NOUN  2 obj   2 dobj
        in     in     IN  ADP   6 case  2 prep
        May    May    NNP PROPN 2 obl   5 pobj""",
    "Norway sent tanks to Chad": """
        Norway Norway NNP PROPN 2 nsubj 2 nsubj
        sent   send   VBD VERB  0 root  0 ROOT
        tanks  tank   NNS NOUN  2 obj   2 dobj
        to     to     IN  ADP   5 case  2 dative
        Chad   Chad   NNP PROPN 2 obl   4 pobj""",
    "Chad was bombed by Niger with drones": """
        Chad   Chad   NNP PROPN 3 nsubj:pass 3 nsubjpass
        was    be     VBD AUX   3 aux:pass   3 auxpass
        bombed bomb   VBN VERB  0 root       0 ROOT
        by     by     IN  ADP   5 case       3 agent
        Niger  Niger  NNP PROPN 3 obl:agent  4 pobj
        with   with   IN  ADP   7 case       3 prep
        drones drone  NNS NOUN  3 obl        6 pobj""",
    "Niger , which bombed Chad , apologised": """
        Niger      Niger     NNP PROPN 7 nsubj     7 nsubj
        ,          ,         ,   PUNCT 4 punct     1 punct
        which      which     WDT PRON  4 nsubj     4 nsubj
        bombed     bomb      VBD VERB  1 acl:relcl 1 relcl
        Chad       Chad      NNP PROPN 4 obj       4 dobj
        ,          ,         ,   PUNCT 4 punct     1 punct
        apologised apologise VBD VERB  0 root      0 ROOT""",
    "the drones Iran sent arrived": """
        the     the    DT  DET   2 det       2 det
        drones  drone  NNS NOUN  5 nsubj     5 nsubj
        Iran    Iran   NNP PROPN 4 nsubj     4 nsubj
        sent    send   VBD VERB  2 acl:relcl 2 relcl
        arrived arrive VBD VERB  0 root      0 ROOT""",
    "Mali , Chad and Niger met": """
        Mali  Mali  NNP PROPN 6 nsubj 6 nsubj
        ,     ,     ,   PUNCT 3 punct 1 punct
        Chad  Chad  NNP PROPN 1 conj  1 conj
        and   and   CC  CCONJ 5 cc    3 cc
        Niger Niger NNP PROPN 1 conj  3 conj
        met   meet  VBD VERB  0 root  0 ROOT""",
    "Chad bombed Mali and invaded Niger": """
        Chad    Chad   NNP PROPN 2 nsubj 2 nsubj
        bombed  bomb   VBD VERB  0 root  0 ROOT
        Mali    Mali   NNP PROPN 2 obj   2 dobj
        and     and    CC  CCONJ 5 cc    2 cc
        invaded invade VBD VERB  2 conj  2 conj
        Niger   Niger  NNP PROPN 5 obj   5 dobj""",
    "Chad bombed and invaded Niger": """
        Chad    Chad   NNP PROPN 2 nsubj 2 nsubj
        bombed  bomb   VBD VERB  0 root  0 ROOT
        and     and    CC  CCONJ 4 cc    2 cc
        invaded invade VBD VERB  2 conj  2 conj
        Niger   Niger  NNP PROPN 4 obj   4 dobj""",
    "Chad plans to bomb Niger": """
        Chad  Chad  NNP PROPN 2 nsubj 2 nsubj
        plans plan  VBZ VERB  0 root  0 ROOT
        to    to    TO  PART  4 mark  4 aux
        bomb  bomb  VB  VERB  2 xcomp 2 xcomp
        Niger Niger NNP PROPN 4 obj   4 dobj""",
    "Mali urged Chad to bomb Niger": """
        Mali  Mali  NNP PROPN 2 nsubj 2 nsubj
        urged urge  VBD VERB  0 root  0 ROOT
        Chad  Chad  NNP PROPN 2 obj   5 nsubj
        to    to    TO  PART  5 mark  5 aux
        bomb  bomb  VB  VERB  2 xcomp 2 ccomp
        Niger Niger NNP PROPN 5 obj   5 dobj""",
    "Chad was asked to bomb Niger": """
        Chad  Chad  NNP PROPN 3 nsubj:pass 3 nsubjpass
        was   be    VBD AUX   3 aux:pass   3 auxpass
        asked ask   VBN VERB  0 root       0 ROOT
        to    to    TO  PART  5 mark       5 aux
        bomb  bomb  VB  VERB  3 xcomp      3 xcomp
        Niger Niger NNP PROPN 5 obj        5 dobj""",
    "drones launched by Chad hit Niger": """
        drones   drone  NNS NOUN  5 nsubj     5 nsubj
        launched launch VBN VERB  1 acl       1 acl
        by       by     IN  ADP   4 case      2 agent
        Chad     Chad   NNP PROPN 2 obl:agent 3 pobj
        hit      hit    VBD VERB  0 root      0 ROOT
        Niger    Niger  NNP PROPN 5 obj       5 dobj""",
    "Chad advanced , bombing Niger": """
        Chad     Chad    NNP PROPN 2 nsubj 2 nsubj
        advanced advance VBD VERB  0 root  0 ROOT
        ,        ,       ,   PUNCT 4 punct 2 punct
        bombing  bomb    VBG VERB  2 advcl 2 advcl
        Niger    Niger   NNP PROPN 4 obj   4 dobj""",
    "Chad 's attack on Niger failed": """
        Chad   Chad   NNP PROPN 3 nmod:poss 3 poss
        's     's     POS PART  1 case      1 case
        attack attack NN  NOUN  6 nsubj     6 nsubj
        on     on     IN  ADP   5 case      3 prep
        Niger  Niger  NNP PROPN 3 nmod      4 pobj
        failed fail   VBD VERB  0 root      0 ROOT""",
    "Chad shot down drones": """
        Chad   Chad  NNP PROPN 2 nsubj        2 nsubj
        shot   shoot VBD VERB  0 root         0 ROOT
        down   down  RP  ADP   2 compound:prt 2 prt
        drones drone NNS NOUN  2 obj          2 dobj""",
    "Chad did not bomb Niger": """
        Chad  Chad  NNP PROPN 4 nsubj  4 nsubj
        did   do    VBD AUX   4 aux    4 aux
        not   not   RB  PART  4 advmod 4 neg
        bomb  bomb  VB  VERB  0 root   0 ROOT
        Niger Niger NNP PROPN 4 obj    4 dobj""",
    "Mali said Chad bombed Niger": """
        Mali   Mali  NNP PROPN 2 nsubj 2 nsubj
        said   say   VBD VERB  0 root  0 ROOT
        Chad   Chad  NNP PROPN 4 nsubj 4 nsubj
        bombed bomb  VBD VERB  2 ccomp 2 ccomp
        Niger  Niger NNP PROPN 4 obj   4 dobj""",
    "Chad held talks with Niger": """
        Chad  Chad  NNP PROPN 2 nsubj 2 nsubj
        held  hold  VBD VERB  0 root  0 ROOT
        talks talk  NNS NOUN  2 obj   2 dobj
        with  with  IN  ADP   5 case  3 prep
        Niger Niger NNP PROPN 3 nmod  4 pobj""",
    "two rounds of talks between Chad and Niger took place": """
        two     two     CD  NUM   2 nummod 2 nummod
        rounds  round   NNS NOUN  9 nsubj  9 nsubj
        of      of      IN  ADP   4 case   2 prep
        talks   talk    NNS NOUN  2 nmod   3 pobj
        between between IN  ADP   6 case   4 prep
        Chad    Chad    NNP PROPN 4 nmod   5 pobj
        and     and     CC  CCONJ 8 cc     6 cc
        Niger   Niger   NNP PROPN 6 conj   6 conj
        took    take    VBD VERB  0 root   0 ROOT
        place   place   NN  NOUN  9 obj    9 dobj""",
    "Chad paused deliveries of tanks to Niger": """
        Chad       Chad     NNP PROPN 2 nsubj 2 nsubj
        paused     pause    VBD VERB  0 root  0 ROOT
        deliveries delivery NNS NOUN  2 obj   2 dobj
        of         of       IN  ADP   5 case  3 prep
        tanks      tank     NNS NOUN  3 nmod  4 pobj
        to         to       IN  ADP   7 case  3 prep
        Niger      Niger    NNP PROPN 3 nmod  6 pobj""",
    "Mali warned of attacks by Chad": """
        Mali    Mali   NNP PROPN 2 nsubj 2 nsubj
        warned  warn   VBD VERB  0 root  0 ROOT
        of      of     IN  ADP   4 case  2 prep
        attacks attack NNS NOUN  2 obl   3 pobj
        by      by     IN  ADP   6 case  4 prep
        Chad    Chad   NNP PROPN 4 nmod  5 pobj""",
    "Chad will bomb Niger": """
        Chad  Chad  NNP PROPN 3 nsubj 3 nsubj
        will  will  MD  AUX   3 aux   3 aux
        bomb  bomb  VB  VERB  0 root  0 ROOT
        Niger Niger NNP PROPN 3 obj   3 dobj""",
    "Chadian drones attacked Niger": """
        Chadian  chadian JJ  ADJ   2 amod  2 amod
        drones   drone   NNS NOUN  3 nsubj 3 nsubj
        attacked attack  VBD VERB  0 root  0 ROOT
        Niger    Niger   NNP PROPN 3 obj   3 dobj""",
    "Chad sold over 40 tanks": """
        Chad  Chad NNP PROPN 2 nsubj  2 nsubj
        sold  sell VBD VERB  0 root   0 ROOT
        over  over IN  ADP   4 advmod 4 quantmod
        40    40   CD  NUM   5 nummod 5 nummod
        tanks tank NNS NOUN  2 obj    2 dobj""",
}


ALL = SENTENCES | trees_both.SENTENCES


def written(sentence: str, scheme: str) -> Doc:
    """The sentence with its tree as it is written in one of the schemes."""
    rows = [line.split() for line in ALL[sentence].strip().splitlines()]
    at = 4 if scheme == "ud" else 6
    words = [row[0] for row in rows]
    assert " ".join(words) == sentence
    return Doc(
        _VOCAB,
        words=words,
        lemmas=[row[1] for row in rows],
        tags=[row[2] for row in rows],
        pos=[row[3] for row in rows],
        heads=[int(row[at]) - 1 if row[at] != "0" else i for i, row in enumerate(rows)],
        deps=["ROOT" if row[at] == "0" else row[at + 1] for row in rows],
    )


def doc(sentence: str, scheme: str) -> Doc:
    """The sentence as extraction gets it from a pipeline of the scheme."""
    return written(sentence, scheme) if scheme == "ud" else clearnlp.turn(written(sentence, scheme))


def token(sentence: str, scheme: str, word: str) -> Token:
    """A word of the sentence."""
    return next(t for t in parsed.Doc(doc(sentence, scheme)) if t.text == word)
