"""What an employer answers about somebody who was shared: why not, and the wish to meet.

Revision: 0006, after 0005.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

REASONS = ("KOMPETANSE", "ERFARING", "SPRAAK", "ARBEIDSTID", "BESATT", "ANDRE_VALGT")


def upgrade() -> None:
    values = ", ".join(f"'{reason}'" for reason in REASONS)
    # SQLite adds a check only together with its column, and Alembic only apart from it.
    op.execute(
        "ALTER TABLE share ADD COLUMN not_relevant_because VARCHAR(40) "
        f"CONSTRAINT ck_share_not_relevant_because CHECK (not_relevant_because IN ({values}))"
    )
    op.add_column("share", sa.Column("invited_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("share", "invited_at")
    op.drop_column("share", "not_relevant_because")
