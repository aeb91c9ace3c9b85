"""Match runs and the lists, questions and shares that follow.

Revision: 0003, after 0002.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# In the order in which they are made; they go in the opposite order.
TABLES = (
    "match_run",
    "match",
    "current_run",
    "verdict",
    "share_request",
    "share",
    "candidate_list_entry",
)


def one_of(name: str, *values: str) -> sa.Enum:
    """Text that takes these values only, by a check of this name."""
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "match_run",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("state", one_of("state", "running", "done", "aborted"), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("config_hash", sa.Text(), nullable=False),
        sa.Column("catalogue_version", sa.Text(), nullable=False),
        sa.Column("job_seekers", sa.Integer(), nullable=False),
        sa.Column("vacancies", sa.Integer(), nullable=False),
        sa.Column("matches", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'running') = (ended_at IS NULL)", name=op.f("ck_match_run_ended_at")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_run")),
    )
    op.create_index(op.f("ix_match_run_state"), "match_run", ["state"])
    op.create_table(
        "match",
        sa.Column("run_id", sa.String(length=32), nullable=False),
        sa.Column("vacancy_id", sa.String(length=32), nullable=False),
        sa.Column("job_seeker_id", sa.String(length=32), nullable=False),
        sa.Column("vacancy_position", sa.Integer(), nullable=True),
        sa.Column("seeker_position", sa.Integer(), nullable=True),
        sa.Column("tier", one_of("tier", "klar", "avklar", "paa_vei", "stengt"), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.CheckConstraint("vacancy_position IS NOT NULL OR seeker_position IS NOT NULL", name=op.f("ck_match_in_a_list")),
        sa.ForeignKeyConstraint(["job_seeker_id"], ["job_seeker.id"], name=op.f("fk_match_job_seeker_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["run_id"], ["match_run.id"], name=op.f("fk_match_run_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["vacancy_id"], ["vacancy.id"], name=op.f("fk_match_vacancy_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id", "vacancy_id", "job_seeker_id", name=op.f("pk_match")),
    )
    op.create_index(op.f("ix_match_job_seeker_id"), "match", ["job_seeker_id"])
    op.create_index(
        op.f("ix_match_run_id_job_seeker_id_seeker_position"), "match", ["run_id", "job_seeker_id", "seeker_position"]
    )
    op.create_index(op.f("ix_match_vacancy_id"), "match", ["vacancy_id"])
    op.create_table(
        "current_run",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("run_id", sa.String(length=32), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_current_run_single_row")),
        sa.ForeignKeyConstraint(["run_id"], ["match_run.id"], name=op.f("fk_current_run_run_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_current_run")),
    )
    op.create_table(
        "verdict",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("vacancy_id", sa.String(length=32), nullable=False),
        sa.Column("job_seeker_id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("relevant", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["job_seeker_id"], ["job_seeker.id"], name=op.f("fk_verdict_job_seeker_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_verdict_user_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["vacancy_id"], ["vacancy.id"], name=op.f("fk_verdict_vacancy_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verdict")),
    )
    op.create_index(op.f("ix_verdict_job_seeker_id"), "verdict", ["job_seeker_id"])
    op.create_index(op.f("ix_verdict_user_id"), "verdict", ["user_id"])
    op.create_index(op.f("ix_verdict_vacancy_id_job_seeker_id"), "verdict", ["vacancy_id", "job_seeker_id"])
    op.create_table(
        "share_request",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("job_seeker_id", sa.String(length=32), nullable=False),
        sa.Column("vacancy_id", sa.String(length=32), nullable=False),
        sa.Column(
            "state",
            one_of(
                "state",
                "KAN_IKKE_OPPRETTE",
                "PROVER_VARSLING",
                "HAR_VARSLET",
                "KAN_IKKE_VARSLE",
                "HAR_SVART",
                "AVBRUTT",
                "SVARFRIST_UTLOPT",
            ),
            nullable=False,
        ),
        sa.Column("deadline", sa.Date(), nullable=False),
        sa.Column("notice_version", sa.Text(), nullable=False),
        sa.Column("created_by", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", one_of("answer", "yes", "no"), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", one_of("answered_by", "person", "adviser"), nullable=True),
        sa.Column("answered_by_id", sa.Text(), nullable=True),
        sa.CheckConstraint("(answer IS NULL) = (state <> 'HAR_SVART')", name=op.f("ck_share_request_answered")),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL) = (answered_by IS NULL) AND (answer IS NULL) = (answered_by_id IS NULL)",
            name=op.f("ck_share_request_answer_has_a_hand"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["user_account.id"], name=op.f("fk_share_request_created_by"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["job_seeker_id"], ["job_seeker.id"], name=op.f("fk_share_request_job_seeker_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["vacancy_id"], ["vacancy.id"], name=op.f("fk_share_request_vacancy_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_request")),
        sa.UniqueConstraint("id", "answer", name=op.f("uq_share_request_id_answer")),
        sa.UniqueConstraint("job_seeker_id", "vacancy_id", name=op.f("uq_share_request_job_seeker_id_vacancy_id")),
    )
    op.create_index(op.f("ix_share_request_created_by"), "share_request", ["created_by"])
    op.create_index(op.f("ix_share_request_vacancy_id"), "share_request", ["vacancy_id"])
    op.create_table(
        "share",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("request_id", sa.String(length=32), nullable=False),
        sa.Column("answer", one_of("answer", "yes", "no"), nullable=False),
        sa.Column("shared_by", sa.String(length=32), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assessment", one_of("assessment", "TIL_VURDERING", "AKTUELL", "IKKE_AKTUELL", "FATT_JOBBEN"), nullable=False),
        sa.CheckConstraint("answer = 'yes'", name=op.f("ck_share_only_after_yes")),
        sa.ForeignKeyConstraint(
            ["request_id", "answer"],
            ["share_request.id", "share_request.answer"],
            name=op.f("fk_share_request_id_answer"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["shared_by"], ["user_account.id"], name=op.f("fk_share_shared_by"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share")),
        sa.UniqueConstraint("request_id", name=op.f("uq_share_request_id")),
    )
    op.create_index(op.f("ix_share_shared_at"), "share", ["shared_at"])
    op.create_index(op.f("ix_share_shared_by"), "share", ["shared_by"])
    op.create_table(
        "candidate_list_entry",
        sa.Column("vacancy_id", sa.String(length=32), nullable=False),
        sa.Column("job_seeker_id", sa.String(length=32), nullable=False),
        sa.Column(
            "status",
            one_of("status", "VURDERES", "KONTAKTET", "AKTUELL", "TIL_INTERVJU", "UAKTUELL", "UINTERESSERT"),
            nullable=False,
        ),
        sa.Column("outcome", one_of("outcome", "IKKE_PRESENTERT", "PRESENTERT", "FATT_JOBBEN"), nullable=False),
        sa.Column("added_by", sa.String(length=32), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by"], ["user_account.id"], name=op.f("fk_candidate_list_entry_added_by"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["job_seeker_id"], ["job_seeker.id"], name=op.f("fk_candidate_list_entry_job_seeker_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["vacancy_id"], ["vacancy.id"], name=op.f("fk_candidate_list_entry_vacancy_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("vacancy_id", "job_seeker_id", name=op.f("pk_candidate_list_entry")),
    )
    op.create_index(op.f("ix_candidate_list_entry_added_by"), "candidate_list_entry", ["added_by"])
    op.create_index(op.f("ix_candidate_list_entry_job_seeker_id"), "candidate_list_entry", ["job_seeker_id"])


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
