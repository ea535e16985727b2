"""Real counterparts for the seams: small, deterministic, without downloads."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Sequence
from datetime import date

import numpy as np

from assistant.retrieval.embedder import EmbedderIdentity, Vectors, embedder_name
from assistant.settings import EmbedderSettings
from assistant.text.analyse import words

DIMENSION = 64


class BagOfWordsEmbedder:
    """An encoder that hashes folded words into 64 dimensions: like texts have like vectors."""

    def __init__(self, settings: EmbedderSettings | None = None, *, max_tokens: int = 128) -> None:
        name, revision = embedder_name(settings or EmbedderSettings())
        self.identity = EmbedderIdentity(name, revision, DIMENSION, max_tokens)
        self.embedded: list[str] = []  # every document text encoded, in order

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(words(text)) + 2 for text in texts]

    def embed_documents(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> Vectors:
        self.embedded += texts
        if progress is not None:
            progress(len(texts))
        if not texts:
            return np.empty((0, DIMENSION), dtype=np.float32)
        return np.stack([self.embed_query(text) for text in texts])

    def embed_query(self, text: str) -> Vectors:
        vector = np.zeros(DIMENSION, dtype=np.float32)
        for word in words(text):
            vector[hashlib.sha256(word.encode()).digest()[0] % DIMENSION] += 1.0
        norm = float(np.linalg.norm(vector))
        return vector / norm if norm else vector


class FailingEmbedder(BagOfWordsEmbedder):
    """Breaks on texts that hold `word`, and says the whole text in its message, as libraries do."""

    def __init__(self, word: str) -> None:
        super().__init__()
        self._word = word

    def embed_query(self, text: str) -> Vectors:
        if self._word in text:
            raise RuntimeError(f"cannot encode: {text}")
        return super().embed_query(text)


class HeldEmbedder(BagOfWordsEmbedder):
    """Waits before each question that holds `word`, until it is let go."""

    def __init__(self, word: str) -> None:
        super().__init__()
        self._word = word
        self._free = threading.Event()
        self.waiting = threading.Semaphore(0)  # released once by each question that waits

    def let_go(self) -> None:
        """Lets every question pass, now and later."""
        self._free.set()

    def embed_query(self, text: str) -> Vectors:
        if self._word in text:
            self.waiting.release()
            self._free.wait(timeout=30)
        return super().embed_query(text)


class FixedClock:
    """A clock that stands still."""

    def __init__(self, day: date) -> None:
        self._day = day

    def today(self) -> date:
        return self._day
