"""What is missing or not known of a requirement, as the end of a sentence about the person."""

from __future__ import annotations

from collections.abc import Callable

from matcher.catalogue import Catalogue
from matcher.records import Finding, Match, Status
from web.phrases.facts import APPLIED, any_shift, credential, question_for_employer, requirement
from web.phrases.texts import gettext, lowered

# Requirements whose label names a thing that one has or lacks: «mangler førerkort klasse B».
_HELD = ("auth:", "degree:", "fagbrev:", "vg2:", "spec:", "licence:", "cond:licence:", "language:", "experience:", "ysk", "lis1")
_NOT_HELD = frozenset({"spec:allmennmedisin"})


def unmet(match: Match) -> list[Finding]:
    """Return the demands that are not met."""
    return [finding for finding in match.findings if finding.must and finding.status is Status.UNMET]


def unknown(match: Match) -> list[Finding]:
    """Return the demands of which nobody has said whether they are met, without what is checked after an offer."""
    found = [finding for finding in match.findings if finding.must and not finding.after_offer]
    return [finding for finding in found if finding.status is Status.UNKNOWN]


def lacks(finding: Finding, catalogue: Catalogue) -> str:
    """Return what stands in the way as «mangler førerkort klasse B» or «kan ikke arbeide om natten»."""
    code = finding.requirement
    if code == "interest" and finding.evidence == "trained":
        return gettext("har allerede utdanningen som lærlingen skal få")
    if code == "reach" and finding.evidence.endswith("no car"):
        return gettext("kommer seg ikke dit uten bil")
    if any_shift(code):
        return gettext("kan ikke ta noen av vaktene")
    if code in _LACKS:
        return _LACKS[code]()
    what = lowered(requirement(code, catalogue))
    if _is_held(code):
        return gettext("mangler %(what)s", what=what)
    return gettext("oppfyller ikke kravet «%(what)s»", what=what)


def may(finding: Finding, catalogue: Catalogue) -> str:
    """Return what is not known, as it ends «vi vet ikke om Mariam …»: «har førerkort klasse B»."""
    code = finding.requirement
    if any_shift(code):
        return gettext("kan ta noen av vaktene")
    if code in _MAY:
        return _MAY[code]()
    what = lowered(requirement(code, catalogue))
    if finding.evidence.endswith(APPLIED):
        return gettext("har fått svar på søknaden om %(what)s", what=what)
    if _is_held(code):
        return gettext("har %(what)s", what=what)
    return gettext("oppfyller kravet «%(what)s»", what=what)


def gained(finding: Finding, catalogue: Catalogue) -> str:
    """Return that a requirement is met now, as a cause: «førerkort klasse B er registrert»."""
    if any_shift(finding.requirement):
        return gettext("ja til noen av vaktene er registrert")
    if finding.requirement in _GAINED:
        return _GAINED[finding.requirement]()
    return gettext("%(what)s er registrert", what=lowered(requirement(finding.requirement, catalogue)))


def instead(finding: Finding, catalogue: Catalogue) -> str:
    """Return what the person has that the employer may accept instead of what is asked; "" when there is nothing."""
    return lowered(credential(finding.evidence, catalogue)) if question_for_employer(finding, catalogue) else ""


def _is_held(code: str) -> bool:
    return all(atom.startswith(_HELD) and atom not in _NOT_HELD for atom in code.split("|"))


_LACKS: dict[str, Callable[[], str]] = {
    "shift:day": lambda: gettext("kan ikke arbeide på dagtid"),
    "shift:evening": lambda: gettext("kan ikke arbeide om kvelden"),
    "shift:night": lambda: gettext("kan ikke arbeide om natten"),
    "shift:weekend": lambda: gettext("kan ikke arbeide i helgene"),
    "shift:oncall": lambda: gettext("kan ikke gå beredskapsvakter"),
    "reach": lambda: gettext("har for lang reisevei"),
    "interest": lambda: gettext("har sagt nei til slikt arbeid"),
    "hours": lambda: gettext("vil absolutt ha en annen stillingsprosent"),
    "weekdays": lambda: gettext("kan bare arbeide i helgene"),
    "profile": lambda: gettext("har ingen opplysninger i profilen ennå"),
    "age:18": lambda: gettext("er under 18 år"),
    "age:20": lambda: gettext("er under 20 år"),
    "car:own": lambda: gettext("har ikke bil til arbeidet"),
    "right_to_work": lambda: gettext("har ikke rett til å arbeide i Norge"),
}

_MAY: dict[str, Callable[[], str]] = {
    "shift:day": lambda: gettext("kan arbeide på dagtid"),
    "shift:evening": lambda: gettext("kan arbeide om kvelden"),
    "shift:night": lambda: gettext("kan arbeide om natten"),
    "shift:weekend": lambda: gettext("kan arbeide i helgene"),
    "shift:oncall": lambda: gettext("kan gå beredskapsvakter"),
    "reach": lambda: gettext("kan reise så langt"),
    "interest": lambda: gettext("ønsker slikt arbeid"),
    "place": lambda: gettext("kan tenke seg å arbeide i denne kommunen"),
    "form": lambda: gettext("kan tenke seg arbeid for en tid"),
    "hours": lambda: gettext("kan tenke seg en slik stillingsprosent"),
    "weekdays": lambda: gettext("kan arbeide på hverdager"),
    "start": lambda: gettext("kan begynne tidligere"),
    "age:18": lambda: gettext("har fylt 18 år"),
    "age:20": lambda: gettext("har fylt 20 år"),
    "car:own": lambda: gettext("har bil til arbeidet"),
    "right_to_work": lambda: gettext("har rett til å arbeide i Norge"),
}

_GAINED: dict[str, Callable[[], str]] = {
    "shift:day": lambda: gettext("ja til arbeid på dagtid er registrert"),
    "shift:evening": lambda: gettext("ja til kvelder er registrert"),
    "shift:night": lambda: gettext("ja til netter er registrert"),
    "shift:weekend": lambda: gettext("ja til helger er registrert"),
    "shift:oncall": lambda: gettext("ja til beredskapsvakter er registrert"),
    "reach": lambda: gettext("reiseveien er nå innen rekkevidde"),
    "interest": lambda: gettext("ønske om slikt arbeid er registrert"),
    "hours": lambda: gettext("stillingsprosenten passer nå"),
    "weekdays": lambda: gettext("ja til hverdager er registrert"),
    "start": lambda: gettext("personen kan begynne i tide nå"),
    "place": lambda: gettext("kommunen er blant de ønskede nå"),
    "form": lambda: gettext("ansettelsesformen passer nå"),
    "profile": lambda: gettext("profilen er fylt ut"),
    "age:18": lambda: gettext("18 år er fylt"),
    "age:20": lambda: gettext("20 år er fylt"),
    "car:own": lambda: gettext("bil er registrert"),
    "right_to_work": lambda: gettext("rett til å arbeide i Norge er registrert"),
}
