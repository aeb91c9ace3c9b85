"""The sections that a person's CV is corrected in, one at a time: which forms each holds, and what two states differ in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import LazyString, lazy_gettext

from models.drafts import JobSeekerDraft
from web import clock, engine
from web.adviser.person_forms import Joined, said
from web.adviser.row_forms import EducationRow, LanguageRow, PaperRow, PracticeRow, RowForm, WishRow, built, rows_of
from web.adviser.section_forms import (
    Change,
    ContactForm,
    Desk,
    DrivingForm,
    HoursForm,
    PostalForm,
    ReachForm,
    RightToWorkForm,
    SectionForm,
    SkillsForm,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One part of a CV: its address, its heading, a sentence beside it, and its forms."""

    name: str
    title: LazyString
    ingress: LazyString
    forms: Sequence[type[SectionForm]] = ()
    rows: Sequence[type[RowForm]] = ()


SECTIONS: dict[str, Section] = {
    section.name: section
    for section in (
        Section(
            name="kontakt",
            title=lazy_gettext("Navn og kontakt"),
            ingress=lazy_gettext("Vises bare for veiledere. En arbeidsgiver ser det når personen har sagt ja."),
            forms=(ContactForm,),
        ),
        Section(
            name="bosted",
            title=lazy_gettext("Bosted og reisevei"),
            ingress=lazy_gettext("Reiseveien avgjør hvilke stillinger som er innen rekkevidde."),
            forms=(PostalForm, ReachForm),
        ),
        Section(
            name="onsker",
            title=lazy_gettext("Ønsker"),
            ingress=lazy_gettext("Yrker personen vil ha. Et førstevalg teller mest."),
            rows=(WishRow,),
        ),
        Section(
            name="arbeidstid",
            title=lazy_gettext("Arbeidstid"),
            ingress=lazy_gettext(
                "Bare et klart nei stenger for en vakt. «Vet ikke» blir noe å spørre om. "
                "Om hverdager spør vi bare når personen har nevnt helg alene."
            ),
            forms=(HoursForm,),
        ),
        Section(
            name="erfaring",
            title=lazy_gettext("Erfaring"),
            ingress=lazy_gettext("Arbeid personen har hatt. Praksis og frivillig arbeid teller også."),
            rows=(PracticeRow,),
        ),
        Section(
            name="utdanning",
            title=lazy_gettext("Utdanning"),
            ingress=lazy_gettext("Det personen har gått. Fagbrev, autorisasjon og kurs står under Papirer."),
            rows=(EducationRow,),
        ),
        Section(
            name="papirer",
            title=lazy_gettext("Papirer"),
            ingress=lazy_gettext("Autorisasjon, fagbrev, vitnemål og kurs. Det er papirene som avgjør om et krav er oppfylt."),
            forms=(RightToWorkForm,),
            rows=(PaperRow,),
        ),
        Section(
            name="sprak",
            title=lazy_gettext("Språk"),
            ingress=lazy_gettext("En bestått prøve teller foran det personen selv oppgir."),
            rows=(LanguageRow,),
        ),
        Section(
            name="forerkort",
            title=lazy_gettext("Førerkort og bil"),
            ingress=lazy_gettext("Mange stillinger i hjemmetjenesten krever førerkort klasse B."),
            forms=(DrivingForm,),
        ),
        Section(
            name="kompetanse",
            title=lazy_gettext("Kompetanse"),
            ingress=lazy_gettext("Det personen kan, og det vi leste ut av personens egne ord."),
            forms=(SkillsForm,),
        ),
    )
}


@dataclass(slots=True)
class Bound:
    """The forms of one page filled in: as posted, or as stored."""

    forms: list[SectionForm]
    rows: list[RowForm]
    joined: Joined = field(init=False)

    def __post_init__(self) -> None:
        self.joined = Joined([*self.forms, *self.rows])

    def change(self, draft: JobSeekerDraft) -> Change:
        """Return what the checked forms change in ``draft``."""
        change: Change = {}
        for form in self.forms:
            change |= form.change(draft)
        for kind in dict.fromkeys(type(row) for row in self.rows):
            change[kind.LIST] = built([row for row in self.rows if type(row) is kind])
        return change

    def form(self, kind: type[SectionForm]) -> Any:
        """Return the form of one kind."""
        return next(form for form in self.forms if isinstance(form, kind))


def desk() -> Desk:
    """Return what the forms of this request look things up in; of municipalities those that the driving table reaches."""
    current = engine.engine()
    places, codes = current.catalogue.places, {code for pair in current.catalogue.driving for code in pair}
    near = {places[code].kommunenr for code in codes if code in places}
    return Desk(
        catalogue=current.catalogue,
        link=current.matcher.domain_.link,
        on=clock.today(),
        municipalities={number: name for number, name in current.municipalities.items() if number in near},
    )


def bind(desk_: Desk, draft: JobSeekerDraft, forms: Sequence[type[SectionForm]], rows: Sequence[type[RowForm]] = ()) -> Bound:
    """Return the forms of a page over ``draft``."""
    return Bound(
        [kind(desk_, data=kind.values(draft)) for kind in forms],
        [row for kind in rows for row in rows_of(kind, desk_, draft)],
    )


def now_stored(desk_: Desk, draft: JobSeekerDraft, typed: Bound) -> list[tuple[str, str]]:
    """Return what is stored now and differs from what was typed, as (field, words)."""
    found: list[tuple[str, str]] = []
    for form in typed.forms:
        stored = type(form)(desk_, formdata=None, data=form.values(draft))
        for known in stored:
            if known.name in form and said(known) != said(form[known.name]) and known.name != "csrf_token":
                found.append((str(known.label.text), said(known) or "–"))
    for kind in dict.fromkeys(type(row) for row in typed.rows):
        mine = {line_of(row) for row in typed.rows if type(row) is kind}
        parts = getattr(draft, kind.LIST)
        lines = [line_of(kind(desk_, number, part, formdata=None)) for number, part in enumerate(parts)]
        found += [(str(kind(desk_, 0, formdata=None)[kind.NEEDED].label.text), line) for line in lines if line not in mine]
    return found


def line_of(row: RowForm) -> str:
    """Return one entry of a list on one line: what is filled in, in the order of its fields."""
    return ", ".join(said(row[name]) for name in row.SHOWN if row[name].data not in (None, ""))
