"""Reads a Norwegian ad into coded requirements, each with the words that prove it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from matcher import demands, kinds, lexicon, offers, post_roles, posts, shifts
from matcher.advert import MUST, SHOULD, Advert, fold, take_apart
from matcher.hits import QUALIFIED, Hit, as_requirements, codes_of, strength, without_doubles
from matcher.records import Requirement, Variant

_RELEVANT: Final = {
    "R41": "fagbrev:renhold", "R42": "fagbrev:kokk|fagbrev:institusjonskokk", "R43": "fagbrev:kokk|fagbrev:institusjonskokk",
    "R44": "fagbrev:byggdrift|fagbrev:bygg", "R20": "fagbrev:aktivitor", "R21": "fagbrev:barne-ungdom",
}  # fmt: skip
"""What "relevant fagbrev" means beside a role; elsewhere it is helsearbeiderfag."""


_UNTRAINED: Final = re.compile(r"\b(?:uten|utan) (?:fagbrev|utdan)")


@dataclass(frozen=True, slots=True, kw_only=True)
class AdReading:
    """What the text of an ad truly says.

    Attributes
    ----------
    roles : tuple of str
        Ids of the catalogue (R01-R53); () = not a post in health and care.
    positions : int or None
        Number of posts; None = several, without a number.
    percent_min, percent_max : float or None
        Least and most share of full time; None = no fixed percent.
    employment : str or None
        ``fast vikariat tilkalling sommer laerling engasjement``.
    start : date or None
        First day of work, when the text gives it with a year.
    hours_per_week : float or None
        Hours a week, where the ad gives them instead of percent.
    must, should : tuple of Requirement
        Demands; wishes and properties of the ad.  Spans index the text that was read.
    variants : tuple of Variant
        Kinds of post with demands of their own, which they add to those of the ad.
    skills : tuple of str
        Short skill terms of the tasks.
    """

    roles: tuple[str, ...] = ()
    positions: int | None = None
    percent_min: float | None = None
    percent_max: float | None = None
    employment: str | None = None
    start: date | None = None
    hours_per_week: float | None = None
    must: tuple[Requirement, ...] = ()
    should: tuple[Requirement, ...] = ()
    variants: tuple[Variant, ...] = ()
    skills: tuple[str, ...] = ()


class RequirementReader:
    r"""Reads ads by published rules: headings, cues of demand and wish, negation, alternatives.  Holds no state.

    Examples
    --------
    >>> reading = RequirementReader().read("Kvalifikasjoner:\n• Autorisasjon som sykepleier\n• Førerkort er en fordel")
    >>> [requirement.code for requirement in reading.must], [requirement.code for requirement in reading.should]
    (['auth:SP'], ['licence:B'])
    """

    def read(self, text: str, title: str = "") -> AdReading:
        """Return what the ad says.

        Parameters
        ----------
        text : str
            Plain text, a block element to a line, list items beginning with "• ", cells of a table row joined by " | ".
            At most 16 000 characters are read.
        title : str
            The ad's heading; it counts less than the list of qualifications.
        """
        advert = take_apart(text)
        title = title[:300]
        hits = demands.read(advert)
        hits += [
            Hit(code=code, strength=how, start=start, end=end)
            for code, how, start, end in shifts.settle(list(shifts.read(advert)))
        ]
        hits += [
            Hit(code=code, strength=SHOULD, start=start, end=end, family="property") for code, start, end in offers.read(advert)
        ]
        hits += [
            Hit(code=code, strength=SHOULD, start=start, end=end, family="property")
            for code, start, end in offers.second_chances(advert)
        ]
        open_door = any(hit.code == "unqualified_ok" for hit in hits)
        wanted = sorted(codes_of(hit for hit in hits if not hit.code.startswith("alt:")))
        roles = post_roles.roles(advert, title, wanted, open_door)
        hits = _in_context(advert, title, roles, hits)
        low, high = posts.percent(advert, title)
        form = posts.employment(advert.text, title)
        terms = kinds.Terms(roles=roles, percent_min=low, percent_max=high, employment=form)
        hits, variants = kinds.tell_apart(advert, terms, hits)
        hits = without_doubles(hits)
        return AdReading(
            roles=roles,
            positions=posts.positions(advert, title),
            percent_min=low,
            percent_max=high,
            employment=form,
            start=posts.start(advert),
            hours_per_week=None if low is not None else posts.hours(advert),
            must=as_requirements(advert, hits, MUST),
            should=as_requirements(advert, hits, SHOULD),
            variants=variants,
            skills=tuple(dict.fromkeys(term for term, pattern in lexicon.SKILL_TERMS if pattern.search(advert.text))),
        )


def _in_context(advert: Advert, title: str, roles: tuple[str, ...], hits: list[Hit]) -> list[Hit]:
    """Return the hits with what only the whole ad can tell: what "relevant" means, what a title demands by law, open doors."""
    relevant = next((_RELEVANT[role] for role in roles if role in _RELEVANT), "fagbrev:helsearbeiderfag")
    hits = [replace(hit, code=relevant) if hit.code == "fagbrev:relevant" else hit for hit in hits]
    if post_roles.outside(advert, title):  # outside health the kind of experience is the trade's own
        hits = [
            replace(hit, code="experience:relevant") if hit.code in {"experience:children", "experience:service"} else hit
            for hit in hits
        ]
    if lexicon.HOME_CARE.search(title.lower()) and not lexicon.OTHER_CARE_PLACE.search(title.lower()):
        hits = [
            replace(hit, code="licence:B", strength=MUST) if hit.code == "cond:licence:B" else hit for hit in hits
        ]  # where all work is in home care, the condition holds for everybody
    if posts.EXTRA_SHIFTS.search(title.lower()):  # then extra shifts are the post, not more of it
        hits = [hit for hit in hits if not posts.EXTRA_SHIFTS.match(advert.text, hit.start) or hit.code != "offer:more_hours"]
    hits = _wished_beside_the_untrained(roles, hits)
    hits = _invited_without_demand(hits)
    hits += _last_resort_chain(advert, hits)
    hits += _bare_authorisation(advert, roles, hits)
    hits += _by_law(advert, roles, hits)
    if "R22" in roles and not any(hit.code == "route:apprentice" for hit in hits):
        hits.append(
            _anywhere(advert, "route:apprentice", SHOULD, r"lærling\w{0,20}|læreplass\w{0,20}|læretid\w{0,20}|apprentice\w{0,20}")
        )
    demanded = any(hit.strength == MUST and hit.code.startswith(QUALIFIED) for hit in hits)
    wished = [hit for hit in hits if hit.strength == SHOULD and hit.code.startswith(QUALIFIED)]
    opens = bool(set(roles) & post_roles.OPEN) or (not roles and "assistent" in title.lower())
    if opens and wished and not demanded and not any(hit.code in {"unqualified_ok", "alt:unqualified"} for hit in hits):
        hits.append(Hit(code="unqualified_ok", strength=SHOULD, start=wished[0].start, end=wished[0].end, family="property"))
    if "R13" in roles and set(roles) & set(post_roles.LAWFUL) and not any(hit.code == "unqualified_ok" for hit in hits):
        mention = next((mention for mention in post_roles.mentions(advert.text) if mention.role == "R13"), None)
        start, end = (mention.start, mention.end) if mention else (0, 0)
        hits.append(Hit(code="unqualified_ok", strength=SHOULD, start=start, end=end, family="property"))
    if "R13" in roles and not any(hit.code in {"unqualified_ok", "alt:unqualified"} for hit in hits):
        hits += _assistants_invited(advert, title)
    return [hit for hit in hits if not _says_nothing_new(hit, hits)]


def _assistants_invited(advert: Advert, title: str) -> list[Hit]:
    """Return the open door in "studenter og assistenter kan søke", where the heading names no assistant."""
    if any(mention.role == "R13" for mention in post_roles.mentions(fold(title)[0])):
        return []
    for mention in post_roles.mentions(advert.text):
        if mention.role == "R13" and post_roles.INVITES.search(advert.words(advert.sentence_at(mention.start))):
            return [Hit(code="unqualified_ok", strength=SHOULD, start=mention.start, end=mention.end, family="property")]
    return []


def _wished_beside_the_untrained(roles: tuple[str, ...], hits: list[Hit]) -> list[Hit]:
    """Return the hits; where untrained people may come too, the papers of the others are no demand on everybody."""
    open_door = "R13" in roles and any(hit.code == "unqualified_ok" for hit in hits)
    if not open_door or not set(roles) & set(post_roles.LAWFUL):
        return hits
    return [replace(hit, strength=SHOULD) if hit.code.startswith("auth:") and hit.strength == MUST else hit for hit in hits]


def _invited_without_demand(hits: list[Hit]) -> list[Hit]:
    """Return the hits; where nothing is demanded, "sykepleiere, helsefagarbeidere og ufaglærte kan søke" is no second line."""
    invited = [hit for hit in hits if hit.code.startswith("alt:auth:")]
    if not invited or any(hit.strength == MUST and code.startswith(QUALIFIED) for hit in hits for code in hit.code.split("|")):
        return hits
    named = codes_of(hit for hit in hits if hit.family == "qualification" and hit not in invited)
    codes = dict.fromkeys(hit.code.removeprefix("alt:") for hit in invited)
    rest = [hit for hit in hits if hit not in invited]
    if named & set(codes):
        return rest
    return [
        *rest,
        replace(
            invited[0], code="|".join(codes), end=invited[-1].end if invited[-1].end - invited[0].start < 120 else invited[0].end
        ),
    ]


def _says_nothing_new(hit: Hit, hits: list[Hit]) -> bool:
    """Return whether a second-line qualification is the main one (it is only news beside a specialty)."""
    if not hit.code.startswith(("alt:auth:", "alt:degree:")):
        return False
    main = {code for other in hits if other.strength == MUST for code in other.code.split("|")}
    return hit.code.removeprefix("alt:") in main and not any(code.startswith("spec:") for code in main)


def _anywhere(advert: Advert, code: str, strength: str, pattern: str) -> Hit:
    """Return a hit on the first words that fit, or one without words when the ad's text has none."""
    found = re.search(pattern, advert.text)
    start, end = found.span() if found else (0, 0)
    return Hit(code=code, strength=strength, start=start, end=end, family="property")


def _bare_authorisation(advert: Advert, roles: tuple[str, ...], hits: list[Hit]) -> list[Hit]:
    """Return "autorisasjon" without a profession, read as that of the heading's roles."""
    if any("auth:" in hit.code and hit.strength == MUST for hit in hits):
        return []
    for match in lexicon.AUTHORISED.finditer(advert.text):
        clause = advert.clause_at(match.start())
        sentence = advert.words(advert.sentences[clause.sentence])
        how = strength(clause, "qualification")
        if how is None or post_roles.mentions(sentence) or re.search(r"vent|student|politi|utland|utenland", sentence):
            continue
        codes = sorted({code for role in roles if role in post_roles.LAWFUL for code in post_roles.LAWFUL[role].split("|")})
        if codes:
            return [Hit(code="|".join(codes), strength=how, start=match.start(), end=match.end(), family="qualification")]
    return []


def _by_law(advert: Advert, roles: tuple[str, ...], hits: list[Hit]) -> list[Hit]:
    """Return the authorisation that the roles demand by law where the text leaves it unsaid."""
    said = codes_of(hits)
    if any(code.startswith(("auth:", "fagbrev:helse", "alt:auth:")) for code in said) or not roles:
        return []
    codes = sorted({code for role in roles if role in post_roles.LAWFUL for code in post_roles.LAWFUL[role].split("|")})
    if not codes:
        return []
    open_too = any(role not in post_roles.LAWFUL for role in roles) or "unqualified_ok" in said
    mention = next((mention for mention in post_roles.mentions(advert.text) if mention.role in roles), None)
    start, end = (mention.start, mention.end) if mention else (0, 0)
    return [Hit(code="|".join(codes), strength=SHOULD if open_too else MUST, start=start, end=end, family="qualification")]


def _last_resort_chain(advert: Advert, hits: list[Hit]) -> list[Hit]:
    """Return the choice in "Fagarbeider ønskes. Assistent med to års erfaring kan ansettes": papers, or what stands for them."""
    for number, sentence in enumerate(advert.sentences):
        words = advert.words(sentence)
        years = lexicon.YEARS.search(words)
        if number == 0 or years is None or not (offers.SECOND_LINE.search(words) or post_roles.INVITES.search(words)):
            continue
        if not (any(mention.role == "R13" for mention in post_roles.mentions(words)) or _UNTRAINED.search(words)):
            continue
        before = advert.sentences[number - 1]
        papers = [
            hit
            for hit in hits
            if hit.family == "qualification" and hit.strength == SHOULD and before.start <= hit.start < before.end
        ]
        if not papers:
            continue
        text = years.group(1)
        value = int(text) if text.isdigit() else lexicon.NUMBERS[text]
        start, end = sentence.start + years.start(), sentence.start + years.end()
        code = f"{papers[0].code}|experience:years>={value}"
        return [
            Hit(code=code, strength=MUST, start=papers[0].start, end=end, family="choice"),
            Hit(code="unqualified_ok", strength=SHOULD, start=start, end=end, family="property"),
        ]
    return []
