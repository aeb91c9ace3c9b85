"""The look that a page hands to a use case: the signed-in user, the page's purpose, and the request's clock and number."""

from __future__ import annotations

from models.services.looks import Look
from web import clock
from web.auth import Purpose, actor
from web.security import number_request


def look(purpose: Purpose) -> Look:
    """Return this request's look; the purpose follows from what the page does, never from the reader."""
    return Look(actor=actor(), purpose=purpose.value, now=clock.now(), on=clock.today(), request_id=number_request())
