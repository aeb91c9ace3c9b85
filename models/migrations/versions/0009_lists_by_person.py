"""Lists in one row for each person and one for each vacancy of a run, instead of one for each pair.

Revision: 0009, after 0008.
"""

import json
import math
import secrets
import struct
from collections import defaultdict
from collections.abc import Iterator
from itertools import accumulate, pairwise

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

PAIR = struct.Struct("<IhfBBBBB")
"""Vacancy, score, months, place in the vacancy's list and in the person's, tier, kind of post, demands."""
NUMBER = struct.Struct("<I")
NOBODY = 2**32 - 1
"""Holds the place in a vacancy's list of somebody who is gone."""
TIERS = ("klar", "avklar", "paa_vei", "stengt")
AT_ONCE = 2_000

match = sa.table("match", *(sa.column(name) for name in (
    "run_id", "vacancy_id", "job_seeker_id", "vacancy_position", "seeker_position", "tier", "score", "months", "variant", "answers",
)))  # fmt: skip
run_vacancy = sa.table("run_vacancy", *(sa.column(name) for name in (
    "run_id", "number", "vacancy_id", "asks", "ready", "clarify", "on_the_way", "near", "first",
)))  # fmt: skip
run_person = sa.table("run_person", *(sa.column(name) for name in ("run_id", "number", "job_seeker_id", "pairs", "answers")))


def upgrade() -> None:
    op.create_table(
        "run_person",
        sa.Column("run_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("job_seeker_id", sa.String(length=32), nullable=False),
        sa.Column("pairs", sa.LargeBinary(), nullable=False),
        sa.Column("answers", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["match_run.id"], name=op.f("fk_run_person_run_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["job_seeker_id"], ["job_seeker.id"], name=op.f("fk_run_person_job_seeker_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", "number", name=op.f("pk_run_person")),
    )
    op.create_index(op.f("ix_run_person_job_seeker_id"), "run_person", ["job_seeker_id"])
    op.add_column("run_vacancy", sa.Column("number", sa.Integer(), nullable=True))
    op.add_column("run_vacancy", sa.Column("first", sa.LargeBinary(), nullable=True))
    for run_id in _all(sa.select(match.c.run_id).union(sa.select(run_vacancy.c.run_id))):
        _pack(run_id)
    with op.batch_alter_table("run_vacancy") as table:
        table.alter_column("number", existing_type=sa.Integer(), nullable=False)
        table.alter_column("first", existing_type=sa.LargeBinary(), nullable=False)
        table.drop_constraint(op.f("pk_run_vacancy"), type_="primary")
        table.create_primary_key(op.f("pk_run_vacancy"), ["run_id", "number"])
    for index in ("run_id_job_seeker_id_seeker_position", "vacancy_id", "job_seeker_id"):
        op.drop_index(op.f(f"ix_match_{index}"), "match")
    op.drop_table("match")


def _pack(run_id: str) -> None:
    connection = op.get_bind()
    asked = _all(sa.select(run_vacancy.c.vacancy_id).where(run_vacancy.c.run_id == run_id))
    of_run = match.c.run_id == run_id
    listed = _all(sa.select(match.c.vacancy_id).where(of_run).distinct())
    vacancies = {vacancy_id: number for number, vacancy_id in enumerate(sorted({*asked, *listed}))}
    # Runs from before the answers were kept asked nothing that is known.
    nothing = {"run_id": run_id, "asks": "[]", "ready": 0, "clarify": 0, "on_the_way": 0, "near": "{}"}
    if missing := sorted({*listed} - {*asked}):
        connection.execute(sa.insert(run_vacancy), [nothing | {"vacancy_id": vacancy_id} for vacancy_id in missing])
    people = _all(sa.select(match.c.job_seeker_id).where(of_run).distinct())
    secrets.SystemRandom().shuffle(people)
    first: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for start in range(0, len(people), AT_ONCE):
        rows = []
        for number, person in enumerate(people[start : start + AT_ONCE], start):
            pairs = connection.execute(sa.select(match).where(of_run, match.c.job_seeker_id == person)).all()
            for pair in pairs:
                if pair.vacancy_position:
                    first[pair.vacancy_id][pair.vacancy_position] = number
            rows.append(
                {
                    "run_id": run_id,
                    "number": number,
                    "job_seeker_id": person,
                    "pairs": b"".join(_packed(pair, vacancies) for pair in pairs),
                    "answers": b"".join(bytes(pair.answers or b"") for pair in pairs),
                }
            )
        connection.execute(sa.insert(run_person), rows)
    for vacancy_id, number in vacancies.items():
        places = first[vacancy_id]
        numbers = [places.get(place, NOBODY) for place in range(1, max(places, default=0) + 1)]
        connection.execute(
            sa.update(run_vacancy)
            .where(run_vacancy.c.run_id == run_id, run_vacancy.c.vacancy_id == vacancy_id)
            .values(number=number, first=b"".join(map(NUMBER.pack, numbers)))
        )


def _packed(pair: sa.Row[tuple[object, ...]], vacancies: dict[str, int]) -> bytes:
    return PAIR.pack(
        vacancies[pair.vacancy_id],
        pair.score,
        math.nan if pair.months is None else pair.months,
        pair.vacancy_position or 0,
        pair.seeker_position or 0,
        TIERS.index(pair.tier),
        pair.variant or 0,
        len(pair.answers or b""),
    )


def downgrade() -> None:
    op.create_table(
        "match",
        sa.Column("run_id", sa.String(length=32), nullable=False),
        sa.Column("vacancy_id", sa.String(length=32), nullable=False),
        sa.Column("job_seeker_id", sa.String(length=32), nullable=False),
        sa.Column("vacancy_position", sa.Integer(), nullable=True),
        sa.Column("seeker_position", sa.Integer(), nullable=True),
        sa.Column("tier", sa.Enum(*TIERS, name="tier", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("months", sa.Float(), nullable=True),
        sa.Column("variant", sa.Integer(), nullable=True),
        sa.Column("answers", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("vacancy_position IS NOT NULL OR seeker_position IS NOT NULL", name=op.f("ck_match_in_a_list")),
        sa.ForeignKeyConstraint(["run_id"], ["match_run.id"], name=op.f("fk_match_run_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["vacancy_id"], ["vacancy.id"], name=op.f("fk_match_vacancy_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["job_seeker_id"], ["job_seeker.id"], name=op.f("fk_match_job_seeker_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id", "vacancy_id", "job_seeker_id", name=op.f("pk_match")),
    )
    op.create_index(op.f("ix_match_job_seeker_id"), "match", ["job_seeker_id"])
    op.create_index(
        op.f("ix_match_run_id_job_seeker_id_seeker_position"), "match", ["run_id", "job_seeker_id", "seeker_position"]
    )
    op.create_index(op.f("ix_match_vacancy_id"), "match", ["vacancy_id"])
    for run_id in _all(sa.select(run_person.c.run_id).distinct()):
        _unpack(run_id)
    with op.batch_alter_table("run_vacancy") as table:
        table.drop_constraint(op.f("pk_run_vacancy"), type_="primary")
        table.create_primary_key(op.f("pk_run_vacancy"), ["run_id", "vacancy_id"])
        table.drop_column("number")
        table.drop_column("first")
    op.drop_index(op.f("ix_run_person_job_seeker_id"), "run_person")
    op.drop_table("run_person")


def _unpack(run_id: str) -> None:
    connection = op.get_bind()
    kept = sa.select(run_vacancy.c.number, run_vacancy.c.vacancy_id, run_vacancy.c.asks).where(run_vacancy.c.run_id == run_id)
    vacancies = {number: (vacancy_id, _several(asks)) for number, vacancy_id, asks in connection.execute(kept)}
    numbers = _all(sa.select(run_person.c.number).where(run_person.c.run_id == run_id).order_by(run_person.c.number))
    for start in range(0, len(numbers), AT_ONCE):
        some = numbers[start : start + AT_ONCE]
        within = run_person.c.number.between(some[0], some[-1])
        people = connection.execute(sa.select(run_person).where(run_person.c.run_id == run_id, within)).all()
        if rows := [row for person in people for row in _unpacked(person, vacancies)]:
            connection.execute(sa.insert(match), rows)


def _unpacked(person: sa.Row[tuple[object, ...]], vacancies: dict[int, tuple[str, bool]]) -> Iterator[dict[str, object]]:
    pairs = list(PAIR.iter_unpack(bytes(person.pairs)))
    places = pairwise(accumulate((pair[-1] for pair in pairs), initial=0))
    for pair, (start, end) in zip(pairs, places, strict=True):
        number, score, months, in_vacancys, in_persons, tier, variant, _ = pair
        if number in vacancies:
            vacancy_id, several = vacancies[number]
            yield {
                "run_id": person.run_id,
                "vacancy_id": vacancy_id,
                "job_seeker_id": person.job_seeker_id,
                "vacancy_position": in_vacancys or None,
                "seeker_position": in_persons or None,
                "tier": TIERS[tier],
                "score": score,
                "months": None if math.isnan(months) else months,
                "variant": variant if several else None,
                "answers": bytes(person.answers)[start:end],
            }


def _several(asks: object) -> bool:
    """Tell whether a vacancy asked by several kinds of post; SQLite keeps JSON as text."""
    found = json.loads(asks) if isinstance(asks, str) else asks
    return isinstance(found, list) and len(found) > 1


def _all(statement: sa.Executable) -> list[str]:
    return list(op.get_bind().execute(statement).scalars())
