"""The encoder: the right weights or none, prompts, and vectors that follow their texts."""

from __future__ import annotations

import importlib
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import IndexFault, IndexUnavailable
from assistant.retrieval.embedder import (
    PACKAGED_DISTRIBUTION,
    PACKAGED_SHA256,
    SentenceTransformerEmbedder,
    embedder_name,
    load_embedder,
    packaged_model_dir,
)
from assistant.settings import EmbedderSettings

TEXTS = (
    "L'aide Vélo est de 200 € par an.",
    "IA",
    "La Région veut certifier 25 000 demandeurs d'emploi aux fondamentaux de l'intelligence "
    "artificielle d'ici fin 2027, avec ses partenaires de l'emploi et de la formation.",
    "Maison régionale",
    "Le brevet IA est une reconnaissance des compétences.",
)


@pytest.fixture(scope="session")
def packaged() -> SentenceTransformerEmbedder:
    """The packaged encoder, loaded once."""
    return load_embedder(EmbedderSettings())


def with_settings(
    packaged: SentenceTransformerEmbedder, settings: EmbedderSettings
) -> SentenceTransformerEmbedder:
    """The same weights under other settings, without loading them again."""
    name, revision = embedder_name(settings)
    return SentenceTransformerEmbedder(
        packaged.model, name=name, revision=revision, settings=settings
    )


def test_the_packaged_encoder_says_what_it_is(packaged: SentenceTransformerEmbedder) -> None:
    identity = packaged.identity

    assert identity.name == "all-MiniLM-L6-v2"
    assert PACKAGED_SHA256.startswith(identity.revision)
    assert identity.dimension == packaged.embed_query("IA").shape[0]
    assert identity.max_tokens > 0


def test_vectors_are_unit_float32_in_the_order_of_the_texts(
    packaged: SentenceTransformerEmbedder,
) -> None:
    vectors = packaged.embed_documents(TEXTS)

    assert vectors.shape == (len(TEXTS), packaged.identity.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    alone = np.stack([packaged.embed_documents([text])[0] for text in TEXTS])
    np.testing.assert_allclose(vectors, alone, atol=1e-5)


@pytest.mark.parametrize("batch_size", [1, 2, 5])
def test_batches_change_neither_order_nor_vectors(
    packaged: SentenceTransformerEmbedder, batch_size: int
) -> None:
    batched = with_settings(packaged, EmbedderSettings(batch_size=batch_size))
    told: list[int] = []

    vectors = batched.embed_documents(TEXTS, progress=told.append)

    np.testing.assert_allclose(vectors, packaged.embed_documents(TEXTS), atol=1e-5)
    assert sum(told) == len(TEXTS)
    assert max(told) <= batch_size


def test_no_text_gives_no_vector(packaged: SentenceTransformerEmbedder) -> None:
    assert packaged.embed_documents([]).shape == (0, packaged.identity.dimension)
    assert packaged.count_tokens([]) == []


def test_tokens_are_counted_with_the_special_ones(packaged: SentenceTransformerEmbedder) -> None:
    empty, short, long = packaged.count_tokens(["", "IA", TEXTS[2]])

    assert empty == 2
    assert empty < short < long


def test_like_meanings_lie_closer_than_unlike_ones(packaged: SentenceTransformerEmbedder) -> None:
    question = packaged.embed_query("quel est le montant de l'aide pour un vélo ?")
    near, far = packaged.embed_documents([TEXTS[0], TEXTS[4]])

    assert question @ near > question @ far


def test_prompts_of_the_settings_come_before_the_texts(
    packaged: SentenceTransformerEmbedder,
) -> None:
    prompted = with_settings(
        packaged, EmbedderSettings(query_prompt="question : ", document_prompt="passage : ")
    )

    np.testing.assert_allclose(
        prompted.embed_query("vélo"), packaged.embed_query("question : vélo"), atol=1e-5
    )
    np.testing.assert_allclose(
        prompted.embed_documents(["vélo"])[0], packaged.embed_query("passage : vélo"), atol=1e-5
    )
    assert not np.allclose(prompted.embed_query("vélo"), packaged.embed_query("vélo"), atol=1e-3)


def test_prompts_that_the_model_itself_names_are_used(
    packaged: SentenceTransformerEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packaged.model, "prompts", {"query": "question : ", "passage": "texte : "})
    named = with_settings(packaged, EmbedderSettings())
    chosen = with_settings(packaged, EmbedderSettings(query_prompt="demande : "))
    monkeypatch.undo()

    for embedder, text in ((named, "question : vélo"), (chosen, "demande : vélo")):
        np.testing.assert_allclose(
            embedder.embed_query("vélo"), packaged.embed_query(text), atol=1e-5
        )
    np.testing.assert_allclose(
        named.embed_documents(["vélo"])[0], packaged.embed_query("texte : vélo"), atol=1e-5
    )


@pytest.mark.parametrize(
    "settings",
    [
        EmbedderSettings(query_prompt="query: "),
        EmbedderSettings(document_prompt="passage: "),
        EmbedderSettings(max_tokens=64),
    ],
    ids=["query prompt", "document prompt", "window"],
)
def test_what_changes_vectors_changes_the_revision(settings: EmbedderSettings) -> None:
    assert embedder_name(settings) != embedder_name(EmbedderSettings())
    assert embedder_name(settings) == embedder_name(settings)


def test_what_changes_speed_only_keeps_the_revision() -> None:
    assert embedder_name(EmbedderSettings(batch_size=7, threads=1)) == embedder_name(
        EmbedderSettings()
    )


def test_a_folder_of_weights_is_known_by_its_content(tmp_path: Path) -> None:
    weights = tmp_path / "model.safetensors"
    weights.write_bytes(b"one")
    settings = EmbedderSettings(model=str(tmp_path))
    before = embedder_name(settings)
    weights.write_bytes(b"two")

    assert embedder_name(settings) != before
    assert embedder_name(settings)[0] == str(tmp_path)


def test_other_weights_than_the_packaged_ones_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / PACKAGED_DISTRIBUTION
    (package / "model").mkdir(parents=True)
    (package / "__init__.py").write_text("", "utf-8")
    (package / "model" / "model.safetensors").write_bytes(b"these are other weights")
    monkeypatch.syspath_prepend(str(tmp_path))
    importlib.invalidate_caches()
    assert packaged_model_dir() == package / "model"

    with pytest.raises(IndexUnavailable) as refused:
        load_embedder(EmbedderSettings())

    assert refused.value.fault is IndexFault.EMBEDDER_MISMATCH
    assert "model.safetensors" in refused.value.detail
    assert "réinstallez" in refused.value.detail


def test_a_model_that_is_not_there_is_refused_with_its_name(tmp_path: Path) -> None:
    missing = tmp_path / "no-such-model"
    missing.mkdir()

    with pytest.raises(IndexUnavailable) as refused:
        load_embedder(EmbedderSettings(model=str(missing)))

    assert refused.value.fault is IndexFault.EMBEDDER_MISMATCH
    assert "no-such-model" in refused.value.detail
