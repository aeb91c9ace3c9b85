"""What stands behind a changed pair: the match explained as it is now, since the lists of a night keep numbers only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.matcher import Matcher
from matcher.records import Match
from models import queries
from models.profiles import to_candidate, to_opening
from models.vacancies import Vacancy

Pair = tuple[str, str]


def explained(session: Session, matcher: Matcher, pairs: Sequence[Pair], on: date) -> Mapping[Pair, Match]:
    """Return the matches of these pairs (vacancy, person), as far as the person may be shown and the vacancy is there."""
    by_vacancy: defaultdict[str, list[str]] = defaultdict(list)
    for vacancy, person in pairs:
        by_vacancy[vacancy].append(person)
    people = queries.visible_job_seekers(ids={person for _, person in pairs}).options(*queries.candidate_parts())
    candidates = {row.id: to_candidate(row, on) for row in session.scalars(people).unique()}
    vacancies = select(Vacancy).where(Vacancy.id.in_(by_vacancy)).options(*queries.opening_parts())
    openings = {row.id: to_opening(row) for row in session.scalars(vacancies).unique()}
    session.expunge_all()
    pool = matcher.prepare(list(candidates.values()), on)
    found: dict[Pair, Match] = {}
    for vacancy, some in by_vacancy.items():
        rows = [pool.index[person] for person in some if person in pool.index]
        if rows and vacancy in openings:
            part = pool.part(np.array(rows))
            matches = matcher.explain_rows(matcher.score(openings[vacancy], part), part, range(len(rows)))
            found |= {(vacancy, match.candidate): match for match in matches}
    return found
