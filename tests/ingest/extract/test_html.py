from __future__ import annotations

from html import escape

import pytest
from hypothesis import given, settings

from assistant.types import BlockKind
from ingest.extract import ExtractLimits, extract
from ingest.model import ExtractionRefused, RawBlock, RefusalReason
from tests.ingest.extract.generated import Written, documents, shapes

LIMITS = ExtractLimits()
LONG = "La Région verse cette aide aux personnes inscrites à France Travail depuis six mois. "


def read(html: str, encoding: str = "utf-8") -> tuple[RawBlock, ...]:
    return extract(html.encode(encoding), ".html", limits=LIMITS)


def texts(html: str) -> list[str]:
    return [block.text for block in read(html)]


SITE = """<!doctype html><html><head><title>Site</title><style>p{{}}</style></head><body>
<header><a href="/">Région</a></header><nav><ul><li><a href="/a">Accueil</a></li></ul></nav>
{content}
<aside><p>À lire aussi</p></aside><footer><p>Mentions légales</p></footer>
<script>var texte = 1;</script></body></html>"""


@pytest.mark.parametrize("tag", ["main", "article", "div"])
def test_the_site_around_the_content_is_left_out(tag: str) -> None:
    content = (
        f"<{tag}><h1>Aide au permis</h1><p>{LONG * 3}</p><h2>Conditions</h2><p>Il faut :</p>"
        f"<ul><li>être majeur<ul><li>ou émancipé</li></ul></li><li>habiter la région</li></ul>"
        f"<p hidden>Caché</p><p style='display: none'>Caché aussi</p></{tag}>"
    )
    read_back = [(b.kind, b.level, b.text) for b in read(SITE.format(content=content))]
    assert read_back == [
        (BlockKind.HEADING, 1, "Aide au permis"),
        (BlockKind.PARAGRAPH, 0, (LONG * 3).strip()),
        (BlockKind.HEADING, 2, "Conditions"),
        (BlockKind.PARAGRAPH, 0, "Il faut :"),
        (BlockKind.LIST_ITEM, 1, "être majeur"),
        (BlockKind.LIST_ITEM, 2, "ou émancipé"),
        (BlockKind.LIST_ITEM, 1, "habiter la région"),
    ]


def test_a_menu_without_nav_is_left_out() -> None:
    menu = "".join(f"<li><a href='/{n}'>Rubrique {n}</a></li>" for n in range(5))
    content = f"<div><ul>{menu}</ul></div><div><h1>Aide</h1><p>{LONG * 5}</p></div>"
    read_back = " ".join(texts(SITE.format(content=content)))
    assert "Rubrique" not in read_back
    assert LONG.strip() in read_back


def test_tables() -> None:
    table = (
        "<main><table><caption>Montants</caption><thead><tr><th>Public</th><th colspan=2>Aide</th>"
        "</tr><tr><th></th><th>2024</th><th>2026</th></tr></thead><tbody>"
        "<tr><td rowspan=2>Jeunes</td><td>5 M€</td><td>4 M€</td></tr>"
        "<tr><td>6 M€</td><td></td></tr>"
        "<tr><td colspan=3>Sous réserve</td></tr></tbody></table></main>"
    )
    assert texts(SITE.format(content=table)) == [
        "Montants",
        "Public\u00a0: Jeunes ; Aide – 2024\u00a0: 5 M€ ; Aide – 2026\u00a0: 4 M€",
        "Public\u00a0: Jeunes ; Aide – 2024\u00a0: 6 M€",
        "Sous réserve",
    ]


def test_a_table_without_header_joins_its_cells() -> None:
    assert texts(
        "<table><tr><td>Lieu</td><td>Lille</td></tr><tr><td>Date</td><td>12</td></tr>"
    ) == [
        "Lieu ; Lille",
        "Date ; 12",
    ]


def test_a_table_of_one_column_has_rows() -> None:
    blocks = read("<main><table><tr><th>Nom</th></tr><tr><td>Lille</td></tr></table></main>")
    assert [(b.kind, b.text) for b in blocks] == [
        (BlockKind.TABLE_ROW, "Nom"),
        (BlockKind.TABLE_ROW, "Lille"),
    ]


def test_definitions_breaks_and_struck_text() -> None:
    html = (
        "<main><dl><dt>Durée :</dt><dd>6 mois</dd><dd>ou 12</dd></dl>"
        "<p>151 avenue<br>Lille<br><br>Ouvert <s>lundi</s> mardi, 20&nbsp;m<sup>2</sup></p></main>"
    )
    assert texts(html) == [
        "Durée\u00a0: 6 mois",
        "Durée\u00a0: ou 12",
        "151 avenue Lille",
        "Ouvert mardi, 20\u00a0m2",
    ]


def test_the_declared_encoding_is_used() -> None:
    html = "<html><head><meta charset='{}'></head><body><main><p>Zażółć</p></main></body></html>"
    (block,) = read(html.format("iso-8859-2"), "iso-8859-2")
    assert block.text == "Zażółć"
    with pytest.raises(ExtractionRefused) as refused:
        read(html.format("utf-8"), "iso-8859-2")
    assert refused.value.reason is RefusalReason.WRONG_ENCODING


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("<html><body>" + "<div>" * 5_000 + "texte", RefusalReason.DAMAGED),
        ("<table>" + ("<tr>" + "<td colspan=999 rowspan=999>a" * 9) * 99, RefusalReason.TOO_LARGE),
        ("<html><body><img src=a><script>1</script></body></html>", RefusalReason.NO_TEXT),
        ("Un texte sans balise", RefusalReason.WRONG_FORMAT),
    ],
    ids=["nested", "spans", "no-text", "plain-text"],
)
def test_refused(html: str, reason: RefusalReason) -> None:
    with pytest.raises(ExtractionRefused) as refused:
        read(html)
    assert refused.value.reason is reason


def to_html(blocks: list[Written]) -> str:
    parts = ["<main>"]
    depth = 0
    for block in blocks:
        wanted = block.level if block.kind is BlockKind.LIST_ITEM else 0
        parts.append("</li></ul>" * (depth - wanted))
        if wanted and wanted <= depth:
            parts.append("</li>")
        parts.append("<ul>" * (wanted - depth))
        depth = wanted
        text = escape(block.text)
        if block.kind is BlockKind.HEADING:
            parts.append(f"<h{block.level}>{text}</h{block.level}>")
        elif block.kind is BlockKind.LIST_ITEM:
            parts.append(f"<li>{text}")
        else:
            parts.append(f"<p>{text}</p>")
    parts.append("</li></ul>" * depth + "</main>")
    return SITE.format(content="\n".join(parts))


@settings(max_examples=60, deadline=None)
@given(documents())
def test_every_block_comes_back(blocks: list[Written]) -> None:
    assert shapes(read(to_html(blocks))) == blocks
