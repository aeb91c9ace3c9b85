"""What stands in the way and what helps: rows for the page, and the lines that go into an activity plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from matcher.catalogue import Catalogue, Measure
from matcher.records import Finding, Match, MeasureAdvice, Status, Tier
from web import i18n
from web.phrases.facts import ask, requirement
from web.phrases.gaps import lacks, unknown, unmet
from web.phrases.texts import capital, gettext, post
from web.phrases.ways import ready_on, shortest, step, sure_of

_SHOWN_FIELDS = frozenset({"label", "rate", "duration", "age_rule"})
_ORDINARY = "O"
_MOST = 3
_SELF = "personen selv"


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureRow:
    """One measure for one thing in the way; ``rule`` is the scheme's own rule of age, ``unverified`` a mark or "".

    ``key`` finds it in the catalogue, where its sources stand.
    """

    key: str
    hinder: str
    measure: str
    actor: str
    duration: str
    rate: str
    rule: str
    unverified: str


def measure_rows(match: Match, catalogue: Catalogue) -> list[MeasureRow]:
    """Return the measures for what is missing or not known, what is missing first."""
    statuses = {finding.requirement: finding.status for finding in match.findings if finding.status is not Status.MET}
    return [_row(advice, statuses[advice.requirement], catalogue) for advice in match.measures if advice.requirement in statuses]


def _row(advice: MeasureAdvice, status: Status, catalogue: Catalogue) -> MeasureRow:
    measure = catalogue.measures[advice.measure]
    label = requirement(advice.requirement, catalogue)
    return MeasureRow(
        key=measure.id,
        hinder=label if status is Status.UNMET else gettext("%(requirement)s (ikke avklart)", requirement=label),
        measure=measure.label,
        actor=capital(measure.actor),
        duration=capital(measure.duration),
        rate=capital(measure.rate),
        rule=gettext("Alder: %(rule)s", rule=measure.age_rule) if measure.age_rule else "",
        unverified=sure_of(measure.actor.removeprefix(_SELF).lstrip(" ;").removeprefix("og "))
        if _SHOWN_FIELDS & set(measure.unverified)
        else "",
    )


def activity_text(
    match: Match, title: str, catalogue: Catalogue, *, name: str = "", place: str = "", deadline: date | None = None
) -> str:
    """Return four to eight lines for the activity plan: the goal, what is missing, what comes first, who, and by when.

    Scores stay out, and so does everything whose barrier is confidential or of a special category.
    """
    missing = [finding for finding in unmet(match) if _ordinary(finding, catalogue)]
    asked = [finding for finding in unknown(match) if _ordinary(finding, catalogue)]
    lines = [gettext("Mål: %(post)s.", post=post(title, place)), *_status(match, missing, catalogue)]
    questions = list(dict.fromkeys(ask(finding, catalogue) for finding in asked))[:_MOST]
    if questions:
        lines.append(gettext("Må avklares: %(questions)s", questions=" ".join(questions)))
    lines += [*_steps(match, catalogue), *_help(match, missing, catalogue)]
    who = name or gettext("den arbeidssøkende")
    lines.append(gettext("Hvem: %(name)s og veilederen.", name=who))
    lines.append(_by_when(match, catalogue, deadline))
    return "\n".join(lines)


def _status(match: Match, missing: list[Finding], catalogue: Catalogue) -> list[str]:
    if missing:
        return [gettext("Står i veien: %(missing)s.", missing="; ".join(lacks(finding, catalogue) for finding in missing))]
    return [gettext("Alle krav er oppfylt.")] if match.tier is Tier.READY else []


def _steps(match: Match, catalogue: Catalogue) -> list[str]:
    way = shortest(match, catalogue) if match.tier is Tier.ON_THE_WAY else None
    if way is not None and way.steps:
        first = way.steps[0]
        edge = catalogue.edges.get(first.edge)
        lines = [gettext("Først: %(step)s.", step=step(first.edge, catalogue))]
        if edge is not None and edge.provider:
            lines = [gettext("Først: %(step)s (%(provider)s).", step=edge.label, provider=edge.provider)]
        rest = " → ".join(step(edge, catalogue) for edge in way.edges[1:])
        return [*lines, gettext("Deretter: %(steps)s.", steps=rest)] if rest else lines
    if match.tier is Tier.READY:
        return [gettext("Først: søke på stillingen.")]
    if match.tier is Tier.CLARIFY:
        return [gettext("Først: avklare det som ikke er kjent, og så søke på stillingen.")]
    if match.tier is Tier.CLOSED:
        return [gettext("Først: se på andre stillinger og andre veier sammen med veilederen.")]
    return [gettext("Først: avtale tiltak for det som mangler.")]


def _help(match: Match, missing: list[Finding], catalogue: Catalogue) -> list[str]:
    codes = {finding.requirement for finding in missing}
    found = [catalogue.measures[advice.measure] for advice in match.measures if advice.requirement in codes]
    told = dict.fromkeys(f"{measure.label} ({measure.actor})" for measure in found if _plain_measure(measure, catalogue))
    return [gettext("Tiltak å vurdere: %(measures)s.", measures="; ".join([*told][:2]))] if told else []


def _by_when(match: Match, catalogue: Catalogue, deadline: date | None) -> str:
    way = shortest(match, catalogue) if match.tier is Tier.ON_THE_WAY else None
    ready = ready_on(way, match) if way is not None else None
    if ready is not None:
        return gettext("Innen: klar fra %(month)s. Neste oppfølging avtales nå.", month=i18n.month(ready))
    if deadline is not None and match.tier in {Tier.READY, Tier.CLARIFY}:
        return gettext("Innen: søknadsfristen %(day)s.", day=i18n.day(deadline))
    return gettext("Innen: neste oppfølging, som avtales nå.")


def _ordinary(finding: Finding, catalogue: Catalogue) -> bool:
    kinds = [catalogue.requirements[atom] for atom in finding.requirement.split("|") if atom in catalogue.requirements]
    barriers = [catalogue.barriers[kind.barrier] for kind in kinds if kind.barrier in catalogue.barriers]
    return bool(kinds) and all(barrier.data_class == _ORDINARY and barrier.store == "yes" for barrier in barriers)


def _plain_measure(measure: Measure, catalogue: Catalogue) -> bool:
    """Tell whether a measure says nothing of a person but what is in the plan: none for those with reduced work ability."""
    barriers = [catalogue.barriers[barrier] for barrier in measure.barriers if barrier in catalogue.barriers]
    return measure.audience == "adviser" and all(barrier.data_class == _ORDINARY for barrier in barriers)
