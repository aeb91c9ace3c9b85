"""What changed from one night's run to the next, and why.

Revision: 0004, after 0003.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# In the order in which they are made; they go in the opposite order.
TABLES = ("run_difference", "match_change")
TIERS = ("klar", "avklar", "paa_vei", "stengt")


def one_of(name: str, *values: str) -> sa.Enum:
    """Text that takes these values only, by a check of this name."""
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "run_difference",
        sa.Column("run_id", sa.String(length=32), nullable=False),
        sa.Column("before_id", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("left_out", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["before_id"], ["match_run.id"], name=op.f("fk_run_difference_before_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["run_id"], ["match_run.id"], name=op.f("fk_run_difference_run_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_run_difference")),
    )
    op.create_index(op.f("ix_run_difference_before_id"), "run_difference", ["before_id"])
    op.create_index(op.f("ix_run_difference_made_at"), "run_difference", ["made_at"])
    op.create_table(
        "match_change",
        sa.Column("run_id", sa.String(length=32), nullable=False),
        sa.Column("vacancy_id", sa.String(length=32), nullable=False),
        sa.Column("job_seeker_id", sa.String(length=32), nullable=False),
        sa.Column("kind", one_of("kind", "up", "down", "new", "gone", "months"), nullable=False),
        sa.Column("from_tier", one_of("from_tier_value", *TIERS), nullable=True),
        sa.Column("to_tier", one_of("to_tier_value", *TIERS), nullable=True),
        sa.Column("cause_code", sa.Text(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.CheckConstraint("(kind = 'new') = (from_tier IS NULL)", name=op.f("ck_match_change_from_tier")),
        sa.CheckConstraint("(kind = 'gone') = (to_tier IS NULL)", name=op.f("ck_match_change_to_tier")),
        sa.ForeignKeyConstraint(
            ["job_seeker_id"], ["job_seeker.id"], name=op.f("fk_match_change_job_seeker_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["run_id"], ["match_run.id"], name=op.f("fk_match_change_run_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["vacancy_id"], ["vacancy.id"], name=op.f("fk_match_change_vacancy_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id", "vacancy_id", "job_seeker_id", name=op.f("pk_match_change")),
    )
    op.create_index(op.f("ix_match_change_job_seeker_id"), "match_change", ["job_seeker_id"])
    op.create_index(op.f("ix_match_change_vacancy_id"), "match_change", ["vacancy_id"])


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
