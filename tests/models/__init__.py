"""Tests of memory and use cases, on SQLite and on PostgreSQL."""
