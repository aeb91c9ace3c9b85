"""Lists that are kept in numbers: what a pair answers to each demand in a byte, and the demands once for each vacancy.

Revision: 0008, after 0007.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "run_vacancy",
        sa.Column("run_id", sa.String(length=32), nullable=False),
        sa.Column("vacancy_id", sa.String(length=32), nullable=False),
        sa.Column("asks", sa.JSON(), nullable=False),
        sa.Column("ready", sa.Integer(), nullable=False),
        sa.Column("clarify", sa.Integer(), nullable=False),
        sa.Column("on_the_way", sa.Integer(), nullable=False),
        sa.Column("near", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["match_run.id"], name=op.f("fk_run_vacancy_run_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["vacancy_id"], ["vacancy.id"], name=op.f("fk_run_vacancy_vacancy_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id", "vacancy_id", name=op.f("pk_run_vacancy")),
    )
    op.create_index(op.f("ix_run_vacancy_vacancy_id"), "run_vacancy", ["vacancy_id"])
    op.add_column("match", sa.Column("months", sa.Float(), nullable=True))
    op.add_column("match", sa.Column("variant", sa.Integer(), nullable=True))
    op.add_column("match", sa.Column("answers", sa.LargeBinary(), nullable=True))
    # Of the nights before only tier, score and months are left: the next night finds fewer causes, and no other change.
    match = sa.table("match", sa.column("body", sa.JSON()), sa.column("months", sa.Float()))
    op.execute(match.update().values(months=match.c.body["months"].as_float()))
    op.drop_column("match", "body")


def downgrade() -> None:
    op.add_column("match", sa.Column("body", sa.JSON(), nullable=False, server_default="{}"))
    for column in ("answers", "variant", "months"):
        op.drop_column("match", column)
    op.drop_index(op.f("ix_run_vacancy_vacancy_id"), "run_vacancy")
    op.drop_table("run_vacancy")
