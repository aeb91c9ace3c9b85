"""What a person says in prose, taken in fact by fact: confirmed by an adviser before it counts, or struck out again.

The prose itself is not stored.  A fact that is confirmed fills what the CV is silent about, as it does at intake; one that
is struck out keeps its verdict and leaves the coded columns.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from matcher.catalogue import Catalogue
from matcher.text import normalise
from models.cv import ProseFact
from models.drafts import FactDraft, JobSeekerDraft
from models.services.intake.filling import FAR_MINUTES, Filled, fill_from_prose
from models.services.intake.languages import SELF_REPORT
from models.services.intake.places import PlaceIndex
from models.services.intake.prose import Reading, read_prose
from models.services.looks import Look
from models.services.people.drafts import Turn, load_for_change, rewrite, to_draft
from models.services.ranking.live import LivePool

SAID_TO_ADVISER = "samtale"
"""Where a fact comes from that an adviser read out of what the person told."""

Change = dict[str, Any]
_JOINED = ("shifts_no", "refused_families")


def fact_key(kind: str, value: str) -> str:
    """Return what tells one fact from another within a person's prose."""
    return f"{kind}={value}"


def read_words(text: str, look: Look, catalogue: Catalogue) -> Reading:
    """Return what a person's own words say; nothing is stored by it."""
    return read_prose(text, SAID_TO_ADVISER, on=look.on, place=PlaceIndex(catalogue).municipality)


def take_in_words(
    session: Session, live: LivePool, look: Look, person_id: str, *, stamp: str, facts: Sequence[FactDraft]
) -> Turn:
    """Take in the facts that the adviser has confirmed, each with the words it came from."""
    row = load_for_change(session, look, person_id, stamp)
    draft = to_draft(row)
    known = {fact_key(fact.kind, fact.value) for fact in draft.facts}
    new = [fact for fact in facts if fact_key(fact.kind, fact.value) not in known]
    done = rewrite(session, live, look, row, filled_change(draft, facts, look) | {"facts": (*draft.facts, *new)})
    _judge(session, look, person_id, {fact_key(fact.kind, fact.value) for fact in facts}, ("confirmed", "rejected"))
    return done


def judge_words(
    session: Session,
    live: LivePool,
    look: Look,
    person_id: str,
    *,
    stamp: str,
    confirmed: Collection[str] = (),
    struck: Collection[str] = (),
    change: Mapping[str, Any] | None = None,
) -> Turn:
    """Give verdicts on facts read from prose at intake, by their keys, beside other changes of the same section."""
    row = load_for_change(session, look, person_id, stamp)
    draft = to_draft(row).model_copy(update=dict(change or {}))
    gone: Change = dict(change or {})
    for fact in draft.facts:
        if fact_key(fact.kind, fact.value) in struck:
            taken = struck_change(draft, fact)
            draft = draft.model_copy(update=taken)
            gone |= taken
    _judge(session, look, person_id, set(confirmed) - set(struck), ("confirmed", "rejected"))
    _judge(session, look, person_id, set(struck), ("rejected", "confirmed"))
    return rewrite(session, live, look, row, gone)


def _judge(session: Session, look: Look, person_id: str, keys: Collection[str], verdict: tuple[str, str]) -> None:
    yes, no = verdict
    values = {f"{yes}_by": look.actor.audit_name, f"{yes}_at": look.now, f"{no}_by": None, f"{no}_at": None}
    for key in keys:
        kind, _, value = key.partition("=")
        session.execute(
            update(ProseFact)
            .where(ProseFact.job_seeker_id == person_id, ProseFact.kind == kind, ProseFact.value == value)
            .values(**values)
        )


def filled_change(draft: JobSeekerDraft, facts: Sequence[FactDraft], look: Look) -> Change:
    """Return the fields that confirmed facts fill: what is silent is filled, and a refusal wins."""
    given = Filled(
        on=look.on,
        wishes=draft.wishes,
        credentials=draft.credentials,
        skills=draft.skills,
        languages=draft.languages,
        licences=draft.licences,
        licences_known=draft.licences_known,
        car=draft.car,
        shifts_yes=set(draft.shifts_yes),
        hours=set(),
        forms=draft.forms,
        start_code="",
        wished_places=draft.wished_places,
        anywhere=draft.willing_to_move is True,
    )
    # What a person has confirmed is firm, however it was worded.
    filled: Change = dict(fill_from_prose(given, Reading(tuple(facts), frozenset(), 0)))
    filled["wishes"] = tuple(filled["wishes"])
    for name in _JOINED:
        filled[name] = tuple(dict.fromkeys([*getattr(draft, name), *filled[name]]))
    filled["shifts_no"] = tuple(shift for shift in filled["shifts_no"] if shift not in filled["shifts_yes"])
    filled["barriers"] = tuple(dict.fromkeys([*draft.barriers, *filled["barriers"]]))
    del filled["start_code"]
    percent = {"percent_min", "percent_max"} if any(fact.kind == "percent" for fact in facts) else set()
    if not filled["percent_absolute"]:
        del filled["percent_absolute"]
    return {name: value for name, value in filled.items() if value is not None or name in percent}


def struck_change(draft: JobSeekerDraft, fact: FactDraft) -> Change:
    """Return the fields from which a struck fact is gone; a fact that is nowhere in the coded columns changes nothing."""
    take = _STRIKE.get(fact.kind)
    return take(draft, fact.value) if take else {}


def _without(name: str) -> Callable[[JobSeekerDraft, str], Change]:
    return lambda draft, value: {name: tuple(one for one in getattr(draft, name) if one != value)}


def _emptied(*names: str, value: Any = None) -> Callable[[JobSeekerDraft, str], Change]:
    return lambda _draft, _value: dict.fromkeys(names, value)


def _without_wish(draft: JobSeekerDraft, value: str) -> Change:
    return {"wishes": tuple(wish for wish in draft.wishes if normalise(wish.title) != normalise(value))}


def _without_paper(draft: JobSeekerDraft, value: str) -> Change:
    gone = [held for held in draft.credentials if held.code == value or (value == "applied" and held.proof == "applied")]
    return {"credentials": tuple(held for held in draft.credentials if held not in gone)}


def _without_licence(draft: JobSeekerDraft, value: str) -> Change:
    left = tuple(one for one in draft.licences if one != value)
    return {"licences": left, "licences_known": draft.licences_known and bool(left)}


def _licence_unknown(draft: JobSeekerDraft, value: str) -> Change:
    return {} if value == "160" else {"licences_known": bool(draft.licences)}


def _without_test(draft: JobSeekerDraft, value: str) -> Change:
    side, _, level = value.partition(":")
    name = f"test_{side}"
    return {
        "languages": tuple(
            skill.model_copy(update={name: None}) if skill.language == "no" and getattr(skill, name) == level else skill
            for skill in draft.languages
        )
    }


def _without_language(draft: JobSeekerDraft, value: str) -> Change:
    code, _, level = value.partition(":")
    told = next((report for cefr, report in SELF_REPORT.items() if cefr == level), None)
    return {
        "languages": tuple(
            skill.model_copy(update={"spoken": None, "written": None})
            if skill.language == code and skill.spoken == skill.written == told
            else skill
            for skill in draft.languages
        )
    }


def _without_reach(draft: JobSeekerDraft, value: str) -> Change:
    if value.isdecimal():
        return {"wished_places": tuple(place for place in draft.wished_places if place != value)}
    minutes = FAR_MINUTES if value == "far" else int(value.removeprefix("minutes:")) if value.startswith("minutes:") else None
    return {"max_minutes": None} if minutes is not None and draft.max_minutes == minutes else {}


_STRIKE: Mapping[str, Callable[[JobSeekerDraft, str], Change]] = {
    "shift_yes": _without("shifts_yes"),
    "shift_no": _without("shifts_no"),
    "percent": _emptied("percent_min", "percent_max"),
    "percent_absolute": _emptied("percent_absolute", value=False),
    "form": _without("forms"),
    "skill": _without("skills"),
    "wish": _without_wish,
    "wished_place": _without("wished_places"),
    "refused_family": _without("refused_families"),
    "earliest_start": _emptied("earliest_start"),
    "credential": _without_paper,
    "language_test": _without_test,
    "language": _without_language,
    "reach": _without_reach,
    "move": _emptied("willing_to_move"),
    "housing": _emptied("needs_housing"),
    "car": _emptied("car"),
    "transit": _emptied("takes_transit"),
    "licence": _without_licence,
    "licence_no": _licence_unknown,
    "right_to_work": _emptied("right_to_work"),
    "barrier": _without("barriers"),
}
