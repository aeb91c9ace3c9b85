"""Ads that hold several kinds of post: which words hold for which kind, and what each kind adds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final

from matcher import post_roles, posts
from matcher.advert import MUST, SHOULD, Advert, Sentence, take_apart
from matcher.hits import LEVELS, QUALIFIED, Hit, as_requirements, without_doubles
from matcher.lexicon import NOT_APPLICANT
from matcher.records import Variant

_ACTS: Final = re.compile(
    r"\s{0,2}(?:tilsettes|tilsettast|tilsett|ansettes|blir ansatt|blir tilsatt|vert tilsett\w{0,2}|må|skal|har i tillegg|går|"
    r"får|arbeider|jobber|trenger|treng|krever|kan ansettes|kan tilsettes)\b"
)
_POST_LINE: Final = re.compile(r"%|\bstilling|\bårsverk|\bx\b|\bpost\b|\|")


@dataclass(slots=True)
class Kind:
    """One kind of post: its roles, and the numbers of the sentences that speak of it alone."""

    roles: set[str]
    sentences: list[int] = field(default_factory=list)
    announced: bool = False


def find(advert: Advert, roles: tuple[str, ...]) -> list[Kind]:
    """Return the kinds of post that the ad tells apart, [] when all that it says holds for every post."""
    if len(roles) < 2:
        return []
    lists = _post_lists(advert)
    kinds: list[Kind] = []
    for number, sentence in enumerate(advert.sentences):
        if sentence.section == "duty":
            continue
        named, announced = _subject(advert, sentence, sentence.line in lists)
        named &= set(roles)
        if not named:
            continue
        meant = [kind for kind in kinds if kind.roles & named]
        if len(meant) > 1:
            continue
        if not meant:
            meant = [Kind(roles=set())]
            kinds.append(meant[0])
        meant[0].roles |= named
        meant[0].sentences.append(number)
        meant[0].announced |= announced
    if len(kinds) < 2 or not any(kind.announced for kind in kinds):
        return []
    for role in set(roles) - {role for kind in kinds for role in kind.roles}:
        near = [kind for kind in kinds if _same_law(role, kind.roles)]
        if near:
            near[0].roles.add(role)
    return kinds


def _same_law(role: str, others: set[str]) -> bool:
    """Return whether a role is another name of the same rank: helsefagarbeider and the older authorisations."""
    return {role} | others <= {"R11", "R12"}


def _post_lists(advert: Advert) -> set[int]:
    """Return the lines of lists and tables that enumerate posts: at least two items begin with a role or hold one and a share."""
    lines: dict[int, list[Sentence]] = {}
    run, last = 0, -2
    for sentence in advert.sentences:
        row = " | " in advert.words(sentence)
        if not (sentence.bullet or row) or sentence.section not in {"body", "seek"}:
            continue
        if sentence.line != last and sentence.line != last + 1:
            run = sentence.line
        last = sentence.line
        lines.setdefault(run, []).append(sentence)
    found: set[int] = set()
    for items in lines.values():
        announced_in = [item for item in items if _names_post(advert.words(item))]
        if len(announced_in) > 1:
            found.update(item.line for item in items)
    return found


def _names_post(words: str) -> bool:
    named = post_roles.mentions(words)
    return bool(named) and (
        named[0].start < 6 or (bool(_POST_LINE.search(words)) and not NOT_APPLICANT.search(words[: named[0].start]))
    )


def _subject(advert: Advert, sentence: Sentence, listed: bool) -> tuple[set[str], bool]:
    """Return the roles that a sentence speaks of alone, and whether it announces posts or terms of their own."""
    words = advert.words(sentence)
    if listed:
        return {mention.role for mention in post_roles.mentions(words)}, True
    if sentence.lead and (named := post_roles.mentions(advert.text[sentence.lead[0] : sentence.lead[1]])):
        return {mention.role for mention in named}, True
    named = post_roles.mentions(words[:120])
    if not named:
        return set(), False
    if named[0].start <= 1:
        last = named[0]
        for mention in named[1:]:
            if re.fullmatch(r"\W{0,2}(?:og|eller|/)?\W{0,2}", words[last.end : mention.start]):
                last = mention
        if acts := _ACTS.match(words[last.end :]):
            return {mention.role for mention in named if mention.end <= last.end}, acts.group().strip() in {
                "tilsettes", "tilsettast", "ansettes", "blir ansatt", "har i tillegg",
            }  # fmt: skip
    if re.match(r"(?:for|til) (?:deg som er |stillingen som |de som er )?$", words[: named[0].start]):
        return {named[0].role}, False
    return set(), False


def scope_after(advert: Advert, end: int) -> str | None:
    """Return the role in "B2 for sykepleier": what follows a demand and narrows it."""
    tail = advert.text[end : end + 45]
    narrowed = re.match(r"(?:-?nivå)? ?(?:for|til) (?:de |stillingen som |deg som er )?", tail)
    if not narrowed:
        return None
    named = post_roles.mentions(tail[narrowed.end() :])
    return named[0].role if named and named[0].start == 0 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What holds for every post of the ad unless its kind has terms of its own."""

    roles: tuple[str, ...]
    percent_min: float | None
    percent_max: float | None
    employment: str | None


def tell_apart(advert: Advert, terms: Terms, hits: list[Hit]) -> tuple[list[Hit], tuple[Variant, ...]]:
    """Return the hits that hold for the whole ad, and the kinds of post with what each adds."""
    choice = next((hit for hit in hits if hit.family == "choice"), None)
    if choice is not None:
        return hits, _papers_or_practice(advert, terms, choice)
    found = find(advert, terms.roles)
    if not found:
        return hits, ()
    scoped = _scoped(advert, found, hits)
    common = [hit for hit in hits if not any(hit in own and hit.family != "property" for own in scoped)]
    complete = [
        own if any(hit.strength == MUST and hit.code.startswith(QUALIFIED) for hit in own) else own + _lawful(advert, kind)
        for kind, own in zip(found, scoped, strict=True)
    ]
    papers = [hit for own in complete for hit in own if hit.strength == MUST and hit.code.startswith("auth:")]
    open_too = not all(role in post_roles.LAWFUL for kind in found for role in kind.roles)
    variants = tuple(_variant(advert, terms, kind, own) for kind, own in zip(found, complete, strict=True))
    return _shared(common, scoped, papers, open_too), variants


def _papers_or_practice(advert: Advert, terms: Terms, choice: Hit) -> tuple[Variant, ...]:
    """Return the two ways into a post that takes papers, or practice instead of them."""
    *papers, practice = choice.code.split("|")
    door = replace(choice, code="unqualified_ok", strength=SHOULD)
    ways = ((replace(choice, code="|".join(papers)), ()), (replace(choice, code=practice), (door,)))
    return tuple(
        Variant(
            roles=terms.roles,
            percent_min=terms.percent_min,
            percent_max=terms.percent_max,
            employment=terms.employment,
            must=as_requirements(advert, [must], MUST),
            should=as_requirements(advert, should, SHOULD),
        )
        for must, should in ways
    )


def _variant(advert: Advert, terms: Terms, kind: Kind, own: list[Hit]) -> Variant:
    lines = "\n".join(advert.words(advert.sentences[number]) for number in kind.sentences)
    shares = posts.percents(lines)
    own = without_doubles(own)
    return Variant(
        roles=tuple(sorted(kind.roles)),
        positions=_number(lines, len(shares)),
        percent_min=min((low for low, _ in shares), default=terms.percent_min),
        percent_max=max((high for _, high in shares), default=terms.percent_max),
        employment=posts.employment(lines) or terms.employment,
        must=as_requirements(advert, own, MUST),
        should=as_requirements(advert, own, SHOULD),
    )


def _scoped(advert: Advert, found: list[Kind], hits: list[Hit]) -> list[list[Hit]]:
    """Return, for each kind, the hits in the sentences about it and those narrowed by words after them."""
    scoped: list[list[Hit]] = [[] for _ in found]
    for hit in hits:
        number = advert.clause_at(hit.start).sentence
        narrowed = scope_after(advert, hit.end)
        for index, kind in enumerate(found):
            if narrowed in kind.roles or (narrowed is None and number in kind.sentences and hit.end > hit.start):
                scoped[index].append(hit)
    return scoped


def _lawful(advert: Advert, kind: Kind) -> list[Hit]:
    codes = sorted({code for role in kind.roles if role in post_roles.LAWFUL for code in post_roles.LAWFUL[role].split("|")})
    sentence = advert.sentences[kind.sentences[0]]
    mention = next((mention for mention in post_roles.mentions(advert.words(sentence)) if mention.role in kind.roles), None)
    if not codes or mention is None:
        return []
    start = sentence.start + mention.start
    return [Hit(code="|".join(codes), strength=MUST, start=start, end=sentence.start + mention.end, family="qualification")]


def _number(lines: str, shares: int) -> int | None:
    number = posts.positions(take_apart(lines), "")
    return max(number, shares) if number and (shares or number > 1) else None


def _shared(common: list[Hit], scoped: list[list[Hit]], papers: list[Hit], open_too: bool) -> list[Hit]:
    """Return the ad's own hits: any of the kinds' papers (a wish when some posts are open to all), and the lowest level."""
    if papers:
        codes = dict.fromkeys(code for hit in papers for code in hit.code.split("|"))
        union = Hit(
            code="|".join(codes),
            strength=SHOULD if open_too else MUST,
            start=papers[0].start,
            end=papers[0].end,
            family="qualification",
        )
        common = [
            hit for hit in common if not set(hit.code.split("|")) <= set(codes) or (hit.strength == SHOULD and not open_too)
        ]
        if not any(hit.strength == union.strength and set(hit.code.split("|")) == set(codes) for hit in common):
            common.append(union)
    levels = [hit for own in scoped for hit in own if hit.code in LEVELS and hit.strength == MUST]
    if levels and len({hit.code for hit in levels}) > 1:
        common.append(min(levels, key=lambda hit: LEVELS.index(hit.code)))
    return common
