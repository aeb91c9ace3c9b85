"""The parts of a CV that are plain fields: who and where, working hours, driving, right to work, skills."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, Regexp, ValidationError

from matcher.catalogue import Catalogue, Place
from matcher.titles import RoleLink
from models.drafts import JobSeekerDraft
from models.services.intake import sensitive
from web import phrases
from web.adviser.person_forms import DayField, MinutesField, PercentField, PersonForm, as_flag, flag_field, flag_of, not_after
from web.forms import choices
from web.phrases import texts

Change = dict[str, Any]
MOST_SKILLS, LONGEST = 60, 400
_POSTAL = re.compile(r"\d{4,5}", re.ASCII)
SHIFT_FIELDS = ("day", "evening", "night", "weekday", "weekend", "oncall")


@dataclass(frozen=True, slots=True)
class Desk:
    """What the forms look things up in: the catalogue, what a title stands for, the day, and the municipalities offered."""

    catalogue: Catalogue
    link: Callable[[str, str | None], RoleLink]
    on: date
    municipalities: Mapping[str, str]


class SectionForm(PersonForm):
    """Plain fields over some fields of the draft."""

    desk: Desk

    def __init__(self, desk: Desk, **kwargs: Any) -> None:
        self.desk = desk
        super().__init__(**kwargs)

    @classmethod
    def values(cls, draft: JobSeekerDraft) -> Change:
        """Return what the fields show of a draft."""
        raise NotImplementedError

    def change(self, draft: JobSeekerDraft) -> Change:
        """Return what the checked fields change in a draft."""
        raise NotImplementedError


class ContactForm(SectionForm):
    """Name, birth date and how to reach the person."""

    given_name = StringField(lazy_gettext("Fornavn"), [DataRequired(lazy_gettext("Skriv fornavnet.")), Length(max=LONGEST)])
    family_name = StringField(lazy_gettext("Etternavn"), [Optional(), Length(max=LONGEST)])
    birth_date = DayField(
        lazy_gettext("Fødselsdato"),
        [Optional()],
        description=lazy_gettext(
            "Dag.måned.år. Brukes bare til å svare på om personen er fylt 18 og 20 år, som enkelte stillinger krever. "
            "Alder teller aldri i rangeringen."
        ),
    )
    phone = StringField(lazy_gettext("Telefon"), [Optional(), Length(max=LONGEST)])
    email = StringField(
        lazy_gettext("E-post"),
        [
            Optional(),
            Length(max=LONGEST),
            Regexp(r"[^@\s]+@[^@\s]+\.[^@\s]+\Z", message=lazy_gettext("Skriv en e-postadresse, for eksempel navn@eksempel.no.")),
        ],
    )

    FIELDS: ClassVar[Sequence[str]] = ("given_name", "family_name", "birth_date", "phone", "email")

    @classmethod
    def values(cls, draft: JobSeekerDraft) -> Change:
        """Return who the person is."""
        return {name: getattr(draft, name) for name in cls.FIELDS}

    def change(self, draft: JobSeekerDraft) -> Change:  # noqa: ARG002 - the same for every section
        """Return who the person is."""
        return {name: self[name].data if name == "birth_date" else self[name].data or "" for name in self.FIELDS}

    def validate_birth_date(self, field: DayField) -> None:
        """Refuse a birth date that lies ahead."""
        not_after(self.desk.on, lazy_gettext("Datoen ligger fram i tid. Sjekk fødselsdatoen."))(self, field)


class PostalForm(SectionForm):
    """Where the person lives, by postal code."""

    postnummer = StringField(
        lazy_gettext("Postnummer"),
        [DataRequired(lazy_gettext("Skriv postnummeret der personen bor."))],
        description=lazy_gettext("Sted og kommune fylles inn av seg selv. Bostedet teller bare som reisevei."),
    )

    place: Place | None = None

    def __init__(self, desk: Desk, **kwargs: Any) -> None:
        super().__init__(desk, **kwargs)
        stored = desk.catalogue.places.get(kwargs.get("data", {}).get("postnummer", ""))
        if stored is not None:
            self.postnummer.description = gettext(
                "Nå: %(place)s i %(municipality)s. Bostedet teller bare som reisevei.",
                place=stored.name,
                municipality=stored.kommune,
            )

    @classmethod
    def values(cls, draft: JobSeekerDraft) -> Change:
        """Return the postal code."""
        return {"postnummer": draft.postnummer or ""}

    def change(self, draft: JobSeekerDraft) -> Change:
        """Return the place; what the source calls it stays while the code does."""
        if self.place is None or self.place.postnummer == draft.postnummer:
            return {}
        return {
            "postnummer": self.place.postnummer,
            "poststed": self.place.name,
            "kommunenr": self.place.kommunenr,
            "country": self.place.country,
        }

    def validate_postnummer(self, field: StringField) -> None:
        """Find the place; an unknown code is answered with the nearest ones."""
        code = re.sub(r"\s", "", field.data or "")
        self.place = self.desk.catalogue.places.get(code)
        if self.place is not None:
            return
        if not _POSTAL.fullmatch(code):
            raise ValidationError(gettext("Skriv de fire tallene i postnummeret, for eksempel 2420."))
        far = {place.postnummer: abs(int(place.postnummer) - int(code)) for place in self.desk.catalogue.places.values()}
        near = [self.desk.catalogue.places[known] for known in sorted(far, key=lambda known: (far[known], known))[:2]]
        names = texts.either([f"{place.postnummer} {place.name}" for place in near])
        raise ValidationError(gettext("Postnummer %(code)s finnes ikke. Mente du %(names)s?", code=code, names=names))


class ReachForm(SectionForm):
    """How far the person travels, and whether moving is possible."""

    max_minutes = MinutesField(
        lazy_gettext("Lengste reisevei, minutter én vei"),
        [Optional()],
        description=lazy_gettext("Tomt betyr at vi regner med 60 minutter."),
    )
    wished_places = SelectMultipleField(lazy_gettext("Kommuner personen vil jobbe i"))
    willing_to_move = flag_field(lazy_gettext("Kan personen tenke seg å flytte?"))
    needs_housing = flag_field(lazy_gettext("Trenger personen bolig for å ta jobben?"))

    def __init__(self, desk: Desk, **kwargs: Any) -> None:
        super().__init__(desk, **kwargs)
        stored = kwargs.get("data", {}).get("wished_places", ())
        names = dict(desk.municipalities) | {code: desk.municipalities.get(code, code) for code in stored}
        self.wished_places.choices = choices(dict(sorted(names.items(), key=lambda pair: pair[1])))

    @classmethod
    def values(cls, draft: JobSeekerDraft) -> Change:
        """Return the reach."""
        return {
            "max_minutes": draft.max_minutes,
            "wished_places": list(draft.wished_places),
            "willing_to_move": as_flag(draft.willing_to_move),
            "needs_housing": as_flag(draft.needs_housing),
        }

    def change(self, draft: JobSeekerDraft) -> Change:
        """Return the reach; places keep the order in which they were wished."""
        return {
            "max_minutes": self.max_minutes.data,
            "wished_places": _in_order(draft.wished_places, self.wished_places.data or ()),
            "willing_to_move": flag_of(self.willing_to_move.data),
            "needs_housing": flag_of(self.needs_housing.data),
        }


class HoursForm(SectionForm):
    """Shifts, percent, kind of employment and start."""

    day = flag_field(lazy_gettext("Dag"))
    evening = flag_field(lazy_gettext("Kveld"))
    night = flag_field(lazy_gettext("Natt"))
    weekday = flag_field(lazy_gettext("Hverdag"))
    weekend = flag_field(lazy_gettext("Helg"))
    oncall = flag_field(lazy_gettext("Bakvakt eller beredskap"))
    percent_min = PercentField(lazy_gettext("Minst prosent"), [Optional()])
    percent_max = PercentField(lazy_gettext("Høyst prosent"), [Optional()])
    percent_absolute = BooleanField(
        lazy_gettext("Prosenten er absolutt: personen tar ikke noe utenfor den"),
    )
    forms = SelectMultipleField(lazy_gettext("Ansettelsesform"), choices=choices(phrases.FORMS))
    earliest_start = DayField(
        lazy_gettext("Kan begynne fra"),
        [Optional()],
        description=lazy_gettext("Dag.måned.år. Tomt betyr at vi ikke vet."),
    )

    @classmethod
    def values(cls, draft: JobSeekerDraft) -> Change:
        """Return the hours."""
        said: dict[str, bool] = {**dict.fromkeys(draft.shifts_yes, True), **dict.fromkeys(draft.shifts_no, False)}
        return {shift: as_flag(said.get(shift)) for shift in SHIFT_FIELDS} | {
            "percent_min": draft.percent_min,
            "percent_max": draft.percent_max,
            "percent_absolute": draft.percent_absolute,
            "forms": list(draft.forms),
            "earliest_start": draft.earliest_start,
        }

    def change(self, draft: JobSeekerDraft) -> Change:
        """Return the hours; NAV's own code for the start is dropped when the day is another."""
        said = {shift: flag_of(self[shift].data) for shift in SHIFT_FIELDS}
        change: Change = {
            "shifts_yes": _in_order(draft.shifts_yes, [*(shift for shift in said if said[shift]), *_only_named(draft, said)]),
            "shifts_no": _in_order(draft.shifts_no, [shift for shift, answer in said.items() if answer is False]),
            "percent_min": self.percent_min.data,
            "percent_max": self.percent_max.data,
            "percent_absolute": bool(self.percent_absolute.data),
            "forms": _in_order(draft.forms, self.forms.data or ()),
            "earliest_start": self.earliest_start.data,
        }
        if self.earliest_start.data != draft.earliest_start:
            change["start_code"] = ""
        return change

    def validate_percent_max(self, field: PercentField) -> None:
        """Refuse a range that runs backwards."""
        if field.data is not None and self.percent_min.data is not None and field.data < self.percent_min.data:
            raise ValidationError(gettext("Høyst prosent er lavere enn minst prosent. Bytt dem om eller rett én."))

    def validate_percent_absolute(self, field: BooleanField) -> None:
        """Ask for the percent that is absolute."""
        if field.data and self.percent_min.data is None and self.percent_max.data is None:
            raise ValidationError(gettext("Skriv prosenten som er absolutt, eller ta bort krysset."))


class DrivingForm(SectionForm):
    """Licence, car and bus."""

    licence = flag_field(
        lazy_gettext("Har personen førerkort?"),
        yes=lazy_gettext("Ja, og klassene er krysset av under"),
        no=lazy_gettext("Nei"),
    )
    classes = SelectMultipleField(lazy_gettext("Klasser"))
    car = flag_field(lazy_gettext("Har personen bil å bruke til jobb?"))
    takes_transit = flag_field(lazy_gettext("Kan personen ta buss til jobb?"))

    def __init__(self, desk: Desk, **kwargs: Any) -> None:
        super().__init__(desk, **kwargs)
        stored = kwargs.get("data", {}).get("classes", ())
        self.classes.choices = choices({name: name for name in dict.fromkeys([*phrases.LICENCES, *stored])})

    @classmethod
    def values(cls, draft: JobSeekerDraft) -> Change:
        """Return what the person drives."""
        return {
            "licence": as_flag(bool(draft.licences) if draft.licences or draft.licences_known else None),
            "classes": list(draft.licences),
            "car": as_flag(draft.car),
            "takes_transit": as_flag(draft.takes_transit),
        }

    def change(self, draft: JobSeekerDraft) -> Change:
        """Return what the person drives."""
        has = flag_of(self.licence.data)
        return {
            "licences": _in_order(draft.licences, self.classes.data or ()) if has else (),
            "licences_known": draft.licences_known if has and draft.licences else has is not None,
            "car": flag_of(self.car.data),
            "takes_transit": flag_of(self.takes_transit.data),
        }

    def validate_classes(self, field: SelectMultipleField) -> None:
        """Hold the classes against the answer above them."""
        has = flag_of(self.licence.data)
        if has and not field.data:
            raise ValidationError(gettext("Kryss av klassene, for eksempel B."))
        if not has and field.data:
            raise ValidationError(gettext("Klasser er krysset av, men svaret over er ikke ja. Rett ett av dem."))


class RightToWorkForm(SectionForm):
    """Whether the person may work in Norway."""

    right_to_work = flag_field(
        lazy_gettext("Har personen rett til å arbeide i Norge?"),
        description=lazy_gettext(
            "Ja for den som er norsk eller nordisk, EØS-borger eller har tillatelse. Vi lagrer bare svaret."
        ),
    )

    @classmethod
    def values(cls, draft: JobSeekerDraft) -> Change:
        """Return the answer."""
        return {"right_to_work": as_flag(draft.right_to_work)}

    def change(self, draft: JobSeekerDraft) -> Change:  # noqa: ARG002 - the same for every section
        """Return the answer."""
        return {"right_to_work": flag_of(self.right_to_work.data)}


class SkillsForm(SectionForm):
    """Skills and tasks, one on each line."""

    skills = TextAreaField(
        lazy_gettext("Kompetanse"),
        [Optional(), Length(max=60_000)],
        description=lazy_gettext("Én på hver linje, med få ord: stell, demensomsorg, elektronisk journal."),
    )

    def __init__(self, desk: Desk, **kwargs: Any) -> None:
        super().__init__(desk, **kwargs)
        self._stored: str = kwargs.get("data", {}).get("skills", "")

    @classmethod
    def values(cls, draft: JobSeekerDraft) -> Change:
        """Return the skills as lines."""
        return {"skills": "\n".join(draft.skills)}

    def change(self, draft: JobSeekerDraft) -> Change:  # noqa: ARG002 - the same for every section
        """Return the lines as skills; a skill of several lines from elsewhere is one while nobody touches the box."""
        lines = _lines(self.skills.data)
        return {} if lines == _lines(self._stored) else {"skills": tuple(lines)}

    def validate_skills(self, field: TextAreaField) -> None:
        """Refuse new lines that are no skill: too many, too long, or about health, family, benefits, faith or origin."""
        stored = _lines(self._stored)
        new = [line for line in _lines(field.data) if line not in stored]
        if new and len(_lines(field.data)) > MOST_SKILLS:
            raise ValidationError(gettext("Det er plass til %(most)s linjer. Ta bort noen.", most=MOST_SKILLS))
        if any(len(line) > LONGEST for line in new):
            raise ValidationError(gettext("En linje kan ha høyst %(most)s tegn.", most=LONGEST))
        if any(sensitive.is_sensitive(line, at_work=True) for line in new):
            raise ValidationError(
                gettext(
                    "En linje ser ut til å handle om helse, familie, ytelser, tro eller opprinnelse. "
                    "Det lagrer vi ikke. Ta den bort."
                )
            )


def _lines(text: str | None) -> list[str]:
    lines = (" ".join(line.split()) for line in re.split(r"[\r\n]+", text or ""))
    return list(dict.fromkeys(line for line in lines if line))


def _only_named(draft: JobSeekerDraft, said: Mapping[str, bool | None]) -> list[str]:
    """Keep that only the weekend was named, as long as nobody has said anything of weekdays."""
    kept = "weekend_days" in draft.shifts_yes and said["weekend"] and said["weekday"] is None
    return ["weekend_days"] if kept else []


def _in_order(known: Sequence[str], chosen: Sequence[str]) -> tuple[str, ...]:
    """Return the chosen codes, those that were there before in the order that they had."""
    return tuple(dict.fromkeys([*(code for code in known if code in chosen), *chosen]))
