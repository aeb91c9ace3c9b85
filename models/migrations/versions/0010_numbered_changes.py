"""People, their visibility and vacancies carry the number of their last change, and an erasure is noted without a name.

Revision: 0010, after 0009.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

NUMBERED = {"job_seeker": "id", "visibility_facts": "job_seeker_id", "vacancy": "id"}
"""Tables whose rows are numbered, and their keys."""
NOTED = ("job_seeker", "vacancy")
"""Tables whose rows are missed when they are gone."""


def upgrade() -> None:
    op.create_table(
        "change_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("erased", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_head")),
    )
    op.bulk_insert(
        sa.table("change_head", sa.column("id"), sa.column("number"), sa.column("erased")), [{"id": 1, "number": 0, "erased": ""}]
    )
    for table in NUMBERED:
        op.add_column(table, sa.Column("change_number", sa.BigInteger(), server_default=sa.text("0"), nullable=False))
        op.create_index(op.f(f"ix_{table}_change_number"), table, ["change_number"])
    if op.get_bind().dialect.name == "sqlite":
        _number_on_sqlite()
    else:
        _number_on_postgresql()


def _number_on_sqlite() -> None:
    """Count the changes: one writer at a time, so they become visible in the order of their numbers."""
    for table, key in NUMBERED.items():
        for verb, when in (("insert", ""), ("update", "WHEN NEW.change_number IS OLD.change_number ")):
            op.execute(
                # The names are the ones above.
                f"CREATE TRIGGER {table}_numbers_{verb} AFTER {verb.upper()} ON {table} {when}BEGIN "
                "UPDATE change_head SET number = number + 1; "
                f"UPDATE {table} SET change_number = (SELECT number FROM change_head) WHERE {key} = NEW.{key}; END"  # nosec B608 - as said
            )
    for table in NOTED:
        op.execute(
            f"CREATE TRIGGER {table}_notes_delete AFTER DELETE ON {table} BEGIN "
            "UPDATE change_head SET erased = lower(hex(randomblob(16))); END"  # nosec B608 - the names are the ones above
        )


def _number_on_postgresql() -> None:
    """Number by transaction: a snapshot knows which transactions it has seen the last of, in whatever order they end."""
    op.execute(
        "CREATE FUNCTION number_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN NEW.change_number := pg_current_xact_id()::text::bigint; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE FUNCTION note_erasure() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN UPDATE change_head SET erased = gen_random_uuid()::text; RETURN NULL; END $$"
    )
    for table in NUMBERED:
        op.execute(
            f"CREATE TRIGGER {table}_numbers BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION number_change()"
        )
    for table in NOTED:
        op.execute(
            f"CREATE TRIGGER {table}_notes_delete AFTER DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION note_erasure()"
        )


def downgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    where = {True: "", False: " ON {table}"}[sqlite]
    for table in NUMBERED:
        for name in ("numbers_insert", "numbers_update") if sqlite else ("numbers",):
            op.execute(f"DROP TRIGGER {table}_{name}" + where.format(table=table))
    for table in NOTED:
        op.execute(f"DROP TRIGGER {table}_notes_delete" + where.format(table=table))
    if not sqlite:
        op.execute("DROP FUNCTION number_change()")
        op.execute("DROP FUNCTION note_erasure()")
    for table in NUMBERED:
        op.drop_index(op.f(f"ix_{table}_change_number"), table)
        op.drop_column(table, "change_number")
    op.drop_table("change_head")
