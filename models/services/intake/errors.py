"""What a reader says when one record from outside cannot be taken in."""

from __future__ import annotations


class RecordError(ValueError):
    """One record is refused; ``field`` names the place in it, ``reason`` says in Norwegian what to do."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason
