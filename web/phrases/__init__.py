"""From keys and numbers to words: the sentences that pages and the command line say about a match.

Inside a request the words are in the language of the page, outside it bokmål.  Labels of the catalogue (roles,
requirements, routes, measures) are Norwegian data and stand as they are inside translated sentences.
"""

from web.i18n import day, months
from web.phrases.changes import cause, change_line
from web.phrases.codes import (
    ASSESSMENT,
    FAMILIES,
    FORMS,
    LANGUAGE_LEVELS,
    LICENCES,
    LIST_STATUS,
    NOT_RELEVANT,
    OUTCOME,
    PAY,
    PERSONS_SHIFTS,
    PRACTICE_KIND,
    PROOF,
    REQUEST_STATE,
    SHIFTS,
    STATUSES,
    STRENGTHS,
    TIERS,
    VACANCY_STATE,
)
from web.phrases.facts import ask, credential, proof, question, requirement, status
from web.phrases.headline import headline
from web.phrases.levels import against, bits, contribution, contribution_rows, reasons, strongest, sum_line, worked_as
from web.phrases.measures import MeasureRow, activity_text, measure_rows
from web.phrases.texts import lowered
from web.phrases.verdicts import ready_line, short_gap, tier_reason
from web.phrases.ways import route, route_steps, step

__all__ = [
    "ASSESSMENT",
    "FAMILIES",
    "FORMS",
    "LANGUAGE_LEVELS",
    "LICENCES",
    "LIST_STATUS",
    "NOT_RELEVANT",
    "OUTCOME",
    "PAY",
    "PERSONS_SHIFTS",
    "PRACTICE_KIND",
    "PROOF",
    "REQUEST_STATE",
    "SHIFTS",
    "STATUSES",
    "STRENGTHS",
    "TIERS",
    "VACANCY_STATE",
    "MeasureRow",
    "activity_text",
    "against",
    "ask",
    "bits",
    "cause",
    "change_line",
    "contribution",
    "contribution_rows",
    "credential",
    "day",
    "headline",
    "lowered",
    "measure_rows",
    "months",
    "proof",
    "question",
    "ready_line",
    "reasons",
    "requirement",
    "route",
    "route_steps",
    "short_gap",
    "status",
    "step",
    "strongest",
    "sum_line",
    "tier_reason",
    "worked_as",
]
