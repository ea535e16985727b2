"""A small site on a real port and the system's Chromium."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from assistant.api.app import create_app
from assistant.settings import Settings
from ingest.pipeline import build
from tests.conftest import CorpusFolder, free_port
from tests.fakes import BagOfWordsEmbedder, FixedClock

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TODAY = date(2026, 11, 23)
START_SECONDS = 20

BREVET = """# Brevet IA

## Qu'est-ce que le brevet IA ?

Le brevet IA est une reconnaissance des compétences des habitants en intelligence artificielle.

## Combien de personnes passeront le brevet IA ?

La Région veut délivrer 25 000 brevets IA d'ici fin 2027.
"""

RESEAU = """# Réseau de médiation

## Que prévoit le réseau de médiation ?

Le réseau de médiation prévoit trois actions pour les habitants :

- former les médiateurs :
  - au numérique ;
  - à l'intelligence artificielle ;
- ouvrir des lieux d'accueil ;
- prêter du matériel (`<b>`, "neuf") & des livres.
"""

PERMIS = """# Aide au permis de conduire

## Qui peut demander l'aide au permis de conduire ?

L'aide au permis de conduire s'adresse aux jeunes de 18 à 30 ans.
"""

ANCIENNE = """# Prime vélo

## Qu'est-ce que la prime vélo ?

La prime vélo aidait à acheter un vélo électrique.
"""

LIEUX = """# Lieux d'accueil

### Adresses des lieux d'accueil

| Lieu | Ville |
|---|---|
| Maison de la Région | Lille |
| Antenne | Amiens |
"""


def _fill(corpus: CorpusFolder) -> None:
    corpus.add(BREVET, id="brevet-ia", title="Brevet IA", kind="fiche", aliases=["brevet ia"])
    corpus.add(RESEAU, id="reseau", title="Réseau de médiation", status="officiel")
    corpus.add(
        PERMIS, id="permis", title="Aide au permis de conduire", valid_from="2026-01-01",
        valid_until="2027-12-31",
    )  # fmt: skip
    corpus.add(ANCIENNE, id="velo", title="Prime vélo", valid_until="2022-12-31")
    corpus.add(LIEUX, id="lieux", title="Lieux d'accueil", status="demonstration")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a service over five small documents, on the day TODAY."""
    folder = tmp_path_factory.mktemp("site")
    settings = Settings(corpus_dir=folder / "corpus", index_dir=folder / "index")
    _fill(CorpusFolder(settings.corpus_dir))
    build(settings, BagOfWordsEmbedder)
    app = create_app(settings, embedder=BagOfWordsEmbedder, clock=FixedClock(TODAY))
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + START_SECONDS
    while not server.started:
        assert time.monotonic() < deadline, "the site did not start in time"
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(timeout=10)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{CHROMIUM} is missing: CI must drive a real browser")
        pytest.skip(f"{CHROMIUM} is missing")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(chromium: Browser, site: str) -> Iterator[OpenPage]:
    """Opens addresses of the site, each in a context of its own; scripts must not fail."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_it(address: str = "/", **options: Any) -> Page:
        context = chromium.new_context(base_url=site, locale="fr-FR", **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if _is_csp(said.text) else None)
        page.goto(address)
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert faults == []


def _is_csp(text: str) -> bool:
    return "Content Security Policy" in text or "Content-Security-Policy" in text
