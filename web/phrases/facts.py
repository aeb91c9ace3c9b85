"""One requirement held against one person, in words: what is asked, whether it is met, what the answer rests on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from matcher.catalogue import Catalogue
from matcher.records import Finding, Match, Status
from matcher.rules import matches
from web import i18n
from web.phrases.codes import FAMILIES, PERSONS_SHIFTS, STATUSES
from web.phrases.texts import either, gettext, listed, lowered

SIGNS = {Status.MET: "✓", Status.UNMET: "–", Status.UNKNOWN: "?"}
AFTER_OFFER_SIGN = "○"
APPLIED, REFUSED = " applied", " refused"

_ON_PAPER = ("auth:", "fagbrev:", "degree:")


def requirement(code: str, catalogue: Catalogue) -> str:
    """Return the label of a requirement code; alternatives are joined with «eller», as Norwegian as the labels are."""
    labels = [_label(atom, catalogue) for atom in code.split("|")]
    first = labels[0].rpartition(" som ")
    if len(labels) > 1 and first[1] and all(label.startswith(first[0] + " som ") for label in labels):
        names = [label.removeprefix(first[0] + " som ") for label in labels]
        return f"{first[0]} som {', '.join(names[:-1])} eller {names[-1]}"
    return " eller ".join([labels[0], *(lowered(label) for label in labels[1:])])


def _label(atom: str, catalogue: Catalogue) -> str:
    kind = catalogue.requirements.get(atom)
    if kind is not None:
        return kind.label
    if atom.startswith("experience:years>="):
        return gettext("Minst %(years)s års erfaring", years=atom.removeprefix("experience:years>="))
    return gettext("Et krav som ikke står i katalogen")


def question(code: str, catalogue: Catalogue) -> str:
    """Return what to ask the person about a requirement; where the catalogue has no question, that it must be settled."""
    return question_of(code, catalogue) or gettext("Avklar: %(requirement)s", requirement=lowered(requirement(code, catalogue)))


def question_of(code: str, catalogue: Catalogue) -> str:
    """Return the catalogue's question to the person about a requirement; "" when it has none."""
    if any_shift(code):
        return gettext("Hvilke vakter kan du ta?")
    kinds = [catalogue.requirements[atom] for atom in code.split("|") if atom in catalogue.requirements]
    return next((kind.ask for kind in kinds if kind.ask), "")


def any_shift(code: str) -> bool:
    """Tell whether any one of several shifts is enough, as on a call list."""
    return "|" in code and all(atom.startswith("shift:") for atom in code.split("|"))


def question_for_employer(finding: Finding, catalogue: Catalogue) -> str:
    """Return what to ask the employer, when the person has something that may do instead of what is asked; else ""."""
    if finding.status is not Status.UNKNOWN or not finding.evidence or finding.evidence.endswith(APPLIED):
        return ""
    for atom in finding.requirement.split("|"):
        kind = catalogue.requirements.get(atom)
        if kind is not None and kind.ask_employer and matches(finding.evidence, kind.perhaps_by):
            return kind.ask_employer
    return ""


def ask(finding: Finding, catalogue: Catalogue) -> str:
    """Return what to ask about an unknown requirement, of the person or the employer; "" when nothing is to be asked."""
    if finding.status is not Status.UNKNOWN or finding.after_offer:
        return ""
    of_employer = question_for_employer(finding, catalogue)
    if of_employer:
        return gettext("Arbeidsgiver: %(question)s", question=of_employer)
    return question(finding.requirement, catalogue)


def asked_next(match: Match) -> Finding:
    """Return the finding whose answer decides most."""
    code = match.ask_next or ""
    found = [finding for finding in match.findings if finding.must and finding.requirement == code]
    return found[0] if found else Finding(requirement=code, status=Status.UNKNOWN)


def status(finding: Finding) -> str:
    """Return the status of a finding with its sign."""
    if finding.after_offer:
        return f"{AFTER_OFFER_SIGN} {gettext('Sjekkes etter tilbud')}"
    words = f"{SIGNS[finding.status]} {STATUSES[finding.status]}"
    claimed = finding.status is Status.MET and finding.evidence.startswith(_ON_PAPER) and not finding.verified
    return f"{words} ({gettext('ikke verifisert')})" if claimed else words


def proof(finding: Finding, catalogue: Catalogue) -> str:
    """Return what a finding rests on, in words; "" where nothing is known."""
    text = finding.evidence
    family, _, value = text.partition(":")
    if not text:
        return ""
    if text in _PLAIN:
        return _PLAIN[text]()
    if family in _READERS:
        return _READERS[family](value, finding)
    label = credential(text.removesuffix(APPLIED).removesuffix(REFUSED), catalogue)
    if label and text.endswith(REFUSED):
        return gettext("har sagt nei til %(what)s", what=lowered(label))
    if label and text.endswith(APPLIED):
        return gettext("%(paper)s: søkt, ikke fått svar", paper=lowered(label))
    if label:
        return lowered(label) if finding.verified else gettext("%(fact)s, oppgitt", fact=lowered(label))
    if finding.requirement.startswith("experience:"):
        return gettext("har arbeidet innen %(areas)s", areas=either([str(FAMILIES[area]) for area in text.split(",")]))
    return gettext("oppgitt")


def credential(code: str, catalogue: Catalogue) -> str:
    """Return the label of something held on paper, a licence, a shift or a skill; "" for what the catalogue does not know."""
    kind = catalogue.requirements.get(code)
    if kind is not None:
        return kind.label
    if code in catalogue.credentials:
        return catalogue.credentials[code]
    family, _, value = code.partition(":")
    if family == "licence":
        return gettext("Førerkort klasse %(licence)s", licence=value)
    if family == "shift":
        return str(PERSONS_SHIFTS.get(value, ""))
    longer = [known for known in catalogue.credentials if code.startswith(f"{known}:")]
    return catalogue.credentials[max(longer, key=len)] if longer else ""


def full_time(months: float) -> str:
    """Return full-time months as «7,9 år i full stilling»."""
    if months < 12:
        return gettext("%(months)s md. i full stilling", months=f"{months:.0f}")
    return gettext("%(years)s år i full stilling", years=i18n.number(months / 12))


def percent_wished(value: str) -> str:
    """Return a wished share of full time as «ønsker 50-80 %»."""
    least, _, most = value.partition("-")
    if float(least) == 0:
        return gettext("ønsker høyst %(percent)s", percent=i18n.percent(float(most)))
    if least == most:
        return gettext("ønsker %(percent)s", percent=i18n.percent(float(least)))
    return gettext("ønsker %(least)s-%(most)s", least=least, most=i18n.percent(float(most)))


def norwegian(value: str, *, tested: bool) -> str:
    """Return a level of Norwegian as «norsk omtrent B1 (oppgitt)»; two sides («B2/B1») are told apart."""
    best, _, least = value.partition("/")
    if least and tested:
        return gettext("norsk %(least)s, delvis %(best)s (prøve)", least=least, best=best)
    if least:
        return gettext("norsk omtrent %(least)s, delvis %(best)s (oppgitt)", least=least, best=best)
    if tested:
        return gettext("norsk %(level)s (prøve)", level=best)
    if best == "C1":
        return gettext("norsk som førstespråk (oppgitt)")
    return gettext("norsk omtrent %(level)s (oppgitt)", level=best)


def by_car(value: str) -> str:
    """Return minutes of travel as «35 min med bil»."""
    return gettext("%(minutes)s med bil", minutes=i18n.minutes(float(value)))


# --- what each kind of evidence says ---------------------------------------------------------------------------


def _minutes(value: str, _finding: Finding) -> str:
    drive, _, car = value.partition(" ")
    if car == "no car":
        return gettext("%(drive)s, har ikke bil", drive=by_car(drive))
    if car == "car unknown":
        return gettext("%(drive)s, bil ikke oppgitt", drive=by_car(drive))
    return by_car(drive)


def _months(value: str, _finding: Finding) -> str:
    if float(value) < 0.5:
        return gettext("ingen praksis fra samme arbeid er registrert")
    return gettext("%(length)s i samme arbeid", length=full_time(float(value)))


def _language(value: str, finding: Finding) -> str:
    if value == "en":
        return gettext("engelsk, oppgitt")
    if value == "sma":
        return gettext("sørsamisk, oppgitt")
    return norwegian(value, tested=finding.verified)


def _wish(value: str, _finding: Finding) -> str:
    if value == "practice":
        return gettext("arbeider med dette, eller har nylig gjort det")
    return gettext("ønsker %(title)s", title=value)


def _refused(value: str, _finding: Finding) -> str:
    families = [str(FAMILIES[family]) for family in value.split(",") if family in FAMILIES]
    return gettext("har sagt nei til slikt arbeid: %(families)s", families=listed(families))


def _percent(value: str, _finding: Finding) -> str:
    return percent_wished(value)


def _start(value: str, _finding: Finding) -> str:
    return gettext("kan først begynne %(day)s", day=i18n.day(date.fromisoformat(value)))


_READERS: dict[str, Callable[[str, Finding], str]] = {
    "minutes": _minutes,
    "months": _months,
    "language": _language,
    "wish": _wish,
    "refused": _refused,
    "percent": _percent,
    "start": _start,
}

_PLAIN: dict[str, Callable[[], str]] = {
    "home unknown": lambda: gettext("bosted eller arbeidssted er ikke kjent"),
    "trained": lambda: gettext("har allerede utdanningen som lærlingen skal få"),
    "licences known": lambda: gettext("har ikke oppgitt slikt førerkort"),
    "car": lambda: gettext("har bil, oppgitt"),
    "no car": lambda: gettext("har ikke bil, oppgitt"),
    "no right to work": lambda: gettext("har ikke rett til å arbeide i Norge, oppgitt"),
    "registration": lambda: gettext("avklart ved registrering"),
    "profile empty": lambda: gettext("verken arbeid, utdanning eller ønsker er registrert"),
    "other places wished": lambda: gettext("har bare ønsket andre kommuner"),
    "weekdays refused": lambda: gettext("har sagt at hverdager ikke går"),
    "weekend days ticked": lambda: gettext("har bare nevnt helger"),
    "lasting work wished": lambda: gettext("har bare ønsket fast arbeid"),
    "turns 18": lambda: gettext("fyller 18 år før oppstart"),
    "turns 20": lambda: gettext("fyller 20 år før oppstart"),
    "turns 18 that month": lambda: gettext("fyller 18 år i måneden for oppstart"),
    "turns 20 that month": lambda: gettext("fyller 20 år i måneden for oppstart"),
    "under 18": lambda: gettext("er under 18 år"),
    "under 20": lambda: gettext("er under 20 år"),
}
