"""Where a posting begins: a pasted ad, a role of the catalogue, or an earlier vacancy of one's own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from matcher.catalogue import Catalogue
from models.drafts import RequirementDraft
from models.profiles import is_of_the_ad
from models.services.intake.ads import VacancyReader, fields_from_text
from models.services.intake.adtext import ad_text
from models.services.intake.moments import only_date
from models.services.vacancies.posting_answers import (
    MUST,
    OFFERS,
    SHOULD,
    Answers,
    next_number,
    requirement,
    shifts_from,
)
from models.vacancies import Vacancy

_DEADLINE = re.compile(r"(?:søknadsfrist|søknadsfristen|frist)\b[^\n]{0,40}", re.IGNORECASE)
_LONGEST_TITLE = 120
_FEW = 3
_USUAL_LANGUAGE = {"A2": "language:A2", "B1": "language:B1", "B2": "language:B2"}
# What the tasks of a role usually call for, where the catalogue has a requirement for it.
_SKILLS = {
    "legemiddelhåndtering": "skill:medication",
    "dokumentasjon i EPJ": "skill:ehr",
    "EPJ": "skill:ehr",
    "IK-mat": "skill:foodsafety",
    "mathygiene": "skill:foodsafety",
    "turnusplanlegging": "skill:roster",
    "musikk": "skill:music",
}


def from_ad(text: str, reader: VacancyReader, on: date) -> Answers:
    """Return the answers that the text of an ad proposes; a person looks through them before anything is published."""
    text = ad_text(text)
    title = _title(text)
    answers: Answers = {"text": text, "title": title, "requirements": []}
    return with_reading(answers, reader, on)


def with_reading(answers: Answers, reader: VacancyReader, on: date) -> Answers:
    """Read the text of ``answers`` anew: what is new is proposed, what a person has chosen or typed stays."""
    text, title = answers.get("text", ""), answers.get("title", "")
    read = fields_from_text(reader.read(text, title), text)
    demands: tuple[RequirementDraft, ...] = read["requirements"]
    own = [entry for entry in demands if _is_demand(entry.code, entry.variant)]
    whole = [entry for entry in demands if not _is_demand(entry.code, entry.variant)]
    shifts = {entry.code: _spans(entry) for entry in whole if entry.code.startswith("shift:") and entry.strength == MUST}
    offers = {entry.code: _spans(entry) for entry in whole if is_of_the_ad(entry.code)}
    deadline = _DEADLINE.search(text)
    found_deadline = only_date(deadline.group(), after=on) if deadline else None
    proposed: Answers = {
        "roles": list(read.get("roles", ())),
        "shifts": shifts_from(shifts),
        "offers": list(offers),
        "percent_min": _figure(read.get("percent_min")),
        "percent_max": _figure(read.get("percent_max")),
        "positions": str(read["positions"]) if "positions" in read else "",
        "employment": read.get("employment", ""),
        "start": _date(read.get("start")),
        "deadline": _date(found_deadline),
    }
    changed = {**answers, "read_shifts": shifts, "read_offers": offers, "skills": list(read.get("skills", ()))}
    changed["variants"] = [variant.model_dump(mode="json") for variant in read.get("variants", ())]
    changed["requirements"] = _merged(answers.get("requirements", []), own, len(changed["variants"]))
    for name, value in proposed.items():
        if not answers.get(name):
            changed[name] = value
    return changed


def _merged(before: Iterable[Mapping[str, Any]], read: Iterable[RequirementDraft], variants: int) -> list[dict[str, Any]]:
    """Return the requirements with the quotes of the new text; what it no longer says stays only where a person chose it."""
    known = {(entry["code"], entry["variant"]): dict(entry) for entry in before}
    number = next_number(known.values())
    merged: list[dict[str, Any]] = []
    for entry in read:
        kept = known.pop((entry.code, entry.variant), None)
        if kept is None:
            kept = requirement(entry.code, entry.strength, number=number, origin="ad", variant=entry.variant)
            number += 1
        merged.append({**kept, "spans": _spans(entry)})
    rest = [entry for entry in known.values() if entry["origin"] != "ad" and (entry["variant"] or 0) < max(variants, 1)]
    return merged + [{**entry, "spans": []} for entry in rest]


def from_role(role_id: str, catalogue: Catalogue) -> Answers:
    """Return the answers that the catalogue proposes for a role: what law demands, and what such a post usually asks."""
    role = catalogue.roles[role_id]
    demands: list[tuple[str, str]] = []
    if role.authorisation:
        demands.append(("|".join(f"auth:{code}" for code in role.authorisation), MUST))
    elif papers := _papers(role.states, catalogue):
        demands.append(("|".join(papers), MUST))
    if role.cefr in _USUAL_LANGUAGE:
        demands.append((_USUAL_LANGUAGE[role.cefr], MUST))
    if role.licence == "home":
        demands.append(("licence:B", SHOULD))
    apprentice = "N04" in role.states
    if not apprentice:
        demands.append(("experience:relevant", SHOULD))
    demands += [(code, SHOULD) for code in dict.fromkeys(_SKILLS[skill] for skill in role.skills if skill in _SKILLS)]
    demands.append(("police", MUST))
    entries = [
        requirement(code, strength, number=number, origin="law" if code.startswith("auth:") else "template")
        for number, (code, strength) in enumerate(demands, 1)
    ]
    return {
        "title": role.label,
        "roles": [role_id],
        "requirements": entries,
        "skills": list(role.skills),
        "offers": ["route:apprentice"] if apprentice else [],
        "employment": "laerling" if apprentice else "fast",
        "positions": "1",
    }


def _papers(states: Iterable[str], catalogue: Catalogue) -> list[str]:
    """Return the requirement codes that prove any of ``states``; a state that many papers prove names none of them."""
    held = [catalogue.states[state].held_by for state in states]
    codes = [code for proofs in held if len(proofs) <= _FEW for code in proofs]
    return [code for code in dict.fromkeys(codes) if code in catalogue.requirements]


def from_vacancy(row: Vacancy) -> Answers:
    """Return the answers that a stored vacancy gives."""
    demands = [entry for entry in row.requirements if _is_demand(entry.code, entry.variant)]
    whole = [entry for entry in row.requirements if not _is_demand(entry.code, entry.variant)]
    shifts = {entry.code: entry.spans for entry in whole if entry.code.startswith("shift:")}
    offers = {entry.code: entry.spans for entry in whole if is_of_the_ad(entry.code)}
    ticked = list(offers)
    if row.training_offered and "training_offered" not in ticked:
        ticked.append("training_offered")
    if row.housing_offered and "offer:housing" not in ticked:
        ticked.append("offer:housing")
    entries = [
        requirement(entry.code, entry.strength.value, number=number, origin="copy", spans=entry.spans, variant=entry.variant)
        for number, entry in enumerate(demands, 1)
    ]
    return {
        "title": row.title,
        "text": row.text,
        "roles": list(row.roles),
        "requirements": entries,
        "skills": list(row.skills),
        "read_shifts": shifts,
        "read_offers": {code: spans for code, spans in offers.items() if spans or code not in OFFERS},
        "variants": [
            {
                "roles": list(variant.roles),
                "positions": variant.positions,
                "percent_min": variant.percent_min,
                "percent_max": variant.percent_max,
                "employment": variant.employment,
            }
            for variant in row.variants
        ],
        "shifts": shifts_from(shifts),
        "offers": ticked,
        "rungs": list(row.accepted_states),
        "percent_min": _figure(row.percent_min),
        "percent_max": _figure(row.percent_max),
        "positions": str(row.positions),
        "employment": row.employment or "",
        "start": _date(row.start),
        "deadline": _date(row.deadline),
        "workplace": " ".join(part for part in (row.postnummer, row.place) if part),
    }


def _is_demand(code: str, variant: int | None) -> bool:
    """Tell whether a code is chosen among the demands; hours and offers of the whole ad have steps of their own."""
    return variant is not None or not (is_of_the_ad(code) or code.startswith("shift:"))


def _title(text: str) -> str:
    first = next((line.removeprefix("• ").strip() for line in text.splitlines() if line.strip()), "")
    return first if len(first) <= _LONGEST_TITLE else ""


def _spans(entry: RequirementDraft) -> list[dict[str, Any]]:
    return [span.model_dump() for span in entry.spans]


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:g}".replace(".", ",")


def _date(value: date | None) -> str:
    return "" if value is None else f"{value:%d.%m.%Y}"
