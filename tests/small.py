"""A corpus of a few documents with known answers, indexed in memory of words, served in-process."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import httpx2
import uvicorn

from assistant.api.app import create_app
from assistant.retrieval.embedder import Embedder
from assistant.settings import ServerSettings, Settings
from ingest.pipeline import build
from tests.conftest import CorpusFolder
from tests.fakes import BagOfWordsEmbedder, FixedClock

TODAY = date(2026, 11, 23)
START_SECONDS = 60

VELO = """# Aide Vélo

## Qu'est-ce que l'aide Vélo ?

L'aide Vélo est une aide de la Région pour acheter une bicyclette neuve.

## Quel est le montant de l'aide Vélo ?

L'aide Vélo est de 200 € par an. En 2024, l'aide Vélo était de 150 €.

## Qui peut demander l'aide Vélo ?

L'aide Vélo est ouverte à ces personnes :

- les apprentis de moins de 26 ans ;
- les lycéens ;
- les demandeurs d'emploi.

## Quand l'aide Vélo ferme-t-elle ?

La demande d'aide Vélo est à déposer avant le 31 mars 2027.
"""
BREVET = """# Brevet IA

## Qu'est-ce que le brevet IA ?

Le brevet IA est une reconnaissance des compétences en intelligence artificielle.

## Combien de personnes auront le brevet IA ?

La Région veut remettre le brevet IA à 25 000 demandeurs d'emploi d'ici fin 2027.

## Qui crée le brevet IA ?

La Région crée le brevet IA avec Proch'IA.
"""
PRIME = """# Prime Bus

## Quel est le montant de la prime Bus ?

La prime Bus était de 80 € par trimestre.

## La prime Bus est-elle encore ouverte ?

La prime Bus est fermée depuis le 1er janvier 2026. Le titre Mobilité remplace la prime Bus.
"""
FUTUR = """# Titre Mobilité

## Quel est le montant du titre Mobilité ?

Le titre Mobilité sera de 120 € par an.
"""
CONSEIL = """# {name}

## Qui conseille sur le numérique ?

Un conseiller explique le numérique et les logiciels à {whom}.
"""
RUGBY = """# Chèque Rugby {letter}

## À quoi sert le chèque Rugby ?

Le chèque Rugby paie la licence, les chaussures et le maillot des jeunes joueurs de la Région.
"""
COMPETENCES = """
[document]
checked_on = 2026-11-20

[[matter]]
id = "carte-identite"
label = "Carte d'identité"
level = "etat"
authority = "l'État"
sentence = "La carte d'identité est délivrée par l'État."
triggers = ["carte identité", "passeport"]
contact_label = "Mairie équipée"
contact_url = "https://www.service-public.gouv.fr/"
contact_phone = "3939"

[[matter]]
id = "lycees"
label = "Lycées"
level = "region"
authority = "la Région"
sentence = "La Région entretient les lycées."
triggers = ["chauffage lycée"]
"""
VOCABULARY = """
[[acronym]]
short = "IA"
long = ["intelligence artificielle"]

[[programme]]
name = "Proch'IA"
variants = ["proche ia", "proch ia"]

[[synonyms]]
terms = ["vélo", "bicyclette"]
weight = 0.8

[[synonyms]]
terms = ["aide", "subvention"]
weight = 0.6

[[spelling]]
wrong = "koi"
right = "quoi"
"""


def fill_small_corpus(corpus: CorpusFolder) -> None:
    """Writes the documents above; the day for which they are made is TODAY."""
    corpus.add(VELO, id="aide-velo", title="Aide Vélo", aliases=["subvention bicyclette"])
    corpus.add(BREVET, id="brevet-ia", title="Brevet IA", kind="fiche", status="officiel")
    corpus.add(PRIME, id="prime-bus", title="Prime Bus", valid_until="2025-12-31")
    corpus.add(FUTUR, id="titre-mobilite", title="Titre Mobilité", valid_from="2027-01-01")
    corpus.add(
        CONSEIL.format(name="Conseil aux sociétés", whom="chaque société"),
        id="conseil-entreprise", title="Conseil aux sociétés", audience=["entreprise"],
    )  # fmt: skip
    corpus.add(
        CONSEIL.format(name="Conseil aux habitants", whom="chaque habitant"),
        id="conseil-habitant", title="Conseil aux habitants", audience=["habitant"],
    )  # fmt: skip
    for letter in "AB":
        corpus.add(
            RUGBY.format(letter=letter),
            id=f"cheque-rugby-{letter.lower()}", title=f"Chèque Rugby {letter}",
        )  # fmt: skip
    (corpus.path / "competences.toml").write_text(COMPETENCES, "utf-8")
    (corpus.path / "vocabulary.toml").write_text(VOCABULARY, "utf-8")


def build_small(folder: Path, *, server: ServerSettings | None = None) -> Settings:
    """The settings of a small index built in `folder`."""
    settings = Settings(
        corpus_dir=folder / "corpus",
        index_dir=folder / "index",
        server=server or ServerSettings(),
    )
    fill_small_corpus(CorpusFolder(settings.corpus_dir))
    build(settings, BagOfWordsEmbedder)
    return settings


@contextmanager
def serving(
    settings: Settings, *, embedder: Callable[[], Embedder] = BagOfWordsEmbedder
) -> Iterator[httpx2.Client]:
    """A client of a real server on a port of its own, in a thread, on the day TODAY."""
    app = create_app(settings, embedder=embedder, clock=FixedClock(TODAY))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + START_SECONDS
    while not server.started:
        if not thread.is_alive() or time.monotonic() > deadline:
            raise RuntimeError("the service did not start")
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        with httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join(timeout=30)


def wait_until(true: Callable[[], bool], *, seconds: float = 15) -> None:
    """Returns as soon as `true()` holds; fails the test when it never does."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "what was waited for never came"
        time.sleep(0.02)
