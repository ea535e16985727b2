"""Margins of a stored classifier: fitted, saved, read again, asked."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.text.hashing import hashed
from assistant.text.linear import LinearClassifier, load_classifier
from ingest.fit import fit_linear

TEXTS = {
    0: ["combien coûte la carte", "le prix de la carte", "carte à quel tarif", "tarif du train"],
    1: ["qui peut demander l'aide", "ai-je droit à l'aide", "conditions de l'aide"],
    2: ["quand ouvre la maison", "date d'ouverture", "la maison ouvre quel jour"],
}
EXAMPLES = [(text, of) for of, texts in TEXTS.items() for text in texts]


def fitted(others: int | None = None) -> LinearClassifier:
    texts = [hashed(text) for text, _ in EXAMPLES]
    return fit_linear(texts, [of for _, of in EXAMPLES], 4, strength=1.0, others=others)


@pytest.mark.parametrize(
    ("text", "of"), [("prix du train", 0), ("droit à cette aide ?", 1), ("elle ouvre quand", 2)]
)
def test_texts_like_those_learned_fall_into_their_class(text: str, of: int) -> None:
    margins = fitted().scores(*hashed(text))

    assert margins.shape == (4,)
    assert int(margins.argmax()) == of


def test_a_class_without_texts_is_never_chosen() -> None:
    learned = fitted()

    assert all(learned.scores(*hashed(text))[3] <= -1 for text, _ in EXAMPLES)


@pytest.mark.parametrize("others", [None, 4])
def test_fitting_again_gives_the_same_weights(others: int | None) -> None:
    one, other = fitted(others), fitted(others)

    np.testing.assert_array_equal(one.weights, other.weights)
    np.testing.assert_array_equal(one.bias, other.bias)


def test_what_is_saved_is_read_again(tmp_path: Path) -> None:
    learned = fitted()
    learned.save(tmp_path / "classifier")
    again = load_classifier(tmp_path / "classifier")

    np.testing.assert_array_equal(
        again.scores(*hashed("le prix")), learned.scores(*hashed("le prix"))
    )


def test_a_text_without_words_gets_the_bias() -> None:
    learned = fitted()

    np.testing.assert_array_equal(learned.scores(*hashed("?")), learned.bias)


def test_a_classifier_of_other_sizes_is_refused(tmp_path: Path) -> None:
    fitted().save(tmp_path)
    np.save(tmp_path / "rarity.npy", np.ones(3, np.float32))

    with pytest.raises(ValueError, match="other sizes"):
        load_classifier(tmp_path)
