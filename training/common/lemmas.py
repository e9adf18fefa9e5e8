"""Where the rules give a verb or noun several lemmas (*hoping*: hop, hope), the one whose bare form is used more.

The rule lemmatizer takes the first candidate that its word list knows, so that *staged* became *stag*. What is used
less leaves the list: bare forms need no list, and its other forms come out of the rules alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from spacy.pipeline import Lemmatizer
from spacy.tokens import Doc

BARE = {"verb": {"VB", "VBP"}, "noun": {"NN"}}
MENDED = {"verb": {"fled": "flee"}}  # a slip of the treebank, which the exceptions were learned from
INFLECTED = {"verb": {"VBD", "VBN", "VBG", "VBZ"}, "noun": {"NNS"}}


def settle(lemmatizer: Lemmatizer, docs: Iterable[Doc]) -> int:
    """Changes the tables of `lemmatizer`; how many words left its list."""
    bare = {kind: Counter[str]() for kind in BARE}
    inflected: dict[str, set[str]] = {kind: set() for kind in BARE}
    for doc in docs:
        for token in doc:
            for kind in BARE:
                if token.tag_ in BARE[kind]:
                    bare[kind][token.lower_] += 1
                elif token.tag_ in INFLECTED[kind]:
                    inflected[kind].add(token.lower_)
    names = ("lemma_rules", "lemma_index", "lemma_exc")
    rules, index, exceptions = (lemmatizer.lookups.get_table(name) for name in names)
    left = 0
    for kind, forms in inflected.items():
        known = set(index[kind])
        for form in sorted(forms):
            stems = {form.removesuffix(old) + new for old, new in rules[kind] if form.endswith(old)} & known
            listed = exceptions[kind].get(form)  # the lemmatizer tries it after what the rules give
            if listed or len(stems) > 1:
                best = listed[0] if listed else max(sorted(stems), key=lambda stem: bare[kind][stem])
                worse = {stem for stem in stems if stem != best and bare[kind][stem] <= bare[kind][best]}
                left += len(worse)
                known -= worse
        index[kind] = sorted(known)
        exceptions[kind] = dict(exceptions[kind]) | {form: [lemma] for form, lemma in MENDED.get(kind, {}).items()}
    return left
