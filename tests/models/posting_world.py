"""An employer who writes vacancies: an ad to paste, what else is asked for, and the short ways to type and publish it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from models.accounts import Scope, UserKind
from models.pages import Posting
from models.policy import Actor
from models.services.accounts import create_user
from models.services.looks import Look
from models.services.vacancies import postings
from models.services.vacancies.posting_answers import TERMS
from models.services.vacancies.postings import Workbench
from tests.factories import NOW, TODAY

HOME_CARE = "name:trysil kommune, hjemmetjenesten"
NURSING_HOME = "name:trysil kommune, sykehjemmet"
AD_TEXT = """Nattevakt i hjemmetjenesten

Vi søker våken nattevakt i 75 % fast stilling med arbeid hver tredje helg.

Kvalifikasjoner:
• Autorisasjon som helsefagarbeider
• Førerkort klasse B
• Erfaring fra hjemmetjenesten er en fordel

Vi tilbyr:
• Hjelp til å finne bolig

Politiattest må legges fram. Søknadsfrist: 15. desember 2026."""
REST: dict[str, list[str]] = {"workplace": ["2420 Trysil"], "deadline": ["15.12.2026"], "employment": ["fast"]}


def an_employer(session: Session, *keys: str) -> Actor:
    grants = frozenset((Scope.ORGANISATION, key) for key in keys)
    user = create_user(session, username="-".join(keys) or "ingen", name="Randi", kind=UserKind.EMPLOYER, grants=grants, now=NOW)
    return Actor(user_id=user.id, name="Randi", kind=UserKind.EMPLOYER, grants=grants)


def look(actor: Actor, on: date = TODAY) -> Look:
    return Look(actor=actor, purpose="formidling", now=NOW, on=on)


def published(session: Session, actor: Actor, bench: Workbench, **typed: list[str]) -> str:
    posting = postings.begin_from_ad(session, actor, bench, AD_TEXT)
    save(session, actor, bench, posting, TERMS, REST | {"percent_min": ["75"], **typed})
    return postings.publish(session, actor, bench, posting.id)


def save(
    session: Session, actor: Actor, bench: Workbench, posting: Posting, step: str, form: Mapping[str, Sequence[str]]
) -> None:
    postings.save_step(session, actor, bench, posting.id, step=step, form=form)
