"""What a person ticked and what a person wrote, joined: words fill what is silent, and a refusal in words wins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from matcher.text import normalise
from models.drafts import CredentialDraft, LanguageDraft, WishDraft
from models.services.intake import professions
from models.services.intake.calendar_words import in_months
from models.services.intake.languages import SELF_REPORT, Cefr, Certificate, with_certificates
from models.services.intake.prose import Reading
from models.services.intake.said_shifts import EVERY

FULL_TIME = (80.0, 100.0)
"""Only «heltid» ticked: a large post, where 80 % is what most rosters call one."""

BELOW_FULL = 99.0
"""Only «deltid» ticked: anything below a full post."""

FAR_MINUTES = 90
"""Accepted minutes one way of a person who says to be used to long drives."""

CAR_CLASSES = frozenset({"B", "B78", "B96", "BE", "C1", "C1E", "C", "CE", "D1", "D1E", "D", "DE"})
_SHIFTS = ("day", "evening", "night", "weekday", "weekend", "weekend_days", "oncall")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """The structured side of a document: what was ticked or listed."""

    on: date
    wishes: tuple[WishDraft, ...]
    credentials: tuple[CredentialDraft, ...]
    skills: tuple[str, ...]
    languages: tuple[LanguageDraft, ...]
    licences: tuple[str, ...]
    licences_known: bool
    car: bool | None
    shifts_yes: set[str]
    hours: set[str]
    forms: tuple[str, ...]
    start_code: str
    wished_places: tuple[str, ...]
    anywhere: bool


class _Said:
    """The facts of a summary by kind."""

    def __init__(self, reading: Reading) -> None:
        self.values: dict[str, list[str]] = {}
        self.weak: dict[str, set[str]] = {}
        for fact in reading.facts:
            if fact in reading.weak:
                self.weak.setdefault(fact.kind, set()).add(fact.value)
            else:
                self.values.setdefault(fact.kind, []).append(fact.value)

    def all(self, kind: str) -> list[str]:
        return self.values.get(kind, [])

    def has(self, kind: str, value: str) -> bool:
        return value in self.all(kind)

    def yes_or_no(self, kind: str) -> bool | None:
        """Return what is said, where a no wins; None when nothing is."""
        values = self.all(kind)
        return None if not values else "no" not in values


def fill_from_prose(given: Filled, reading: Reading) -> Mapping[str, object]:
    """Return the fields of a draft that words can fill or take back."""
    said = _Said(reading)
    yes, no = _shifts(given, said)
    low, high = _percent(given, said)
    licences, known = _licences(given, said)
    car = _refusable(given.car, said.yes_or_no("car"))
    return {
        "wishes": (*given.wishes, *_wishes(given, said)),
        "credentials": _credentials(given, said),
        "skills": tuple(dict.fromkeys([*given.skills, *said.all("skill")])),
        "languages": _languages(given, said),
        "licences": licences,
        "licences_known": known,
        "car": car,
        "takes_transit": said.yes_or_no("transit"),
        "shifts_yes": yes,
        "shifts_no": no,
        "percent_min": low,
        "percent_max": high,
        "percent_absolute": bool(said.all("percent_absolute")),
        "forms": given.forms or tuple(said.all("form")),
        "start_code": given.start_code,
        "earliest_start": _start(given, said),
        "max_minutes": _minutes(said),
        "wished_places": _places(given, said),
        "willing_to_move": _refusable(True if given.anywhere else None, said.yes_or_no("move")),
        "needs_housing": said.yes_or_no("housing"),
        "refused_families": tuple(said.all("refused_family")),
        "right_to_work": said.yes_or_no("right_to_work"),
        "barriers": tuple(_barriers(licences, known, car, said)),
    }


def _refusable(ticked: bool | None, said: bool | None) -> bool | None:
    return said if ticked is None or said is False else ticked


def _shifts(given: Filled, said: _Said) -> tuple[tuple[str, ...], tuple[str, ...]]:
    refused = set(said.all("shift_no"))
    refused |= {shift for shift in said.weak.get("shift_no", set()) if shift not in given.shifts_yes}
    in_words = set(said.all("shift_yes"))
    offered = (given.shifts_yes | in_words) - refused
    if "weekend" not in offered or "weekday" in offered | refused or set(EVERY) <= in_words:
        offered.discard("weekend_days")
    return tuple(s for s in _SHIFTS if s in offered), tuple(s for s in _SHIFTS if s in refused)


def _percent(given: Filled, said: _Said) -> tuple[float | None, float | None]:
    """Return the wished share; several shares in words are the ends of what the person accepts."""
    ranges = [_range(value) for value in said.all("percent")]
    if ranges:
        lows = [low for low, _ in ranges if low is not None]
        highs = [high for _, high in ranges if high is not None]
        return (min(lows) if lows else None), (max(highs) if highs else None)
    if given.hours == {"HELTID"}:
        return FULL_TIME
    if given.hours == {"DELTID"}:
        return None, BELOW_FULL
    return None, None


def _range(value: str) -> tuple[float | None, float | None]:
    low, dash, high = value.partition("-")
    if not dash:
        return float(low), float(low)
    return (float(low) if low else None), (float(high) if high else None)


def _licences(given: Filled, said: _Said) -> tuple[tuple[str, ...], bool]:
    held = dict.fromkeys([*given.licences, *said.all("licence")])
    refused = said.all("licence_no")
    if "all" in refused or "foreign" in refused:
        # Another country's licence is not a Norwegian one; a moped or tractor licence is not what is denied.
        held = {name: None for name in held if name not in CAR_CLASSES}
    if "160" in refused:
        held.pop("160", None)
    if "B78" in held:
        held.pop("B", None)
    return tuple(held), given.licences_known or bool(held) or bool(set(refused) & {"all", "foreign"})


def _languages(given: Filled, said: _Said) -> tuple[LanguageDraft, ...]:
    tests = []
    for value in said.all("language_test"):
        side, _, level = value.partition(":")
        cefr = _cefr(level)
        tests.append(Certificate(spoken=cefr if side == "spoken" else None, written=cefr if side == "written" else None))
    languages = with_certificates(given.languages, tests)
    for value in said.all("language"):
        code, _, level = value.partition(":")
        report = SELF_REPORT.get(_cefr(level) or "A1")
        known = next((skill for skill in languages if skill.language == code), None)
        if known is None:
            languages = (*languages, LanguageDraft(language=code, spoken=report, written=report))
        elif known.spoken is None and known.written is None and known.test_spoken is None and known.test_written is None:
            told = known.model_copy(update={"spoken": report, "written": report})
            languages = tuple(told if skill is known else skill for skill in languages)
    return languages


def _cefr(level: str) -> Cefr | None:
    return next((known for known in SELF_REPORT if known == level), None)


def _wishes(given: Filled, said: _Said) -> Iterator[WishDraft]:
    known = [normalise(wish.title) for wish in given.wishes]
    for title in said.all("wish"):
        if not any(normalise(title) in other or other in normalise(title) for other in known):
            yield WishDraft(title=title)


def _credentials(given: Filled, said: _Said) -> tuple[CredentialDraft, ...]:
    held = {paper.code: paper for paper in given.credentials}
    unsure = said.weak.get("credential", set())
    for code in [*said.all("credential"), *sorted(unsure)]:
        family, _, kind = code.partition(":")
        if code == "applied":
            profession = applied_for(given.credentials)
            if profession and f"auth:{profession}" not in held:
                held[f"auth:{profession}"] = CredentialDraft(
                    code=f"auth:{profession}", title=professions.LABELS.get(profession, ""), proof="applied"
                )
            continue
        trained_abroad = f"foreign:{professions.FOREIGN.get(kind, 'other')}:"
        if family == "auth" and code in unsure and any(other.startswith(trained_abroad) for other in held):
            continue  # «autorisert» may mean the country of the education
        if family in {"student", "fagbrev"} and any(other.startswith(f"{family}:") for other in held):
            continue
        held.setdefault(code, CredentialDraft(code=code))
    return tuple(held.values())


def applied_for(papers: Sequence[CredentialDraft]) -> str | None:
    """Return the HPR code of the profession that the education leads to and that is not authorised yet."""
    held = {paper.code for paper in papers if paper.proof != "applied"}
    for paper in papers:
        named = _leads_to(paper)
        if named:
            return None if f"auth:{named}" in held else named
    return None


def _leads_to(paper: CredentialDraft) -> str | None:
    if paper.code in {"fagbrev:helsearbeiderfag", "vg2:helsearbeiderfag"}:
        return "HF"
    if paper.code.startswith("foreign:") or paper.code in {
        "degree:bachelor",
        "degree:master",
        "vg3:helsesekretar",
        "vg3:tannhelsesekretar",
        "vg3:apotektekniker",
    }:
        return professions.profession(normalise(paper.title))
    return None


def _start(given: Filled, said: _Said) -> date | None:
    days = [date.fromisoformat(value) for value in said.all("earliest_start")]
    if given.start_code == "LEDIG_NAA":
        days.append(given.on)
    elif given.start_code == "ETTER_TRE_MND":
        days.append(in_months(given.on, 3))
    return max([*days, given.on]) if days else None


def _minutes(said: _Said) -> int | None:
    minutes = [int(value.removeprefix("minutes:")) for value in said.all("reach") if value.startswith("minutes:")]
    return max(minutes) if minutes else FAR_MINUTES if said.has("reach", "far") else None


def _places(given: Filled, said: _Said) -> tuple[str, ...]:
    """Return the wished municipalities: also places to move to, and places to drive to when none is ticked."""
    named = [value for value in said.all("wished_place") if value.isdecimal()]
    if not given.wished_places:
        named += [value for value in said.all("reach") if value.isdecimal()]
    return tuple(dict.fromkeys([*given.wished_places, *named]))


def _barriers(licences: Iterable[str], known: bool, car: bool | None, said: _Said) -> Iterator[str]:
    if known and not CAR_CLASSES & set(licences):
        yield "B09"
    if car is False:
        yield "B10"
    yield from dict.fromkeys(said.all("barrier"))
