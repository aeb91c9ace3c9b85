"""The ladder to a post: the role in which a person may begin now, and what comes first there."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from matcher.catalogue import Catalogue
from matcher.records import Opening, Route
from matcher.routes import RouteFinder
from matcher.states import Standing

ASSISTANT = "R13"
"""The lowest rung in care: a role that asks for no training."""

SKILLED, SCHOOLED, STUDENT, READY, APPLIED = "N07", "N04", "N13", "N22", "N31"
"""States that an employer may accept for now: a certificate, the school part of it, a student, an assistant, an applicant."""

ROLE_OF = {SKILLED: "R11", SCHOOLED: "R22"}
"""The rung of a state; every other state begins as an assistant."""

IN_CARE = frozenset({"pleie", "sykepleie", "miljo"})
"""Families of roles that the ladder leads to."""

BESIDE_CARE = IN_CARE | {"service", "kjokken", "renhold"}
"""Families whose unskilled roles begin with the same basic course: it is about hygiene, secrecy and safety."""

UNQUALIFIED = frozenset({"unqualified_ok", "alt:unqualified"})
APPRENTICE = "route:apprentice"
A_START = 1.0
"""Months: what takes longer is training, not the beginning of a job."""
OPEN_TO_ALL = frozenset({"E0", "E1"})


def begins_in(opening: Opening, accepted: Collection[str], standing: Standing, catalogue: Catalogue) -> str | None:
    """Return the highest role below the post in which a person may begin, or None.

    Parameters
    ----------
    opening : Opening
        What it allows: people without the training, apprentices.
    accepted : collection of str
        States that the employer accepts for now.
    standing : Standing
        Where the person stands.
    catalogue : Catalogue
        The roles.

    Returns
    -------
    str or None
        None outside care, where the employer takes nobody below the post, and where the rung is the post itself.
    """
    roles = roles_of(opening)
    if not IN_CARE & {catalogue.roles[role].family for role in roles if role in catalogue.roles}:
        return None
    unqualified = bool(opening.properties & UNQUALIFIED)
    rungs = []
    if SKILLED in standing.states and (unqualified or SKILLED in accepted):
        rungs.append(ROLE_OF[SKILLED])
    if SCHOOLED in standing.states and (SCHOOLED in accepted or APPRENTICE in opening.properties):
        rungs.append(ROLE_OF[SCHOOLED])
    student = STUDENT in accepted and STUDENT in standing.states
    applicant = APPLIED in accepted and bool(standing.complete)
    if unqualified or READY in accepted or student or applicant:
        rungs.append(ASSISTANT)
    return next((role for role in rungs if role not in roles and role in catalogue.roles), None)


def first_step(roles: Iterable[str], standing: Standing, routes: RouteFinder, catalogue: Catalogue, on: date) -> Route | None:
    """Return what a person does first in one of ``roles``: the basic course, for whoever is not used to such work; else None."""
    known = [catalogue.roles[role] for role in roles if role in catalogue.roles]
    lowest = [role for role in known if not role.states and role.entry in OPEN_TO_ALL and role.family in BESIDE_CARE]
    used = READY in standing.states or any(routes.practised(standing, role.family) for role in lowest)
    if not lowest or used or READY not in catalogue.states:
        return None
    return next(iter(routes.find(standing, (READY,), on=on, top=1, horizon=A_START)), None)


def roles_of(opening: Opening) -> tuple[str, ...]:
    """Return the roles of an opening, those of its variants included."""
    return (*opening.roles, *(role for variant in opening.variants for role in variant.roles))
