"""Alembic's entry: runs the revisions on the connection that it is handed, all in one transaction."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection, TypeDecorator

from models.tables import metadata


def render_item(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Write our own column types into a revision as what they are in the database: a revision never changes."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}" if not isinstance(item.impl, type) else f"sa.{item.impl.__name__}()"
    return False


connection: Connection | None = context.config.attributes.get("connection")
if connection is None:
    raise RuntimeError("hand a connection to Alembic: call models.migrations.upgrade(engine)")

context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,
    render_item=render_item,
    compare_type=True,
    compare_server_default=True,
)
with context.begin_transaction():
    context.run_migrations()
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise RuntimeError(f"the migration leaves rows that point at nothing: {broken[:5]}")
