"""What holds on every page: nothing from elsewhere, nothing kept, every width, every reader."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect

from tests.web.conftest import OpenPage
from tests.web.steps import BREVET, RESEAU, ask

pytestmark = pytest.mark.browser

AXE = Path(__file__).with_name("axe.min.js")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SMALLEST_TARGET = 24  # CSS pixels, WCAG 2.2, 2.5.8


def _opened(address: str) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        page.goto(address)

    return act


def _asked(question: str) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        ask(page, question)
        for summary in page.locator("summary").all():
            summary.click()

    return act


def _failed(page: Page) -> None:
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("alert")).to_be_visible()


STATES = {
    "home": _opened("/"),
    "answer": _asked(BREVET),
    "list": _asked(RESEAU),
    "non-answer": _asked("Quelle est la recette de la tarte au sucre ?"),
    "entitlement": _asked("Ai-je droit à l'aide au permis de conduire ?"),
    "distress": _asked("je veux mourir"),
    "long word": _asked("a" * 300),
    "fault": _failed,
    "source": _opened("/sources/reseau?start=30&end=120#extrait"),
    "expired": _opened("/sources/velo?start=900&end=910"),
    "error": _opened("/nulle-part"),
    "docs": _opened("/docs"),
}


@pytest.fixture(params=STATES)
def reach(request: pytest.FixtureRequest) -> Callable[[Page], None]:
    return STATES[request.param]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(open_page: OpenPage, reach: Callable[[Page], None], scheme: str) -> None:
    page = open_page(color_scheme=scheme)
    reach(page)
    page.evaluate(AXE.read_text("utf-8"))
    found: dict[str, Any] = page.evaluate(
        "(tags) => axe.run(document, { runOnly: tags })", arg=RULES
    )
    assert [(v["id"], [n["target"] for n in v["nodes"]]) for v in found["violations"]] == []
    assert found["passes"]


def test_no_page_scrolls_sideways_at_320_pixels(
    open_page: OpenPage, reach: Callable[[Page], None]
) -> None:
    page = open_page(viewport={"width": 320, "height": 640})
    reach(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_every_target_is_large_enough(open_page: OpenPage, reach: Callable[[Page], None]) -> None:
    page = open_page(viewport={"width": 320, "height": 640})
    reach(page)
    small = page.evaluate(
        """(least) => [...document.querySelectorAll('button, select, input, textarea, summary')]
          .filter((e) => e.checkVisibility())
          .filter((e) => Math.min(e.offsetHeight, e.offsetWidth) < least)
          .map((e) => e.outerHTML)""",
        arg=SMALLEST_TARGET,
    )
    assert small == []


def test_headings_and_tab_order_are_in_order(
    open_page: OpenPage, reach: Callable[[Page], None]
) -> None:
    page = open_page()
    reach(page)
    levels = page.evaluate(
        """() => [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')]
          .filter((e) => e.checkVisibility()).map((e) => Number(e.localName[1]))"""
    )
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert page.locator("[tabindex]:not([tabindex='0'], [tabindex='-1'])").count() == 0
    assert page.locator("html").get_attribute("lang") == "fr"


def test_nothing_comes_from_elsewhere_and_nothing_is_kept(
    open_page: OpenPage, site: str, reach: Callable[[Page], None]
) -> None:
    page = open_page()
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.context.on("request", note)
    page.reload()
    reach(page)
    assert asked
    assert [url for url in asked if not url.startswith(f"{site}/")] == []
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert page.evaluate("async () => (await indexedDB.databases()).length") == 0
    assert page.evaluate("async () => (await caches.keys()).length") == 0


def test_the_page_and_its_script_are_light(open_page: OpenPage, site: str) -> None:
    sizes: dict[str, int] = {}
    page = open_page("/docs")
    page.on("response", lambda r: sizes.update({r.url.removeprefix(site): len(r.body())}))
    page.goto("/", wait_until="networkidle")
    scripts = {url: size for url, size in sizes.items() if url.endswith(".js")}
    assert set(scripts) == {"/static/chat.js", "/static/stream.js", "/static/turn.js"}
    assert sum(scripts.values()) < 20_000
    assert sum(sizes.values()) < 60_000
