"""What became of a match since the last run, and why, in one line: «Mariam H. er nå klar for Nattevakt, Åmot: …»."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from matcher.catalogue import Catalogue
from matcher.records import Finding, Status, Tier
from models.matches import ChangeKind
from models.services.night.causes import CauseCode
from web import i18n
from web.phrases.facts import requirement
from web.phrases.gaps import gained, lacks
from web.phrases.texts import gettext, listed, lowered
from web.phrases.ways import step

_MOST = 2


def change_line(
    kind: ChangeKind,
    from_tier: Tier | None,
    to_tier: Tier | None,
    cause_code: str,
    detail: Mapping[str, Any],
    *,
    name: str,
    title: str,
    catalogue: Catalogue,
) -> str:
    """Return what changed and why in one line, as a row of a list."""
    change = _change(kind, from_tier, to_tier, detail, name=name, title=title)
    return f"{change}: {cause(cause_code, detail, kind, catalogue)}"


def cause(code: str, detail: Mapping[str, Any], kind: ChangeKind, catalogue: Catalogue) -> str:
    """Return why a match changed."""
    if code == CauseCode.LIST_MOVED and kind is ChangeKind.GONE:
        return gettext("andre står nå høyere på listen")
    return _CAUSES[CauseCode(code)](detail, catalogue)


def _change(
    kind: ChangeKind, from_tier: Tier | None, to_tier: Tier | None, detail: Mapping[str, Any], *, name: str, title: str
) -> str:
    if kind is ChangeKind.GONE:
        return gettext("%(name)s er ikke lenger på listen for %(title)s", name=name, title=title)
    if kind is ChangeKind.MONTHS:
        return _months_change(detail, name=name, title=title)
    if kind is ChangeKind.NEW:
        return _new(to_tier, name=name, title=title)
    if to_tier is Tier.READY:
        return gettext("%(name)s er nå klar for %(title)s", name=name, title=title)
    if to_tier is Tier.CLOSED:
        return gettext("%(name)s er ikke lenger aktuell for %(title)s", name=name, title=title)
    if from_tier is Tier.READY and to_tier is Tier.CLARIFY:
        return gettext("%(name)s er ikke lenger klar for %(title)s og må avklares", name=name, title=title)
    if to_tier is Tier.CLARIFY:
        return gettext("%(name)s kan nå avklares for %(title)s", name=name, title=title)
    if from_tier is Tier.CLOSED:
        return gettext("%(name)s er nå på vei til %(title)s", name=name, title=title)
    return gettext("%(name)s mangler nå noe for %(title)s, men er på vei", name=name, title=title)


def _new(to_tier: Tier | None, *, name: str, title: str) -> str:
    if to_tier is Tier.READY:
        return gettext("Nytt treff: %(name)s er klar for %(title)s", name=name, title=title)
    if to_tier is Tier.CLARIFY:
        return gettext("Nytt treff: %(name)s kan avklares for %(title)s", name=name, title=title)
    if to_tier is Tier.ON_THE_WAY:
        return gettext("Nytt treff: %(name)s er på vei til %(title)s", name=name, title=title)
    return gettext("Nytt på listen: %(name)s, %(title)s", name=name, title=title)


def _months_change(detail: Mapping[str, Any], *, name: str, title: str) -> str:
    months = detail.get("months") or {}
    before, after = months.get("from"), months.get("to")
    if before is None or after is None or before == after:
        return gettext("Veien til %(title)s er en annen for %(name)s", name=name, title=title)
    if after < before:
        return gettext("Veien til %(title)s er blitt kortere for %(name)s", name=name, title=title)
    return gettext("Veien til %(title)s er blitt lengre for %(name)s", name=name, title=title)


# --- causes ------------------------------------------------------------------------------------------------------


def _requirement(detail: Mapping[str, Any], catalogue: Catalogue) -> str:
    entries = list(detail.get("requirements", ()))[:_MOST]
    return listed([_answer(entry, catalogue) for entry in entries]) if entries else gettext("svaret på et krav er endret")


def _answer(entry: Mapping[str, Any], catalogue: Catalogue) -> str:
    code, to = str(entry["code"]), Status(entry["to"] or Status.UNKNOWN)
    finding = Finding(requirement=code, status=to, evidence=str(entry.get("evidence") or ""))
    if to is Status.MET:
        return gained(finding, catalogue)
    if to is Status.UNMET:
        return lacks(finding, catalogue)
    return gettext("vi vet ikke om kravet «%(what)s» er oppfylt", what=lowered(requirement(code, catalogue)))


def _added(detail: Mapping[str, Any], catalogue: Catalogue) -> str:
    return gettext("stillingen har et nytt krav: %(what)s", what=_labels(detail, catalogue))


def _removed(detail: Mapping[str, Any], catalogue: Catalogue) -> str:
    return gettext("stillingen krever ikke lenger «%(what)s»", what=_labels(detail, catalogue))


def _labels(detail: Mapping[str, Any], catalogue: Catalogue) -> str:
    codes = [str(entry["code"]) for entry in detail.get("requirements", ())][:_MOST]
    return listed([lowered(requirement(code, catalogue)) for code in codes]) or gettext("et krav")


def _months(detail: Mapping[str, Any], catalogue: Catalogue) -> str:
    months, routes = detail.get("months") or {}, detail.get("routes") or {}
    before, after = months.get("from"), months.get("to")
    if before is not None and after is not None and before != after:
        return gettext("%(after)s nå, %(before)s før", after=i18n.months(after), before=i18n.months(before))
    way = " → ".join(step(edge, catalogue) for edge in routes.get("to") or ())
    if way:
        return gettext("veien er nå %(way)s", way=way)
    return gettext("veien dit er endret")


_CAUSES: dict[CauseCode, Callable[[Mapping[str, Any], Catalogue], str]] = {
    CauseCode.REQUIREMENT: _requirement,
    CauseCode.REQUIREMENT_ADDED: _added,
    CauseCode.REQUIREMENT_REMOVED: _removed,
    CauseCode.VARIANT: lambda _detail, _catalogue: gettext("en annen del av utlysningen passer nå best"),
    CauseCode.MONTHS: _months,
    CauseCode.VACANCY_NEW: lambda _detail, _catalogue: gettext("stillingen er ny"),
    CauseCode.VACANCY_CLOSED: lambda _detail, _catalogue: gettext("stillingen er lukket"),
    CauseCode.VACANCY_CHANGED: lambda _detail, _catalogue: gettext("stillingen er endret"),
    CauseCode.PERSON_NEW: lambda _detail, _catalogue: gettext("personen er ny her"),
    CauseCode.PERSON_CHANGED: lambda _detail, _catalogue: gettext("opplysningene om personen er endret"),
    CauseCode.CATALOGUE_CHANGED: lambda _detail, _catalogue: gettext("katalogen over veier og tiltak er endret"),
    CauseCode.LIST_MOVED: lambda _detail, _catalogue: gettext("det ble plass på listen"),
    CauseCode.TIME: lambda _detail, _catalogue: gettext("en dato er passert siden sist"),
}
