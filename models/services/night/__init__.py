"""The night: its steps and their order, the rematch, and what it changed."""
