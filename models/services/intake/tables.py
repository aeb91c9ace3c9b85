"""Lists as CSV and Excel: the header found again in any spelling, rows as cells by column, and empty lists to fill in."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import xlsxwriter
from rapidfuzz import fuzz, process

from matcher.text import normalise
from models.services.intake.columns import COLUMNS, Column, Kind
from models.services.intake.errors import RecordError
from models.services.intake.files import FileUnreadable
from models.services.intake.sheets import read_rows

_LIKELY_MISPRINT = 85
_SPELLINGS = (("æ", "ae"), ("ø", "o"), ("å", "a"), ("oe", "o"), ("aa", "a"))


def table_records(path: Path, kind: Kind) -> Iterator[tuple[int, dict[str, str] | RecordError]]:
    """Yield the rows of a list as cells by column name, with their row number (the header is row 1)."""
    rows = read_rows(path)
    names: list[str | None] | None = None
    for number, cells in rows:
        if isinstance(cells, RecordError):
            if names is None:
                raise FileUnreadable(f"Filen {path.name} har ingen lesbar overskriftsrad.")
            yield number, cells
        elif names is None:
            names = _names_of(cells, kind)
        else:
            yield number, _by_name(cells, names)
    if names is None:
        raise FileUnreadable(f"Filen {path.name} er tom. Første rad skal være overskrifter.")


def template(kind: Kind) -> tuple[Column, ...]:
    """Return the columns of a list, each with its explanation and an example."""
    return COLUMNS[kind]


def write_template(kind: Kind, path: Path) -> None:
    """Write a list with header and one example row, as Excel when the name ends in .xlsx, else as CSV."""
    columns = template(kind)
    if path.suffix.casefold() == ".xlsx":
        _write_workbook(columns, path)
        return
    # The byte order mark makes Excel read the file as UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow([column.name for column in columns])
        writer.writerow([column.example for column in columns])


def _write_workbook(columns: tuple[Column, ...], path: Path) -> None:
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        as_text, bold = book.add_format({"num_format": "@"}), book.add_format({"bold": True, "num_format": "@"})
        sheet = book.add_worksheet("Liste")
        for number, column in enumerate(columns):
            # A column of text keeps the zeros of postal codes and does not turn periods into dates.
            sheet.set_column(number, number, max(12, len(column.name) + 2), as_text)
            sheet.write_string(0, number, column.name, bold)
            sheet.write_string(1, number, column.example, as_text)
        sheet.freeze_panes(1, 0)
        explained = book.add_worksheet("Forklaring")
        for number, heading in enumerate(("Kolonne", "Forklaring", "Eksempel", "Må fylles ut")):
            explained.write_string(0, number, heading, bold)
        for row, column in enumerate(columns, start=1):
            cells = (column.name, column.explanation, column.example, "ja" if column.required else "")
            for number, cell in enumerate(cells):
                explained.write_string(row, number, cell)
        explained.set_column(0, 3, 40)


def _key(name: str) -> str:
    """Return a header without spaces, marks and Norwegian letters: "Fødselsdato", "FODSELSDATO" and "foedselsdato" are one."""
    key = normalise(name)
    for letters, plain in _SPELLINGS:
        key = key.replace(letters, plain)
    return "".join(character for character in key if character.isalnum())


def _names_of(header: list[str], kind: Kind) -> list[str | None]:
    """Return the column of each cell of the header; None = a column that is not ours and is not read."""
    known = {_key(name): column.name for column in COLUMNS[kind] for name in (column.name, *column.others)}
    names: list[str | None] = []
    for cell in header:
        key = _key(cell)
        name = known.get(key)
        if (
            name is None
            and len(key) > 2
            and (near := process.extractOne(key, known, scorer=fuzz.ratio, score_cutoff=_LIKELY_MISPRINT))
        ):
            raise FileUnreadable(
                f"Kolonnen «{cell.strip()[:40]}» er ukjent. Mener du «{near[2]}»? Rett overskriften og prøv igjen."
            )
        if name is not None and name in names:
            raise FileUnreadable(f"Kolonnen «{name}» står to ganger. Fjern den ene og prøv igjen.")
        names.append(name)
    missing = [column.name for column in COLUMNS[kind] if column.required and column.name not in names]
    if missing:
        raise FileUnreadable(
            f"Overskriftsraden mangler {', '.join(missing)}. «bygdematch import template {kind}» lager en tom liste."
        )
    return names


def _misprint_of(key: str, known: dict[str, str]) -> str | None:
    near = process.extractOne(key, known.keys(), scorer=fuzz.ratio, score_cutoff=_LIKELY_MISPRINT) if len(key) > 2 else None
    return known[near[0]] if near else None


def _by_name(cells: list[str], names: list[str | None]) -> dict[str, str] | RecordError:
    if any(cell.strip() for cell in cells[len(names) :]):
        return RecordError("rad", "Raden har flere celler enn overskriften. Sett tekst med skilletegn i anførselstegn.")
    return {name: cell for name, cell in zip(names, cells, strict=False) if name is not None}
