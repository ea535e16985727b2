"""Settings: environment variables `ASSISTANT_…` over an optional `assistant.toml`.

Nested names take two underscores: `ASSISTANT_EMBEDDER__MODEL`, `ASSISTANT_SERVER__PORT`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from assistant.errors import SettingsError

PROJECT_ROOT = Path(__file__).resolve().parent.parent
PACKAGED_MODEL = "packaged"
_PREFIX = "ASSISTANT_"


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class EmbedderSettings(_Section):
    """Which encoder turns texts into vectors."""

    model: str = Field(
        default=PACKAGED_MODEL,
        min_length=1,
        description="«packaged», or any sentence-transformers model name or folder",
    )
    revision: str | None = None
    query_prompt: str | None = Field(default=None, description="unset: the model's or family's")
    document_prompt: str | None = Field(default=None, description="unset: the model's or family's")
    dtype: Literal["float32", "bfloat16", "float16"] = "float32"
    trust_remote_code: bool = Field(default=False, description="run code that the model brings")
    max_tokens: int | None = Field(default=None, ge=32, le=32_768)
    batch_size: int = Field(default=32, ge=1, le=1024)
    threads: int | None = Field(default=None, ge=1, le=256)


class RetrievalSettings(_Section):
    """How passages are found and ranked."""

    candidates: int = Field(default=40, ge=5, le=1000, description="passages each ranker proposes")
    passages: int = Field(default=20, ge=1, le=50, description="passages weighed as evidence")
    head_weight: float = Field(default=0.3, ge=0, le=5, description="title and headings, BM25")
    grams_weight: float = Field(default=1.0, ge=0, le=5, description="character n-grams, BM25")
    asked_weight: float = Field(default=1.0, ge=0, le=5, description="wordings of asked.toml, BM25")
    asked_grams_weight: float = Field(default=0.7, ge=0, le=5, description="their n-grams, BM25")
    learned_weight: float = Field(default=1.5, ge=0, le=5, description="section classifier")
    dense_weight: float = Field(default=0.4, ge=0, le=5, description="encoder")
    other_audience_factor: float = Field(default=0.75, ge=0, le=1)
    duplicate_similarity: float = Field(default=0.8, gt=0, le=1)


class AnsweringSettings(_Section):
    """What counts as evidence, and how long an answer is."""

    max_words: int = Field(default=90, ge=20, le=400, description="words of an answer, lists apart")
    conversations_kept: int = Field(default=10_000, ge=1)
    conversation_minutes: int = Field(default=60, ge=1, le=1440)


class ServerSettings(_Section):
    """The HTTP face."""

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65_535)
    concurrent_answers: int = Field(default=4, ge=1, le=256)
    waiting_answers: int = Field(default=64, ge=0, le=10_000)
    waiting_seconds: float = Field(default=10.0, gt=0, le=120)
    reload_seconds: float = Field(default=1.0, gt=0, le=3600)
    shutdown_seconds: int = Field(default=20, ge=1, le=600)
    max_body_bytes: int = Field(default=64 * 1024, ge=1024)
    log_level: Literal["debug", "info", "warning", "error"] = "info"


class IngestSettings(_Section):
    """Limits on what the corpus may hold."""

    max_file_mib: int = Field(default=50, ge=1, le=1024)
    max_unpacked_mib: int = Field(default=200, ge=1, le=4096)
    versions_kept: int = Field(default=2, ge=1, le=50)


class Settings(BaseSettings):
    """All settings, with bounds; unknown keys are refused."""

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX,
        env_nested_delimiter="__",
        toml_file="assistant.toml",
        extra="forbid",
        frozen=True,
    )

    corpus_dir: Path = PROJECT_ROOT / "corpus"
    index_dir: Path = PROJECT_ROOT / "index"
    embedder: EmbedderSettings = EmbedderSettings()
    retrieval: RetrievalSettings = RetrievalSettings()
    answering: AnsweringSettings = AnsweringSettings()
    server: ServerSettings = ServerSettings()
    ingest: IngestSettings = IngestSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - only the environment is read
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments first, then the environment, then the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def load_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """The effective settings. Raises SettingsError naming every wrong or unknown key."""
    unknown = sorted(
        key
        for key in environ
        if key.upper().startswith(_PREFIX)
        and key[len(_PREFIX) :].split("__")[0].lower() not in Settings.model_fields
    )
    faults = [f"{key}: réglage inconnu" for key in unknown]
    unreadable = [
        f"{key}: un objet JSON est attendu, ou {key}__NOM=valeur"
        for key, value in sorted(environ.items())
        if key.upper() in _SECTIONS and not _is_json_object(value)
    ]
    if unreadable:
        raise SettingsError("; ".join(faults + unreadable))
    try:
        settings = Settings()
    except ValidationError as error:
        faults += [
            f"{_PREFIX}{'__'.join(str(part) for part in e['loc']).upper()}: {e['msg']}"
            for e in error.errors()
        ]
        raise SettingsError("; ".join(faults)) from error
    except ValueError as error:  # assistant.toml is not TOML
        raise SettingsError(f"assistant.toml: {error}") from error
    if faults:
        raise SettingsError("; ".join(faults))
    return settings


_SECTIONS = {
    f"{_PREFIX}{name.upper()}"
    for name, field in Settings.model_fields.items()
    if isinstance(field.default, _Section)
}


def _is_json_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False
