"""Job seekers with their coded CV, employers and their vacancies.

Revision: 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# In the order in which they are made; they go in the opposite order.
TABLES = (
    "job_seeker",
    "person_identity",
    "special_need",
    "visibility_facts",
    "work_period",
    "wished_occupation",
    "education",
    "held_credential",
    "spoken_language",
    "coded_fact",
    "prose_fact",
    "employer",
    "vacancy",
    "vacancy_variant",
    "vacancy_requirement",
)


def one_of(name: str, *values: str) -> sa.Enum:
    """Text that takes these values only, by a check of this name."""
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "job_seeker",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("version", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("postnummer", sa.Text(), nullable=True),
        sa.Column("poststed", sa.Text(), nullable=False),
        sa.Column("kommunenr", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=True),
        sa.Column("adviser_id", sa.String(length=32), nullable=True),
        sa.Column("licences_known", sa.Boolean(), nullable=False),
        sa.Column("car", sa.Boolean(), nullable=True),
        sa.Column("takes_transit", sa.Boolean(), nullable=True),
        sa.Column("percent_min", sa.Float(), nullable=True),
        sa.Column("percent_max", sa.Float(), nullable=True),
        sa.Column("percent_absolute", sa.Boolean(), nullable=False),
        sa.Column("earliest_start", sa.Date(), nullable=True),
        sa.Column("start_code", sa.Text(), nullable=False),
        sa.Column("max_minutes", sa.Integer(), nullable=True),
        sa.Column("willing_to_move", sa.Boolean(), nullable=True),
        sa.Column("needs_housing", sa.Boolean(), nullable=True),
        sa.Column("right_to_work", sa.Boolean(), nullable=True),
        sa.CheckConstraint("max_minutes IS NULL OR max_minutes BETWEEN 0 AND 600", name=op.f("ck_job_seeker_max_minutes")),
        sa.CheckConstraint("percent_max IS NULL OR percent_max BETWEEN 0 AND 100", name=op.f("ck_job_seeker_percent_max")),
        sa.CheckConstraint("percent_min IS NULL OR percent_min BETWEEN 0 AND 100", name=op.f("ck_job_seeker_percent_min")),
        sa.ForeignKeyConstraint(["adviser_id"], ["user_account.id"], name=op.f("fk_job_seeker_adviser_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_seeker")),
        sa.UniqueConstraint("source", "external_id", name=op.f("uq_job_seeker_source_external_id")),
    )
    op.create_index(op.f("ix_job_seeker_adviser_id"), "job_seeker", ["adviser_id"])
    op.create_index(op.f("ix_job_seeker_external_id"), "job_seeker", ["external_id"])
    op.create_index(op.f("ix_job_seeker_kommunenr"), "job_seeker", ["kommunenr"])
    op.create_table(
        "person_identity",
        sa.Column("job_seeker_id", sa.String(length=32), nullable=False),
        sa.Column("given_name", sa.Text(), nullable=False),
        sa.Column("family_name", sa.Text(), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("adviser_note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["job_seeker_id"], ["job_seeker.id"], name=op.f("fk_person_identity_job_seeker_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("job_seeker_id", name=op.f("pk_person_identity")),
    )
    op.create_table(
        "special_need",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("job_seeker_id", sa.String(length=32), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("consent_version", sa.Text(), nullable=False),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["job_seeker_id"], ["job_seeker.id"], name=op.f("fk_special_need_job_seeker_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_special_need")),
    )
    op.create_index(op.f("ix_special_need_job_seeker_id"), "special_need", ["job_seeker_id"])
    op.create_table(
        "visibility_facts",
        sa.Column("job_seeker_id", sa.String(length=32), nullable=False),
        sa.Column("origin", one_of("origin", "nav", "own"), nullable=False),
        sa.Column("origin_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dead", sa.Boolean(), nullable=True),
        sa.Column("dead_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("address_protected", sa.Boolean(), nullable=True),
        sa.Column("address_protected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("code_6_or_7", sa.Boolean(), nullable=True),
        sa.Column("code_6_or_7_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shielded", sa.Boolean(), nullable=True),
        sa.Column("shielded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("active_cv", sa.Boolean(), nullable=True),
        sa.Column("active_cv_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("in_follow_up", sa.Boolean(), nullable=True),
        sa.Column("in_follow_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("in_kvp", sa.Boolean(), nullable=True),
        sa.Column("in_kvp_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("job_seeker_period", sa.Boolean(), nullable=True),
        sa.Column("job_seeker_period_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("consent", sa.Boolean(), nullable=True),
        sa.Column("consent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("adviser_confirmed", sa.Boolean(), nullable=True),
        sa.Column("adviser_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["job_seeker_id"], ["job_seeker.id"], name=op.f("fk_visibility_facts_job_seeker_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("job_seeker_id", name=op.f("pk_visibility_facts")),
    )
    op.create_table(
        "work_period",
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("styrk08", sa.Text(), nullable=True),
        sa.Column("employer", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("start", sa.Date(), nullable=True),
        sa.Column("end", sa.Date(), nullable=True),
        sa.Column("percent", sa.Float(), nullable=True),
        sa.Column("kind", one_of("kind", "job", "placement", "volunteer", "family"), nullable=False),
        sa.Column("tasks", sa.JSON(), nullable=False),
        sa.Column("job_seeker_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["job_seeker_id"], ["job_seeker.id"], name=op.f("fk_work_period_job_seeker_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("job_seeker_id", "position", name=op.f("pk_work_period")),
    )
    op.create_table(
        "wished_occupation",
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("styrk08", sa.Text(), nullable=True),
        sa.Column("is_primary", sa.Boolean(), nullable=False),
        sa.Column("job_seeker_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["job_seeker_id"], ["job_seeker.id"], name=op.f("fk_wished_occupation_job_seeker_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("job_seeker_id", "position", name=op.f("pk_wished_occupation")),
    )
    op.create_table(
        "education",
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("school", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("start", sa.Date(), nullable=True),
        sa.Column("end", sa.Date(), nullable=True),
        sa.Column("completed", sa.Boolean(), nullable=True),
        sa.Column("job_seeker_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["job_seeker_id"], ["job_seeker.id"], name=op.f("fk_education_job_seeker_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("job_seeker_id", "position", name=op.f("pk_education")),
    )
    op.create_table(
        "held_credential",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("proof", one_of("proof", "claimed", "verified", "applied"), nullable=False),
        sa.Column("issued", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("job_seeker_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["job_seeker_id"], ["job_seeker.id"], name=op.f("fk_held_credential_job_seeker_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("job_seeker_id", "position", name=op.f("pk_held_credential")),
    )
    op.create_index(op.f("ix_held_credential_code"), "held_credential", ["code"])
    op.create_table(
        "spoken_language",
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("spoken", one_of("spoken", "FOERSTESPRAAK", "VELDIG_GODT", "GODT", "NYBEGYNNER"), nullable=True),
        sa.Column("written", one_of("written", "FOERSTESPRAAK", "VELDIG_GODT", "GODT", "NYBEGYNNER"), nullable=True),
        sa.Column("test_spoken", sa.Text(), nullable=True),
        sa.Column("test_written", sa.Text(), nullable=True),
        sa.Column("job_seeker_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["job_seeker_id"], ["job_seeker.id"], name=op.f("fk_spoken_language_job_seeker_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("job_seeker_id", "position", name=op.f("pk_spoken_language")),
    )
    op.create_table(
        "coded_fact",
        sa.Column(
            "kind",
            one_of("kind", "licence", "shift_yes", "shift_no", "form", "wished_place", "refused_family", "skill", "barrier"),
            nullable=False,
        ),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("job_seeker_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind <> 'barrier' OR code NOT IN ('B15', 'B16', 'B18', 'B20', 'B21', 'B22')",
            name=op.f("ck_coded_fact_storable_barrier"),
        ),
        sa.ForeignKeyConstraint(
            ["job_seeker_id"], ["job_seeker.id"], name=op.f("fk_coded_fact_job_seeker_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("job_seeker_id", "position", name=op.f("pk_coded_fact")),
    )
    op.create_index(op.f("ix_coded_fact_kind_code"), "coded_fact", ["kind", "code"])
    op.create_table(
        "prose_fact",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("confirmed_by", sa.Text(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rejected_by", sa.Text(), nullable=True),
        sa.Column("rejected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("job_seeker_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("(confirmed_by IS NULL) = (confirmed_at IS NULL)", name=op.f("ck_prose_fact_confirmed")),
        sa.CheckConstraint("(rejected_by IS NULL) = (rejected_at IS NULL)", name=op.f("ck_prose_fact_rejected")),
        sa.CheckConstraint("confirmed_at IS NULL OR rejected_at IS NULL", name=op.f("ck_prose_fact_one_verdict")),
        sa.ForeignKeyConstraint(
            ["job_seeker_id"], ["job_seeker.id"], name=op.f("fk_prose_fact_job_seeker_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("job_seeker_id", "position", name=op.f("pk_prose_fact")),
    )
    op.create_table(
        "employer",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("orgnr", sa.Text(), nullable=True),
        sa.Column("sector", sa.Text(), nullable=False),
        sa.Column("kommunenr", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer")),
        sa.UniqueConstraint("key", name=op.f("uq_employer_key")),
    )
    op.create_index(op.f("ix_employer_orgnr"), "employer", ["orgnr"])
    op.create_table(
        "vacancy",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("version", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("state", one_of("state", "open", "closed", "withdrawn"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("employer_id", sa.String(length=32), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("job_title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("apply_url", sa.Text(), nullable=False),
        sa.Column("postnummer", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("kommunenr", sa.Text(), nullable=True),
        sa.Column("place_note", sa.Text(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("positions", sa.Integer(), nullable=False),
        sa.Column("percent_min", sa.Float(), nullable=True),
        sa.Column("percent_max", sa.Float(), nullable=True),
        sa.Column("employment", sa.Text(), nullable=True),
        sa.Column("published", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("deadline_text", sa.Text(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("start", sa.Date(), nullable=True),
        sa.Column("styrk08", sa.JSON(), nullable=False),
        sa.Column("skills", sa.JSON(), nullable=False),
        sa.Column("accepted_states", sa.JSON(), nullable=False),
        sa.Column("training_offered", sa.Boolean(), nullable=True),
        sa.Column("housing_offered", sa.Boolean(), nullable=True),
        sa.CheckConstraint("(state = 'open') = (closed_at IS NULL)", name=op.f("ck_vacancy_closed_at")),
        sa.CheckConstraint("positions >= 0", name=op.f("ck_vacancy_positions")),
        sa.ForeignKeyConstraint(["employer_id"], ["employer.id"], name=op.f("fk_vacancy_employer_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vacancy")),
        sa.UniqueConstraint("source", "external_id", name=op.f("uq_vacancy_source_external_id")),
    )
    op.create_index(op.f("ix_vacancy_employer_id"), "vacancy", ["employer_id"])
    op.create_index(op.f("ix_vacancy_external_id"), "vacancy", ["external_id"])
    op.create_index(op.f("ix_vacancy_kommunenr"), "vacancy", ["kommunenr"])
    op.create_index(op.f("ix_vacancy_state_closes_on"), "vacancy", ["state", "closes_on"])
    op.create_table(
        "vacancy_variant",
        sa.Column("vacancy_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("positions", sa.Integer(), nullable=True),
        sa.Column("percent_min", sa.Float(), nullable=True),
        sa.Column("percent_max", sa.Float(), nullable=True),
        sa.Column("employment", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["vacancy_id"], ["vacancy.id"], name=op.f("fk_vacancy_variant_vacancy_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("vacancy_id", "number", name=op.f("pk_vacancy_variant")),
    )
    op.create_table(
        "vacancy_requirement",
        sa.Column("vacancy_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("strength", one_of("strength", "must", "should"), nullable=False),
        sa.Column("spans", sa.JSON(), nullable=False),
        sa.Column("variant", sa.Integer(), nullable=True),
        sa.Column("confirmed_by", sa.Text(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(confirmed_by IS NULL) = (confirmed_at IS NULL)", name=op.f("ck_vacancy_requirement_confirmed")),
        sa.ForeignKeyConstraint(
            ["vacancy_id", "variant"],
            ["vacancy_variant.vacancy_id", "vacancy_variant.number"],
            name=op.f("fk_vacancy_requirement_vacancy_id_variant"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["vacancy_id"], ["vacancy.id"], name=op.f("fk_vacancy_requirement_vacancy_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("vacancy_id", "position", name=op.f("pk_vacancy_requirement")),
    )
    op.create_index(op.f("ix_vacancy_requirement_code"), "vacancy_requirement", ["code"])


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
