"""Words of the candidate list: what became of several people at once, where a question stands, what the employer says."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext

from models.services.sharing.candidate_lists import Listed
from models.services.sharing.requests import Done, Stage, Why
from web import i18n
from web.phrases.texts import gettext, ngettext


def not_done(done: Done) -> list[str]:
    """Return a sentence for each reason why something was not done, with how many it stopped."""
    return [_REFUSED[why](number) for why, number in sorted(done.refused.items(), key=lambda entry: -entry[1])]


def refusal(why: Why) -> str:
    """Return why something was not done for one person, and what to do instead."""
    return str(_REFUSED_ONE[why])


def question_line(row: Listed) -> str:
    """Return where the question about sharing stands: «Frist 26. november», «Ja 24. november»."""
    asked = row.asked
    if asked is None:
        return gettext("Ikke spurt")
    if asked.stage is Stage.WAITING:
        return gettext("Spurt %(asked)s, frist %(deadline)s", asked=i18n.day(asked.asked_at), deadline=i18n.day(asked.deadline))
    if asked.stage is Stage.EXPIRED:
        return gettext("Svarfristen gikk ut %(deadline)s", deadline=i18n.day(asked.deadline))
    if asked.stage is Stage.CANCELLED or asked.answered_at is None:
        return gettext("Spørsmålet er trukket tilbake")
    if asked.stage is Stage.YES:
        return gettext("Svarte ja %(day)s", day=i18n.day(asked.answered_at))
    return gettext("Svarte nei %(day)s", day=i18n.day(asked.answered_at))


def since(row: Listed) -> str:
    """Return the day that belongs to the stage of the question, for the line under its tag."""
    asked = row.asked
    if asked is None or asked.stage is Stage.CANCELLED:
        return question_line(row)
    if asked.stage is Stage.WAITING:
        return gettext("frist %(day)s", day=i18n.day(asked.deadline))
    return i18n.day(asked.answered_at or asked.deadline)


_REFUSED: dict[Why, Any] = {
    Why.NOT_ON_LIST: lambda number: ngettext(
        "%(num)s står ikke på kandidatlisten.", "%(num)s står ikke på kandidatlisten.", number
    ),
    Why.GONE: lambda number: ngettext("%(num)s vises ikke lenger.", "%(num)s vises ikke lenger.", number),
    Why.NOT_ASKED: lambda number: ngettext("%(num)s er ikke spurt ennå.", "%(num)s er ikke spurt ennå.", number),
    Why.STILL_WAITING: lambda number: ngettext("%(num)s har ikke svart ennå.", "%(num)s har ikke svart ennå.", number),
    Why.SAID_YES: lambda number: ngettext("%(num)s har svart ja fra før.", "%(num)s har svart ja fra før.", number),
    Why.SAID_NO: lambda number: ngettext("%(num)s har svart nei.", "%(num)s har svart nei.", number),
    Why.EXPIRED: lambda number: ngettext(
        "For %(num)s er svarfristen ute uten svar.", "For %(num)s er svarfristen ute uten svar.", number
    ),
    Why.CANCELLED: lambda number: ngettext(
        "For %(num)s er spørsmålet trukket tilbake.", "For %(num)s er spørsmålet trukket tilbake.", number
    ),
    Why.SHARED: lambda number: ngettext("%(num)s er delt med arbeidsgiveren.", "%(num)s er delt med arbeidsgiveren.", number),
}

_REFUSED_ONE: dict[Why, Any] = {
    Why.NOT_ON_LIST: lazy_gettext("Personen står ikke på kandidatlisten. Legg til personen først."),
    Why.GONE: lazy_gettext("Personen vises ikke lenger."),
    Why.VACANCY_CLOSED: lazy_gettext("Stillingen er lukket. Ingen kan spørres eller deles for en lukket stilling."),
    Why.DEADLINE: lazy_gettext("Svarfristen må være fra 2 til 60 dager fram. Velg en annen dag."),
    Why.NOT_ASKED: lazy_gettext("Personen er ikke spurt ennå. Spør om deling først."),
    Why.STILL_WAITING: lazy_gettext("Personen er spurt og har ikke svart ennå. Vent på svaret, eller registrer det."),
    Why.SAID_YES: lazy_gettext("Personen har svart ja fra før. Svaret står."),
    Why.SAID_NO: lazy_gettext("Personen har svart nei. Svaret står."),
    Why.EXPIRED: lazy_gettext("Svarfristen er ute. Spør på nytt hvis det fortsatt er aktuelt."),
    Why.CANCELLED: lazy_gettext("Spørsmålet er trukket tilbake. Spør på nytt hvis det fortsatt er aktuelt."),
    Why.SHARED: lazy_gettext("Personen er delt med arbeidsgiveren fra før."),
}
