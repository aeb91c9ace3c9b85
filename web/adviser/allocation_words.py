"""What spreading and allocating trade, in words: how many, who gave way, and what was given up; never a percentage."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.records import Tier
from matcher.weights import strength
from models.services.ranking.allocation import Plan, Proposal
from models.services.vacancies.people import PersonRow, VacancyPeople
from web import i18n
from web.phrases import STRENGTHS
from web.phrases.texts import gettext, lowered, ngettext


@dataclass(frozen=True, slots=True, kw_only=True)
class SpreadWords:
    """What stands over the list of a vacancy: whether first places are spread, and what that means here."""

    on: bool
    text: str


def spread(found: VacancyPeople) -> SpreadWords | None:
    """Return what to say of the first places; None where nobody stands first in several lists."""
    firsts = found.firsts
    if firsts is None:
        return None
    if firsts.changed and firsts.spreading:
        return SpreadWords(on=True, text=" ".join([_here(found), _everywhere(found)]))
    if firsts.spreading:
        return SpreadWords(on=True, text=gettext("Førsteplassene er alt spredt så langt det går uten at mye går tapt."))
    first = _first(found)
    if first is None or not first.first_elsewhere:
        return None
    return SpreadWords(
        on=False,
        text=ngettext(
            "Den som står øverst her, står også øverst i %(num)d annen liste.",
            "Den som står øverst her, står også øverst i %(num)d andre lister.",
            first.first_elsewhere,
        ),
    )


def marks(row: PersonRow) -> list[str]:
    """Return what a person's row says of first places."""
    said = []
    if row.moved_up:
        said.append(
            ngettext(
                "Flyttet opp %(num)d plass for å spre oppmerksomheten",
                "Flyttet opp %(num)d plasser for å spre oppmerksomheten",
                row.moved_up,
            )
        )
    if row.gave_way:
        said.append(gettext("Har gitt fra seg førsteplassen her"))
    if row.first_elsewhere:
        said.append(ngettext("Står øverst i %(num)d annen liste", "Står øverst i %(num)d andre lister", row.first_elsewhere))
    return said


def filled(plan: Plan) -> tuple[str, str]:
    """Return how far a vacancy is filled, and the colour of its tag."""
    if not plan.positions:
        return gettext("Alle jobbene har noen"), "success"
    if plan.positions == 1:
        now = gettext("Kan fylles nå") if plan.filled else gettext("Kan ikke fylles nå")
    else:
        now = gettext("%(filled)s av %(positions)s kan fylles nå", filled=plan.filled, positions=i18n.number(plan.positions))
    return now, "success" if plan.filled == plan.positions else "warning" if plan.filled else "neutral"


def ahead(proposal: Proposal) -> str:
    """Return why somebody who is not first in the list is proposed; "" for the first."""
    if not proposal.ahead:
        return ""
    return ngettext(
        "%(num)d som står foran på listen, er foreslått til en annen stilling",
        "%(num)d som står foran på listen, er foreslått til andre stillinger",
        proposal.ahead,
    )


def rest(plan: Plan) -> list[str]:
    """Return what is known of a vacancy's jobs beyond those who are named: others as numbers, and why some stay empty."""
    lines = []
    if plan.now_more:
        lines.append(ngettext("%(num)d til av dine er foreslått.", "%(num)d til av dine er foreslått.", plan.now_more))
    if plan.now_beyond:
        lines.append(
            ngettext(
                "%(num)d person utenfor ditt område er foreslått.",
                "%(num)d personer utenfor ditt område er foreslått.",
                plan.now_beyond,
            )
        )
    if plan.later_more:
        lines.append(ngettext("%(num)d til av dine er på vei.", "%(num)d til av dine er på vei.", plan.later_more))
    if plan.later_beyond:
        lines.append(
            ngettext(
                "%(num)d person utenfor ditt område er på vei.",
                "%(num)d personer utenfor ditt område er på vei.",
                plan.later_beyond,
            )
        )
    if plan.empty:
        lines.append(ngettext("%(num)d jobb står uten noen.", "%(num)d jobber står uten noen.", plan.empty))
        lines.append(_why_empty(plan))
    return [line for line in lines if line]


def _why_empty(plan: Plan) -> str:
    if plan.elsewhere:
        return ngettext(
            "%(num)d som passer, er foreslått til en annen stilling.",
            "%(num)d som passer, er foreslått til andre stillinger.",
            plan.elsewhere,
        )
    if plan.filled or plan.waiting:
        return gettext("Vi kjenner ingen flere som kan ta en.")
    return "" if plan.strictest else gettext("Vi kjenner ingen som kan ta den eller er på vei, og ingen enkelt endring hjelper.")


def _first(found: VacancyPeople) -> PersonRow | None:
    for tier in found.tiers:
        if tier.tier in {Tier.READY, Tier.CLARIFY} and tier.total:
            return tier.rows[0] if tier.rows and tier.page == 1 else None
    return None


def _here(found: VacancyPeople) -> str:
    move = found.firsts.move if found.firsts else None
    if move is None:
        return gettext("Denne listen er som før.")
    before, now = strength(move.before), strength(move.score)
    if before == now:
        return gettext(
            "Den som stod øverst her, har veket for nummer %(place)s. Begge er et %(strength)s.", **_said(move.places, now)
        )
    return gettext(
        "Den som stod øverst her, har veket for nummer %(place)s: fra et %(before)s til et %(strength)s.",
        before=lowered(str(STRENGTHS[before])),
        **_said(move.places, now),
    )


def _said(places: int, now: str) -> dict[str, str]:
    return {"place": i18n.number(places + 1), "strength": lowered(str(STRENGTHS[now]))}


def _everywhere(found: VacancyPeople) -> str:
    firsts = found.firsts
    if firsts is None:
        return ""
    return gettext(
        "I dine %(lists)s lister stod %(before)s ulike personer øverst, nå står %(now)s. %(changed)s lister er endret, og ingen "
        "har gått forbi noen på et bedre nivå.",
        lists=i18n.number(firsts.lists),
        before=i18n.number(firsts.people_before),
        now=i18n.number(firsts.people_now),
        changed=i18n.number(firsts.changed),
    )
