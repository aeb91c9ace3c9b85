"""What a fact read from a person's own words says, in a few words of ours beside theirs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from flask_babel import lazy_gettext

from matcher.catalogue import Catalogue
from web import engine, i18n, phrases
from web.phrases.texts import capital, gettext, lowered


def fact_words(kind: str, value: str, catalogue: Catalogue) -> str:
    """Return a fact as a short sentence: «Kan jobbe natt»."""
    if kind == "credential":
        if value == "applied":
            return gettext("Har søkt om autorisasjon")
        return gettext("Papir: %(paper)s", paper=lowered(phrases.credential(value, catalogue) or value))
    if kind == "barrier":
        known = next((barrier for barrier in catalogue.barriers.values() if value in (barrier.id, barrier.code)), None)
        return gettext("Hindring: %(barrier)s", barrier=lowered(known.label) if known else value)
    if kind in _FLAGS:
        yes, no = _FLAGS[kind]
        return str(yes if value != "no" else no)
    return _WORDS[kind](value) if kind in _WORDS else capital(value)


def _percent(value: str) -> str:
    low, dash, high = value.partition("-")
    if not dash or low == high:
        return gettext("Ønsker %(percent)s %% stilling", percent=low)
    if not low:
        return gettext("Ønsker høyst %(percent)s %%", percent=high)
    if not high:
        return gettext("Ønsker minst %(percent)s %%", percent=low)
    return gettext("Ønsker %(low)s–%(high)s %%", low=low, high=high)


def _reach(value: str) -> str:
    if value.startswith("minutes:"):
        return gettext("Reiser høyst %(minutes)s minutter", minutes=value.removeprefix("minutes:"))
    if value == "far":
        return gettext("Er vant til lang reisevei")
    if value == "limit":
        return gettext("Har en grense for reiseveien")
    return gettext("Kan reise til %(place)s", place=_place(value))


def _place(value: str) -> str:
    return engine.municipality(value) if value.isdecimal() else value


def _test(value: str) -> str:
    side, _, level = value.partition(":")
    if side == "spoken":
        return gettext("Norskprøve muntlig %(level)s", level=level)
    return gettext("Norskprøve skriftlig %(level)s", level=level)


def _language(value: str) -> str:
    code, _, level = value.partition(":")
    return gettext("Norsk omtrent %(level)s", level=level) if code == "no" else f"{code} {level}"


def _licence_no(value: str) -> str:
    if value == "160":
        return gettext("Har ikke kurset for utrykningskjøring")
    if value == "foreign":
        return gettext("Har førerkort fra et annet land, ikke norsk")
    return gettext("Har ikke førerkort")


_FLAGS: Mapping[str, tuple[object, object]] = {
    "percent_absolute": (lazy_gettext("Prosenten er absolutt"), lazy_gettext("Prosenten er ikke absolutt")),
    "move": (lazy_gettext("Kan tenke seg å flytte"), lazy_gettext("Vil ikke flytte")),
    "housing": (lazy_gettext("Trenger bolig"), lazy_gettext("Trenger ikke bolig")),
    "car": (lazy_gettext("Har bil"), lazy_gettext("Har ikke bil")),
    "transit": (lazy_gettext("Kan ta buss"), lazy_gettext("Kan ikke ta buss")),
    "right_to_work": (lazy_gettext("Har rett til å arbeide i Norge"), lazy_gettext("Har ikke rett til å arbeide i Norge")),
    "training_wish": (lazy_gettext("Vil ta fagbrev"), lazy_gettext("Vil ikke ta fagbrev")),
}


def _offered(shift: str) -> str:
    if shift == "weekend_days":
        return gettext("Nevner bare helger, ikke hverdager")
    return gettext("Kan jobbe %(shift)s", shift=phrases.PERSONS_SHIFTS.get(shift, shift))


_WORDS: Mapping[str, Callable[[str], str]] = {
    "shift_yes": _offered,
    "shift_no": lambda value: gettext("Kan ikke jobbe %(shift)s", shift=phrases.PERSONS_SHIFTS.get(value, value)),
    "percent": _percent,
    "form": lambda value: gettext("Ønsker %(form)s", form=phrases.FORMS.get(value, value)),
    "skill": lambda value: gettext("Kan %(skill)s", skill=lowered(value)),
    "task": lambda value: gettext("Har arbeidet med %(task)s", task=lowered(value)),
    "wish": lambda value: gettext("Ønsker å bli %(title)s", title=lowered(value)),
    "wished_place": lambda value: gettext("Vil jobbe i %(place)s", place=_place(value)),
    "refused_family": lambda value: gettext("Vil ikke jobbe med %(family)s", family=phrases.FAMILIES.get(value, value)),
    "earliest_start": lambda value: gettext("Kan begynne %(day)s", day=i18n.day(date.fromisoformat(value))),
    "absence": lambda value: gettext("Er borte %(period)s", period=value.replace("..", "–")),
    "reach": _reach,
    "language_test": _test,
    "language": _language,
    "licence": lambda value: gettext("Har førerkort klasse %(licence)s", licence=value),
    "licence_no": _licence_no,
}
