"""From a person's or an ad's title, with the occupation code beside it, to roles of the catalogue."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from matcher.catalogue import AmbiguousTitle, Catalogue
from matcher.text import normalise
from matcher.title_ranking import TitleLinker
from matcher.title_words import fold

__all__ = ["RoleLink", "RoleLinker", "TitleLinker"]

_BRACKET = re.compile(r"[(\[]([^)\]]*)[)\]]?")
_PART = re.compile(r"[,;:|]|\b(?:eller|samt)\b|\s[-–]\s|\s*/\s*(?=\w{3})")
_FORM_WORDS = """
vikar vikariat tilkalling tilkallingsvikar ringevikar ferievikar sommervikar helgevikar ekstravakt ekstrahjelp sommerjobb
sommer helg helge kveld dag natt fast deltid heltid stilling helgestilling turnus engasjement timevikar timelønnet
ferie jul påske sesong freelance diverse annet prosent stk år
"""
_NOISE = frozenset(map(fold, _FORM_WORDS.split()))
"""Employment form, hours and season: never an occupation, so they are read past where something else is said."""

_SMALL_WORDS = "i på ved for hos av og til med som en et den det innen ca"
_CONTEXT = frozenset(map(fold, _SMALL_WORDS.split()))

_REMEMBERED = 100_000

MOST_ROLES = 6
"""Most roles that one title is answered with."""

_CLOSE = 0.7
"""Roles below this share of the best score are not answered."""

_WHOLE = 0.98
"""Weight from which a reading is the whole title, not a part of it."""

_UNCLEAR = 0.4
"""What remains of a part that several roles share ("avdelingsleder" beside an unknown field)."""

_CODE = 0.4
"""How much of what the words leave open is closed by a code that is wholly a role's own."""

_CODE_ALONE = 0.5
"""Score of a role that only the code points to."""

_CODE_DECIDES = 0.75
"""The same beside an ambiguous title, which leaves the choice to the code."""

_SEVERAL = 0.6
"""Score of the first role of an ambiguous title; the others follow closely, in the order of the table."""

_TELLING = 12
"""Letters from which an ambiguous title at the end of a compound is answered: "assistent" ends too many other trades."""

_PERHAPS = 0.4
"""The same, where an ambiguous word stands beside words that are not known."""


@dataclass(frozen=True, slots=True)
class RoleLink:
    """What a title stands for.

    Attributes
    ----------
    title : str
        The title as it was written.
    roles : tuple of (str, float)
        Ids of roles (R.. in health, O.. outside) with scores in [0, 1], best first; empty = not known.
    ambiguous : AmbiguousTitle or None
        The entry of the ambiguity table, when the words alone fit several roles.
    decides : str
        What tells those roles apart, in Norwegian; empty when the title is clear.
    """

    title: str
    roles: tuple[tuple[str, float], ...] = ()
    ambiguous: AmbiguousTitle | None = None
    decides: str = ""


class RoleLinker(BaseEstimator):  # type: ignore[misc]  # scikit-learn ships no types
    """Link titles to the roles of a catalogue, and to its occupations outside health.

    The words of the title count most: the whole title, the part before a comma or bracket, a trade in brackets and the
    parts around a slash are each ranked by a :class:`TitleLinker`, and a role keeps its best reading.  The occupation
    code then adds to the roles that own it, six digits more than four.  A clear title outweighs a code that says
    something else, because codes are sometimes wrong; a title of the ambiguity table leaves the choice to the code, and
    without one answers with all its roles and what decides between them.

    Parameters
    ----------
    threshold : float
        Least score that is answered.  The default keeps titles outside health from being taken for health roles.

    Attributes
    ----------
    linker_ : TitleLinker
        Fitted on all labels of the catalogue.

    Examples
    --------
    >>> from matcher.catalogue import Catalogue, Role
    >>> nurse = Role(id="R01", label="Sykepleier", labels=("Sykepleier",), family="sykepleie", styrk08=("2223.02",))
    >>> cook = Role(id="R42", label="Kokk", labels=("Kokk",), family="kjokken", styrk08=("5120.02",))
    >>> linker = RoleLinker().fit(Catalogue(version="1", roles={"R01": nurse, "R42": cook}))
    >>> linker.link("Spl. natt").roles[0][0]
    'R01'
    """

    def __init__(self, *, threshold: float = 0.27) -> None:
        self.threshold = threshold

    def fit(self, catalogue: Catalogue) -> RoleLinker:
        """Learn the labels, codes and ambiguous titles of a catalogue.

        Raises
        ------
        ValueError
            If the catalogue has no role with a label.
        """
        pairs = [(label, role.id) for role in catalogue.roles.values() for label in (role.label, *role.labels)]
        self.linker_ = TitleLinker().fit([label for label, _ in pairs], [role for _, role in pairs])
        self._codes: dict[str, dict[str, float]] = defaultdict(dict)
        for entry in catalogue.roles.values():
            for code in entry.styrk08:
                self._codes[code][entry.id] = 1.0
                primary = code[:4] == entry.styrk08[0][:4]
                self._codes[code[:4]].setdefault(entry.id, 1.0 if len(code) == 4 else 0.8 if primary else 0.6)
        self._owners: dict[str, set[str]] = defaultdict(set)
        for label, role in pairs:
            self._owners[fold(label)].add(role)
        self._ambiguous = {fold(title): vague for vague in reversed(catalogue.ambiguous) for title in vague.titles}
        self._cache: dict[tuple[str, str | None], RoleLink] = {}
        return self

    def link(self, title: str, styrk08: str | None = None) -> RoleLink:
        """Return the roles that a title stands for, with the STYRK-08 code (four or six digits) as evidence."""
        return self.link_many([(title, styrk08)])[0]

    def link_many(self, pairs: Iterable[tuple[str, str | None]]) -> list[RoleLink]:
        """Return one link for each pair of title and code; equal pairs are reckoned once and remembered.

        Parameters
        ----------
        pairs : iterable of (str, str or None)
            Titles with their codes.

        Returns
        -------
        list of RoleLink
            In the order of ``pairs``.
        """
        check_is_fitted(self, "linker_")
        asked = list(pairs)
        if len(self._cache) > _REMEMBERED:
            self._cache = {}
        cache = self._cache
        new = sorted({pair for pair in asked if pair not in cache}, key=lambda pair: (pair[0], pair[1] or ""))
        readings = {title: _readings(title, self._owners, self._ambiguous) for title, _ in new}
        texts = sorted({text for found in readings.values() for text, _ in found})
        ranked = dict(zip(texts, self.linker_.rank_folded(texts, top=2 * MOST_ROLES), strict=True))
        for title, code in new:
            scores: dict[str, float] = {}
            for text, weight in readings[title]:
                sure = weight if weight >= _WHOLE or _is_clear(ranked[text]) else weight * _UNCLEAR
                for role, score in ranked[text]:
                    scores[role] = max(scores.get(role, 0.0), sure * score)
            cache[title, code] = self._decide(title, code, scores)
        return [cache[pair] for pair in asked]

    def _decide(self, title: str, code: str | None, scores: dict[str, float]) -> RoleLink:
        coded = self._coded(code)
        bare = _bare(title)
        entry = self._ambiguous.get(bare)
        if entry is not None:
            return RoleLink(title, _undecided(entry, self._owners.get(bare, ()), coded, _SEVERAL), entry, entry.decides)
        if max(scores.values(), default=0.0) >= self.threshold:
            joined = {role: score + (1 - score) * _CODE * coded.get(role, 0.0) for role, score in scores.items()}
            return RoleLink(title, _sorted(joined, self.threshold))
        # Words in brackets are the field of work: a field that is not known here is most likely not in health.
        words = [] if "(" in title else fold(title).split()
        partly = next((entry for word in words if (entry := self._ambiguous.get(word) or self._ending(word))), None)
        if partly is not None:
            return RoleLink(title, _undecided(partly, (), coded, _PERHAPS), partly, partly.decides)
        by_code = {role: _CODE_ALONE * share + _CODE * scores.get(role, 0.0) for role, share in coded.items()}
        return RoleLink(title, _sorted(by_code, self.threshold))

    def _ending(self, word: str) -> AmbiguousTitle | None:
        """Return the ambiguous title that a compound ends with ("rusmiljøarbeider"); a short one says too little."""
        return next((entry for title, entry in self._ambiguous.items() if len(title) >= _TELLING and word.endswith(title)), None)

    def _coded(self, code: str | None) -> dict[str, float]:
        """Return the roles that own a code: 1 for the whole code, less for a sibling under the same four digits."""
        digits = (code or "").strip()
        if digits in self._codes:
            return self._codes[digits]
        siblings = self._codes.get(digits[:4], {})
        return {role: share * (0.9 if share == 1 else 0.5) for role, share in siblings.items()}


def _is_clear(ranked: Sequence[tuple[str, float]]) -> bool:
    return len(ranked) < 2 or ranked[1][1] < 0.8 * ranked[0][1]


def _undecided(
    entry: AmbiguousTitle, owners: Collection[str], coded: dict[str, float], base: float
) -> tuple[tuple[str, float], ...]:
    """Return the roles of an ambiguous title: all of them, unless a code says which, in or outside the table."""
    found = {role: base - 0.01 * place for place, role in enumerate(entry.roles)}
    inside = {role: share for role, share in coded.items() if role in found}
    for role, share in (inside or coded).items():
        found[role] = base + (1 - base) * _CODE_DECIDES * share
    own = [role for role in entry.roles if role in owners]
    if own:
        # The name is a role's own: that role stays in front, and what the code says comes close behind.
        found[own[0]] = max(base + 0.15, *found.values()) + 0.001 if inside or not coded else found[own[0]]
    return _sorted(found, close=_CLOSE if coded else 0.0)


def _sorted(scores: dict[str, float], threshold: float = 0.0, close: float = _CLOSE) -> tuple[tuple[str, float], ...]:
    kept = sorted(((role, round(min(1.0, score), 4)) for role, score in scores.items()), key=lambda pair: (-pair[1], pair[0]))
    floor = max(threshold, close * kept[0][1]) if kept else threshold
    return tuple(pair for pair in kept if pair[1] >= floor)[:MOST_ROLES]


@lru_cache(maxsize=65536)
def _bare(title: str) -> str:
    """Return the folded title without percentages, employment form and hours, unless nothing else is left."""
    words = [word for word in fold(title).split() if word.isalpha() or not any(sign.isdigit() for sign in word)]
    kept = [word for word in words if word not in _NOISE and word not in _CONTEXT]
    return " ".join(kept or words)


def _readings(title: str, names: Collection[str], ambiguous: Collection[str]) -> Sequence[tuple[str, float]]:
    """Return the texts that a title may be read as, each with its weight; an ambiguous part is never read alone."""
    text = normalise(title)
    whole = _bare(text)
    found = [(fold(text), 1.0), (whole, 0.98)]
    bracketed = [inner for inner in _BRACKET.findall(text) if len(inner) > 2]
    parts = [part for part in map(_bare, _PART.split(_BRACKET.sub(" ", text))) if part]
    if len(parts) > 1 or bracketed:
        found.extend((part, weight) for part, weight in zip(parts, (0.8, *(0.75,) * len(parts)), strict=False))
    vague = any(part in ambiguous for part in parts)
    found.extend((_bare(inner), 0.95 if vague else 0.75) for inner in bracketed)
    # What stands after an occupation is most often the place of work ("sykepleier kirurgisk sengepost").
    for part in dict.fromkeys((whole, *parts)):
        first, _, rest = part.partition(" ")
        if rest and first in names:
            found.append((first, 0.6 if part == whole else 0.75))
    return [(reading, weight) for reading, weight in dict(found[::-1]).items() if reading and reading not in ambiguous]
