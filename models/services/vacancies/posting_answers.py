"""What an employer has typed about a vacancy, kept as it was typed; read into a draft, or into what is still wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from matcher.catalogue import Catalogue
from matcher.scenarios import NOT_THE_EMPLOYERS
from matcher.text import clean
from models.drafts import RequirementDraft, SpanDraft, VariantDraft
from models.profiles import is_of_the_ad
from models.services.intake.ads import MOST_POSITIONS
from models.services.intake.moments import only_date
from models.services.intake.places import PlaceIndex, ResolvedPlace

Answers = dict[str, Any]

AD, DEMANDS, TERMS, WELCOME, REVIEW = "annonse", "krav", "tid-og-sted", "hvem", "se-over"
STEPS = (AD, DEMANDS, TERMS, WELCOME, REVIEW)
"""The steps in their order, as they stand in addresses."""

LINES: Mapping[str, tuple[str, ...]] = {
    AD: ("employer", "title", "text"),
    TERMS: ("percent_min", "percent_max", "positions", "employment", "start", "deadline", "workplace"),
}
"""The lines of text on each step."""

LISTS: Mapping[str, tuple[str, ...]] = {AD: ("roles",), TERMS: ("shifts",), WELCOME: ("offers", "rungs")}
"""What is ticked on each step."""

LONGEST = {"title": 200, "text": 60_000}
LINE = 200

SHIFTS = ("day", "evening", "night", "day-weekend", "evening-weekend", "night-weekend", "oncall")
"""Boxes of the week: a time of day on weekdays, the same at weekends, and stand-by."""

OFFERS = (
    "unqualified_ok",
    "training_offered",
    "route:fagbrev_paa_jobb",
    "route:apprentice",
    "student_ok",
    "offer:language_training",
    "inclusion",
    "offer:housing",
)
"""What an employer can open for; a pasted ad may offer more, which is then listed after these."""

RUNGS: Mapping[str, tuple[str, ...]] = {
    "N07": ("N22", "N04", "N31"),
    "N23": ("N22", "N04", "N31"),
    "N14": ("N07", "N13", "N31"),
    "N15": ("N07", "N13", "N31"),
    "N29": ("N07", "N13"),
}
"""The steps of the ladder below what a role demands, by the state that it demands."""

MUST, SHOULD, NONE = "must", "should", "none"
_PERCENT = re.compile(r"(\d{1,3})(?:[.,](\d))? ?%?")
_CODE = re.compile(r"\b\d{4}\b")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that has to be put right: on which step, in which field, and what is wrong by a key."""

    step: str
    field: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the answers say so far; ``fields`` are those of a vacancy draft that are known."""

    fields: dict[str, Any]
    accepted_states: tuple[str, ...]
    training: bool
    housing: bool
    place: ResolvedPlace
    faults: tuple[Fault, ...]


def typed(answers: Answers, step: str, form: Mapping[str, Sequence[str]]) -> Answers:
    """Return the answers with what was typed on ``step``; fields that are not the step's own change nothing."""
    changed = dict(answers)
    for name in LINES.get(step, ()):
        if name in form:
            changed[name] = clean(form[name][0] if form[name] else "").strip()[: LONGEST.get(name, LINE)]
    for name in LISTS.get(step, ()):
        allowed = _allowed(name, answers)
        changed[name] = [value for value in dict.fromkeys(form.get(name, ())) if allowed is None or value in allowed]
    if step == DEMANDS:
        changed["requirements"] = [_chosen(entry, form) for entry in answers.get("requirements", [])]
    return changed


def _allowed(name: str, answers: Answers) -> Iterable[str] | None:
    if name == "shifts":
        return SHIFTS
    if name == "offers":
        return offers_of(answers)
    return None  # roles and rungs are held against the catalogue when they are read


def offers_of(answers: Answers) -> tuple[str, ...]:
    """Return everything that can be ticked as offered: the usual, and what the pasted ad said."""
    return (*OFFERS, *(code for code in answers.get("read_offers", {}) if code not in OFFERS))


def _chosen(entry: Mapping[str, Any], form: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    choice = next(iter(form.get(f"krav-{entry['id']}", ())), None)
    return {**entry, "strength": choice if choice in {MUST, SHOULD, NONE} else entry["strength"]}


def add_requirement(answers: Answers, code: str, strength: str, catalogue: Catalogue) -> Answers:
    """Return the answers with one more requirement; one that is there already only changes its strength."""
    if code not in addable(catalogue) or strength not in {MUST, SHOULD}:
        return answers
    entries = [dict(entry) for entry in answers.get("requirements", [])]
    for entry in entries:
        if entry["code"] == code and entry["variant"] is None:
            entry["strength"] = strength
            break
    else:
        entries.append(requirement(code, strength, number=next_number(entries), origin="own"))
    return {**answers, "requirements": entries}


def requirement(
    code: str, strength: str, *, number: int, origin: str, spans: Sequence[Mapping[str, Any]] = (), variant: int | None = None
) -> dict[str, Any]:
    """Return a requirement as the answers keep it; ``origin`` is ``ad``, ``law``, ``template``, ``copy`` or ``own``."""
    return {
        "id": str(number),
        "code": code,
        "strength": strength,
        "spans": [dict(span) for span in spans],
        "variant": variant,
        "origin": origin,
    }


def next_number(entries: Iterable[Mapping[str, Any]]) -> int:
    """Return a number that no requirement has."""
    return max((int(entry["id"]) for entry in entries), default=0) + 1


def addable(catalogue: Catalogue) -> tuple[str, ...]:
    """Return the codes of the requirements that an employer can add; hours of work and offers have steps of their own."""
    never = NOT_THE_EMPLOYERS | {"other:male_preferred"}
    return tuple(
        code
        for code in catalogue.requirements
        if not is_of_the_ad(code) and not code.startswith("shift:") and code not in never and not code.endswith((">=N", ":XX"))
    )


def rungs_of(answers: Answers, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the states below what the roles and the demands call for, that an employer may accept."""
    demanded = [state for role in answers.get("roles", []) if role in catalogue.roles for state in catalogue.roles[role].states]
    atoms = [atom for entry in answers.get("requirements", []) if entry["strength"] == MUST for atom in entry["code"].split("|")]
    demanded += [
        state
        for atom in atoms
        if atom.startswith(("auth:", "fagbrev:", "degree:")) and atom in catalogue.requirements
        for state in catalogue.requirements[atom].states
    ]
    found = dict.fromkeys(rung for state in demanded for rung in RUNGS.get(state, _below(state, catalogue)))
    return tuple(rung for rung in found if rung in catalogue.states and rung not in demanded)


def _below(state: str, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the one step below an authorisation: the education is complete, and it is applied for."""
    known = catalogue.states.get(state)
    return ("N31",) if known and any(code.startswith("auth:") for code in known.held_by) else ()


def shift_codes(shifts: Iterable[str]) -> tuple[str, ...]:
    """Return the requirement codes of a week: day work is only named where there is no other, as ads do."""
    ticked = set(shifts)
    times: set[str] = {shift.removesuffix("-weekend") for shift in ticked}
    codes = [f"shift:{time}" for time in ("evening", "night") if time in times]
    if "day" in times and not codes:
        codes.append("shift:day")
    if any(shift.endswith("-weekend") for shift in ticked):
        codes.append("shift:weekend")
    if "oncall" in ticked:
        codes.append("shift:oncall")
    return tuple(codes)


def shifts_from(codes: Iterable[str]) -> list[str]:
    """Return the boxes of a week for requirement codes."""
    said = [code.removeprefix("shift:") for code in codes if code.startswith("shift:")]
    times: list[str] = [time for time in ("day", "evening", "night") if time in said]
    if not times:
        times = ["day"] if "weekend" in said else []
    elif "evening" in times and "day" not in times:
        times.insert(0, "day")
    boxes: set[str] = set(times)
    if "weekend" in said:
        boxes |= {f"{time}-weekend" for time in times}
    return [box for box in SHIFTS if box in boxes or (box == "oncall" and "oncall" in said)]


def read(answers: Answers, catalogue: Catalogue, places: PlaceIndex, on: date) -> Reading:
    """Return what the answers say on the day ``on``, with everything that is missing or cannot be read."""
    faults: list[Fault] = []
    fields: dict[str, Any] = {"text": answers.get("text", ""), "title": answers.get("title", "")}
    if not fields["title"]:
        faults.append(Fault(AD, "title", "title_missing"))
    fields["roles"] = tuple(role for role in answers.get("roles", []) if role in health_roles(catalogue))
    if not fields["roles"]:
        faults.append(Fault(AD, "roles", "role_missing"))
    fields |= _terms(answers, on, faults)
    place = read_place(answers.get("workplace", ""), places)
    if not answers.get("workplace"):
        faults.append(Fault(TERMS, "workplace", "workplace_missing"))
    elif not place.kommunenr:
        faults.append(Fault(TERMS, "workplace", "workplace_unknown"))
    fields |= {"postnummer": place.postnummer, "place": place.name, "kommunenr": place.kommunenr, "place_note": place.note}
    offers = [code for code in answers.get("offers", []) if code in offers_of(answers)]
    fields["variants"] = tuple(VariantDraft.model_validate(entry) for entry in answers.get("variants", []))
    fields["requirements"] = _requirements(answers, offers, len(fields["variants"]))
    fields["skills"] = tuple(answers.get("skills", ()))
    allowed = rungs_of(answers, catalogue)
    return Reading(
        fields=fields,
        accepted_states=tuple(rung for rung in answers.get("rungs", []) if rung in allowed),
        training="training_offered" in offers,
        housing="offer:housing" in offers,
        place=place,
        faults=tuple(sorted(faults, key=lambda fault: STEPS.index(fault.step))),
    )


def health_roles(catalogue: Catalogue) -> dict[str, str]:
    """Return the roles that a vacancy can be for: id and name, by name."""
    roles = [role for role in catalogue.roles.values() if not role.outside]
    return {role.id: role.label for role in sorted(roles, key=lambda role: role.label)}


def read_place(text: str, places: PlaceIndex) -> ResolvedPlace:
    """Return the place that a postal code, a name or both mean; unknown = nothing in it."""
    code = _CODE.search(text)
    name = text.replace(code.group(), "").strip(" ,") if code else text
    if code is not None:
        place = places.place(code.group())
        return ResolvedPlace() if place is None else places.resolve(place.postnummer)
    return places.resolve(city=name, municipal=name)


def _terms(answers: Answers, on: date, faults: list[Fault]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for name in ("percent_min", "percent_max"):
        text = answers.get(name, "")
        value = _percent(text)
        if text and value is None:
            faults.append(Fault(TERMS, name, "percent"))
        fields[name] = value
    low, high = fields["percent_min"], fields["percent_max"]
    if low is not None and high is None and not answers.get("percent_max"):
        fields["percent_max"] = low
    if low is not None and high is not None and low > high:
        faults.append(Fault(TERMS, "percent_max", "percent_order"))
    fields["positions"] = _positions(answers.get("positions", ""), faults)
    employment = answers.get("employment", "")
    fields["employment"] = employment if employment in FORMS else None
    if fields["employment"] is None:
        faults.append(Fault(TERMS, "employment", "employment_missing"))
    fields["start"] = _day(answers, "start", faults, on)
    fields["deadline"] = _day(answers, "deadline", faults, on)
    if not answers.get("deadline"):
        faults.append(Fault(TERMS, "deadline", "deadline_missing"))
    elif fields["deadline"] is not None and fields["deadline"] < on:
        faults.append(Fault(TERMS, "deadline", "deadline_past"))
    return fields


FORMS = ("fast", "vikariat", "engasjement", "tilkalling", "sommer", "laerling")


def _percent(text: str) -> float | None:
    found = _PERCENT.fullmatch(text)
    value = float(f"{found.group(1)}.{found.group(2) or 0}") if found else 0
    return value if 0 < value <= 100 else None


def _positions(text: str, faults: list[Fault]) -> int:
    if text.isdecimal() and 1 <= int(text[:9]) <= MOST_POSITIONS:
        return int(text)
    if text:
        faults.append(Fault(TERMS, "positions", "positions"))
    return 1


def _day(answers: Answers, name: str, faults: list[Fault], on: date) -> date | None:
    text = answers.get(name, "")
    found = only_date(text, after=on)
    if text and found is None:
        faults.append(Fault(TERMS, name, "day"))
    return found


def _requirements(answers: Answers, offers: Sequence[str], variants: int) -> tuple[RequirementDraft, ...]:
    found = [
        RequirementDraft(
            code=entry["code"],
            strength=entry["strength"],
            spans=tuple(SpanDraft.model_validate(span) for span in entry["spans"]),
            variant=entry["variant"],
        )
        for entry in answers.get("requirements", [])
        if entry["strength"] != NONE and (entry["variant"] is None or entry["variant"] < variants)
    ]
    quoted = answers.get("read_shifts", {})
    for code in shift_codes(answers.get("shifts", [])):
        found.append(RequirementDraft(code=code, strength="must", spans=_spans(quoted.get(code, ()))))
    for code in offers:
        found.append(RequirementDraft(code=code, strength="should", spans=_spans(answers.get("read_offers", {}).get(code, ()))))
    return tuple(found)


def _spans(spans: Iterable[Mapping[str, Any]]) -> tuple[SpanDraft, ...]:
    return tuple(SpanDraft.model_validate(span) for span in spans)
