"""`GET /v1/documents`: the catalogue, and the canonical text that every offset points into."""

from __future__ import annotations

import httpx2
import pytest

from assistant.types import BlockKind
from tests.api.problems import problem_of


def test_the_catalogue_lists_every_document_by_id(small_client: httpx2.Client) -> None:
    body = small_client.get("/v1/documents").json()
    ids = [d["id"] for d in body["documents"]]

    assert ids == sorted(ids)
    assert {"aide-velo", "brevet-ia", "prime-bus", "titre-mobilite", "qui-fait-quoi"} <= set(ids)
    assert body["index_version"] == small_client.get("/readyz").json()["index_version"]
    assert body["corpus_updated_on"] == "2026-11-20"


def test_a_document_tells_its_source_dates_status_and_licence(
    small_client: httpx2.Client,
) -> None:
    document = small_client.get("/v1/documents/prime-bus").json()

    assert document["title"] == "Prime Bus"
    assert document["publisher"] == "Région Hauts-de-France"
    assert (document["status"], document["status_label"]) == (
        "synthese", "synthèse rédigée pour ce service",
    )  # fmt: skip
    assert document["valid_until"] == "2025-12-31"
    assert document["valid_from"] is None
    assert document["licence"] == "Licence Ouverte 2.0"
    assert document["url"].startswith("https://")
    assert document["source"]
    assert document["link"] == "/sources/prime-bus"


def test_sections_point_into_the_text(small_client: httpx2.Client) -> None:
    document = small_client.get("/v1/documents/aide-velo").json()
    text, sections = document["text"], document["sections"]
    by_kind = {
        kind: [text[s["start"] : s["end"]] for s in sections if s["kind"] == kind]
        for kind in BlockKind
    }

    assert "Quel est le montant de l'aide Vélo ?" in by_kind[BlockKind.HEADING]
    assert by_kind[BlockKind.PARAGRAPH][1] == (
        "L'aide Vélo est de 200 € par an. En 2024, l'aide Vélo était de 150 €."
    )
    assert [item.strip(" -;.") for item in by_kind[BlockKind.LIST_ITEM]] == [
        "les apprentis de moins de 26 ans", "les lycéens", "les demandeurs d'emploi",
    ]  # fmt: skip
    starts = [s["start"] for s in sections]
    assert starts == sorted(starts)
    assert all(s["heading"] for s in sections if s["kind"] != BlockKind.HEADING)


def test_every_document_of_the_real_corpus_opens_as_data_and_as_a_page(
    client: httpx2.Client,
) -> None:
    listed = client.get("/v1/documents").json()["documents"]

    assert len(listed) > 50
    for described in listed:
        document = client.get(f"/v1/documents/{described['id']}").json()
        assert document["text"].strip()
        assert document["title"] == described["title"]
        assert client.get(described["link"]).status_code == 200


@pytest.mark.parametrize("name", ["disparu", "aide%20velo", "aide-velo ", "%00", "é"])
def test_an_unknown_document_is_a_problem(small_client: httpx2.Client, name: str) -> None:
    problem = problem_of(small_client.get(f"/v1/documents/{name}"), 404)

    assert problem["type"].endswith(":document_not_found")


@pytest.mark.parametrize("name", ["..%2F..%2Fetc%2Fpasswd", "../../etc/passwd"])
def test_no_path_leads_out(small_client: httpx2.Client, name: str) -> None:
    response = small_client.get(f"/v1/documents/{name}")

    assert response.status_code == 404
    assert "root:" not in response.text
