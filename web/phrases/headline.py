"""The first line of the page of a match: one sentence that could be said aloud, true for every tier."""

from __future__ import annotations

from collections.abc import Callable

from matcher.catalogue import Catalogue
from matcher.records import Contribution, Match, Tier
from web.phrases.facts import asked_next
from web.phrases.gaps import instead, lacks, may, unknown, unmet
from web.phrases.levels import strongest
from web.phrases.texts import gettext, listed, ngettext
from web.phrases.verdicts import AT_ONCE, main_gap, personal_gaps


def headline(match: Match, name: str, title: str, place: str, catalogue: Catalogue) -> str:
    """Return the match as one sentence: how well it fits, the two strongest reasons, and the one thing missing.

    ``name`` stands where a pronoun would, so that nobody's gender is guessed; ``place`` may be "".
    """
    person, post = " ".join(name.split()), _post(title, place)
    if match.tier is Tier.ON_THE_WAY:
        return _on_the_way(match, person, post, catalogue)
    if match.tier is Tier.CLOSED:
        return _closed(match, person, post, catalogue)
    fits = _fits(match, person, post)
    if match.tier is Tier.READY:
        return gettext("%(fits)s, og alle krav er oppfylt.", fits=fits)
    return _unclear(match, person, fits, catalogue)


def _post(title: str, place: str) -> str:
    post, where = " ".join(title.split()).rstrip(" .!?:;,-–"), " ".join(place.split())
    if not where or where.casefold() in post.casefold():
        return post
    return gettext("%(title)s i %(place)s", title=post, place=where)


def _fits(match: Match, name: str, post: str) -> str:
    reasons = _reasons(match)
    if match.strength == "sterkt":
        if reasons:
            return gettext("%(name)s passer svært godt til %(post)s, med %(reasons)s", name=name, post=post, reasons=reasons)
        return gettext("%(name)s passer svært godt til %(post)s", name=name, post=post)
    if match.strength == "godt":
        if reasons:
            return gettext("%(name)s passer godt til %(post)s, med %(reasons)s", name=name, post=post, reasons=reasons)
        return gettext("%(name)s passer godt til %(post)s", name=name, post=post)
    if reasons:
        return gettext("%(name)s kan passe til %(post)s, med %(reasons)s", name=name, post=post, reasons=reasons)
    return gettext("%(name)s kan passe til %(post)s", name=name, post=post)


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
        "%(fits)s, men %(unclear)s, og én ting til må avklares.",
        "%(fits)s, men %(unclear)s, og %(num)d ting til må avklares.",
        more,
        fits=fits,
        unclear=unclear,
    )


def _on_the_way(match: Match, name: str, post: str, catalogue: Catalogue) -> str:
    missing, reasons, when = _missing(match, catalogue), _reasons(match), _when(match.months or 0)
    if reasons:
        return gettext(
            "%(name)s %(missing)s, men kan bli klar for %(post)s %(when)s, med %(reasons)s.",
            name=name,
            missing=missing,
            post=post,
            when=when,
            reasons=reasons,
        )
    return gettext(
        "%(name)s %(missing)s, men kan bli klar for %(post)s %(when)s.", name=name, missing=missing, post=post, when=when
    )


def _closed(match: Match, name: str, post: str, catalogue: Catalogue) -> str:
    found = main_gap(match)
    missing = lacks(found, catalogue) if found else gettext("oppfyller ikke alle krav")
    if not personal_gaps(match):
        missing = gettext("%(missing)s, og vi kjenner ingen vei dit på under tre år", missing=missing)
    reasons = _reasons(match)
    if reasons:
        return gettext(
            "%(name)s er ikke aktuell for %(post)s nå, trass i %(reasons)s, for %(name)s %(missing)s.",
            name=name,
            post=post,
            reasons=reasons,
            missing=missing,
        )
    return gettext("%(name)s er ikke aktuell for %(post)s nå, for %(name)s %(missing)s.", name=name, post=post, missing=missing)


def _missing(match: Match, catalogue: Catalogue) -> str:
    found = [lacks(finding, catalogue) for finding in unmet(match)]
    if len(found) > 2:
        found = [*found[:2], gettext("har flere krav å oppfylle")]
    return listed(found)


def _when(months: float) -> str:
    if months < AT_ONCE:
        return gettext("straks")
    return ngettext("om omtrent én måned", "om omtrent %(num)d måneder", max(round(months), 1))


# --- reasons as things that one has: «med tre års praksis fra samme arbeid og kort reisevei» -----------------------


def _reasons(match: Match) -> str:
    return listed([_thing(entry) for entry in strongest(match)])


def _thing(entry: Contribution) -> str:
    if entry.comparison == "practice" and entry.level in _SAME_WORK:
        return _practice(entry)
    if entry.comparison == "reach" and entry.level != "would move":
        minutes = int(entry.evidence.removeprefix("minutes:"))
        return ngettext("ett minutts kjøring til jobb", "%(num)d minutters kjøring til jobb", max(minutes, 1))
    return _THINGS[entry.comparison, entry.level]()


def _practice(entry: Contribution) -> str:
    months = float(entry.evidence.partition("|months:")[2] or 0)
    if months >= 12:
        years = int(months / 12)
        return ngettext("minst ett års praksis fra samme arbeid", "minst %(num)d års praksis fra samme arbeid", years)
    return ngettext("én måneds praksis fra samme arbeid", "%(num)d måneders praksis fra samme arbeid", max(round(months), 1))


_SAME_WORK = frozenset({"same work, long and recent", "same work, recent"})
_THINGS: dict[tuple[str, str], Callable[[], str]] = {
    ("practice", "same work, long ago"): lambda: gettext("eldre praksis fra samme arbeid"),
    ("practice", "related work"): lambda: gettext("praksis fra beslektet arbeid"),
    ("practice", "transferable work"): lambda: gettext("praksis som kan overføres"),
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
    ("place", "wished"): lambda: gettext("ønske om å arbeide i kommunen"),
    ("start", "in time"): lambda: gettext("mulighet til å begynne i tide"),
}
