"""Another encoder than the packaged one: prompts, window, numbers and calibration are its own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.answering.calibration import (
    CALIBRATION,
    calibration_for,
    calibration_toml,
    packaged_calibration,
)
from assistant.errors import IndexFault, IndexUnavailable
from assistant.retrieval.embedder import embedder_name, load_embedder
from assistant.retrieval.prompts import Prompts, family_prompts
from assistant.service import open_edition
from assistant.settings import EmbedderSettings, Settings
from ingest.pipeline import build
from tests.conftest import CorpusFolder
from tests.tiny_model import DIMENSION, WINDOW, write_tiny_model


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of the e5 family, by the name of its folder, that names no prompt itself."""
    return write_tiny_model(tmp_path_factory.mktemp("models") / "multilingual-e5-tiny")


@pytest.mark.parametrize(
    ("name", "query", "document"),
    [
        ("intfloat/multilingual-e5-small", "query: ", "passage: "),
        ("/srv/models/e5-base-v2", "query: ", "passage: "),
        ("Snowflake/snowflake-arctic-embed-l-v2.0", "query: ", ""),
        ("nomic-ai/nomic-embed-text-v2-moe", "search_query: ", "search_document: "),
        ("Alibaba-NLP/gte-multilingual-base", "", ""),
        ("BAAI/bge-m3", "", ""),
        ("packaged", "", ""),
        ("a-model-of-tomorrow", "", ""),
    ],
)
def test_families_are_known_by_name(name: str, query: str, document: str) -> None:
    assert family_prompts(name) == Prompts(query, document)


def test_an_instructed_model_is_not_taken_for_its_plain_sister() -> None:
    prompts = family_prompts("intfloat/multilingual-e5-large-instruct")

    assert prompts.query.endswith("\nQuery: ")
    assert prompts.document == ""


def test_the_family_prompts_reach_the_encoder(tiny: Path) -> None:
    usual = load_embedder(EmbedderSettings(model=str(tiny)))
    bare = load_embedder(EmbedderSettings(model=str(tiny), query_prompt="", document_prompt=""))

    np.testing.assert_allclose(
        usual.embed_query("vélo"), bare.embed_query("query: vélo"), atol=1e-5
    )
    np.testing.assert_allclose(
        usual.embed_documents(["vélo"]), bare.embed_documents(["passage: vélo"]), atol=1e-5
    )
    assert not np.allclose(usual.embed_query("vélo"), bare.embed_query("vélo"), atol=1e-3)
    assert usual.identity.revision != bare.identity.revision


def test_a_prompt_that_the_model_names_wins_over_the_family(tmp_path: Path) -> None:
    named = write_tiny_model(tmp_path / "e5-named", prompts={"query": "demande : "})
    own = load_embedder(EmbedderSettings(model=str(named)))

    assert own.prompts == Prompts("demande : ", "passage: ")


def test_the_window_leaves_room_for_the_prompt(tiny: Path) -> None:
    usual = load_embedder(EmbedderSettings(model=str(tiny)))
    bare = load_embedder(EmbedderSettings(model=str(tiny), document_prompt=""))

    assert bare.identity.max_tokens == WINDOW
    assert usual.identity.max_tokens < WINDOW
    assert usual.identity.dimension == DIMENSION


def test_weights_in_half_precision_give_whole_numbers(tiny: Path) -> None:
    embedder = load_embedder(EmbedderSettings(model=str(tiny)))
    half = load_embedder(EmbedderSettings(model=str(tiny), dtype="bfloat16"))

    assert next(embedder.model.parameters()).element_size() == 4
    assert next(half.model.parameters()).element_size() == 2
    for vector in (half.embed_query("vélo"), half.embed_documents(["vélo"])[0]):
        assert vector.dtype == np.float32
        assert np.linalg.norm(vector) == pytest.approx(1.0, abs=0.01)
    assert half.identity.revision != embedder.identity.revision


def test_an_index_of_another_encoder_is_refused_and_says_what_to_do(
    corpus: CorpusFolder, settings: Settings, tiny: Path
) -> None:
    corpus.add("# Vélo\n\n## Combien ?\n\nL'aide est de 200 €.\n", id="velo")
    own = settings.model_copy(update={"embedder": EmbedderSettings(model=str(tiny))})
    embedder = load_embedder(own.embedder)
    build(own, lambda: embedder)
    other = own.model_copy(
        update={"embedder": EmbedderSettings(model=str(tiny), query_prompt="autre : ")}
    )

    open_edition(own, embedder).close()
    with pytest.raises(IndexUnavailable) as refused:
        open_edition(other, load_embedder(other.embedder))

    assert refused.value.fault is IndexFault.EMBEDDER_MISMATCH
    for told in (str(tiny), "python -m ingest build", "python -m evals calibrate"):
        assert told in refused.value.detail


def test_the_calibration_beside_the_index_serves_its_encoder_only(
    corpus: CorpusFolder, settings: Settings, tiny: Path
) -> None:
    corpus.add("# Vélo\n\n## Combien ?\n\nL'aide est de 200 €.\n", id="velo")
    own = settings.model_copy(update={"embedder": EmbedderSettings(model=str(tiny))})
    embedder = load_embedder(own.embedder)
    build(own, lambda: embedder)
    packaged = packaged_calibration()
    name, revision = embedder_name(own.embedder)
    made = replace(packaged, run=replace(packaged.run, encoder=name, revision=revision))
    made = replace(made, worded=replace(made.worded, answers=0.123))
    (own.index_dir / CALIBRATION).write_text(calibration_toml(made), "utf-8")

    edition = open_edition(own, embedder)
    assert edition.tools.calibration.worded.answers == pytest.approx(0.123)
    edition.close()
    chosen = calibration_for(own.index_dir, ("another", "encoder"))
    assert not chosen.fits
    assert chosen.calibration == packaged
    assert calibration_for(own.index_dir, embedder_name(EmbedderSettings())).fits

    (own.index_dir / CALIBRATION).write_text("[rank", "utf-8")
    with pytest.raises(IndexUnavailable, match="python -m evals calibrate"):
        open_edition(own, embedder)
