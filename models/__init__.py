"""Memory and use cases: tables, named queries, the bridge to the engine, and services."""
