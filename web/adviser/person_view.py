"""Where one person stands, in words: the answer of the page, the ways, what opens most, the question, who has looked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext

from matcher.catalogue import Catalogue
from matcher.records import Tier
from matcher.suppositions import INTEREST
from matcher.what_if import Question
from models.audit import AuditAction
from models.people import JobSeeker
from models.services.people.page import Asked, LookedAt, PersonPage
from models.services.people.quality import Part
from models.services.people.ranking import DoorWay, PersonRanking, RoleWay
from models.sharing import Answer
from web import i18n, phrases
from web.phrases.texts import as_name, capital, either, gettext, listed, ngettext

NOTHING: dict[Tier, Any] = {
    Tier.READY: lazy_gettext("Ingen åpne stillinger der alle krav er oppfylt."),
    Tier.CLARIFY: lazy_gettext("Ingen åpne stillinger der noe må avklares."),
    Tier.ON_THE_WAY: lazy_gettext("Ingen åpne stillinger der en kjent vei fører fram."),
    Tier.CLOSED: lazy_gettext("Ingen åpne stillinger er stengt."),
}

_DONE = {
    AuditAction.ACCESS: lazy_gettext("Åpnet"),
    AuditAction.SEARCH: lazy_gettext("Sto i en liste"),
    AuditAction.CREATE: lazy_gettext("Registrerte"),
    AuditAction.UPDATE: lazy_gettext("Endret"),
    AuditAction.DELETE: lazy_gettext("Slettet"),
    AuditAction.SHARE: lazy_gettext("Delte"),
    AuditAction.EXPORT: lazy_gettext("Hentet ut"),
}

_SECTIONS = {
    "licence": "forerkort",
    "car": "forerkort",
    "shift": "arbeidstid",
    "language": "sprak",
    "interest": "onsker",
    "reach": "bosted",
    "skill": "kompetanse",
    "age": "kontakt",
    "experience": "erfaring",
}


def name(person: JobSeeker) -> str:
    """Return what a person is called, or the source's id where no name is registered."""
    return f"{person.identity.given_name} {person.identity.family_name}".strip() or person.external_id


def counts(ranking: PersonRanking) -> Mapping[Tier, int]:
    """Return how many open vacancies there are in each tier."""
    return {tier.tier: tier.total for tier in ranking.tiers}


def asked(question: Question, catalogue: Catalogue) -> str:
    """Return a question as it is put to the person."""
    if question.code.startswith(INTEREST):
        family = phrases.FAMILIES.get(question.code.removeprefix(INTEREST), "")
        return gettext("Kan du tenke deg arbeid innen %(family)s?", family=family)
    return phrases.question(question.code, catalogue)


def what_it_decides(question: Question) -> str:
    """Return what hangs on the answer: «Svaret kan bringe 3 stillinger nærmere, eller skyve 5 bort.»."""
    nearer, farther = len(question.nearer), len(question.farther)
    if nearer and farther:
        return ngettext(
            "Svaret kan bringe %(num)d stilling nærmere, eller skyve %(farther)s bort.",
            "Svaret kan bringe %(num)d stillinger nærmere, eller skyve %(farther)s bort.",
            nearer,
            farther=farther,
        )
    if nearer:
        return ngettext("Svaret kan bringe %(num)d stilling nærmere.", "Svaret kan bringe %(num)d stillinger nærmere.", nearer)
    return ngettext("Svaret kan skyve %(num)d stilling bort.", "Svaret kan skyve %(num)d stillinger bort.", farther)


def section_of(question: Question) -> str:
    """Return the section of the CV where the answer is written."""
    return _SECTIONS.get(question.code.partition(":")[0], "papirer")


def part_section(part: Part) -> str:
    """Return the section of the CV where a part of the profile is filled in."""
    return "onsker" if part is Part.PLACES else part.value


def roles(way: RoleWay) -> str:
    """Return the roles at the end of a way: «Helsefagarbeider eller hjelpepleier»."""
    labels = [role.label for role in way.roles]
    return either([labels[0], *(as_name(label) for label in labels[1:])])


def missing(way: RoleWay, catalogue: Catalogue) -> str:
    """Return what is missing for the roles of a way: the state that it leads to."""
    state = catalogue.states.get(way.route.target)
    return gettext("Mangler: %(state)s", state=phrases.lowered(state.label)) if state else ""


def way_line(way: RoleWay, catalogue: Catalogue) -> str:
    """Return a way as one line: «Fagbrev på jobb, med lønn, klar fra mai 2028»."""
    label = phrases.route(way.route, catalogue)
    paid = gettext("med lønn eller ytelse") if way.route.paid else gettext("ikke lønn hele veien")
    if way.route.ready_on is None:
        return f"{label}, {paid}"
    return gettext("%(way)s, %(paid)s, klar fra %(month)s", way=label, paid=paid, month=i18n.month(way.route.ready_on))


def door_rows(doors: list[DoorWay], catalogue: Catalogue) -> list[dict[str, Any]]:
    """Return bars: what is missing, how many vacancies it opens, and how it is had."""
    return [
        {
            "label": phrases.requirement(door.code, catalogue),
            "value": len(door.openings),
            "text": ngettext("%(num)d stilling", "%(num)d stillinger", len(door.openings)),
            "note": _how(door, catalogue),
        }
        for door in doors
    ]


def _how(door: DoorWay, catalogue: Catalogue) -> str:
    if door.route is not None:
        length = i18n.months(door.route.months)
        return gettext("%(way)s (%(length)s)", way=phrases.route(door.route, catalogue), length=length)
    names = listed([catalogue.measures[one].label for one in door.measures if one in catalogue.measures])
    if door.months is None:
        return names
    return gettext("%(way)s (%(length)s)", way=names, length=i18n.months(door.months))


def outcome(entry: Asked) -> str:
    """Return what came of a question about sharing: «Ja 12. november 2026, delt med arbeidsgiveren»."""
    if entry.answer is None or entry.answered is None:
        return gettext("%(state)s, frist %(day)s", state=phrases.REQUEST_STATE[entry.state], day=i18n.day(entry.deadline))
    if entry.answer is Answer.NO:
        return gettext("Nei %(day)s", day=i18n.day(entry.answered))
    if entry.shared is not None:
        return gettext("Ja %(day)s, delt med arbeidsgiveren", day=i18n.day(entry.answered))
    return gettext("Ja %(day)s, ikke delt ennå", day=i18n.day(entry.answered))


def who(entry: LookedAt) -> str:
    """Return who has looked."""
    if entry.machine:
        return gettext("Drift (%(name)s)", name=entry.name) if entry.name else gettext("Drift")
    return entry.name or gettext("En bruker som er slettet")


def what_for(entry: LookedAt) -> str:
    """Return what was done, why, and about which vacancy: «Åpnet, formidling: Nattevakt, Trysil»."""
    done = gettext("%(done)s, %(purpose)s", done=_DONE[entry.action], purpose=entry.purpose)
    return f"{done}: {entry.vacancy}" if entry.vacancy else done


def carer(found: PersonPage) -> str:
    """Return who takes care of the person."""
    if found.mine:
        return gettext("Du følger opp")
    return gettext("Følges opp av %(name)s", name=found.adviser) if found.adviser else gettext("Ingen fast veileder")


def ingress(found: PersonPage, wishes: str) -> str:
    """Return the head of the page in a line: place, and what the person wants."""
    return ". ".join(part for part in (found.person.poststed, capital(wishes)) if part)
