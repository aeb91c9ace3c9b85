"""A file of records read as a stream: JSON array, JSON lines, one JSON object or a table, told apart by the content."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from io import TextIOWrapper
from json import JSONDecodeError, JSONDecoder
from math import isfinite
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from models.services.errors import ServiceError
from models.services.intake.errors import RecordError

LONGEST_RECORD = 2_000_000
"""Characters of one record; what is longer is refused, so that no file can fill the memory."""

Record = dict[str, Any]
Numbered = tuple[int, Record | RecordError]

_CHUNK = 256 * 1024
_BETWEEN = re.compile(r"[\s,]*")
_NEAR_END = 16
_ZIP = b"PK\x03\x04"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class FileUnreadable(ServiceError):
    """A whole file cannot be read; the message says in Norwegian what is wrong and what to do."""


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} er ikke et tall i JSON")


def _number(digits: str) -> float:
    value = float(digits)
    if not isfinite(value):
        raise ValueError(f"{digits[:20]} er et for stort tall")
    return value


_DECODER = JSONDecoder(strict=False, parse_constant=_no_number, parse_float=_number)


def is_spreadsheet(path: Path) -> bool:
    """Return whether the file is a workbook (XLSX), by its first bytes."""
    with opened(path) as file:
        return file.read(4) == _ZIP


def is_json(path: Path) -> bool:
    """Return whether the file begins like JSON."""
    with opened(path) as file:
        return file.read(4096).lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"[", b"{")


def opened(path: Path) -> BinaryIO:
    """Open a file for reading bytes; FileUnreadable says why it cannot be."""
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise FileUnreadable(f"Filen {path.name} finnes ikke. Sjekk navnet og mappen.") from None
    except IsADirectoryError:
        raise FileUnreadable(f"{path.name} er en mappe, ikke en fil.") from None
    except OSError as error:
        raise FileUnreadable(f"Filen {path.name} kan ikke åpnes ({error.strerror}).") from None


def json_records(path: Path) -> Iterator[Numbered]:
    """Yield the records of a JSON file with their number: the line in JSON lines, else the place in the array."""
    with opened(path) as raw:
        start = raw.read(4096)
        raw.seek(0)
        if start[:2] in _UTF_16:
            raise FileUnreadable("Filen er lagret som UTF-16. Lagre den som UTF-8 og prøv igjen.")
        # Bytes that are not UTF-8 become surrogates: only the records that hold them are refused.
        file = TextIOWrapper(raw, encoding="utf-8-sig", errors="surrogateescape", newline="\n")
        first = _first_line(file)
        if not first.strip():
            raise FileUnreadable(f"Filen {path.name} er tom.")
        if first.lstrip()[:1] not in ("[", "{"):
            raise FileUnreadable("Filen er ikke JSON: den skal begynne med [ eller {.")
        second = _first_line(file) if first.lstrip().startswith("{") else ""
        lines = _are_lines(first, second)
        file.seek(0)
        yield from _lines(file) if lines else _objects(file)


def lines_in(path: Path) -> int | None:
    """Return the number of lines of a file with one JSON record per line, None when its records cannot be counted so."""
    if not is_json(path):
        return None
    with TextIOWrapper(opened(path), encoding="utf-8-sig", errors="surrogateescape", newline="\n") as file:
        first = _first_line(file)
        if not _are_lines(first, _first_line(file)):
            return None
    count, last = 0, b"\n"
    with opened(path) as raw:
        while chunk := raw.read(_CHUNK):
            count, last = count + chunk.count(b"\n"), chunk[-1:]
    return count + (last != b"\n")


def _first_line(file: TextIOWrapper) -> str:
    while line := file.readline(LONGEST_RECORD):
        if line.strip():
            return line
    return ""


def _are_lines(first: str, second: str) -> bool:
    """Tell JSON lines from one object over several lines."""
    if not first.lstrip().startswith("{"):
        return False
    if len(first) >= LONGEST_RECORD:
        return True
    try:
        _DECODER.decode(first.strip())
    except (ValueError, RecursionError):
        return second.lstrip()[:1] == "{" or (not second and first.rstrip()[-1:] != "{")
    return True


def _lines(file: TextIOWrapper) -> Iterator[Numbered]:
    number = 0
    while line := file.readline(LONGEST_RECORD + 1):
        number += 1
        if len(line) > LONGEST_RECORD:
            while line and not line.endswith("\n"):
                line = file.readline(LONGEST_RECORD)
            yield number, _too_long()
        elif line.strip():
            yield number, _record(line.strip())


def _record(text: str) -> Record | RecordError:
    try:
        value = _DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        return _broken(error)
    return _checked(value, text)


def _checked(value: object, text: str) -> Record | RecordError:
    if not isinstance(value, dict):
        return RecordError("json", "Posten er ikke et objekt. Hver post skal stå mellom { og }.")
    try:
        text.encode("utf-8")
        if "\\ud" in text or "\\uD" in text:
            json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return RecordError("json", "Posten har tegn som ikke er gyldig UTF-8. Lagre filen som UTF-8 og importer den på nytt.")
    return value


def _objects(file: TextIOWrapper) -> Iterator[Numbered]:
    """Yield the objects of an array, or objects that follow each other, reading no more than one record ahead."""
    stream = _Stream(file)
    in_array = stream.skip_opening()
    number = 0
    while stream.at_record():
        number += 1
        yield number, stream.next_record()
        if stream.lost:
            yield number + 1, RecordError("json", "Resten av filen er ikke lest, for posten før er ødelagt. Rett den først.")
            return
    if in_array and not stream.closed:
        yield number + 1, RecordError("json", "Listen slutter uten ]. Filen er trolig avkortet: hent den på nytt.")


class _Stream:
    """A window over the text that grows until a whole record is in it."""

    def __init__(self, file: TextIOWrapper) -> None:
        self._file = file
        self._text = ""
        self._at = 0
        self._margin: str | None = None
        self.lost = False
        self.closed = False

    def _grow(self) -> bool:
        more = self._file.read(max(_CHUNK, len(self._text) - self._at))
        self._text = self._text[self._at :] + more
        self._at = 0
        return bool(more)

    def _skip(self, pattern: re.Pattern[str]) -> str:
        """Move past what ``pattern`` matches; return the next character, empty at the end."""
        while True:
            match = pattern.match(self._text, self._at)
            end = match.end() if match else self._at
            if end < len(self._text):
                self._at = end
                return self._text[end]
            if not self._grow():
                self._at = len(self._text)
                return ""

    def skip_opening(self) -> bool:
        """Move past the bracket that opens an array; return whether there was one."""
        if self._skip(_BETWEEN) != "[":
            return False
        self._at += 1
        return True

    def at_record(self) -> bool:
        """Move to the next record; return False when there is none."""
        before = self._at
        following = self._skip(_BETWEEN)
        if self._margin is None and following:
            # The break and indent before the first record: after a broken one, the next record is found by it.
            gap = self._text[before : self._at] if before <= self._at else ""
            self._margin = "\n" + gap.rpartition("\n")[2] + following if "\n" in gap else ""
        self.closed = following == "]"
        return following not in ("", "]")

    def next_record(self) -> Record | RecordError:
        """Return the record here and move past it; ``lost`` is set when its end cannot be found."""
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except (JSONDecodeError, RecursionError, ValueError) as error:
                if self._may_be_cut(error) and len(self._text) - self._at < LONGEST_RECORD and self._grow():
                    continue
                too_long = len(self._text) - self._at >= LONGEST_RECORD and self._may_be_cut(error)
                refused = _too_long() if too_long else _broken(error, self._at)
                self._resume()
                return refused
            if end == len(self._text) and self._grow_from(end):
                continue
            text = self._text[self._at : end]
            self._at = end
            return _too_long() if len(text) > LONGEST_RECORD else _checked(value, text)

    def _grow_from(self, end: int) -> bool:
        """A number at the very end of the window may go on; an object or text is complete."""
        return self._text[end - 1] not in '}]"' and self._grow()

    def _may_be_cut(self, error: Exception) -> bool:
        if not isinstance(error, JSONDecodeError):
            return False
        return error.msg.startswith("Unterminated string") or error.pos >= len(self._text) - _NEAR_END

    def _resume(self) -> None:
        """Move to the next record after a broken one: by the margin before each record, else by counting braces."""
        start = self._at
        while self._margin:
            found = self._text.find(self._margin, start)
            if found >= 0:
                self._at = found
                return
            self._at = max(start, len(self._text) - len(self._margin))
            if not self._grow():
                self._at = len(self._text)
                return
            start = 0
        end = _end_of_object(self._text, self._at)
        self.lost = end is None
        self._at = end or len(self._text)


_MARKS = re.compile(r'\\.|["{}]', re.DOTALL)


def _end_of_object(text: str, start: int) -> int | None:
    """Return where the braces from ``start`` on are closed again, looking past what stands in quotes."""
    depth, quoted = 0, False
    for mark in _MARKS.finditer(text, start):
        if mark[0] == '"':
            quoted = not quoted
        elif not quoted and mark[0] in "{}":
            depth += 1 if mark[0] == "{" else -1
            if depth <= 0:
                return mark.end()
    return None


def _broken(error: Exception, start: int = 0) -> RecordError:
    if isinstance(error, JSONDecodeError):
        place = error.pos - start + 1
        return RecordError("json", f"Posten er ikke gyldig JSON (feil ved tegn {place} i posten). Rett den og importer på nytt.")
    if isinstance(error, RecursionError):
        return RecordError("json", "Posten har for mange lister inni hverandre.")
    return RecordError("json", "Posten har et tall som ikke kan leses.")


def _too_long() -> RecordError:
    return RecordError("json", f"Posten er lengre enn {LONGEST_RECORD:,} tegn og er ikke lest.".replace(",", " "))
