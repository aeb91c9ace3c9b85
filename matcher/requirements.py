"""Reads a Norwegian ad into coded requirements, each with the words that prove it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from matcher import demands, kinds, lexicon, offers, posts, shifts
from matcher.advert import MUST, SHOULD, Advert, take_apart
from matcher.demands import Hit
from matcher.records import Requirement, Span, Variant

_LEVELS: Final = ("language:A2", "language:B1", "language:B2")
_QUALIFIED: Final = ("auth:", "fagbrev:", "degree:")
_RELEVANT: Final = {
    "R41": "fagbrev:renhold", "R42": "fagbrev:kokk|fagbrev:institusjonskokk", "R43": "fagbrev:kokk|fagbrev:institusjonskokk",
    "R44": "fagbrev:byggdrift|fagbrev:bygg", "R20": "fagbrev:aktivitor", "R21": "fagbrev:barne-ungdom",
}  # fmt: skip
"""What "relevant fagbrev" means beside a role; elsewhere it is helsearbeiderfag."""


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
    """Reads ads by published rules: headings, cues of demand and wish, negation, alternatives.  Holds no state.

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
            At most 20 000 characters are read.
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
        wanted = sorted(demands.codes_of(hit for hit in hits if not hit.code.startswith("alt:")))
        roles = posts.roles(advert, title, wanted, open_door)
        hits = _in_context(advert, title, roles, hits)
        hits, variants = _kinds_of_post(advert, title, roles, hits)
        hits = _without_doubles(hits)
        low, high = posts.percent(advert, title)
        return AdReading(
            roles=roles,
            positions=posts.positions(advert, title),
            percent_min=low,
            percent_max=high,
            employment=posts.employment(advert.text, title),
            start=posts.start(advert),
            hours_per_week=None if low is not None else posts.hours(advert),
            must=_requirements(advert, hits, MUST),
            should=_requirements(advert, hits, SHOULD),
            variants=variants,
            skills=tuple(dict.fromkeys(term for term, pattern in lexicon.SKILL_TERMS if pattern.search(advert.text))),
        )


def _in_context(advert: Advert, title: str, roles: tuple[str, ...], hits: list[Hit]) -> list[Hit]:
    """Return the hits with what only the whole ad can tell: what "relevant" means, what a title demands by law, open doors."""
    relevant = next((_RELEVANT[role] for role in roles if role in _RELEVANT), "fagbrev:helsearbeiderfag")
    hits = [replace(hit, code=relevant) if hit.code == "fagbrev:relevant" else hit for hit in hits]
    if posts.outside(advert, title):  # outside health the kind of experience is the trade's own
        hits = [
            replace(hit, code="experience:relevant") if hit.code in {"experience:children", "experience:service"} else hit
            for hit in hits
        ]
    hits = _invited_without_demand(hits)
    hits += _last_resort_chain(advert, hits)
    hits += _bare_authorisation(advert, title, roles, hits)
    hits += _by_law(advert, roles, hits)
    if "R22" in roles and not any(hit.code == "route:apprentice" for hit in hits):
        hits.append(_anywhere(advert, "route:apprentice", SHOULD, r"lærling\w*|læreplass\w*|læretid\w*|apprentice\w*"))
    demanded = any(hit.strength == MUST and hit.code.startswith(_QUALIFIED) for hit in hits)
    wished = [hit for hit in hits if hit.strength == SHOULD and hit.code.startswith(_QUALIFIED)]
    opens = bool(set(roles) & posts.OPEN) or (not roles and "assistent" in title.lower())
    if opens and wished and not demanded and not any(hit.code == "unqualified_ok" for hit in hits):
        hits.append(Hit(code="unqualified_ok", strength=SHOULD, start=wished[0].start, end=wished[0].end, family="property"))
    return [hit for hit in hits if not _says_nothing_new(hit, hits)]


def _invited_without_demand(hits: list[Hit]) -> list[Hit]:
    """Return the hits; where nothing is demanded, "sykepleiere, helsefagarbeidere og ufaglærte kan søke" is no second line."""
    invited = [hit for hit in hits if hit.code.startswith("alt:auth:")]
    if not invited or any(hit.strength == MUST and code.startswith(_QUALIFIED) for hit in hits for code in hit.code.split("|")):
        return hits
    named = demands.codes_of(hit for hit in hits if hit.family == "qualification" and hit not in invited)
    codes = dict.fromkeys(hit.code.removeprefix("alt:") for hit in invited)
    rest = [hit for hit in hits if hit not in invited]
    if named & set(codes):
        return rest
    return [*rest, replace(invited[0], code="|".join(codes), end=invited[-1].end if invited[-1].end - invited[0].start < 120 else invited[0].end)]


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


def _bare_authorisation(advert: Advert, title: str, roles: tuple[str, ...], hits: list[Hit]) -> list[Hit]:
    """Return "autorisasjon" without a profession, read as that of the heading's roles."""
    if any("auth:" in hit.code and hit.strength == MUST for hit in hits):
        return []
    for match in lexicon.AUTHORISED.finditer(advert.text):
        clause = advert.clause_at(match.start())
        sentence = advert.words(advert.sentences[clause.sentence])
        how = demands.strength(clause, "qualification")
        if how is None or posts.mentions(sentence) or re.search(r"vent|student|politi|utland|utenland", sentence):
            continue
        codes = sorted({code for role in roles if role in posts.LAWFUL for code in posts.LAWFUL[role].split("|")})
        if codes:
            return [Hit(code="|".join(codes), strength=how, start=match.start(), end=match.end(), family="qualification")]
    return []


def _by_law(advert: Advert, roles: tuple[str, ...], hits: list[Hit]) -> list[Hit]:
    """Return the authorisation that the roles demand by law where the text leaves it unsaid."""
    said = demands.codes_of(hits)
    if any(code.startswith(("auth:", "fagbrev:helse", "alt:auth:")) for code in said) or not roles:
        return []
    codes = sorted({code for role in roles if role in posts.LAWFUL for code in posts.LAWFUL[role].split("|")})
    if not codes:
        return []
    open_too = any(role not in posts.LAWFUL for role in roles) or "unqualified_ok" in said
    mention = next((mention for mention in posts.mentions(advert.text) if mention.role in roles), None)
    start, end = (mention.start, mention.end) if mention else (0, 0)
    return [Hit(code="|".join(codes), strength=SHOULD if open_too else MUST, start=start, end=end, family="qualification")]


def _last_resort_chain(advert: Advert, hits: list[Hit]) -> list[Hit]:
    """Return the choice in "Fagarbeider ønskes. Assistent med to års erfaring kan ansettes": papers, or what stands for them."""
    for number, sentence in enumerate(advert.sentences):
        words = advert.words(sentence)
        years = lexicon.YEARS.search(words)
        untrained = any(mention.role == "R13" for mention in posts.mentions(words)) or re.search(
            r"(?:uten|utan) (?:fagbrev|utdan)", words
        )
        if not (years and untrained and offers.SECOND_LINE.search(words)) or number == 0:
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


def _kinds_of_post(advert: Advert, title: str, roles: tuple[str, ...], hits: list[Hit]) -> tuple[list[Hit], tuple[Variant, ...]]:
    """Return the hits that hold for the whole ad, and the kinds of post with what each adds."""
    low, high = posts.percent(advert, title)
    form = posts.employment(advert.text, title)
    choice = next((hit for hit in hits if hit.family == "choice"), None)
    if choice is not None:
        *papers, instead = choice.code.split("|")
        shared = {"roles": roles, "percent_min": low, "percent_max": high, "employment": form}
        with_papers = replace(choice, code="|".join(papers))
        open_to_all = next(hit for hit in hits if hit.code == "unqualified_ok")
        return hits, (
            Variant(**shared, must=_requirements(advert, [with_papers], MUST)),
            Variant(
                **shared,
                must=_requirements(advert, [replace(choice, code=instead)], MUST),
                should=_requirements(advert, [open_to_all], SHOULD),
            ),
        )
    found = kinds.find(advert, roles)
    if not found:
        return hits, ()
    scoped = _scoped(advert, found, hits)
    common = [hit for hit in hits if not any(hit in own and hit.family != "property" for own in scoped)]
    variants: list[Variant] = []
    papers: list[Hit] = []
    for kind, own in zip(found, scoped, strict=True):
        if not any(hit.strength == MUST and hit.code.startswith(_QUALIFIED) for hit in own):
            own = own + _lawful(advert, kind)
        papers += [hit for hit in own if hit.strength == MUST and hit.code.startswith("auth:")]
        lines = "\n".join(advert.words(advert.sentences[number]) for number in kind.sentences)
        shares = posts.percents(lines)
        variants.append(
            Variant(
                roles=tuple(sorted(kind.roles)),
                positions=_number(lines, len(shares)),
                percent_min=min((share[0] for share in shares), default=low),
                percent_max=max((share[1] for share in shares), default=high),
                employment=posts.employment(lines) or form,
                must=_requirements(advert, _without_doubles(own), MUST),
                should=_requirements(advert, _without_doubles(own), SHOULD),
            )
        )
    return _shared(common, scoped, papers, any(not _closed(kind) for kind in found)), tuple(variants)


def _scoped(advert: Advert, found: list[kinds.Kind], hits: list[Hit]) -> list[list[Hit]]:
    """Return, for each kind, the hits in the sentences about it and those narrowed by words after them."""
    scoped: list[list[Hit]] = [[] for _ in found]
    for hit in hits:
        number = advert.clause_at(hit.start).sentence
        narrowed = kinds.scope_after(advert, hit.end)
        for index, kind in enumerate(found):
            if narrowed in kind.roles or (narrowed is None and number in kind.sentences and hit.end > hit.start):
                scoped[index].append(hit)
    return scoped


def _closed(kind: kinds.Kind) -> bool:
    return all(role in posts.LAWFUL for role in kind.roles)


def _lawful(advert: Advert, kind: kinds.Kind) -> list[Hit]:
    codes = sorted({code for role in kind.roles if role in posts.LAWFUL for code in posts.LAWFUL[role].split("|")})
    sentence = advert.sentences[kind.sentences[0]]
    mention = next((mention for mention in posts.mentions(advert.words(sentence)) if mention.role in kind.roles), None)
    if not codes or mention is None:
        return []
    start = sentence.start + mention.start
    return [Hit(code="|".join(codes), strength=MUST, start=start, end=sentence.start + mention.end, family="qualification")]


def _number(lines: str, shares: int) -> int | None:
    number = posts.positions(take_apart(lines), "")
    return max(number, shares) if number and (shares or number > 1) else None


def _shared(common: list[Hit], scoped: list[list[Hit]], papers: list[Hit], open_too: bool) -> list[Hit]:
    """Return the ad's own hits: any of the kinds' papers, wished when some posts are open to all, and the lowest level of Norwegian."""
    if papers:
        codes = dict.fromkeys(code for hit in papers for code in hit.code.split("|"))
        union = Hit(
            code="|".join(codes),
            strength=SHOULD if open_too else MUST,
            start=papers[0].start,
            end=papers[0].end,
            family="qualification",
        )
        same = [hit for hit in common if set(hit.code.split("|")) <= set(codes)]
        common = [hit for hit in common if hit not in same or hit.strength == SHOULD != union.strength]
        if not any(hit.strength == union.strength and set(hit.code.split("|")) == set(codes) for hit in common):
            common.append(union)
    levels = [hit for own in scoped for hit in own if hit.code in _LEVELS and hit.strength == MUST]
    if levels and len({hit.code for hit in levels}) > 1:
        common.append(min(levels, key=lambda hit: _LEVELS.index(hit.code)))
    return common


def _without_doubles(hits: list[Hit]) -> list[Hit]:
    """Return the hits with a wish left out that is already a demand, and a lower demand on language beside a higher."""
    must = {frozenset(hit.code.split("|")) for hit in hits if hit.strength == MUST}
    hits = [hit for hit in hits if hit.strength == MUST or frozenset(hit.code.split("|")) not in must or hit.family == "choice"]
    named = {hit.code for hit in hits if hit.strength == MUST}
    levelled = bool(named & set(_LEVELS))
    return [
        hit
        for hit in hits
        if not (
            hit.strength == MUST
            and hit.code in {"language:good", "language:functional"}
            and (levelled or "language:very_good" in named)
        )
        and not (hit.strength == MUST and hit.code == "language:functional" and "language:good" in named)
        and not (hit.code == "cond:licence:B" and "licence:B" in named)
    ]


def _requirements(advert: Advert, hits: Iterable[Hit], strength: str) -> tuple[Requirement, ...]:
    """Return one requirement per code, in the order of the text, with every place that proves it."""
    spans: dict[frozenset[str], list[Span]] = {}
    codes: dict[frozenset[str], str] = {}
    for hit in sorted(hits, key=lambda hit: (hit.start, hit.code)):
        if hit.strength != strength:
            continue
        key = frozenset(hit.code.split("|"))
        codes.setdefault(key, hit.code)
        proofs = spans.setdefault(key, [])
        if hit.end > hit.start and (span := advert.span(hit.start, hit.end)) not in proofs and len(proofs) < 5:
            proofs.append(span)
    return tuple(Requirement(code=codes[key], spans=tuple(proofs)) for key, proofs in spans.items())
