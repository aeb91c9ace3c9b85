"""Invented vacancies, drawn from a stream of chance: what they are called, where, when, and what they ask and offer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from benchmarks import posts, shares
from benchmarks.drawing import Dice, misspell
from benchmarks.posts import Asked, Post
from benchmarks.seekers import Ground
from matcher.catalogue import Role
from matcher.records import Opening, Requirement, Span, Variant

OLDER = 0.12
"""How often an ad demands an age: cars, nights and medicines."""

PARTLY_SPLIT = 0.95
"""How often an ad for several roles tells them apart."""

AUTHORISED = ("auth:", "degree:")


def vacancy(number: str, dice: Dice, ground: Ground) -> Opening:
    """Draw one vacancy."""
    post = posts.POSTS.draw(dice)
    role = ground.roles[post.roles[0]] if post.roles else _outside(dice, ground)
    hours = (posts.SMALL if {"R16", "R17", "R18"} & set(post.roles) else posts.HOURS).draw(dice)
    place = ground.country.home(dice)
    title = _title(role, hours, place.kommune.split(" - ")[0], dice)
    split = post.split and dice.happens(PARTLY_SPLIT)
    must, should, properties = _asked(post, split, dice)
    words = Words(title)
    return Opening(
        id=number,
        roles=post.roles,
        title=title,
        positions=max(posts.POSITIONS.draw(dice), len(post.roles) if split else 1),
        percent_min=hours[0],
        percent_max=hours[1],
        employment="laerling" if "R22" in post.roles else posts.EMPLOYMENT.draw(dice),
        postnummer=None if dice.happens(0.02) else place.postnummer,
        kommunenr=place.kommunenr,
        start=start_of(dice, ground.day),
        deadline=None if dice.happens(0.05) else dice.day(ground.day + timedelta(days=1), ground.day + timedelta(days=45)),
        must=words.prove(must),
        should=words.prove(should),
        properties=frozenset(properties),
        variants=_variants(post, hours, words, dice) if split else (),
        skills=tuple(dict.fromkeys(dice.among(role.skills) for _ in range(dice.between(0, 4)))) if role.skills else (),
    )


class Words:
    """The words of an ad as they are written one after another, with the place of each."""

    def __init__(self, title: str) -> None:
        self._at = len(title) + 2

    def prove(self, codes: Iterable[str]) -> tuple[Requirement, ...]:
        """Return the requirements with the words that the ad says them in."""
        return tuple(Requirement(code=code, spans=(self._say(code),)) for code in codes)

    def _say(self, code: str) -> Span:
        quote = posts.PHRASES.get(code) or posts.OTHER_WORDS.format(code)
        span = Span(start=self._at, end=self._at + len(quote), quote=quote)
        self._at = span.end + 2
        return span


def reworded(opening: Opening, must: Iterable[str], should: Iterable[str]) -> Opening:
    """Return an ad that asks for other codes, with the words of all of them in their new places."""
    words = Words(opening.title)
    return replace(
        opening,
        must=words.prove(must),
        should=words.prove(should),
        variants=tuple(
            replace(
                variant,
                must=words.prove([one.code for one in variant.must]),
                should=words.prove([one.code for one in variant.should]),
            )
            for variant in opening.variants
        ),
    )


def text_of(opening: Opening) -> str:
    """Return the ad's text, in which every requirement's words stand where its span says."""
    asked = [*opening.must, *opening.should]
    for variant in opening.variants:
        asked += [*variant.must, *variant.should]
    return ". ".join([opening.title, *(requirement.spans[0].quote for requirement in asked)]) + "."


def _outside(dice: Dice, ground: Ground) -> Role:
    while not (role := ground.roles[shares.OCCUPATIONS.draw(dice)]).outside:
        pass
    return role


def _title(role: Role, hours: tuple[float | None, float | None], place: str, dice: Dice) -> str:
    label = role.label if dice.happens(0.65) else dice.front(role.labels)
    pattern = posts.TITLES.draw(dice)
    name = label if pattern.startswith("{0}") else label[:1].lower() + label[1:]
    title = pattern.format(name, f"{hours[0] or 50:g}", place)
    return misspell(title, dice) if dice.happens(0.01) else title


def _drawn(asked: Asked, dice: Dice) -> list[str]:
    return [code for code, chance in asked if dice.happens(chance)]


def _asked(post: Post, split: bool, dice: Dice) -> tuple[list[str], list[str], list[str]]:
    """Return what an ad must have, should have, and what it offers itself, each once."""
    must = list(posts.ROSTERS[post.hours].draw(dice))
    should: list[str] = []
    properties = _drawn(posts.OFFERS, dice)
    if post.paper and not split:
        (must if dice.happens(post.strict) else should).append(post.paper)
    if not post.paper or post.paper in should:
        properties += _drawn((posts.OPEN_TO_ALL,), dice)
    must += _drawn(post.must, dice)
    if dice.happens(post.licence):
        must.append("licence:B")
    elif dice.happens(0.06):
        should.append("licence:B")
    if tongue := posts.TONGUES[post.paper.startswith(AUTHORISED)].draw(dice):
        must.append(tongue)
    if dice.happens(OLDER):
        must.append("age:18" if dice.happens(0.6) else "age:20")
    if post.roles and dice.happens(0.9):
        must.append("police")
    should += _drawn(post.should, dice)
    must = list(dict.fromkeys(must))
    return must, [code for code in dict.fromkeys(should) if code not in must], properties


def _variants(post: Post, hours: tuple[float | None, float | None], words: Words, dice: Dice) -> tuple[Variant, ...]:
    found = []
    for role in post.roles:
        paper = shares.PAPERS.get(role, ("",))[0]
        found.append(
            Variant(
                roles=(role,),
                positions=None if dice.happens(0.6) else dice.between(1, 3),
                percent_min=hours[0],
                percent_max=hours[1],
                employment="fast" if dice.happens(0.7) else "vikariat",
                must=words.prove([paper] if paper else []),
                should=words.prove(["experience:relevant"] if dice.happens(0.2) else []),
            )
        )
    return tuple(found)


def start_of(dice: Dice, day: date) -> date | None:
    """Return the first day of the work, the first of a month or a Monday; in four of ten ads it is not said."""
    if dice.happens(0.4):
        return None
    start = dice.day(day + timedelta(days=20), day + timedelta(days=220))
    return start.replace(day=1) if dice.happens(0.6) else start - timedelta(days=start.weekday())
