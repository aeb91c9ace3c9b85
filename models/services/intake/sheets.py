"""Rows of text out of a CSV file or an Excel workbook, with the limits that a file from outside has to keep."""

from __future__ import annotations

import codecs
import csv
import stat
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path

import openpyxl

from models.services.intake.errors import RecordError
from models.services.intake.files import FileUnreadable, is_spreadsheet, opened

MOST_BYTES = 5 * 1024 * 1024
"""Largest workbook that is opened (5 MB); bigger lists come as CSV, which is read as a stream."""

MOST_UNPACKED = 50 * 1024 * 1024
MOST_RATIO = 50
MOST_ENTRIES = 1000
MOST_ROWS = 100_000
MOST_COLUMNS = 200
LONGEST_CELL = 100_000

Row = tuple[int, list[str] | RecordError]

_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_WORKBOOK = "xl/workbook.xml"


def read_rows(path: Path) -> Iterator[Row]:
    """Yield the rows of a table with their number, the header being row 1; empty rows are left out."""
    rows = _workbook_rows(path) if is_spreadsheet(path) else _csv_rows(path)
    for number, cells in rows:
        if isinstance(cells, RecordError) or any(cell.strip() for cell in cells):
            yield number, cells


# --- CSV ---------------------------------------------------------------------------------------------------------


def _csv_rows(path: Path) -> Iterator[Row]:
    encoding = _encoding(path)
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        header = file.readline(LONGEST_CELL)
        file.seek(0)
        rows = csv.reader(file, delimiter=_delimiter(header))
        number = 0
        while True:
            number += 1
            try:
                yield number, next(rows)
            except StopIteration:
                return
            except csv.Error:
                reason = f"Raden kan ikke leses: en celle er lengre enn {LONGEST_CELL} tegn, eller et anførselstegn mangler."
                yield number, RecordError("rad", reason)


def _encoding(path: Path) -> str:
    """Tell UTF-8 from the encoding of older Norwegian spreadsheets, reading the whole file once."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with opened(path) as file:
        start = file.read(4)
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        if start.startswith(_OLD_EXCEL):
            raise FileUnreadable(
                "Filen er et eldre Excel-ark (.xls) eller beskyttet med passord. Lagre den som .xlsx eller CSV uten passord."
            )
        if not start:
            raise FileUnreadable(f"Filen {path.name} er tom.")
        file.seek(0)
        try:
            while chunk := file.read(1024 * 1024):
                if b"\x00" in chunk:
                    raise FileUnreadable(f"{path.name} er ikke en tekstfil. Lagre listen som CSV eller Excel (.xlsx).")
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def _delimiter(header: str) -> str:
    return max((";", ",", "\t"), key=header.count)


# --- Excel -------------------------------------------------------------------------------------------------------


def _workbook_rows(path: Path) -> Iterator[Row]:
    _check_package(path)
    broken = FileUnreadable(f"Arbeidsboken {path.name} kan ikke leses. Lagre den på nytt som .xlsx og prøv igjen.")
    # The library meets a damaged workbook with errors of many kinds; each of them means the same to the user.
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            rows = sheet.iter_rows(max_col=MOST_COLUMNS, max_row=MOST_ROWS + 1, values_only=True)
    except Exception as error:
        raise broken from error
    number = 0
    try:
        while True:
            number += 1
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    values = next(rows)
            except StopIteration:
                return
            except Exception as error:
                raise broken from error
            if number > MOST_ROWS:
                raise FileUnreadable(f"Arbeidsboken har flere enn {MOST_ROWS} rader. Del den, eller lagre den som CSV.")
            yield number, [_as_text(value) for value in values]
    finally:
        book.close()


def _check_package(path: Path) -> None:
    """Refuse a workbook that is too large, packed to burst, or not a workbook at all."""
    if path.stat().st_size > MOST_BYTES:
        raise FileUnreadable(f"Arbeidsboken {path.name} er større enn 5 MB. Del den, eller lagre den som CSV.")
    try:
        with zipfile.ZipFile(path) as package:
            entries = package.infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        raise FileUnreadable(f"Arbeidsboken {path.name} er skadet. Lagre den på nytt som .xlsx.") from None
    if _WORKBOOK not in {entry.filename for entry in entries}:
        raise FileUnreadable(f"{path.name} er ikke en arbeidsbok fra Excel. Lagre listen som .xlsx eller CSV.")
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(sum(entry.compress_size for entry in entries), 1)
    linked = any(stat.S_ISLNK(entry.external_attr >> 16) for entry in entries)
    nested = any(entry.filename.casefold().endswith((".zip", ".xlsx", ".xlsm", ".docx")) for entry in entries)
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or unpacked > packed * MOST_RATIO or linked or nested:
        raise FileUnreadable(f"Arbeidsboken {path.name} har innhold som ikke tas imot. Lagre listen som CSV eller i en ny .xlsx.")


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nei"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)[:LONGEST_CELL]
