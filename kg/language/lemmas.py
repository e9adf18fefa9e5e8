"""spaCy's English lemmatizer, asked once for each word with its part of speech and morphology: the same answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from spacy.attrs import LEMMA, MORPH, ORTH, POS
from spacy.lang.en.lemmatizer import EnglishLemmatizer
from spacy.language import Language
from spacy.lookups import Lookups
from spacy.pipeline.lemmatizer import lemmatizer_score
from spacy.tokens import Doc
from thinc.api import Model

FACTORY = "kg_lemmatizer"
_MOST = 6_000
_Scorer = Callable[..., Any]


@Language.factory(
    FACTORY,
    assigns=["token.lemma"],
    default_config={
        "model": None,
        "mode": "lookup",
        "overwrite": False,
        "scorer": {"@scorers": "spacy.lemmatizer_scorer.v1"},
    },
    default_score_weights={"lemma_acc": 1.0},
)
def create(
    nlp: Language,
    model: Model[Any, Any] | None,
    name: str,
    mode: str,
    overwrite: bool,
    scorer: Callable[..., Any] | None,
) -> Lemmatizer:
    return Lemmatizer(nlp.vocab, model, name, mode=mode, overwrite=overwrite, scorer=scorer)


class Lemmatizer(EnglishLemmatizer):
    """Remembers lemmas, up to a bound; spaCy's own remembers no base form, and the others for ever."""

    def __init__(self, *args: Any, scorer: _Scorer | None = lemmatizer_score, **kwargs: Any) -> None:
        super().__init__(*args, scorer=scorer, **kwargs)
        # Strings and not their numbers, which a vocabulary may forget (`Language.memory_zone`).
        self._known: dict[tuple[int, int, int], str] = {}

    def take(self, lookups: Lookups) -> None:
        """Look lemmas up in tables of spaCy's; what a table only lists is found as in a dictionary, not one by one."""
        self.lookups = Lookups()
        for name in lookups.tables:
            table = dict(lookups.get_table(name))
            if name == "lemma_index":
                table = {pos: dict.fromkeys(words) for pos, words in table.items()}
            self.lookups.add_table(name, table)

    def __call__(self, doc: Doc) -> Doc:
        if not len(doc):
            return doc
        if len(self._known) > _MOST:
            self._known.clear()
            self.cache.clear()
        known, add = self._known, self.vocab.strings.add
        columns: Any = doc.to_array([ORTH, POS, MORPH, LEMMA])
        given = columns[:, 3].tolist()
        for i, key in enumerate(zip(*columns[:, :3].T.tolist(), strict=True)):
            if given[i] and not self.overwrite:
                continue
            lemma = known.get(key)
            if lemma is None:
                lemma = known[key] = self.lemmatize(doc[i])[0]
            given[i] = add(lemma)
        found: Any = np.array(given, np.uint64)
        return doc.from_array(LEMMA, found)
