"""Shifts that a person says yes or no to; a shift that is preferred, or was worked before, is no answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from models.services.intake.calendar_words import ANY_MONTH
from models.services.intake.said import Said
from models.services.intake.said_days import CLOCK, WEEKDAYS, read_days
from models.services.intake.wordlists import word_set
from models.services.intake.words import (
    FEW,
    GOOD,
    NOT,
    ONLY,
    SOFT,
    Token,
    good_after,
    is_stop,
    nearest_cue,
    place_of,
    sentence,
)

EVERY = (*CLOCK, "weekend")

_SHIFTS: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...] = (
    (("day",), re.compile(r"dag(?:tid|vakt|skift|jobb|arbeid|stilling|pass)\w*|daytime|formiddag\w*|tidligvakt\w*|förmiddag\w*")),
    (("evening",), re.compile(r"kveld\w*|kväll\w*|evening\w*|ettermiddag\w*|eftermiddag\w*|aftenvakt\w*|seinvakt\w*|senvakt\w*")),
    (("night",), re.compile(r"natt(?:a|i|en|evakt\w*|vakt\w*|e?arbeid\w*|e?stilling\w*|e?skift\w*|e?jobb\w*|pass\w*|etid|tid|"
        r"eteneste|e?tjeneste\w*|e)?|netter|nettene|nätter\w*|night(?:s|shifts?)?")),
    (("weekend",), re.compile(r"(?:lang)?helg\w*|weekend\w*")),
    (("saturday",), re.compile(r"lørdag\w*|laurdag\w*|lördag\w*|saturdays?")),
    (("sunday",), re.compile(r"søndag\w*|sundag\w*|söndag\w*|sundays?")),
    (("oncall",), re.compile(r"bakvakt\w*|beredskapsvakt\w*|beredskap|jourvakt\w*|hjemmevakt\w*|heimevakt\w*|on-call")),
    (("turnus",), re.compile(r"turnus(?:arbeid|jobb|en)?")),
)  # fmt: skip
_PLAIN_DAY = re.compile(r"dag(?:er|ar|ene)?|days?")
_NOT_THE_SHIFT = word_set(
    "hver kvar i en ein ett to tre hele heile samme same varje per om fire fem seks god noen enkelte every a dagen to-tre"
)
_JOINS = frozenset({"og", "eller", "samt", "and", "or", "och", "/", "&", "+", "både", "også", "pluss", "på", "i"})
_BETWEEN = word_set(
    "jobbe jobba arbeide arbeida arbeid jobbing jobb ta tek gå ha vakt vakter vaktar på om i til med noe "
    "noen nokon å jeg eg je jag være for meg også då da fast faste work take do any arbeta att heller "
    "lenger så en ei et stilling hel hele heile dessverre av frå fra the of shift shifts kan vil tid "
    "som oss mer meir tredelt todelt døgn lang lange både hverken eller og"
)
_AFTER = word_set(
    "kan er går gjeng blir passer passar jeg eg je for meg det dessverre fungerer vil som am is are do "
    "does works vakter jobbing arbeid i hele heile å ta jobbe ha få tatt godt så funker helt the for på "
    "har gjør"
)
_REFUSING = word_set("uaktuelt utelukket utelukka umulig impossible uaktuell utelukkes")
_NO_TROUBLE = word_set(
    "problem problemer problemet hinder stress farlig galt imot trøbbel issue problems noe nokon noe noko nåkka noka nåe"
)
_PAST = word_set("jobbet jobba arbeidet arbeida hatt gått prøvd gjort worked tried had")
_PARTLY = word_set("alltid hver kvar alle ofte mye mange every always bare kun berre only fast faste så for")
_ALL = re.compile(
    r"\b(?:alle (?:typer |slags |slag |mulige )?(?:vakter|vaktar|skift)|alle døgnets|hele døgnet|heile "
    r"døgnet|døgnet rundt|any shifts?|all shifts"
    r"|alla pass|alla tider|tredelt turnus|når som helst på døgnet)"
)
_SEASONAL = re.compile(
    rf"{ANY_MONTH.pattern}|resten av (?:året|tida|tiden)|sesong|\bonn(?:a|ene)?\b|slåtte?n|lamming|sanking"
    rf"|jakt|skoleferie|vinterhalv|sommerhalv"
)
_DAY_NAME = re.compile(r"(?:man|mån|tirs|tys|ons|tors|fre)da[gr]|(?:mon|tues|wednes|thurs|fri)day")
_HOLIDAYS = re.compile(r"sommer|sumar|summer|ferie")
_ABLE = word_set("kan kunne can could får")
_AT_PRESENT = word_set("jobber jobbar arbeider arbeidar har hadde jobbet jobba arbeidet nå no works working worked have had går")


class _Verdict(Enum):
    YES = "yes"
    NO = "no"
    ONLY = "only"
    FLAT = "flat"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class _Group:
    """Shifts named together ("kveld og helg"), by place of the first and last word."""

    shifts: tuple[str, ...]
    first: int
    last: int


def read_shifts(text: str, words: Sequence[Token]) -> Iterator[Said]:
    """Yield ``shift_yes`` and ``shift_no`` from a person's own summary in lower case."""
    yield from read_days(text)
    for every in _ALL.finditer(text):
        yield from _all_shifts(words, every)
    for group in _groups(words):
        yield from _answer(words, group, _judge(words, group))


def _answer(words: Sequence[Token], group: _Group, found: tuple[_Verdict, int, int]) -> Iterator[Said]:
    verdict, first, last = found
    start, end = words[first].start, words[last].end
    if verdict is _Verdict.NOTHING:
        return
    if verdict is _Verdict.NO:
        for shift in _refused(group.shifts):
            yield Said("shift_no", shift, start, end)
        return
    shifts = _offered(group.shifts)
    for shift in shifts:
        yield Said("shift_yes", shift, start, end)
    if verdict is _Verdict.ONLY and shifts == ("weekend",):
        yield from _only_weekends(words, group, start, end)
    if verdict is _Verdict.YES or not set(shifts) & set(CLOCK):
        return
    if verdict is _Verdict.FLAT and (shifts != ("day",) or "turnus" in group.shifts):
        return
    for shift in CLOCK:
        if shift not in shifts:
            yield Said("shift_no", shift, start, end, firm=verdict is _Verdict.ONLY)
    if _on_weekdays(words, group):
        yield Said("shift_no", "weekend", start, end, firm=verdict is _Verdict.ONLY)


def _only_weekends(words: Sequence[Token], group: _Group, start: int, end: int) -> Iterator[Said]:
    """Read «kan bare helg» as a no to weekdays, «ønsker bare helg» as a question about them, «jobber bare helg» as neither."""
    clause = _clause(words, group)
    before = {token.text for token in words[max(0, group.first - 6) : group.first]} & set(clause.split())
    if _HOLIDAYS.search(clause):
        return
    if before & _ABLE:
        yield Said("shift_no", "weekday", start, end)
    elif not before & _AT_PRESENT:
        yield Said("shift_yes", "weekend_days", start, end)


def _offered(named: Sequence[str]) -> tuple[str, ...]:
    """Return the shifts behind the words: a roster is day and evening at least, one weekend day the weekend."""
    meaning = {"turnus": ("day", "evening"), "saturday": ("weekend",), "sunday": ("weekend",)}
    return tuple(dict.fromkeys(shift for name in named for shift in meaning.get(name, (name,))))


def _refused(named: Sequence[str]) -> tuple[str, ...]:
    """Return the shifts refused: one weekend day alone leaves the other open."""
    shifts = list(dict.fromkeys(named))
    if {"saturday", "sunday"} <= set(shifts):
        shifts.append("weekend")
    if "turnus" in shifts:
        shifts += ["evening", "night", "weekend"]
    return tuple(dict.fromkeys(shift for shift in shifts if shift not in {"saturday", "sunday", "turnus"}))


def _shifts_of(words: Sequence[Token], place: int) -> tuple[str, ...]:
    word = words[place].text
    for shifts, pattern in _SHIFTS:
        if pattern.fullmatch(word):
            return shifts
    if not _PLAIN_DAY.fullmatch(word):
        return ()
    before = words[place - 1].text if place else ""
    after = words[place + 1].text if place + 1 < len(words) else ""
    if after in {"shift", "shifts"}:
        return ("day",)
    counted = before in _NOT_THE_SHIFT or before[:1].isdecimal() or after in {"i", "per", "om", "av"}
    return () if counted else ("day",)


def _groups(words: Sequence[Token]) -> Iterator[_Group]:
    place = 0
    while place < len(words):
        shifts = _shifts_of(words, place)
        if not shifts:
            place += 1
            continue
        first = last = place
        named = list(shifts)
        while True:
            following = last + 1
            while following < len(words) and following - last <= 3 and _joins(words, following):
                following += 1
            more = _shifts_of(words, following) if following < len(words) and following > last + 1 else ()
            if not more:
                break
            named += more
            last = following
        place = last + 1
        if named == ["day"] and first == last and _PLAIN_DAY.fullmatch(words[first].text) and not _alone(words, first):
            continue
        yield _Group(tuple(named), first, last)


def _joins(words: Sequence[Token], place: int) -> bool:
    """Tell whether a word links two shifts; a comma does so only inside a list («kveld, natt eller helg»)."""
    if words[place].text != ",":
        return words[place].text in _JOINS
    after = words[place + 2] if place + 2 < len(words) else None
    return after is None or is_stop(after) or after.text in {",", "og", "eller", "and", "or", "och", "/"}


def _alone(words: Sequence[Token], place: int) -> bool:
    """Tell whether a plain «dag» stands for the shift: last in its phrase, after a share, or after a word of choice."""
    before = words[place - 1].text if place else ""
    after = words[place + 1].text if place + 1 < len(words) else "."
    chosen = before in ONLY | NOT | SOFT | {"%", "prosent", "fast", "på", "ta", "ha", ",", "jobbe"}
    return after in {"shift", "shifts"} or (chosen and (after in {".", ",", ";", "!", "men", "og"} or after in NOT))


def _judge(words: Sequence[Token], group: _Group) -> tuple[_Verdict, int, int]:
    left = _left(words, group)
    if left is not None:
        return left
    right = _right(words, group)
    if right is not None:
        return right
    if _about_driving(words, group):
        return _Verdict.NOTHING, group.first, group.last
    cue = nearest_cue(words, group.first)
    if cue != "have" and group.shifts == ("day",) and _is_flat(words, group):
        return _Verdict.FLAT, group.first, group.last
    if cue == "wish":
        if _denied(words, group):
            return _Verdict.NOTHING, group.first, group.last
        return _Verdict.YES, group.first, group.last
    suits = good_after(words, group.last + 1)
    if suits is not None and cue is None:
        return _Verdict.YES, group.first, suits
    if cue is None and _is_flat(words, group):
        return _Verdict.FLAT, group.first, group.last
    return _Verdict.NOTHING, group.first, group.last


def _left(words: Sequence[Token], group: _Group) -> tuple[_Verdict, int, int] | None:
    """Read the words before a group of shifts: «kan ikke jobbe natt», «helst ikke natt», «bare natt»."""
    few = fixed = False
    for place in range(group.first - 1, max(-1, group.first - 8), -1):
        word = words[place].text
        before = words[place - 1].text if place else ""
        if word in NOT or (word == "no" and _english(words, group)):
            if _one_weekday(words, group):
                return _Verdict.NOTHING, group.first, group.last
            # «ikke jobbet natt» is history, «helst ikke natt» a preference.
            preferred = before in SOFT or (place > 1 and words[place - 2].text in SOFT)
            if preferred or fixed or _seasonal(words, group):
                return _Verdict.NOTHING, group.first, group.last
            return _Verdict.NO, place, group.last
        if word in ONLY:
            if before in NOT:
                return _Verdict.YES, group.first, group.last
            if few or _seasonal(words, group) or _soft_after(words, group):
                return _Verdict.NOTHING, group.first, group.last
            return _Verdict.ONLY, place, group.last
        if word in SOFT and (before in NOT or (before == "så" and place > 1 and words[place - 2].text in NOT)):
            return _Verdict.NOTHING, group.first, group.last
        few = few or word in FEW
        fixed = fixed or word in {"fast", "faste"}
        if word not in _BETWEEN and word not in FEW:
            return None
    return None


def _right(words: Sequence[Token], group: _Group) -> tuple[_Verdict, int, int] | None:
    """Read the words after a group of shifts: «natt går ikke», «natt bare av og til», «helg er ikke noe problem»."""
    if group.last + 2 < len(words) and words[group.last + 1].text == "?":
        reply = words[group.last + 2].text
        verdict = _Verdict.NO if reply in NOT else _Verdict.YES if reply in {"ja", "jo", "yes"} else _Verdict.NOTHING
        return verdict, group.first, group.last + 2
    for place in range(group.last + 1, min(len(words), group.last + 7)):
        word = words[place].text
        after = [token.text for token in words[place + 1 : place + 4]]
        if is_stop(words[place]) or word in {",", "men", "but"}:
            return None
        if word in _REFUSING:
            return _Verdict.NO, group.first, place
        if word in NOT:
            return _refused_after(words, group, place, after)
        if word in ONLY or (word in SOFT and place == group.last + 1 and word not in {"best"}):
            return (
                (_Verdict.YES if word in {"best", "gjerne", "helst"} and after[:1] != ["ikke"] else _Verdict.NOTHING),
                group.first,
                group.last,
            )
        if word not in _AFTER:
            return None
    return None


def _refused_after(words: Sequence[Token], group: _Group, place: int, after: Sequence[str]) -> tuple[_Verdict, int, int] | None:
    if set(after) & (_NO_TROUBLE - {"noe", "nokon", "noko"}):
        trouble = next(
            number for number in range(place + 1, place + 4) if words[number].text in _NO_TROUBLE - {"noe", "nokon", "noko"}
        )
        return _Verdict.YES, group.first, trouble
    if place + 1 < len(words) and _shifts_of(words, place + 1):
        return None
    if after and (after[0] in _PAST or after[0] in _PARTLY):
        return _Verdict.NOTHING, group.first, group.last
    if _seasonal(words, group):
        return _Verdict.NOTHING, group.first, group.last
    return _Verdict.NO, group.first, place


def _one_weekday(words: Sequence[Token], group: _Group) -> bool:
    """Tell whether the shifts are those of one day of the week («kveld på torsdager»)."""
    after = [token.text for token in words[group.last + 1 : group.last + 4]]
    return bool(after) and after[0] in {"på", "om", "on", "kvar", "hver"} and any(_DAY_NAME.match(word) for word in after)


def _denied(words: Sequence[Token], group: _Group) -> bool:
    """Tell whether a negation stands between the shifts and the start of their clause («ønsker ikke våken natt»)."""
    for token in reversed(words[max(0, group.first - 8) : group.first]):
        if is_stop(token) or token.text in {",", "men", "but"}:
            return False
        if token.text in NOT:
            return True
    return False


def _english(words: Sequence[Token], group: _Group) -> bool:
    return re.fullmatch(r"night.*|evening.*|weekend.*|saturday.*|sunday.*|day.*", words[group.first].text) is not None


def _clause(words: Sequence[Token], group: _Group) -> str:
    first, last = sentence(words, group.first)
    start, end = group.first, group.last
    while start > first and words[start - 1].text not in {",", "men", "but"}:
        start -= 1
    while end < last - 1 and words[end + 1].text not in {",", "men", "but"}:
        end += 1
    return " ".join(token.text for token in words[start : end + 1])


def _seasonal(words: Sequence[Token], group: _Group) -> bool:
    """Tell whether the clause speaks of a part of the year only."""
    return _SEASONAL.search(_clause(words, group)) is not None


def _about_driving(words: Sequence[Token], group: _Group) -> bool:
    return re.search(r"\bkjør|\bkøyr|\bdrive\b|\bkör", _clause(words, group)) is not None and len(group.shifts) > 1


def _soft_after(words: Sequence[Token], group: _Group) -> bool:
    first = words[group.last + 1].text if group.last + 1 < len(words) else ""
    return first in SOFT or first == "av"


def _fragment(words: Sequence[Token], group: _Group) -> tuple[int, int]:
    start, end = group.first, group.last
    first, last = sentence(words, group.first)
    while start > first and words[start - 1].text != ",":
        start -= 1
    while end + 1 < last and words[end + 1].text != ",":
        end += 1
    return start, end


def _is_flat(words: Sequence[Token], group: _Group) -> bool:
    """Tell whether the shifts are a statement of their own ("Dagtid."), with no word that softens it."""
    start, end = _fragment(words, group)
    around = {token.text for number, token in enumerate(words[start : end + 1], start) if not group.first <= number <= group.last}
    softened = end + 2 < len(words) and words[end + 1].text == "," and words[end + 2].text in SOFT | GOOD
    return around <= {"på", "hverdager", "ukedager", "kvardagar", "vekedagar", "i", "uka", "veka", "fast"} and not softened


def _on_weekdays(words: Sequence[Token], group: _Group) -> bool:
    start, end = _fragment(words, group)
    return any(WEEKDAYS.match(token.text) for token in words[start : end + 1])


def _all_shifts(words: Sequence[Token], every: re.Match[str]) -> Iterator[Said]:
    place = place_of(words, every.start())
    first, _ = sentence(words, place)
    before = [token.text for token in words[max(first, place - 4) : place]]
    if set(before) & NOT or nearest_cue(words, place) == "have":
        return
    # «alle vakter unntatt natt»: the exception is read by itself, and beats this.
    for shift in EVERY:
        yield Said("shift_yes", shift, every.start(), every.end())
