"""`GET /sources/{id}`: the document as a page, the quote marked, for eyes and without script."""

from __future__ import annotations

import html
import re

import httpx2
import pytest

from tests.api.problems import problem_of

BROWSER = {"Accept": "text/html"}


def span(client: httpx2.Client, quote: str) -> dict[str, int]:
    text = client.get("/v1/documents/aide-velo").json()["text"]
    start = text.index(quote)
    return {"start": start, "end": start + len(quote)}


def marked(page: httpx2.Response) -> list[str]:
    found = re.findall(r"<mark[^>]*>(.*?)</mark>", page.text, re.DOTALL)
    return [html.unescape(words).strip() for words in found]


def test_the_quote_is_marked_and_nothing_else(small_client: httpx2.Client) -> None:
    where = span(small_client, "est de 200 € par an")
    page = small_client.get("/sources/aide-velo", params=where)

    assert page.status_code == 200
    assert marked(page) == ["est de 200 € par an"]
    assert page.text.count('id="extrait"') == 1


def test_a_quote_over_several_blocks_is_marked_in_each(small_client: httpx2.Client) -> None:
    text = small_client.get("/v1/documents/aide-velo").json()["text"]
    where = {"start": text.index("L'aide Vélo est ouverte"), "end": text.index("les lycéens") + 11}
    page = small_client.get("/sources/aide-velo", params=where)

    assert len(marked(page)) == 3
    assert marked(page)[-1].endswith("les lycéens")
    assert page.text.count('id="extrait"') == 1


def test_without_a_quote_the_whole_document_is_shown_unmarked(small_client: httpx2.Client) -> None:
    page = small_client.get("/sources/aide-velo")

    assert marked(page) == []
    assert "L'aide Vélo est de 200 € par an." in html.unescape(page.text)
    assert "Aller à l'extrait" not in html.unescape(page.text)


@pytest.mark.parametrize(
    "where",
    [
        {"start": 5},
        {"end": 5},
        {"start": 9, "end": 9},
        {"start": 20, "end": 10},
        {"start": 0, "end": 10_000_000},
    ],
)
def test_a_span_outside_the_text_marks_nothing_and_says_so(
    small_client: httpx2.Client, where: dict[str, int]
) -> None:
    page = small_client.get("/sources/aide-velo", params=where)

    assert page.status_code == 200
    assert marked(page) == []
    assert "n'est plus à cette place" in html.unescape(page.text)


def test_a_span_of_blank_lines_marks_nothing_and_says_so(small_client: httpx2.Client) -> None:
    text = small_client.get("/v1/documents/aide-velo").json()["text"]
    blank = re.search(r"\n\n", text)
    assert blank is not None
    page = small_client.get(
        "/sources/aide-velo", params={"start": blank.start(), "end": blank.end()}
    )

    assert marked(page) == []
    assert "n'est plus à cette place" in html.unescape(page.text)


@pytest.mark.parametrize("wrong", [{"start": -1, "end": 5}, {"start": "a", "end": 5}])
def test_a_span_that_is_no_number_is_refused(
    small_client: httpx2.Client, wrong: dict[str, object]
) -> None:
    page = small_client.get("/sources/aide-velo", params=wrong, headers=BROWSER)
    data = small_client.get("/sources/aide-velo", params=wrong)

    assert page.status_code == 422
    assert page.headers["Content-Type"].startswith("text/html")
    assert "<code>start</code>" in page.text
    assert problem_of(data, 422)["errors"][0]["field"] == "start"


def test_an_expired_document_says_since_when(small_client: httpx2.Client) -> None:
    page = html.unescape(small_client.get("/sources/prime-bus").text)

    assert "n'est plus valable" in page
    assert "31\u00a0décembre\u00a02025" in page


def test_a_document_that_is_not_valid_yet_says_from_when(small_client: httpx2.Client) -> None:
    page = html.unescape(small_client.get("/sources/titre-mobilite").text)

    assert "pas encore valable" in page
    assert "1er\u00a0janvier\u00a02027" in page


def test_title_publisher_status_and_dates_are_shown(small_client: httpx2.Client) -> None:
    page = html.unescape(small_client.get("/sources/brevet-ia").text)

    for shown in (
        "Brevet IA",
        "Région Hauts-de-France",
        "texte officiel",
        "18\u00a0juin\u00a02026",
    ):
        assert shown in page


def test_an_unknown_source_is_a_page_for_a_browser_and_a_problem_for_a_program(
    small_client: httpx2.Client,
) -> None:
    page = small_client.get("/sources/disparu", headers=BROWSER)

    assert page.status_code == 404
    assert page.headers["Content-Type"].startswith("text/html")
    assert "Document introuvable" in page.text
    problem_of(small_client.get("/sources/disparu"), 404)
