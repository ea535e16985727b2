"""Where to meet a human: the rows of `structures.csv`."""

from __future__ import annotations

import csv
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

STRUCTURES = "structures.csv"


class StructuresError(ValueError):
    """`structures.csv` cannot be read; each line of the message names a row and its fault."""


@dataclass(frozen=True, slots=True)
class Structure:
    """A place or service where a person meets a human; empty strings are unknown."""

    id: str
    name: str
    type: str
    address: str
    postcode: str
    commune: str
    departement: str
    phone: str
    email: str
    url: str
    opening_hours: str
    source: str
    verified_on: date
    demonstration: bool


_COLUMNS = tuple(field.name for field in fields(Structure))
_YES_NO = {"oui": True, "non": False}


def load_structures(path: Path) -> tuple[Structure, ...]:
    """The rows of a CSV file in order; a missing file has none.

    Raises StructuresError naming every wrong row.
    """
    if not path.exists():
        return ()
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if tuple(reader.fieldnames or ()) != _COLUMNS:
                raise StructuresError(f"{path}:1: colonnes attendues : {', '.join(_COLUMNS)}")
            rows = [(reader.line_num, row) for row in reader]
    except (UnicodeDecodeError, csv.Error) as error:
        raise StructuresError(f"{path}: {error}") from error
    faults: list[str] = []
    found: list[Structure] = []
    for line, row in rows:
        values = {name: (row.get(name) or "").strip() for name in _COLUMNS}
        try:
            verified = date.fromisoformat(values["verified_on"])
        except ValueError:
            faults.append(f"{path}:{line}: verified_on : date attendue (AAAA-MM-JJ)")
            continue
        if values["demonstration"] not in _YES_NO:
            faults.append(f"{path}:{line}: demonstration : oui ou non")
        elif not values["id"] or not values["name"]:
            faults.append(f"{path}:{line}: id et name sont obligatoires")
        else:
            texts = {k: v for k, v in values.items() if k not in {"verified_on", "demonstration"}}
            found.append(
                Structure(
                    **texts,
                    verified_on=verified,
                    demonstration=_YES_NO[values["demonstration"]],
                )
            )
    if faults:
        raise StructuresError("\n".join(faults))
    return tuple(found)
