"""Labels of dependency parsers, all read as those of Universal Dependencies that extraction knows."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc

UNIVERSAL, CLEARNLP = "Universal Dependencies", "ClearNLP"

# To teach kg another name of a relation, write it here. The tree itself is another in ClearNLP's scheme, so of its
# labels these are what stays when `clearnlp.py` has turned the tree; UD's own are written where treebanks differ.
_UNIVERSAL_OF = {
    # ClearNLP (en_core_web_*)
    "acomp": "xcomp", "agent": "obl:agent", "attr": "xcomp", "auxpass": "aux:pass", "csubjpass": "csubj:pass",
    "dative": "iobj", "dobj": "obj", "intj": "discourse", "meta": "discourse", "neg": "advmod",
    "npadvmod": "obl:unmarked", "nsubjpass": "nsubj:pass", "oprd": "xcomp", "pcomp": "advcl", "pobj": "nmod",
    "poss": "nmod:poss", "preconj": "cc:preconj", "predet": "det:predet", "prep": "obl", "prt": "compound:prt",
    "quantmod": "advmod", "relcl": "acl:relcl",
    # Stanford's, from which both come, and older pipelines have
    "abbrev": "appos", "complm": "mark", "infmod": "acl", "nn": "compound", "num": "nummod", "number": "compound",
    "partmod": "acl", "possessive": "case", "rcmod": "acl:relcl", "tmod": "obl:unmarked",
    # Universal Dependencies 1, and 2 before its release 15
    "mwe": "fixed", "name": "flat", "nmod:npmod": "nmod:unmarked", "nmod:tmod": "nmod:unmarked",
    "obl:npmod": "obl:unmarked", "obl:tmod": "obl:unmarked", "root": "ROOT",
}  # fmt: skip
# Subtypes that extraction reads; any other is read as what stands before its colon.
_SUBTYPES = frozenset((
    "acl:relcl", "advcl:relcl", "aux:pass", "cc:preconj", "compound:prt", "csubj:outer", "csubj:pass", "det:predet",
    "nmod:desc", "nmod:poss", "nmod:unmarked", "nsubj:outer", "nsubj:pass", "obl:agent", "obl:unmarked",
))  # fmt: skip


def universal(label: str) -> str:
    """The label of Universal Dependencies for one of any scheme: `obj` for `dobj`, `obl` for `obl:arg`."""
    known = _UNIVERSAL_OF.get(label)
    return known or (label if label in _SUBTYPES else label.partition(":")[0])


def scheme(labels: Iterable[str]) -> str | None:
    """The scheme that a parser's labels are of: UNIVERSAL, CLEARNLP, or None for one that kg cannot read."""
    known = set(labels)
    if not known & {"nsubj", "nsubj:pass", "nsubjpass"}:
        return None
    if {"prep", "pobj"} <= known:
        return CLEARNLP
    return UNIVERSAL if "case" in known and known & {"obj", "dobj", "obl"} else None


def relabel(doc: Doc) -> Doc:
    """The Doc with a tree of Universal Dependencies, some of whose relations its treebank names otherwise."""
    for token in doc:
        token.dep_ = universal(token.dep_)
    return doc
