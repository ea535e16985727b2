"""A source as a page: its words, their frame, the quote."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from assistant.api.routes.sources import ShownBlock, page_parts, shown_blocks
from assistant.types import Block, BlockKind, Document
from tests.web.conftest import OpenPage
from tests.web.meta import document_meta


def shown(*blocks: tuple[BlockKind, str, int, int | None]) -> tuple[ShownBlock, ...]:
    text, placed = "", []
    for kind, words, level, page in blocks:
        placed.append(Block(kind, len(text), len(text) + len(words), (), page, level))
        text += f"{words}\n"
    return shown_blocks(Document(document_meta(), text, tuple(placed)), None)


def test_heading_levels_start_under_the_title_and_never_skip_one() -> None:
    parts = page_parts(
        shown(
            (BlockKind.HEADING, "Titre", 1, None),
            (BlockKind.HEADING, "A", 3, None),
            (BlockKind.HEADING, "B", 6, None),
            (BlockKind.HEADING, "C", 2, None),
            (BlockKind.HEADING, "D", 3, None),
        ),
        "TITRE",
    )
    assert [(p.items[0].content.text, p.level) for p in parts] == [
        ("A", 2),
        ("B", 3),
        ("C", 2),
        ("D", 3),
    ]


def test_items_and_rows_that_follow_each_other_are_one_part_a_page() -> None:
    parts = page_parts(
        shown(
            (BlockKind.PARAGRAPH, "a", 0, 1),
            (BlockKind.LIST_ITEM, "b", 1, 1),
            (BlockKind.LIST_ITEM, "c", 2, 1),
            (BlockKind.LIST_ITEM, "d", 1, 2),
            (BlockKind.TABLE_ROW, "e", 0, 2),
            (BlockKind.TABLE_ROW, "f", 0, 2),
        ),
        "Titre",
    )
    assert [(p.kind, p.page, len(p.items)) for p in parts] == [
        (BlockKind.PARAGRAPH, 1, 1),
        (BlockKind.LIST_ITEM, None, 1),
        (BlockKind.LIST_ITEM, 2, 1),
        (BlockKind.TABLE_ROW, None, 2),
    ]
    assert parts[1].items[0].children[0].content.text == "c"


@pytest.mark.browser
def test_a_document_tells_what_it_is(open_page: OpenPage) -> None:
    page = open_page("/sources/brevet-ia")
    main = page.locator("main")
    expect(page.get_by_role("heading", level=1)).to_have_text("Brevet IA")
    expect(main.locator("article h2")).to_have_count(2)
    for words in (
        "synthèse rédigée pour ce service",
        "Région Hauts-de-France",
        "Fiche",
        "18 juin 2026",
        "20 novembre 2026",
        "Texte écrit pour les tests",
        "Licence Ouverte 2.0",
    ):
        expect(main).to_contain_text(words)
    expect(main.get_by_role("link", name="hautsdefrance.fr")).to_have_attribute(
        "href", "https://www.hautsdefrance.fr/"
    )
    expect(page.locator("mark")).to_have_count(0)
    expect(page.get_by_role("link", name="Retour à l'assistant")).to_be_visible()


@pytest.mark.browser
def test_a_quote_over_several_blocks_is_marked_once_as_the_place_to_go(
    open_page: OpenPage,
) -> None:
    page = open_page("/sources/reseau")
    text = page.request.get("/v1/documents/reseau").json()["text"]
    start, end = text.index("former les"), text.index(" ;\n- prêter")
    page.goto(f"/sources/reseau?start={start}&end={end}#extrait")
    expect(page.locator("#extrait")).to_have_count(1)
    expect(page.locator("#extrait")).to_have_text("former les médiateurs :", use_inner_text=True)
    expect(page.locator("#extrait")).to_be_focused()
    assert page.locator("mark").all_inner_texts() == [
        "former les médiateurs :",
        "au numérique ;",
        "à l'intelligence artificielle ;",
        "ouvrir des lieux d'accueil",
    ]


@pytest.mark.browser
@pytest.mark.parametrize("span", ["start=5", "start=9&end=3", "start=0&end=999999"])
def test_a_quote_that_is_not_there_is_said_missing(open_page: OpenPage, span: str) -> None:
    page = open_page(f"/sources/brevet-ia?{span}")
    expect(page.locator(".banner")).to_contain_text("n'est plus à cette place")
    expect(page.locator("mark")).to_have_count(0)
    expect(page.locator("article")).to_contain_text("25 000 brevets")


@pytest.mark.browser
def test_an_expired_document_says_so(open_page: OpenPage) -> None:
    page = open_page("/sources/velo")
    expect(page.locator(".banner")).to_contain_text("n'est plus valable depuis le 31 décembre 2022")
    page.goto("/sources/permis")
    expect(page.locator(".banner")).to_have_count(0)
    expect(page.locator("main")).to_contain_text("à partir du 1er janvier 2026")


@pytest.mark.browser
def test_a_table_is_a_list_of_rows_and_demonstration_is_said(open_page: OpenPage) -> None:
    page = open_page("/sources/lieux")
    expect(page.locator("ul.rows > li")).to_have_count(2)
    expect(page.locator("ul.rows")).to_contain_text("Lille")
    expect(page.locator(".banner")).to_contain_text("démonstration")


@pytest.mark.browser
def test_an_unknown_document_is_a_page_that_leads_back(open_page: OpenPage) -> None:
    page = open_page("/sources/inconnu")
    expect(page.get_by_role("heading", level=1)).to_have_text("Document introuvable")
    page.get_by_role("link", name="Retour à l'accueil").click()
    expect(page.get_by_label("Votre question")).to_be_visible()
