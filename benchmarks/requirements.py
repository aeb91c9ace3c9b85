"""How well ads are read: precision and recall of their codes, also without the words that only the ad itself taught.

The reader follows rules; nothing in it is fitted by a program, so there is no training to leave an ad out of.  What an ad can
teach is words.  Leave-one-ad-out therefore means: every alternative, at any depth, of every pattern of the reader that changes
nothing in any ad but one is struck out before that one is read.  What is left is what other ads would have taught.  Patterns
written inside a function are not struck, nor are rules of structure (headings before lists, joints of sentences).

``python -m benchmarks.requirements FOLDER [OTHER ...]``: a folder with ``vacancies.jsonl`` and ``requirements.jsonl``, and more
folders (with or without the second file) or ``.toml`` files of ads or sentences that may teach words too.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from matcher.advert import fold
from matcher.requirements import AdReading, RequirementReader
from models.services.intake.adtext import ad_text

MODULES: Final = tuple(
    import_module(f"matcher.{name}")
    for name in (
        "advert", "cues", "demands", "hits", "kinds", "lexicon", "licences", "norwegian", "offers", "post_roles", "posts",
        "requirements", "shifts", "tongues",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ad:
    """A title, a text, and what a careful reader finds in them."""

    title: str
    text: str
    truth: Mapping[str, Any]


def ads(path: Path) -> list[Ad]:
    """Return the ads of a folder of feed entries, or of a file of invented ads or sentences."""
    if path.suffix == ".toml":
        (cases,) = tomllib.loads(path.read_text(encoding="utf-8")).values()
        return [Ad(case.get("title", ""), case["text"], case) for case in cases]
    key = path / "requirements.jsonl"
    truths = {line["uuid"]: line for line in _lines(key)} if key.exists() else {}
    entries = ((entry["uuid"], entry["ad_content"]) for entry in _lines(path / "vacancies.jsonl") if entry.get("ad_content"))
    return [Ad(content["title"], ad_text(content["description"]), truths.get(uuid, {})) for uuid, content in entries]


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())


# --- patterns taken apart ------------------------------------------------------------------------------------------


@dataclass(eq=False, slots=True)
class Choice:
    """The alternatives between two brackets; ``opening`` holds the bracket and what follows it."""

    opening: str
    closing: str
    ways: list[list[str | Choice]] = field(default_factory=lambda: [[]])

    def written(self, struck: set[tuple[int, int]]) -> str:
        """Return the source without the struck ways."""
        kept = [
            "".join(part if isinstance(part, str) else part.written(struck) for part in way)
            for number, way in enumerate(self.ways)
            if (id(self), number) not in struck
        ]
        return f"{self.opening}{'|'.join(kept) if kept else '(?!)'}{self.closing}"

    def strikable(self) -> Iterator[tuple[int, int]]:
        """Yield the name of every way of every choice."""
        for number, way in enumerate(self.ways):
            if len(self.ways) > 1:
                yield id(self), number
            for part in way:
                if isinstance(part, Choice):
                    yield from part.strikable()


_PIECE: Final = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\((?:\?(?:P<\w+>|<?[=!]|[:>]))?|[)|]|[^\\\[()|]+",
    re.DOTALL,
)


def take_apart(source: str) -> Choice:
    """Return a pattern as a tree of choices."""
    open_choices = [Choice("", "")]
    for piece in _PIECE.findall(source):
        if piece.startswith("("):
            inner = Choice(piece, ")")
            open_choices[-1].ways[-1].append(inner)
            open_choices.append(inner)
        elif piece == ")":
            open_choices.pop()
        elif piece == "|":
            open_choices[-1].ways.append([])
        else:
            open_choices[-1].ways[-1].append(piece)
    return open_choices[0]


def patterns(value: object) -> Iterator[re.Pattern[str]]:
    """Yield the compiled patterns in a value."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, tuple | dict):
        for part in value.values() if isinstance(value, dict) else value:
            yield from patterns(part)


def replaced(value: object, instead: Mapping[re.Pattern[str], re.Pattern[str]]) -> object:
    """Return a value with its patterns replaced."""
    if isinstance(value, re.Pattern):
        return instead.get(value, value)
    if isinstance(value, dict):
        return {key: replaced(part, instead) for key, part in value.items()}
    if isinstance(value, tuple) and type(value) is tuple:
        return tuple(replaced(part, instead) for part in value)
    return value


class Vocabulary:
    """The patterns of the reader, and which ads each of their alternatives means anything in."""

    def __init__(self, everything: Sequence[str]) -> None:
        found = {pattern for module in MODULES for value in vars(module).values() for pattern in patterns(value)}
        self._trees = {pattern: take_apart(pattern.pattern) for pattern in found}
        self._users = {pattern: self._used(pattern, everything) for pattern in found}

    def _used(self, pattern: re.Pattern[str], everything: Sequence[str]) -> dict[tuple[int, int], set[int]]:
        """Return, for each alternative, the numbers of the ads in which striking it changes what the pattern finds."""
        whole = {number: spans for number, text in enumerate(everything) if (spans := _spans(pattern, text))}
        users: dict[tuple[int, int], set[int]] = {}
        for way in self._trees[pattern].strikable() if whole else ():
            less = re.compile(self._trees[pattern].written({way}), pattern.flags)
            users[way] = {number for number, spans in whole.items() if _spans(less, everything[number]) != spans}
        return users

    def without(self, ad: int, among: set[int]) -> dict[re.Pattern[str], re.Pattern[str]]:
        """Return the patterns without the alternatives that, among some ads, only this one uses."""
        instead = {}
        for pattern, users in self._users.items():
            struck = {way for way, used in users.items() if used & among == {ad}}
            if struck:
                instead[pattern] = re.compile(self._trees[pattern].written(struck), pattern.flags)
        return instead


def _spans(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    return [match.span() for match in pattern.finditer(text)]


@contextmanager
def speaking(instead: Mapping[re.Pattern[str], re.Pattern[str]]) -> Iterator[None]:
    """Let the reader know other patterns for a while."""
    before = [(module, name, value) for module in MODULES for name, value in vars(module).items() if any(patterns(value))]
    for module, name, value in before:
        setattr(module, name, replaced(value, instead))
    try:
        yield
    finally:
        for module, name, value in before:
            setattr(module, name, value)


# --- figures -------------------------------------------------------------------------------------------------------


def codes(parts: Iterable[Any], strength: str) -> set[frozenset[str]]:
    """Return the codes of an ad and of its kinds of post, alternatives in any order."""
    listed = (part.get(strength, ()) if isinstance(part, Mapping) else getattr(part, strength) for part in parts)
    return {frozenset((item if isinstance(item, str) else item.code).split("|")) for items in listed for item in items}


def figures(pairs: Sequence[tuple[AdReading, Ad]]) -> str:
    """Return precision and recall of demands and wishes in one line."""
    said = []
    for strength in ("must", "should"):
        hits = read = true = 0
        for reading, ad in pairs:
            found = codes((reading, *reading.variants), strength)
            expected = codes((ad.truth, *ad.truth.get("variants", ())), strength)
            hits, read, true = hits + len(found & expected), read + len(found), true + len(expected)
        said.append(f"{strength} precision {hits / max(read, 1):.3f} recall {hits / max(true, 1):.3f}")
    return ", ".join(said)


def main(arguments: Sequence[str]) -> None:
    """Print the figures of a folder: as published, and ad by ad without its own words."""
    judged = ads(Path(arguments[0]))
    everything = judged + [ad for path in arguments[1:] for ad in ads(Path(path))]
    reader = RequirementReader()
    print(f"{len(judged)} ads, {len(everything) - len(judged)} beside them")
    print("as published:", figures([(reader.read(ad.text, ad.title), ad) for ad in judged]))
    words = Vocabulary([fold(ad.title + "\n" + ad.text)[0] for ad in everything])
    for name, among in (("all of them", set(range(len(everything)))), ("those of the folder alone", set(range(len(judged))))):
        pairs = []
        for number, ad in enumerate(judged):
            with speaking(words.without(number, among)):
                pairs.append((reader.read(ad.text, ad.title), ad))
        print(f"leave-one-ad-out, words taught by {name}:", figures(pairs))


if __name__ == "__main__":
    main(sys.argv[1:])
