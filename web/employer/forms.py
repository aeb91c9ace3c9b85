"""The forms of the steps, filled in with what was typed; what is wrong is decided by the answers, not by the forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from matcher.catalogue import Catalogue
from models.services.vacancies.own import Stage
from models.services.vacancies.posting_answers import (
    AD,
    DEMANDS,
    FORMS,
    REVIEW,
    TERMS,
    Answers,
    Fault,
    addable,
    health_roles,
    offers_of,
    rungs_of,
)
from models.services.vacancies.postings import key_of, remarks_of
from web import phrases
from web.employer import words
from web.forms import Form, choices
from web.phrases.texts import capital


class BeginForm(Form):
    """Where a new vacancy begins: a pasted ad, a role, an earlier vacancy, or nothing."""

    ad = TextAreaField(
        lazy_gettext("Annonseteksten"),
        description=lazy_gettext("Vi leser ut krav, arbeidstid og frist. Du ser over alt før noe blir lagt ut."),
    )
    role = SelectField(lazy_gettext("Hva slags stilling"), validate_choice=False)
    vacancy = SelectField(lazy_gettext("Hvilken stilling"), validate_choice=False)


class CloseForm(Form):
    """Why a vacancy is closed, and how many were hired."""

    reason = RadioField(
        lazy_gettext("Hvorfor stillingen lukkes"),
        choices=choices(
            {
                Stage.FILLED.value: lazy_gettext("Den er besatt"),
                Stage.WITHDRAWN.value: lazy_gettext("Vi trekker den"),
            }
        ),
        validate_choice=False,
    )
    hired = StringField(
        lazy_gettext("Ansatt gjennom Bygdematch"),
        description=lazy_gettext("Hvor mange? Skriv 0 hvis ingen."),
    )


class ReopenForm(Form):
    """The new deadline of a vacancy that is opened again."""

    deadline = StringField(lazy_gettext("Ny søknadsfrist"), description=lazy_gettext("Dag.måned.år, for eksempel 03.02.2027."))


class AdForm(Form):
    """What the vacancy is called, what it is, whose it is, and its text."""

    employer = SelectField(lazy_gettext("Enhet"), validate_choice=False)
    title = StringField(words.FIELDS["title"])
    roles = SelectMultipleField(
        words.FIELDS["roles"],
        description=lazy_gettext("Velg mer enn én når annonsen gjelder flere slags stillinger."),
        validate_choice=False,
    )
    add_role = SelectField(lazy_gettext("Legg til stilling"), validate_choice=False)
    text = TextAreaField(
        lazy_gettext("Annonseteksten"),
        description=lazy_gettext("Endrer du teksten, leser vi kravene på nytt. Det du har valgt selv, står."),
    )


class TermsForm(Form):
    """How much, when and where."""

    percent_min = StringField(words.FIELDS["percent_min"])
    percent_max = StringField(words.FIELDS["percent_max"])
    positions = StringField(words.FIELDS["positions"])
    employment = SelectField(words.FIELDS["employment"], validate_choice=False)
    shifts = SelectMultipleField(lazy_gettext("Når arbeidet er"), validate_choice=False)
    start = StringField(words.FIELDS["start"], description=lazy_gettext("Dag.måned.år. La stå tomt når det avtales."))
    deadline = StringField(words.FIELDS["deadline"], description=lazy_gettext("Dag.måned.år, for eksempel 03.02.2027."))
    workplace = StringField(words.FIELDS["workplace"], description=lazy_gettext("Postnummer og sted, for eksempel 2420 Trysil."))


def begin_form(catalogue: Catalogue, vacancies: Mapping[str, str]) -> BeginForm:
    """Return the form of the first page; ``vacancies`` are one's own, to copy from."""
    form = BeginForm(formdata=None)
    form.role.choices = choices({"": gettext("Velg stilling"), **health_roles(catalogue)})
    form.vacancy.choices = choices({"": gettext("Velg stilling"), **vacancies})
    return form


def ad_form(answers: Answers, catalogue: Catalogue, employers: Mapping[str, str]) -> AdForm:
    """Return the step of the ad."""
    form = AdForm(formdata=None, data=answers)
    known = health_roles(catalogue)
    form.employer.choices = choices(employers)
    chosen = [role for role in answers.get("roles", []) if role in known]
    form.roles.choices = choices({role: known[role] for role in chosen})
    rest = {role: label for role, label in known.items() if role not in chosen}
    form.add_role.choices = choices({"": gettext("Velg stilling"), **rest})
    return form


def terms_form(answers: Answers) -> TermsForm:
    """Return the step of time and place."""
    form = TermsForm(formdata=None, data=answers)
    form.employment.choices = choices({"": gettext("Velg"), **{code: capital(str(phrases.FORMS[code])) for code in FORMS}})
    return form


def demands_form(answers: Answers, catalogue: Catalogue) -> Form:
    """Return the step of the requirements: a choice for each, and one more to add."""
    fields: dict[str, Any] = {
        f"krav-{entry['id']}": RadioField(
            phrases.requirement(entry["code"], catalogue), choices=choices(words.STRENGTHS), default=entry["strength"]
        )
        for entry in answers.get("requirements", [])
    }
    fields["add"] = SelectField(lazy_gettext("Legg til et krav"), choices=_grouped(catalogue), default="")
    fields["add_strength"] = RadioField(
        lazy_gettext("Hvor viktig kravet er"),
        choices=choices({name: words.STRENGTHS[name] for name in ("must", "should")}),
        default="must",
    )
    kind: type[Form] = type("DemandsForm", (Form,), fields)
    return kind(formdata=None)


def _grouped(catalogue: Catalogue) -> list[SelectChoice]:
    headings = [(prefixes, str(heading)) for prefixes, heading in words.GROUPS]
    groups: dict[str, list[SelectChoice]] = {heading: [] for _, heading in headings}
    for code in addable(catalogue):
        heading = next(heading for prefixes, heading in headings if code.startswith(prefixes))
        groups[heading].append(SelectChoice(code, phrases.requirement(code, catalogue), optgroup=heading))
    return [SelectChoice("", gettext("Velg krav")), *(choice for group in groups.values() for choice in group)]


def welcome_form(answers: Answers, catalogue: Catalogue) -> Form:
    """Return the step of what the employer opens for; only its ticks are used, the page writes the words beside them."""
    fields: dict[str, Any] = {
        "offers": SelectMultipleField(lazy_gettext("Dette åpner vi for"), choices=_same(offers_of(answers))),
        "rungs": SelectMultipleField(
            lazy_gettext("Disse trinnene tar vi også imot"), choices=_same(rungs_of(answers, catalogue))
        ),
    }
    kind: type[Form] = type("WelcomeForm", (Form,), fields)
    return kind(formdata=None, data=answers)


def _same(codes: Sequence[str]) -> list[Any]:
    return choices({code: code for code in codes})


def review_form(answers: Answers) -> Form:
    """Return the last step: a reason for each remark that the employer lets stand."""
    given = answers.get("overrides", {})
    fields: dict[str, Any] = {
        f"grunn-{key_of(remark)}": TextAreaField(
            lazy_gettext("Hvorfor setningen skal stå"), default=given.get(key_of(remark), {}).get("reason", "")
        )
        for remark in remarks_of(answers)
    }
    kind: type[Form] = type("ReviewForm", (Form,), fields)
    return kind(formdata=None)


def step_form(step: str, answers: Answers, catalogue: Catalogue, employers: Mapping[str, str]) -> Form:
    """Return the form of one step, as it was typed."""
    if step == AD:
        return ad_form(answers, catalogue, employers)
    if step == TERMS:
        return terms_form(answers)
    if step == REVIEW:
        return review_form(answers)
    return demands_form(answers, catalogue) if step == DEMANDS else welcome_form(answers, catalogue)


def mark(form: Form, step: str, faults: Sequence[Fault]) -> Form:
    """Write beside the fields what is wrong on this step."""
    for fault in faults:
        if fault.step == step and fault.field in form:
            form[fault.field].errors = [str(words.FAULTS[fault.key])]
    return form
