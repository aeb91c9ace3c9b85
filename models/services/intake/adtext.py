"""An ad's HTML turned into safe HTML for a page, and into plain lines for the requirement reader."""

from __future__ import annotations

import html
from html.parser import HTMLParser

import nh3

from matcher.text import clean

MOST_CHARACTERS = 60_000
"""Longest text that is kept of one ad."""

MOST_MARKUP = 250_000
"""Longest markup that is read; deeply nested tags cost time out of proportion, and no real ad comes near it."""

BULLET = "• "
"""How every list item begins in plain text."""

_PAGE_TAGS = {"p", "br", "ul", "ol", "li", "strong", "em", "b", "i", "u", "h2", "h3", "h4"}
_TABLE_TAGS = {"table", "thead", "tbody", "tr", "th", "td"}
_ONLY_TEXT: set[str] = set()
_NO_ATTRIBUTES: dict[str, set[str]] = {"*": set()}
_BREAKING = {"p", "div", "section", "article", "header", "footer", "blockquote", "pre", "hr", "dl", "dt", "dd"} | {
    f"h{level}" for level in range(1, 7)
}
_LISTS = {"ul", "ol", "li"}
_LINE_TAGS = _BREAKING | _LISTS | _TABLE_TAGS | {"br"}
_DROPPED = {"script", "style", "title", "template", "noscript", "iframe", "object", "svg", "math"}

_SURE_MARKS = "•·●▪◦‣∙■*"
_DASH_MARKS = "-–—"
_LAYOUT_LINES = 3
_ROUNDS = 5
_MARKUP_PER_CHARACTER = 20


def safe_html(text: str) -> str:
    """Return ``text`` with nothing but plain formatting, tables and https and mailto links."""
    return nh3.clean(
        _composed(text[:MOST_MARKUP]),
        tags=_PAGE_TAGS | _TABLE_TAGS | {"a"},
        clean_content_tags=_DROPPED,
        attributes={"a": {"href"}, "*": set()},
        url_schemes={"https", "mailto"},
        url_relative="deny",
        link_rel="noopener noreferrer nofollow",
    )


def plain_text(text: str, longest: int = 400) -> str:
    """Return one line without tags, entities or control characters, cut at ``longest`` characters."""
    line = " ".join(_composed(html.unescape(_settled(text[: longest * _MARKUP_PER_CHARACTER], _ONLY_TEXT))).split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def ad_text(text: str) -> str:
    """Return the lines of an ad: one per block, list item or table row, at most one empty line between."""
    if not text.strip():
        return ""
    reader = _LineReader(keep_breaks=False)
    cleaned = _settled(text[:MOST_MARKUP], _LINE_TAGS)
    if not any(f"<{tag}>" in cleaned for tag in _LINE_TAGS):
        reader = _LineReader(keep_breaks=True)
    reader.feed(cleaned)
    reader.close()
    return _cut("\n".join(_folded(_marked(reader.lines()))))


def _composed(text: str) -> str:
    # Taking a zero-width character out can leave a letter beside its accent: the second round joins them.
    return clean(clean(text))


def _settled(text: str, tags: set[str]) -> str:
    """Clean until nothing changes: markup that was escaped once too often is markup as well."""
    cleaned = _without_other_tags(_composed(text), tags)
    for _ in range(_ROUNDS):
        again = _without_other_tags(html.unescape(cleaned), tags)
        if again == cleaned:
            return cleaned
        cleaned = again
    return _without_other_tags(cleaned, _ONLY_TEXT)


def _without_other_tags(text: str, tags: set[str]) -> str:
    return nh3.clean(text, tags=tags, clean_content_tags=_DROPPED, attributes=_NO_ATTRIBUTES, link_rel=None)


def _cut(text: str) -> str:
    if len(text) <= MOST_CHARACTERS:
        return text
    end = text.rfind("\n", 0, MOST_CHARACTERS)
    return text[: end if end > MOST_CHARACTERS // 2 else MOST_CHARACTERS].rstrip()


def _folded(lines: list[str]) -> list[str]:
    """Keep one of each run of empty lines, none at the ends."""
    folded: list[str] = []
    for line in lines:
        if line or (folded and folded[-1]):
            folded.append(line)
    while folded and not folded[-1]:
        folded.pop()
    return folded


def _marked(lines: list[str]) -> list[str]:
    """Give list items that were typed by hand the same mark as the real ones."""
    return [_with_mark(lines, number) for number in range(len(lines))]


def _with_mark(lines: list[str], number: int) -> str:
    line = lines[number]
    if len(line) < 2 or line[1] != " ":
        return line
    if line[0] in _SURE_MARKS:
        return BULLET + line[2:]
    # One dash alone opens a quotation in Norwegian; two in a row are a list.
    beside = lines[max(number - 1, 0) : number] + lines[number + 1 : number + 2]
    if line[0] in _DASH_MARKS and any(other[:1] == line[0] and other[1:2] == " " for other in beside):
        return BULLET + line[2:]
    return line


class _LineReader(HTMLParser):
    """Collects the lines of cleaned HTML; table cells are collected apart until their row ends."""

    def __init__(self, *, keep_breaks: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._keep_breaks = keep_breaks
        self._pieces: list[str] = []
        self._item = False
        self._sinks: list[list[str]] = [[]]
        self._rows: list[list[list[str]]] = []

    def lines(self) -> list[str]:
        """Return what was read."""
        self._end_line()
        return self._sinks[0]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - HTMLParser's signature
        """Begin a line, an item, a row or a cell."""
        if tag == "br":
            self._end_line(empty_too=True)
            return
        self._end_line()
        if tag == "li":
            self._item = True
        elif tag == "tr":
            self._rows.append([])
        elif tag in ("td", "th") and self._rows:
            cell: list[str] = []
            self._rows[-1].append(cell)
            self._sinks.append(cell)

    def handle_endtag(self, tag: str) -> None:
        """End what began; an empty paragraph leaves an empty line."""
        self._end_line(empty_too=tag == "p")
        if tag == "li":
            self._item = False
        elif tag in ("td", "th") and len(self._sinks) > 1:
            self._sinks.pop()
        elif tag == "tr" and self._rows:
            self._sinks[-1] += _row_lines(self._rows.pop())

    def handle_data(self, data: str) -> None:
        """Collect text; breaks in the source are breaks only where the source has no markup for lines."""
        if not self._keep_breaks:
            self._pieces.append(data)
            return
        first, *rest = data.split("\n")
        self._pieces.append(first)
        for line in rest:
            self._end_line(empty_too=True)
            self._pieces.append(line)

    def _end_line(self, *, empty_too: bool = False) -> None:
        line = " ".join("".join(self._pieces).split())
        self._pieces.clear()
        if line:
            self._sinks[-1].append(BULLET + line.lstrip(_SURE_MARKS + " ") if self._item else line)
            self._item = False
        elif empty_too and not self._item:
            self._sinks[-1].append("")


def _row_lines(cells: list[list[str]]) -> list[str]:
    """Return a row as one line; a row that only lays out the page gives its cells' own lines."""
    filled = [[line for line in cell if line] for cell in cells]
    filled = [cell for cell in filled if cell]
    if len(filled) < 2 or any(len(cell) > _LAYOUT_LINES for cell in filled):
        return [line for cell in filled for line in cell]
    return [" | ".join(" ".join(line.removeprefix(BULLET) for line in cell) for cell in filled)]
