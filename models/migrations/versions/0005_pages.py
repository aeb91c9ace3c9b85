"""What the pages keep: searches by a random id, unfinished postings, the day's figures, follow-up, who has stood without a match.

Revision: 0005, after 0004.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# In the order in which they are made; they go in the opposite order.
TABLES = ("people_search", "posting", "field_figures", "without_match")


def upgrade() -> None:
    op.add_column("candidate_list_entry", sa.Column("note", sa.Text(), nullable=True))
    op.add_column("candidate_list_entry", sa.Column("follow_up_on", sa.Date(), nullable=True))
    op.create_table(
        "people_search",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_people_search_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_search")),
    )
    op.create_index(op.f("ix_people_search_user_id"), "people_search", ["user_id"])
    op.create_index(op.f("ix_people_search_made_at"), "people_search", ["made_at"])
    op.create_table(
        "posting",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("employer_key", sa.Text(), nullable=False),
        sa.Column("vacancy_id", sa.String(length=32), nullable=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("created_by", sa.String(length=32), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["user_account.id"], name=op.f("fk_posting_created_by"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["vacancy_id"], ["vacancy.id"], name=op.f("fk_posting_vacancy_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting")),
        sa.UniqueConstraint("vacancy_id", name=op.f("uq_posting_vacancy_id")),
    )
    op.create_index(op.f("ix_posting_employer_key"), "posting", ["employer_key"])
    op.create_index(op.f("ix_posting_created_by"), "posting", ["created_by"])
    op.create_index(op.f("ix_posting_updated_at"), "posting", ["updated_at"])
    op.create_table(
        "field_figures",
        sa.Column("vacancy_id", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("demand_hash", sa.String(length=64), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["vacancy_id"], ["vacancy.id"], name=op.f("fk_field_figures_vacancy_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("vacancy_id", "day", "demand_hash", name=op.f("pk_field_figures")),
    )
    op.create_table(
        "without_match",
        sa.Column("job_seeker_id", sa.String(length=32), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("set_aside_until", sa.Date(), nullable=True),
        sa.Column("set_aside_by", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["job_seeker_id"], ["job_seeker.id"], name=op.f("fk_without_match_job_seeker_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["set_aside_by"], ["user_account.id"], name=op.f("fk_without_match_set_aside_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("job_seeker_id", name=op.f("pk_without_match")),
    )
    op.create_index(op.f("ix_without_match_set_aside_by"), "without_match", ["set_aside_by"])


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    op.drop_column("candidate_list_entry", "follow_up_on")
    op.drop_column("candidate_list_entry", "note")
