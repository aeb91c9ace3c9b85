"""The whole service walked as each kind of user: nobody sees more than they may, and every look at a person leaves its row.

The crawl starts at each user's first page and follows every link; then every address is asked for with every object that
there is, one's own, somebody else's and one that does not exist.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape
from itertools import product
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from models.accounts import UserKind
from models.audit import AuditEvent, Decision
from models.base import new_id
from models.policy import ALLOWED
from models.services.audit import verify_chain
from tests.web import canaries
from tests.web.conftest import PageClient
from web import db

KINDS = {
    "adviser": UserKind.ADVISER,
    "adviser of another office": UserKind.ADVISER,
    "employer": UserKind.EMPLOYER,
    "coordinator": UserKind.COORDINATOR,
}
MOST_PAGES = 1_000
SOME = 15
_LINK = re.compile(r'(?:href|hx-get)="([^"#]+)"')
_PARAMETER = re.compile(r"<(?:[^<>:]+:)?(\w+)>")


@dataclass(slots=True)
class Answer:
    """One answer as an outsider sees it."""

    path: str
    status: int
    text: str
    headers: str
    request_id: str

    @property
    def whole(self) -> str:
        """Everything that was sent."""
        return f"{self.headers}\n{self.text}"


@dataclass(slots=True)
class Walk:
    """What one user has been answered."""

    answers: list[Answer] = field(default_factory=list)

    def ask(self, client: PageClient, path: str) -> Answer:
        answer = client.get(path)
        found = Answer(
            path, answer.status_code, answer.get_data(as_text=True), str(answer.headers), answer.headers.get("X-Request-Id", "")
        )
        self.answers.append(found)
        return found


@pytest.fixture
def world(app: Flask, clock: object) -> canaries.World:
    with db.database_of(app).writers.begin() as session:
        return canaries.build(session)


def follow(client: PageClient, walk: Walk) -> None:
    """Ask for every page that can be reached by links from the first."""
    waiting, seen, variants = ["/"], {"/"}, Counter[str]()
    while waiting and len(walk.answers) < MOST_PAGES:
        answer = walk.ask(client, waiting.pop(0))
        location = re.search(r"Location: (\S+)", answer.headers)
        links = [*_LINK.findall(answer.text), *([location[1]] if location else [])]
        for link in (unescape(one) for one in links):
            parts = urlsplit(link)
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            ours = parts.scheme == "" and parts.netloc in {"", "localhost"} and path.startswith("/")
            if ours and path not in seen and not path.startswith(("/static/", "/sprak/")):
                seen.add(path)
                # Of a list with every filter and order, and of the catalogue's hundreds of entries, some stand for all.
                kind = "/katalog/" if path.startswith("/katalog/") else parts.path
                variants[kind] += 1
                if variants[kind] <= SOME:
                    waiting.append(path)


WANTS_MORE = {
    "adviser.list_entry",  # the person is on that list
    "adviser.register_answer",  # and has been asked
    "adviser.register_wishes",  # the adviser has registered the person
    "adviser.match_beside",  # somebody stands before or behind
    "adviser.people_found",  # the search is the user's own
    "employer.posting",  # the posting is the organisation's
    "employer.discard_posting",
    "employer.shared_person",  # the share is of that vacancy
    "employer.close_vacancy",  # the vacancy is open
    "employer.reopen_vacancy",  # the vacancy is closed
    "coordinator.night",  # there was such a night
    "account.choose_language",
}
"""Addresses that may answer that there is nothing there although person and vacancy are within reach, and what they want."""


def beyond_reach(world: canaries.World, who: str, chosen: dict[str, str]) -> bool:
    """Return whether one of the chosen objects is not the user's to see."""
    vacancy, person = chosen.get("vacancy_id"), chosen.get("person_id")
    known = {*world.vacancies, world.closed}
    own = (
        known
        if who in canaries.OFFICES
        else {world.closed, *(one for one in known if world.vacancies.get(one) == canaries.UNITS[0])}
    )
    return (vacancy is not None and vacancy not in own) or (person is not None and person not in world.within(who))


WORDS = {
    "language": "nb",
    "section": "onsker",
    "step": "krav",
    "slug": "roller",
    "key": "R11",
    "local_date": "2026-11-23",
    "way": "neste",
}
"""A value that exists for each parameter that is not the id of a person, a vacancy or something that belongs to somebody."""


def ask_for_everything(
    app: Flask, client: PageClient, walk: Walk, world: canaries.World
) -> Iterator[tuple[Rule, dict[str, str], Answer]]:
    """Ask for every address with every object: of several parameters the last runs through all, the others through two."""
    nobody = new_id()
    values = {"vacancy_id": [*world.vacancies, world.closed, nobody], "person_id": [*world.some_of_each, nobody]}
    addresses = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or set()) or rule.endpoint == "static":
            continue
        names = _PARAMETER.findall(rule.rule)
        choices = [values.get(name) or [WORDS.get(name, nobody)] for name in names]
        last = max((place for place, name in enumerate(names) if name in values), default=-1)
        for chosen in product(*(some if place == last else some[:2] for place, some in enumerate(choices))):
            values_of = dict(zip(names, chosen, strict=True))
            yield rule, values_of, walk.ask(client, addresses.build(rule.endpoint, values_of))


@pytest.mark.parametrize(
    "who", [who if who == "adviser" else pytest.param(who, marks=pytest.mark.soak_on("postgresql")) for who in KINDS]
)
def test_nobody_sees_more_than_they_may_and_every_look_leaves_its_row(
    app: Flask, sign_in: Callable[[str], PageClient], world: canaries.World, in_app: Session, who: str
) -> None:
    kind, client, walk = KINDS[who], sign_in(who), Walk()
    follow(client, walk)
    assert len(walk.answers) < MOST_PAGES
    assert [answer.path for answer in walk.answers if answer.status >= 400] == []
    numbers, missing = re.compile("|".join([*world.marks, *world.vacancies, world.closed])), set()
    for rule, chosen, answer in ask_for_everything(app, client, walk, world):
        view = app.view_functions[rule.endpoint]
        if not getattr(view, "public", False) and getattr(view, "permission", None) not in ALLOWED[kind]:
            assert answer.status == 403, answer.path
        elif beyond_reach(world, who, chosen):
            assert answer.status == 404, answer.path
            missing.add(numbers.sub("", answer.text))
        else:
            assert answer.status < 400 or rule.endpoint in WANTS_MORE, (answer.path, answer.status)
            assert answer.status in {200, 303, 404}, (answer.path, answer.status)

    # What is beyond reach and what does not exist answer with the same bytes, whatever the address.
    assert len(missing) == (1 if who in canaries.OFFICES or kind is UserKind.EMPLOYER else 0)

    reachable = world.within(who)
    shown = {answer.request_id: world.seen_in(answer.text) for answer in walk.answers}
    in_headers = [answer.path for answer in walk.answers if world.seen_in(answer.headers) or world.seen_in(answer.path)]
    assert in_headers == []
    leaked = {answer.path for answer in walk.answers if world.seen_in(answer.whole) & world.hidden}
    assert leaked == set()
    beyond = set().union(*shown.values()) - reachable
    if kind is UserKind.EMPLOYER:
        assert all("/delt" in answer.path for answer in walk.answers if shown[answer.request_id])
    else:
        assert beyond == set()
    if kind is UserKind.ADVISER:
        assert set().union(*shown.values()) == set(reachable)

    rows: dict[str, Counter[str]] = {}
    statement = select(AuditEvent).where(AuditEvent.decision == Decision.PERMIT, AuditEvent.person_id.is_not(None))
    for event in in_app.scalars(statement):
        rows.setdefault(event.request_id, Counter())[str(event.person_id)] += 1
    for answer in walk.answers:
        traced = rows.get(answer.request_id, Counter())
        assert set(traced) == shown[answer.request_id], answer.path
        assert max(traced.values(), default=1) == 1, answer.path
    refused = set(in_app.scalars(select(AuditEvent.person_id).where(AuditEvent.decision == Decision.DENY)))
    if kind is UserKind.ADVISER:
        assert refused >= set(world.some_of_each) - reachable
    assert verify_chain(in_app).holds
