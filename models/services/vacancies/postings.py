"""Vacancies that an employer writes here: begun, filled in step by step, published, and changed again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from matcher.catalogue import Catalogue
from models import queries
from models.accounts import Scope
from models.base import new_id
from models.drafts import VacancyDraft
from models.pages import Posting
from models.policy import Actor, vacancies_in_scope
from models.services.errors import ServiceError, VacancyNotFound
from models.services.intake.ads import VacancyReader
from models.services.intake.adtext import ad_text
from models.services.intake.places import PlaceIndex
from models.services.vacancies.posting_answers import (
    AD,
    DEMANDS,
    REVIEW,
    Answers,
    Fault,
    Reading,
    add_requirement,
    health_roles,
    read,
    typed,
)
from models.services.vacancies.posting_sources import from_ad, from_role, from_vacancy, with_reading
from models.services.vacancies.storing import OWN_POSTING, upsert_vacancy
from models.services.vacancies.text_check import Remark, check_text
from models.vacancies import Employer, Vacancy, VacancyRequirement, VacancyState

SOURCE = OWN_POSTING
"""Source of the vacancies that are written here."""
LONGEST_REASON = 500


class PostingNotFound(VacancyNotFound):
    """No such unfinished vacancy, or one of another organisation: the two can never be told apart."""


class NotEditableHere(ServiceError):
    """A vacancy that is kept elsewhere."""

    def __init__(self) -> None:
        super().__init__("Denne stillingen kommer fra arbeidsplassen.no og endres der.")


class NotReady(ServiceError):
    """Something is missing before a vacancy can be published."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("Stillingen er lagret, men ikke lagt ut. Noe mangler ennå.")
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbench:
    """What reading an ad and its answers needs, handed in by the edge."""

    catalogue: Catalogue
    places: PlaceIndex
    reader: VacancyReader
    on: date
    now: datetime


def employers_of(session: Session, actor: Actor) -> dict[str, str]:
    """Return the organisations that ``actor`` may act for: key and name, by name."""
    keys = actor.granted(Scope.ORGANISATION)
    named = {row.key: row.name for row in session.scalars(select(Employer).where(Employer.key.in_(keys)))}
    found = {key: named.get(key) or _name_in(key) for key in keys}
    return dict(sorted(found.items(), key=lambda pair: pair[1].casefold()))


def _name_in(key: str) -> str:
    kind, _, value = key.partition(":")
    return value[:1].upper() + value[1:] if kind == "name" else value


def begin(session: Session, actor: Actor, bench: Workbench, answers: Answers) -> Posting:
    """Begin a vacancy with these answers, for the organisation that they name, or else the first of one's own."""
    employers = employers_of(session, actor)
    if not employers:
        raise PostingNotFound("")
    key = answers.get("employer")
    chosen = key if key in employers else _named_in(answers.get("text", ""), employers)
    posting = Posting(
        id=new_id(),
        employer_key=chosen,
        answers={**answers, "employer": chosen},
        created_by=actor.user_id,
        created_at=bench.now,
        updated_at=bench.now,
    )
    session.add(posting)
    session.flush()
    return posting


def _named_in(text: str, employers: Mapping[str, str]) -> str:
    """Return the organisation whose unit («…, hjemmetjenesten») the text names, or the first."""
    text = text.casefold()
    units = {key: name.casefold().rpartition(",")[2].strip() for key, name in employers.items()}
    return next((key for key, unit in units.items() if unit and unit in text), next(iter(employers)))


def begin_from_ad(session: Session, actor: Actor, bench: Workbench, text: str) -> Posting:
    """Begin a vacancy with what the text of an ad says."""
    return _placed(session, actor, bench, from_ad(text, bench.reader, bench.on))


def begin_from_role(session: Session, actor: Actor, bench: Workbench, role: str) -> Posting:
    """Begin a vacancy with what the catalogue says of a role; an unknown role begins an empty one."""
    return _placed(session, actor, bench, from_role(role, bench.catalogue) if role in health_roles(bench.catalogue) else {})


def _placed(session: Session, actor: Actor, bench: Workbench, answers: Answers) -> Posting:
    """Begin a vacancy at the place that the text names, or else in the municipality that is the employer."""
    posting = begin(session, actor, bench, answers)
    municipality = employers_of(session, actor)[posting.employer_key].partition(",")[0]
    stated = municipality if municipality.casefold().endswith(" kommune") else None
    place = bench.places.resolve(municipal=stated, text=f"{answers.get('title', '')}\n{answers.get('text', '')}")
    name = place.name or (bench.places.label(place.kommunenr) if place.kommunenr else "")
    posting.answers = {**posting.answers, "workplace": " ".join(part for part in (place.postnummer, name) if part)}
    session.flush()
    return posting


def begin_from_vacancy(session: Session, actor: Actor, bench: Workbench, vacancy_id: str) -> Posting:
    """Begin a vacancy as a copy of one of one's own; when it is to be filled is asked anew."""
    row = own_vacancy(session, actor, vacancy_id)
    answers = from_vacancy(row) | {"employer": row.employer.key if row.employer else "", "deadline": "", "start": ""}
    return begin(session, actor, bench, answers)


def own_vacancy(session: Session, actor: Actor, vacancy_id: str) -> Vacancy:
    """Return a vacancy of one's own with its requirements; foreign, withdrawn and unknown ones are not found."""
    statement = select(Vacancy).where(
        Vacancy.id == vacancy_id, vacancies_in_scope(actor), Vacancy.state != VacancyState.WITHDRAWN
    )
    found = session.scalars(statement.options(*queries.opening_parts())).unique().one_or_none()
    if found is None:
        raise VacancyNotFound(vacancy_id)
    return found


def find_posting(session: Session, actor: Actor, posting_id: str, *, locked: bool = False) -> Posting:
    """Return a vacancy that is being written for an organisation of one's own."""
    statement = select(Posting).where(Posting.id == posting_id, Posting.employer_key.in_(actor.granted(Scope.ORGANISATION)))
    found = session.scalars(statement.with_for_update() if locked else statement).one_or_none()
    if found is None:
        raise PostingNotFound(posting_id)
    return found


def save_step(
    session: Session, actor: Actor, bench: Workbench, posting_id: str, *, step: str, form: Mapping[str, Sequence[str]]
) -> Posting:
    """Keep what was typed on one step, right or wrong; a changed text is read anew."""
    posting = find_posting(session, actor, posting_id, locked=True)
    before: Answers = posting.answers
    answers = typed(before, step, form)
    if step == AD:
        mine = employers_of(session, actor)
        # A published vacancy stays with its organisation: the questions to people were asked in its name.
        if answers.get("employer") not in mine or posting.vacancy_id is not None:
            answers["employer"] = posting.employer_key
        posting.employer_key = answers["employer"]
        answers = _with_ad(bench, before, answers, form)
    elif step == DEMANDS:
        code, strength = (next(iter(form.get(name, ())), "") for name in ("add", "add_strength"))
        answers = add_requirement(answers, code, strength or "must", bench.catalogue)
    elif step == REVIEW:
        answers = _with_reasons(actor, bench, answers, form)
    _store(posting, answers, bench.now)
    session.flush()
    return posting


def _with_ad(bench: Workbench, before: Answers, answers: Answers, form: Mapping[str, Sequence[str]]) -> Answers:
    known = health_roles(bench.catalogue)
    added = next(iter(form.get("add_role", ())), "")
    roles = [role for role in answers.get("roles", []) if role in known]
    answers["roles"] = [*roles, added] if added in known and added not in roles else roles
    answers["text"] = ad_text(answers.get("text", ""))
    return with_reading(answers, bench.reader, bench.on) if answers["text"] != before.get("text", "") else answers


def _with_reasons(actor: Actor, bench: Workbench, answers: Answers, form: Mapping[str, Sequence[str]]) -> Answers:
    """Keep the reason for each remark that the employer holds to be wrong, with who gave it and when."""
    kept: dict[str, Any] = dict(answers.get("overrides", {}))
    for remark in remarks_of(answers):
        name = f"grunn-{key_of(remark)}"
        if name not in form:
            continue
        reason = "".join(form[name][:1]).strip()[:LONGEST_REASON]
        before = kept.get(key_of(remark), {})
        if not reason:
            kept.pop(key_of(remark), None)
        elif before.get("reason") != reason:
            kept[key_of(remark)] = {
                "kind": remark.kind,
                "sentence": remark.sentence,
                "reason": reason,
                "by": actor.user_id,
                "at": bench.now.isoformat(),
            }
    return {**answers, "overrides": kept}


def _store(posting: Posting, answers: Answers, now: datetime) -> None:
    if answers != posting.answers:
        posting.answers = {**answers, "published": False}
        posting.updated_at = now


def remarks_of(answers: Answers) -> tuple[Remark, ...]:
    """Return what the text check has to say of the title and the text."""
    return check_text(f"{answers.get('title', '')}\n{answers.get('text', '')}")


def key_of(remark: Remark) -> str:
    """Return the key under which a reason against a remark is kept; the same words have the same key."""
    return hashlib.sha256(f"{remark.kind}|{remark.sentence}".encode()).hexdigest()[:16]


def reading_of(posting: Posting, bench: Workbench) -> Reading:
    """Return what the answers say so far, and what is missing before they can be published."""
    return read(posting.answers, bench.catalogue, bench.places, bench.on)


def faults_of(posting: Posting, bench: Workbench) -> tuple[Fault, ...]:
    """Return everything that stands between a posting and its publication."""
    answered = posting.answers.get("overrides", {})
    open_remarks = [remark for remark in remarks_of(posting.answers) if key_of(remark) not in answered]
    unanswered = tuple(Fault(REVIEW, f"grunn-{key_of(remark)}", "remark") for remark in open_remarks)
    return reading_of(posting, bench).faults + unanswered


def publish(session: Session, actor: Actor, bench: Workbench, posting_id: str) -> str:
    """Publish what was written, or raise :class:`NotReady` with everything that is missing; return the vacancy's id."""
    posting = find_posting(session, actor, posting_id, locked=True)
    faults = faults_of(posting, bench)
    if faults:
        raise NotReady(faults)
    reading = reading_of(posting, bench)
    stored = session.get(Vacancy, posting.vacancy_id) if posting.vacancy_id else None
    published = stored.published if stored is not None else bench.now
    employer = employers_of(session, actor)[posting.employer_key]
    upsert_vacancy(session, _draft(bench, posting, reading, employer=employer, published=published), bench.now)
    vacancy = session.scalars(select(Vacancy).where(Vacancy.source == SOURCE, Vacancy.external_id == posting.id)).one()
    _employers_own(session, actor, bench, vacancy, reading)
    posting.vacancy_id = vacancy.id
    posting.answers = {name: value for name, value in posting.answers.items() if name != "closed"} | {"published": True}
    posting.updated_at = bench.now
    session.flush()
    return vacancy.id


def _draft(bench: Workbench, posting: Posting, reading: Reading, *, employer: str, published: datetime | None) -> VacancyDraft:
    kind, _, value = posting.employer_key.partition(":")
    roles = reading.fields["roles"]
    return VacancyDraft(
        source=SOURCE,
        external_id=posting.id,
        version=bench.now,
        job_title=bench.catalogue.roles[roles[0]].label,
        employer=employer,
        orgnr=value if kind == "orgnr" else None,
        published=published,
        **reading.fields,
    )


def _employers_own(session: Session, actor: Actor, bench: Workbench, vacancy: Vacancy, reading: Reading) -> None:
    """Set what no feed carries, and note who has confirmed the requirements."""
    vacancy.accepted_states = list(reading.accepted_states)
    vacancy.training_offered, vacancy.housing_offered = reading.training, reading.housing
    # Also when only these have changed: what is kept in memory of the vacancy is renewed by this time.
    vacancy.updated_at = bench.now
    # An own vacancy that was closed by hand may come again with the very same content.
    vacancy.state, vacancy.closed_at = VacancyState.OPEN, None
    confirm(session, actor, vacancy, bench.now)


def confirm(session: Session, actor: Actor, vacancy: Vacancy, now: datetime) -> None:
    """Note that ``actor`` has looked through the requirements of a vacancy; who did so before, stays."""
    entry = VacancyRequirement
    session.execute(
        update(entry)
        .where(entry.vacancy_id == vacancy.id, entry.confirmed_at.is_(None))
        .values(confirmed_by=actor.user_id, confirmed_at=now)
    )
    session.expire(vacancy, ["requirements"])


def discard(session: Session, actor: Actor, posting_id: str) -> str | None:
    """Throw away what is unpublished; return the id of the vacancy that it was a change of, or None."""
    posting = find_posting(session, actor, posting_id, locked=True)
    vacancy_id = posting.vacancy_id
    if vacancy_id is None:
        session.delete(posting)
    else:
        row = own_vacancy(session, actor, vacancy_id)
        posting.answers = _published(row, posting.answers)
    session.flush()
    return vacancy_id


def _published(row: Vacancy, before: Answers) -> Answers:
    kept = {name: before[name] for name in ("overrides", "closed", "figures") if name in before}
    employer = row.employer.key if row.employer else ""
    return from_vacancy(row) | kept | {"employer": employer, "published": True}


def edit(session: Session, actor: Actor, bench: Workbench, vacancy_id: str) -> Posting:
    """Return the posting in which a vacancy of one's own is changed; one from elsewhere raises :class:`NotEditableHere`."""
    row = own_vacancy(session, actor, vacancy_id)
    if row.source != SOURCE:
        raise NotEditableHere
    found = session.scalars(select(Posting).where(Posting.vacancy_id == row.id)).one_or_none()
    if found is None:
        # The external id of a vacancy written here is the id of the posting that it came from.
        key = row.employer.key if row.employer else ""
        found = Posting(
            id=row.external_id,
            employer_key=key,
            vacancy_id=row.id,
            answers=_published(row, {}),
            created_by=actor.user_id,
            created_at=bench.now,
            updated_at=bench.now,
        )
        session.add(found)
        session.flush()
    return found
