"""Forms of the candidate list: one person's row, the question with its deadline, the answer."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext
from wtforms import DateField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from models.services.sharing.requests import DEADLINES, LEAST_DAYS, MOST_DAYS
from models.sharing import Answer, ListStatus, Outcome
from web.forms import Form, choices
from web.phrases import LIST_STATUS, OUTCOME, day
from web.phrases.texts import gettext, ngettext

OWN = "egen"
LONGEST_NOTE = 1_000
DAYS = ["%d.%m.%Y", "%Y-%m-%d"]


class EntryForm(Form):
    """How one person on the list stands."""

    standing = SelectField(lazy_gettext("Status"), choices=choices({entry.value: LIST_STATUS[entry] for entry in ListStatus}))
    outcome = SelectField(lazy_gettext("Utfall"), choices=choices({entry.value: OUTCOME[entry] for entry in Outcome}))
    follow_up_on = DateField(lazy_gettext("Neste oppfølging"), [Optional()], format=DAYS)
    note = TextAreaField(lazy_gettext("Notat"), [Optional(), Length(max=LONGEST_NOTE)])


class AskForm(Form):
    """By when the people have to answer."""

    deadline = RadioField(lazy_gettext("Svarfrist"), [InputRequired(lazy_gettext("Velg en svarfrist."))])
    own = DateField(lazy_gettext("Egen frist"), [Optional()], format=DAYS)

    def offer(self, on: date) -> None:
        """Offer the deadlines as they fall on the day ``on``."""
        offered = [
            (str(days), ngettext("%(num)s dag, %(day)s", "%(num)s dager, %(day)s", days, day=day(on + timedelta(days=days))))
            for days in DEADLINES
        ]
        self.deadline.choices = [*offered, (OWN, gettext("Egen frist"))]
        self._on = on

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for a deadline of one's own when that is chosen; it gives time to think."""
        valid: bool = super().validate(extra_validators)
        if not valid or self.deadline.data != OWN:
            return valid
        if self.own.data is not None and LEAST_DAYS <= (self.own.data - self._on).days <= MOST_DAYS:
            return True
        first, last = (day(self._on + timedelta(days=days)) for days in (LEAST_DAYS, MOST_DAYS))
        self.own.errors = [gettext("Velg en dag fra %(first)s til %(last)s.", first=first, last=last)]
        return False

    @property
    def chosen(self) -> date:
        """The deadline that was chosen."""
        if self.deadline.data == OWN:
            chosen: date = self.own.data
            return chosen
        return self._on + timedelta(days=int(self.deadline.data))


class AnswerForm(Form):
    """What the person has answered."""

    said = RadioField(
        lazy_gettext("Hva svarte personen?"),
        [InputRequired(lazy_gettext("Velg ja eller nei."))],
        choices=choices(
            {
                Answer.YES.value: lazy_gettext("Ja, arbeidsgiveren kan få se opplysningene"),
                Answer.NO.value: lazy_gettext("Nei"),
            }
        ),
    )
