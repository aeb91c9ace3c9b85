"""Who may do what, and whom they may reach: one table of permissions, and scopes reckoned from a user's grants."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, false, or_, true

from models.accounts import Grant, Scope, UserKind
from models.people import JobSeeker
from models.vacancies import Employer, Vacancy


class Permission(StrEnum):
    """One thing that a view lets a user do; every view names one."""

    OWN_ACCOUNT = "own_account"
    ADVISER_START = "adviser_start"
    SEE_VACANCIES = "see_vacancies"
    SEE_MATCHES = "see_matches"
    CORRECT_VACANCIES = "correct_vacancies"
    SEE_PEOPLE = "see_people"
    EDIT_PEOPLE = "edit_people"
    CONFIRM_VISIBILITY = "confirm_visibility"
    EDIT_LISTS = "edit_lists"
    ASK_TO_SHARE = "ask_to_share"
    OWN_VACANCIES = "own_vacancies"
    SEE_FIELD = "see_field"
    SEE_SHARED = "see_shared"
    SEE_NIGHTS = "see_nights"
    SEE_CATALOGUE = "see_catalogue"
    SEE_SCENARIOS = "see_scenarios"


_ADVISER = frozenset(
    {
        Permission.OWN_ACCOUNT,
        Permission.ADVISER_START,
        Permission.SEE_VACANCIES,
        Permission.SEE_MATCHES,
        Permission.CORRECT_VACANCIES,
        Permission.SEE_PEOPLE,
        Permission.EDIT_PEOPLE,
        Permission.CONFIRM_VISIBILITY,
        Permission.EDIT_LISTS,
        Permission.ASK_TO_SHARE,
        Permission.SEE_CATALOGUE,
    }
)

ALLOWED: dict[UserKind, frozenset[Permission]] = {
    UserKind.ADVISER: _ADVISER,
    UserKind.EMPLOYER: frozenset({Permission.OWN_ACCOUNT, Permission.OWN_VACANCIES, Permission.SEE_FIELD, Permission.SEE_SHARED}),
    UserKind.COORDINATOR: frozenset(
        {Permission.OWN_ACCOUNT, Permission.SEE_NIGHTS, Permission.SEE_CATALOGUE, Permission.SEE_SCENARIOS}
    ),
    UserKind.SEEKER: frozenset({Permission.OWN_ACCOUNT}),
    UserKind.ADMIN: frozenset({Permission.OWN_ACCOUNT}),
}
"""What each kind of user may do.  What is not here is refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A signed-in user as use cases see them: who, of what kind, and what they were granted."""

    user_id: str
    name: str
    kind: UserKind
    grants: frozenset[tuple[Scope, str]] = frozenset()

    @property
    def audit_name(self) -> str:
        """How the actor stands in the audit log."""
        return f"user:{self.user_id}"

    def may(self, permission: Permission) -> bool:
        """Tell whether this kind of user has ``permission``."""
        return permission in ALLOWED.get(self.kind, frozenset())

    def granted(self, scope: Scope) -> frozenset[str]:
        """Return the values granted within one scope."""
        return frozenset(value for kind, value in self.grants if kind is scope)


def grants_of(rows: Iterable[Grant]) -> frozenset[tuple[Scope, str]]:
    """Return grants as an actor carries them."""
    return frozenset((row.scope, row.value) for row in rows)


def people_in_scope(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on :class:`JobSeeker` for the people whom ``actor`` may reach; without a grant, nobody."""
    if not actor.may(Permission.SEE_PEOPLE):
        return false()
    conditions: list[ColumnElement[bool]] = []
    if municipalities := actor.granted(Scope.MUNICIPALITY):
        conditions.append(JobSeeker.kommunenr.in_(municipalities))
    if offices := actor.granted(Scope.OFFICE):
        conditions.append(JobSeeker.office.in_(offices))
    if actor.granted(Scope.OWN_USERS):
        conditions.append(JobSeeker.adviser_id == actor.user_id)
    return or_(*conditions) if conditions else false()


def vacancies_in_scope(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on :class:`Vacancy` for those that ``actor`` may open: advisers all, employers their own."""
    if actor.may(Permission.SEE_VACANCIES):
        return true()
    if actor.may(Permission.OWN_VACANCIES) and (keys := actor.granted(Scope.ORGANISATION)):
        return Vacancy.employer.has(Employer.key.in_(keys))
    return false()
