"""The first line of the page of a match: one sentence that could be said aloud, true for every tier."""

from __future__ import annotations

from collections.abc import Callable

from matcher.catalogue import Catalogue
from matcher.records import Contribution, Match, Tier
from web.phrases.facts import asked_next
from web.phrases.gaps import instead, lacks, may, unknown, unmet
from web.phrases.levels import strongest
from web.phrases.texts import gettext, listed, ngettext, post
from web.phrases.verdicts import AT_ONCE, is_empty, main_gap, personal_gaps


def headline(match: Match, name: str, title: str, place: str, catalogue: Catalogue) -> str:
    """Return the match as one sentence: how well it fits, the two strongest reasons, and the one thing missing.

    ``name`` stands where a pronoun would, so that nobody's gender is guessed; ``place`` may be "".
    """
    person, vacancy = " ".join(name.split()), post(title, place)
    if match.tier is Tier.ON_THE_WAY and is_empty(match):
        return gettext("%(name)s har en tom profil: den må fylles ut før %(post)s kan tas opp.", name=person, post=vacancy)
    if match.tier is Tier.ON_THE_WAY:
        return _on_the_way(match, person, vacancy, catalogue)
    if match.tier is Tier.CLOSED:
        return _closed(match, person, vacancy, catalogue)
    fits = _fits(match, person, vacancy)
    if match.tier is Tier.READY:
        return gettext("%(fits)s, og alle krav er oppfylt.", fits=fits)
    return _unclear(match, person, fits, catalogue)


def _fits(match: Match, name: str, vacancy: str) -> str:
    reasons = _reasons(match)
    if match.strength == "sterkt":
        if reasons:
            return gettext("%(name)s passer svært godt til %(post)s, med %(reasons)s", name=name, post=vacancy, reasons=reasons)
        return gettext("%(name)s passer svært godt til %(post)s", name=name, post=vacancy)
    if match.strength == "godt":
        if reasons:
            return gettext("%(name)s passer godt til %(post)s, med %(reasons)s", name=name, post=vacancy, reasons=reasons)
        return gettext("%(name)s passer godt til %(post)s", name=name, post=vacancy)
    if reasons:
        return gettext("%(name)s kan passe til %(post)s, med %(reasons)s", name=name, post=vacancy, reasons=reasons)
    return gettext("%(name)s kan passe til %(post)s", name=name, post=vacancy)


def _unclear(match: Match, name: str, fits: str, catalogue: Catalogue) -> str:
    asked, more = asked_next(match), len(unknown(match)) - 1
    paper = instead(asked, catalogue)
    if paper:
        unclear = gettext("arbeidsgiveren må avgjøre om %(paper)s er nok", paper=paper)
    else:
        unclear = gettext("vi vet ikke om %(name)s %(may)s", name=name, may=may(asked, catalogue))
    if more < 1:
        return gettext("%(fits)s, men %(unclear)s.", fits=fits, unclear=unclear)
    return ngettext(
        "%(fits)s, men %(unclear)s, og %(num)d ting til må avklares.",
        "%(fits)s, men %(unclear)s, og %(num)d ting til må avklares.",
        more,
        fits=fits,
        unclear=unclear,
    )


def _on_the_way(match: Match, name: str, vacancy: str, catalogue: Catalogue) -> str:
    missing, reasons, when = _missing(match, catalogue), _reasons(match), _when(match.months or 0)
    if reasons:
        return gettext(
            "%(name)s %(missing)s, men kan bli klar for %(post)s %(when)s, med %(reasons)s.",
            name=name,
            missing=missing,
            post=vacancy,
            when=when,
            reasons=reasons,
        )
    return gettext(
        "%(name)s %(missing)s, men kan bli klar for %(post)s %(when)s.", name=name, missing=missing, post=vacancy, when=when
    )


def _closed(match: Match, name: str, vacancy: str, catalogue: Catalogue) -> str:
    found = main_gap(match)
    missing = lacks(found, catalogue) if found else gettext("oppfyller ikke alle krav")
    if not personal_gaps(match):
        missing = gettext("%(missing)s, og vi kjenner ingen vei dit på under tre år", missing=missing)
    reasons = _reasons(match, _OF_WORK)
    if reasons:
        return gettext(
            "%(name)s er ikke aktuell for %(post)s nå, trass i %(reasons)s, for %(name)s %(missing)s.",
            name=name,
            post=vacancy,
            reasons=reasons,
            missing=missing,
        )
    return gettext(
        "%(name)s er ikke aktuell for %(post)s nå, for %(name)s %(missing)s.", name=name, post=vacancy, missing=missing
    )


def _missing(match: Match, catalogue: Catalogue) -> str:
    found = [lacks(finding, catalogue) for finding in unmet(match)]
    if len(found) > 2:
        found = [*found[:2], gettext("har flere krav å oppfylle")]
    return listed(found)


def _when(months: float) -> str:
    if months < AT_ONCE:
        return gettext("straks")
    return ngettext("om omtrent %(num)d måned", "om omtrent %(num)d måneder", max(round(months), 1))


# --- reasons as things that one has: «med tre års praksis fra samme arbeid og kort reisevei» -----------------------


def _reasons(match: Match, of: frozenset[str] = frozenset()) -> str:
    """Return the two strongest reasons, or the strongest among some comparisons; a way that is only bearable is none."""
    found = [entry for entry in strongest(match, len(match.contributions)) if (entry.comparison, entry.level) in SAID_ALOUD]
    return listed([_thing(entry) for entry in found if not of or entry.comparison in of][:_MOST])


def _thing(entry: Contribution) -> str:
    if entry.comparison == "practice" and entry.level in _SAME_WORK:
        return _practice(entry)
    return _THINGS[entry.comparison, entry.level]()


def _practice(entry: Contribution) -> str:
    months = float(entry.evidence.partition("|months:")[2] or 0)
    if months >= 12:
        years = int(months / 12)
        return ngettext("minst %(num)d års praksis fra samme arbeid", "minst %(num)d års praksis fra samme arbeid", years)
    return ngettext("%(num)d måneds praksis fra samme arbeid", "%(num)d måneders praksis fra samme arbeid", max(round(months), 1))


_MOST = 2
_OF_WORK = frozenset({"practice", "wish", "qualification"})
_SAME_WORK = frozenset({"same work, long and recent", "same work, recent"})
_THINGS: dict[tuple[str, str], Callable[[], str]] = {
    ("practice", "same work, long ago"): lambda: gettext("eldre praksis fra samme arbeid"),
    ("practice", "close work, recent"): lambda: gettext("praksis fra nesten samme arbeid"),
    ("practice", "related work, long ago"): lambda: gettext("eldre praksis fra beslektet arbeid"),
    ("practice", "related work"): lambda: gettext("praksis fra beslektet arbeid"),
    ("practice", "transferable work"): lambda: gettext("praksis som kan overføres"),
    ("carried", "several ways carry over"): lambda: gettext("flere ting fra annet arbeid som kommer til nytte"),
    ("carried", "one way carries over"): lambda: gettext("noe fra annet arbeid som kommer til nytte"),
    ("carried", "from long ago"): lambda: gettext("noe fra tidligere arbeid som kommer til nytte"),
    ("wish", "first choice"): lambda: gettext("slikt arbeid som førsteønske"),
    ("wish", "wished"): lambda: gettext("ønske om slikt arbeid"),
    ("wish", "same kind of work"): lambda: gettext("ønske om samme slags arbeid"),
    ("wish", "near"): lambda: gettext("ønske om arbeid som ligner"),
    ("qualification", "all preferred"): lambda: gettext("alt arbeidsgiveren helst ser"),
    ("qualification", "some preferred"): lambda: gettext("noe av det arbeidsgiveren helst ser"),
    ("skills", "most tasks"): lambda: gettext("kjennskap til det meste av oppgavene"),
    ("skills", "some tasks"): lambda: gettext("kjennskap til noen av oppgavene"),
    ("hours", "fits"): lambda: gettext("ønske om en slik stillingsprosent"),
    ("form", "fits"): lambda: gettext("ønske om en slik ansettelsesform"),
    ("shifts", "all said yes"): lambda: gettext("ja til vaktene"),
    ("shifts", "some said yes"): lambda: gettext("ja til noen av vaktene"),
    ("reach", "up to 15 min"): lambda: gettext("kort reisevei"),
    ("reach", "up to 30 min"): lambda: gettext("grei reisevei"),
    ("place", "wished"): lambda: gettext("ønske om å arbeide i kommunen"),
    ("start", "in time"): lambda: gettext("mulighet til å begynne i tide"),
    ("apprenticeship", "school part done or under way"): lambda: gettext("skoledelen av faget i orden eller i gang"),
    ("apprenticeship", "school part begun"): lambda: gettext("skoledelen av faget begynt"),
}

SAID_ALOUD = frozenset(_THINGS) | {("practice", level) for level in _SAME_WORK}
"""Findings of a comparison that are reasons when said aloud."""
