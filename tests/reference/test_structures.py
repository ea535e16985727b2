"""Where to meet a human: rows that are right, or a refusal that names each wrong line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.reference.structures import STRUCTURES, Structure, StructuresError, load_structures
from assistant.settings import PROJECT_ROOT

HEADER = (
    "id,name,type,address,postcode,commune,departement,phone,email,url,opening_hours,source,"
    "verified_on,demonstration"
)
GOOD = 'siege,Siège,siege,"151 avenue, Lille",59000,Lille,Nord,,,,,site,2026-11-20,non'
DEMO = "exemple,Exemple,maison_ia,,,,,,,,,aucune,2026-11-20,oui"


def read(folder: Path, *lines: str, encoding: str = "utf-8") -> tuple[Structure, ...]:
    path = folder / STRUCTURES
    path.write_text("\n".join(lines) + "\n", encoding)
    return load_structures(path)


def test_rows_come_in_order_with_their_types(tmp_path: Path) -> None:
    first, second = read(tmp_path, HEADER, GOOD, DEMO)

    assert (first.id, first.address, first.phone) == ("siege", "151 avenue, Lille", "")
    assert first.verified_on == date(2026, 11, 20)
    assert not first.demonstration
    assert second.demonstration


def test_a_spreadsheet_s_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    assert len(read(tmp_path, HEADER, GOOD, encoding="utf-8-sig")) == 1


def test_a_missing_file_has_no_row(tmp_path: Path) -> None:
    assert load_structures(tmp_path / STRUCTURES) == ()


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (("nom,adresse", "x,y"), ":1: colonnes attendues"),
        ((HEADER, GOOD, GOOD.replace("2026-11-20", "20/11/2026")), ":3: verified_on"),
        ((HEADER, GOOD.replace(",non", ",peut-être")), ":2: demonstration"),
        ((HEADER, GOOD.replace("siege,Siège", ",Siège")), ":2: id et name"),
        ((HEADER, GOOD.replace("siege,Siège", "siege, ")), ":2: id et name"),
    ],
)
def test_a_wrong_row_is_refused_with_its_line(
    tmp_path: Path, lines: tuple[str, ...], says: str
) -> None:
    with pytest.raises(StructuresError) as refused:
        read(tmp_path, *lines)

    assert f"{STRUCTURES}{says}" in str(refused.value)


def test_every_wrong_row_is_named(tmp_path: Path) -> None:
    with pytest.raises(StructuresError) as refused:
        read(tmp_path, HEADER, DEMO.replace("oui", "?"), GOOD, DEMO.replace("2026-11-20", "hier"))

    assert ":2:" in str(refused.value)
    assert ":4:" in str(refused.value)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / STRUCTURES).write_bytes(HEADER.encode() + b"\n\xff\xfe\n")

    with pytest.raises(StructuresError):
        load_structures(tmp_path / STRUCTURES)


def test_the_project_s_own_rows_name_their_source() -> None:
    rows = load_structures(PROJECT_ROOT / "corpus" / STRUCTURES)

    assert rows
    assert len({r.id for r in rows}) == len(rows)
    assert all(r.source for r in rows)
    assert all(r.demonstration == r.id.startswith("exemple-") for r in rows)
