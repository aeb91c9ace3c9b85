"""The demo's users: invented people, one of each kind, whom anybody may sign in as where demo mode is on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matcher.text import normalise
from models import queries
from models.accounts import Scope, User, UserKind
from models.services.accounts import SignedIn, create_user, open_session
from models.services.intake.nav_feed import SOURCE
from models.vacancies import Vacancy, VacancyState

PREFIX = "demo-"
FEWEST_OPEN = 0.25
"""With a smaller share of its advertisements open the demo has little left to show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoUser:
    """One invented user: how the page lists the user, and what the user may reach."""

    username: str
    name: str
    kind: UserKind
    unit: str
    grants: tuple[tuple[Scope, str], ...]


def _units(*names: str) -> tuple[tuple[Scope, str], ...]:
    return tuple((Scope.ORGANISATION, f"name:{normalise(name)}") for name in names)


DEMO_USERS: Sequence[DemoUser] = (
    DemoUser(
        username=f"{PREFIX}veileder-trysil",
        name="Ingrid Nordhagen",
        kind=UserKind.ADVISER,
        unit="NAV Trysil og Engerdal",
        grants=((Scope.MUNICIPALITY, "3421"), (Scope.MUNICIPALITY, "3425"), (Scope.OWN_USERS, "")),
    ),
    DemoUser(
        username=f"{PREFIX}veileder-amot",
        name="Jonas Løvbekk",
        kind=UserKind.ADVISER,
        unit="NAV Åmot og Våler",
        grants=((Scope.MUNICIPALITY, "3422"), (Scope.MUNICIPALITY, "3419"), (Scope.OWN_USERS, "")),
    ),
    DemoUser(
        username=f"{PREFIX}arbeidsgiver",
        name="Randi Skogheim",
        kind=UserKind.EMPLOYER,
        unit="Trysil kommune",
        grants=_units(
            "Trysil kommune, hjemmetjenesten",
            "Trysil kommune, sykehjemmet",
            "Trysil kommune, bo og miljø",
            "Trysil kommune, helse og mestring",
        ),
    ),
    DemoUser(
        username=f"{PREFIX}koordinator",
        name="Eirik Brennodden",
        kind=UserKind.COORDINATOR,
        unit="Innlandet",
        grants=(),
    ),
)


def seed_demo_users(session: Session, now: datetime) -> int:
    """Add the demo users who are not there yet; return how many were added.  None of them has a password."""
    there = set(session.scalars(select(User.username).where(User.username.in_([user.username for user in DEMO_USERS]))))
    new = [user for user in DEMO_USERS if user.username not in there]
    for user in new:
        create_user(
            session, username=user.username, name=user.name, kind=user.kind, grants=user.grants, now=now, granted_by="demo"
        )
    return len(new)


def seeded_demo_users(session: Session) -> list[DemoUser]:
    """Return the demo users who can sign in, in the order of the page."""
    there = set(
        session.scalars(
            select(User.username).where(
                User.username.in_([user.username for user in DEMO_USERS]),
                User.disabled_at.is_(None),
                User.password_hash.is_(None),
            )
        )
    )
    return [user for user in DEMO_USERS if user.username in there]


def demo_has_run_out(session: Session, on: date) -> bool:
    """Tell whether most of the advertisements from outside have run out by ``on``.  Only to be asked of a demo."""
    ours = select(func.count()).where(Vacancy.source == SOURCE, Vacancy.state != VacancyState.WITHDRAWN)
    still_open = queries.open_vacancies(on).where(Vacancy.source == SOURCE).with_only_columns(func.count())
    return (session.scalar(still_open) or 0) < FEWEST_OPEN * (session.scalar(ours) or 0)


def sign_in_demo_user(session: Session, username: str, now: datetime) -> SignedIn | None:
    """Open a session for a demo user; None for every other name.  Only to be called where demo mode is on."""
    if username not in {user.username for user in seeded_demo_users(session)}:
        return None
    user = session.scalars(select(User).where(User.username == username)).one()
    return open_session(session, user, now)
