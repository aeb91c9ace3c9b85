"""The parts of a CV that are lists: each entry is a small form, with empty ones at the end; works without script.

An entry carries a mark of what it was made from, so that what its form does not show (tasks, codes) stays with it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, ClassVar

from babel import Locale
from flask import request
from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField
from wtforms.validators import Length, Optional, ValidationError

from matcher.titles import RoleLink
from models.drafts import CredentialDraft, Draft, EducationDraft, JobSeekerDraft, LanguageDraft, PracticeDraft, WishDraft
from models.services.intake.languages import CEFR, CODES
from web import i18n, phrases
from web.adviser.person_forms import DayField, PercentField, PersonForm, as_flag, flag_field, flag_of
from web.adviser.section_forms import LONGEST, Change, Desk
from web.forms import choices

MOST = 60
KEEP = "keep"

_LETTERS = str.maketrans("0123456789", "ghijklmnop")


class RowForm(PersonForm):
    """One entry of a list."""

    class Meta(PersonForm.Meta):
        """The page's own form carries the token."""

        csrf: ClassVar[bool] = False

    of = HiddenField()
    remove = BooleanField(lazy_gettext("Fjern denne"))

    LIST: ClassVar[str]
    BLANKS: ClassVar[int] = 1
    SHOWN: ClassVar[Sequence[str]]
    NEEDED: ClassVar[str] = "title"
    part: Any = None

    def __init__(self, desk: Desk, number: int, part: Any = None, **kwargs: Any) -> None:
        self.desk, self.number, self.part = desk, number, part
        data = self.values(part) | {"of": mark_of(part)} if part is not None else {}
        super().__init__(prefix=f"{self.LIST}-{number}-", data=data, **kwargs)

    @classmethod
    def values(cls, part: Any) -> Change:
        """Return what the fields show of an entry."""
        raise NotImplementedError

    def build(self, part: Any) -> Draft:
        """Return the entry that the fields describe; ``part`` is what it was made from, or None."""
        raise NotImplementedError

    @property
    def blank(self) -> bool:
        """Nothing is filled in."""
        return self.part is None and not any(
            self[name].data not in (None, "", "unknown", self[name].default) for name in self.SHOWN
        )

    @property
    def gone(self) -> bool:
        """The entry is to be removed, or was never filled in."""
        return bool(self.remove.data) or self.blank

    def validate(self, extra_validators: Any = None) -> bool:
        """Check an entry that stays."""
        if self.gone and not self.refused:
            return True
        good = super().validate(extra_validators)
        needed = self[self.NEEDED]
        # An entry that came without it can stay as it came.
        came_without = self.part is not None and not getattr(self.part, self.NEEDED)
        if not needed.data and not needed.errors and not came_without:
            needed.errors = [gettext("Fyll ut dette feltet, eller tøm resten av raden.")]
            good = False
        return good


def _not_backwards(start: str) -> Any:
    def check(form: RowForm, field: DayField) -> None:
        begins = form[start].data
        if begins and field.data and field.data < begins:
            raise ValidationError(gettext("Sluttdatoen er før startdatoen. Bytt dem om eller rett én."))

    return check


class WishRow(RowForm):
    """An occupation that the person wants, and what is understood by it."""

    LIST, SHOWN, BLANKS = "wishes", ("title",), 2

    title = StringField(lazy_gettext("Yrke"), [Length(max=LONGEST)])
    primary = BooleanField(lazy_gettext("Førstevalg"))
    asked = HiddenField()
    meaning = RadioField(lazy_gettext("Hva mener personen?"), validate_choice=False, choices=[])

    link: RoleLink | None = None

    def __init__(self, desk: Desk, number: int, part: WishDraft | None = None, **kwargs: Any) -> None:
        super().__init__(desk, number, part, **kwargs)
        title = self.title.data or ""
        code = part.styrk08 if part is not None and part.title == title else None
        if title:
            self.link = desk.link(title, code)
        self._stored = part is not None and part.title == title
        self._coded = code is not None
        self.meaning.choices = [(role, desk.catalogue.roles[role].label) for role in self.roles] + [
            (KEEP, str(lazy_gettext("Behold som det er skrevet")))
        ]

    @property
    def roles(self) -> list[str]:
        """The roles that the title may stand for."""
        return [role for role, _ in self.link.roles] if self.link else []

    @property
    def unclear(self) -> bool:
        """The words alone do not say which role is meant, or say none, and nobody has said it."""
        return self.link is not None and not self._coded and (self.link.ambiguous is not None or not self.link.roles)

    @property
    def asks(self) -> bool:
        """The page has to ask what is meant; of a wish that is stored it only offers to say it."""
        return self.unclear and not self._stored

    @property
    def understood(self) -> str:
        """What the title is taken for, in words; "" when it is taken for nothing."""
        return self.desk.catalogue.roles[self.roles[0]].label if self.roles else ""

    @classmethod
    def values(cls, part: WishDraft) -> Change:
        """Return the wish."""
        return {"title": part.title, "primary": part.primary}

    def validate_meaning(self, field: RadioField) -> None:
        """Ask once for what is meant by this very title."""
        if not self.asks:
            return
        known = {value for value, _ in self.meaning.choices}
        if self.asked.data == self.title.data and field.data in known:
            return
        self.asked.data, self.asked.raw_data, field.data = self.title.data, [self.title.data], None
        if self.roles:
            raise ValidationError(gettext("«%(title)s» kan være flere yrker. Velg det som passer best.", title=self.title.data))
        raise ValidationError(
            gettext("Vi kjenner ikke yrket «%(title)s». Prøv et annet ord, eller behold det uten treff.", title=self.title.data)
        )

    def build(self, part: WishDraft | None) -> WishDraft:
        """Return the wish, with the code of the role that was chosen."""
        same = part is not None and part.title == self.title.data
        code = part.styrk08 if part is not None and same else None
        if self.unclear and self.meaning.data in self.roles:
            code = next(iter(self.desk.catalogue.roles[str(self.meaning.data)].styrk08), None)
        return WishDraft(title=self.title.data, styrk08=code, primary=bool(self.primary.data))


class PracticeRow(RowForm):
    """One period of work."""

    LIST, SHOWN = "practice", ("title", "employer", "place", "start", "end", "percent")

    title = StringField(lazy_gettext("Stilling"), [Length(max=LONGEST)])
    employer = StringField(lazy_gettext("Arbeidssted"), [Optional(), Length(max=LONGEST)])
    place = StringField(lazy_gettext("Sted"), [Optional(), Length(max=LONGEST)])
    start = DayField(lazy_gettext("Fra"), [Optional()], description=lazy_gettext("Dag.måned.år"))
    end = DayField(
        lazy_gettext("Til"), [Optional(), _not_backwards("start")], description=lazy_gettext("Tomt betyr at det fortsatt varer")
    )
    percent = PercentField(lazy_gettext("Prosent"), [Optional()])
    kind = SelectField(lazy_gettext("Slag arbeid"), choices=choices(phrases.PRACTICE_KIND), default="job")

    @classmethod
    def values(cls, part: PracticeDraft) -> Change:
        """Return the period."""
        return {name: getattr(part, name) for name in (*cls.SHOWN, "kind")}

    def build(self, part: PracticeDraft | None) -> PracticeDraft:
        """Return the period; a code goes with the title that it was given for, tasks with the entry."""
        kept = part.model_dump() if part is not None else {}
        if part is not None and part.title != self.title.data:
            kept["styrk08"] = None
        shown = {name: self[name].data for name in ("title", "start", "end", "percent", "kind")}
        return PracticeDraft(**kept | shown | {"employer": self.employer.data or "", "place": self.place.data or ""})


class EducationRow(RowForm):
    """One education."""

    LIST, SHOWN = "education", ("title", "school", "level", "start", "end")

    title = StringField(lazy_gettext("Utdanning"), [Length(max=LONGEST)])
    school = StringField(lazy_gettext("Skole"), [Optional(), Length(max=LONGEST)])
    level = StringField(lazy_gettext("Nivå"), [Optional(), Length(max=LONGEST)])
    start = DayField(lazy_gettext("Fra"), [Optional()], description=lazy_gettext("Dag.måned.år"))
    end = DayField(lazy_gettext("Til"), [Optional(), _not_backwards("start")], description=lazy_gettext("Dag.måned.år"))
    completed = flag_field(lazy_gettext("Fullført?"))

    @classmethod
    def values(cls, part: EducationDraft) -> Change:
        """Return the education."""
        return {name: getattr(part, name) for name in cls.SHOWN} | {"completed": as_flag(part.completed)}

    def build(self, part: EducationDraft | None) -> EducationDraft:  # noqa: ARG002 - the same for every list
        """Return the education."""
        return EducationDraft(
            title=self.title.data,
            school=self.school.data or "",
            level=self.level.data or "",
            start=self.start.data,
            end=self.end.data,
            completed=flag_of(self.completed.data),
        )


class PaperRow(RowForm):
    """Something held on paper: an authorisation, a trade certificate, a course."""

    LIST, SHOWN, NEEDED = "credentials", ("code", "issuer", "issued", "valid_until"), "code"

    code = SelectField(lazy_gettext("Papir"), choices=[])
    proof = RadioField(
        lazy_gettext("Hvor sikkert er det?"),
        choices=choices(
            {
                "claimed": lazy_gettext("Oppgitt av personen"),
                "verified": lazy_gettext("Verifisert, for eksempel i HPR"),
                "applied": lazy_gettext("Søkt, ikke fått svar"),
            }
        ),
        default="claimed",
    )
    issuer = StringField(lazy_gettext("Utstedt av"), [Optional(), Length(max=LONGEST)])
    issued = DayField(lazy_gettext("Utstedt"), [Optional()], description=lazy_gettext("Dag.måned.år"))
    valid_until = DayField(
        lazy_gettext("Gyldig til"), [Optional(), _not_backwards("issued")], description=lazy_gettext("Tomt betyr uten utløp")
    )

    def __init__(self, desk: Desk, number: int, part: CredentialDraft | None = None, **kwargs: Any) -> None:
        super().__init__(desk, number, part, **kwargs)
        names = {"": str(lazy_gettext("Velg papir"))}
        if part is not None:
            names[part.code] = phrases.credential(part.code, desk.catalogue) or part.title or part.code
        # Driving licences have a section of their own.
        names |= {code: label for code, label in desk.catalogue.credentials.items() if not code.startswith("licence:")}
        self.code.choices = choices(names)

    @classmethod
    def values(cls, part: CredentialDraft) -> Change:
        """Return the paper."""
        return {name: getattr(part, name) for name in (*cls.SHOWN, "proof")}

    def build(self, part: CredentialDraft | None) -> CredentialDraft:
        """Return the paper; the words that it was written with go with the code that they were read as."""
        title = part.title if part is not None and part.code == self.code.data else ""
        return CredentialDraft(
            code=self.code.data,
            title=title,
            issuer=self.issuer.data or "",
            proof=self.proof.data,
            issued=self.issued.data,
            valid_until=self.valid_until.data,
        )


class LanguageRow(RowForm):
    """One language: what the person says of it, and what a test has shown."""

    LIST, SHOWN, NEEDED = "languages", ("language", "spoken", "written", "test_spoken", "test_written"), "language"

    language = SelectField(lazy_gettext("Språk"), choices=[])
    spoken = SelectField(lazy_gettext("Muntlig"), choices=[])
    written = SelectField(lazy_gettext("Skriftlig"), choices=[])
    test_spoken = SelectField(lazy_gettext("Språkprøve, muntlig"), choices=[])
    test_written = SelectField(lazy_gettext("Språkprøve, skriftlig"), choices=[])

    def __init__(self, desk: Desk, number: int, part: LanguageDraft | None = None, **kwargs: Any) -> None:
        super().__init__(desk, number, part, **kwargs)
        levels = {"": lazy_gettext("Ikke oppgitt")} | {level.value: words for level, words in phrases.LANGUAGE_LEVELS.items()}
        tests = {"": lazy_gettext("Ingen prøve")} | {level: level for level in CEFR}
        self.spoken.choices = self.written.choices = choices(levels)
        self.test_spoken.choices = self.test_written.choices = choices(tests)
        names = language_names()
        if part is not None:
            names.setdefault(part.language, part.language)
        self.language.choices = choices({"": lazy_gettext("Velg språk")} | names)

    @classmethod
    def values(cls, part: LanguageDraft) -> Change:
        """Return the language."""
        return {name: getattr(part, name) or "" for name in cls.SHOWN}

    def build(self, part: LanguageDraft | None) -> LanguageDraft:  # noqa: ARG002 - the same for every list
        """Return the language."""
        return LanguageDraft.model_validate({name: self[name].data or None for name in self.SHOWN})


def language_names() -> dict[str, Any]:
    """Return the languages with Norwegian first, in the words and the order of the page's language."""
    known = Locale.parse(i18n.locale()).languages
    names = {code: known.get(code, code) for code in set(CODES.values())}
    words = {code: name[:1].upper() + name[1:] for code, name in names.items() if name != code}
    return {"no": str(lazy_gettext("Norsk"))} | dict(
        sorted(((code, name) for code, name in words.items() if code != "no"), key=lambda pair: pair[1])
    )


def mark_of(part: Draft) -> str:
    """Return what tells an entry from the others of its list."""
    # In letters alone: a run of figures might look like an identity number, and be taken out of the form.
    return hashlib.sha256(part.model_dump_json().encode()).hexdigest()[:16].translate(_LETTERS)


def rows_of(kind: type[RowForm], desk: Desk, draft: JobSeekerDraft) -> list[RowForm]:
    """Return the entries of a list as forms: as posted, or as stored; empty ones stand at the end."""
    stored: Sequence[Draft] = getattr(draft, kind.LIST)
    if request.method != "POST":
        filled = [kind(desk, number, part, formdata=None) for number, part in enumerate(stored)]
        blanks = range(len(filled), len(filled) + kind.BLANKS)
        return [*filled, *(kind(desk, number, formdata=None) for number in blanks)]
    by_mark = {mark_of(part): part for part in stored}
    sent = request.form.get(f"{kind.LIST}-rows", "", str)
    count = min(int(sent), MOST) if sent.isdecimal() and sent.isascii() else 0
    return [kind(desk, number, by_mark.get(request.form.get(f"{kind.LIST}-{number}-of", ""))) for number in range(count)]


def built(rows: Sequence[RowForm]) -> tuple[Draft, ...]:
    """Return the entries that stay."""
    return tuple(row.build(row.part) for row in rows if not row.gone)
