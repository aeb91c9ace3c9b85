"""How the facts of a shared person stand on the card: competences, work, papers and languages in words."""

from __future__ import annotations

from datetime import date

from babel import Locale

from matcher.catalogue import Catalogue
from matcher.records import Proof
from models.services.sharing.shared import Language, Paper, School, SharedPerson, Work
from web import i18n, phrases
from web.phrases.texts import capital, gettext

SHOWN_COMPETENCES = 8


class SharedWords:
    """Words for one page; the catalogue has the labels of the codes."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def parts(self, person: SharedPerson) -> list[tuple[str, list[str]]]:
        """Return what a card says under each heading; a heading without anything is left out."""
        found = [
            (gettext("Kan"), [self.competences(person)]),
            (gettext("Arbeidserfaring"), [self.work(period) for period in person.work]),
            (gettext("Utdanning"), [self.school(entry) for entry in person.education]),
            (gettext("Autorisasjon og fagbrev"), [self.paper(held) for held in person.credentials]),
            (gettext("Kurs"), [self.paper(held) for held in person.courses]),
            (gettext("Språk"), [self.language(spoken) for spoken in person.languages]),
            (gettext("Førerkort"), [self.licences(person)]),
        ]
        return [(title, lines) for title, lines in found if any(lines)]

    def competences(self, person: SharedPerson) -> str:
        """Return the first competences in one line."""
        # A code without a label says nothing to anybody; a short term of the person's own stands as it is.
        labels = [self._label(code) or ("" if ":" in code else code) for code in person.competences]
        found = dict.fromkeys(phrases.lowered(label) for label in labels if label)
        return capital(", ".join(list(found)[:SHOWN_COMPETENCES]))

    def work(self, period: Work) -> str:
        """Return a period of work: «Pleieassistent, Trysil sykehjem (2018–nå)»."""
        return _with_years(_joined(period.title, period.employer), _years(period.start, period.end))

    def school(self, entry: School) -> str:
        """Return an education: «Helsefagarbeider, Trysil videregående skole (2017)»."""
        name = _joined(entry.title, entry.school)
        if entry.completed is False:
            return _with_years(name, gettext("ikke fullført"))
        return _with_years(name, str(entry.end.year) if entry.end else "")

    def paper(self, held: Paper) -> str:
        """Return a credential with how well it is known: «Autorisasjon som helsefagarbeider, oppgitt»."""
        label = self._label(held.code) or held.title
        known = str(phrases.PROOF[held.proof])
        if held.proof is Proof.VERIFIED and held.issued:
            known = gettext("verifisert, utstedt %(day)s", day=i18n.day(held.issued))
        until = gettext("gyldig til %(day)s", day=i18n.day(held.valid_until)) if held.valid_until else ""
        return _joined(label, known, until)

    def language(self, spoken: Language) -> str:
        """Return a language: «Norsk: veldig godt, prøve B2»."""
        name = capital(Locale.parse(i18n.locale()).languages.get(spoken.code, spoken.code))
        levels = [spoken.spoken, spoken.written]
        said = next((phrases.lowered(str(phrases.LANGUAGE_LEVELS[level])) for level in levels if level), "")
        tested = spoken.test_spoken or spoken.test_written
        test = gettext("prøve %(level)s", level=tested) if tested else ""
        told = _joined(said, test)
        return f"{name}: {told}" if told else name

    def licences(self, person: SharedPerson) -> str:
        """Return the classes of driving licence: «B, BE»."""
        return ", ".join(code for code in phrases.LICENCES if code in person.licences)

    def _label(self, code: str) -> str:
        return phrases.credential(code, self._catalogue)


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _with_years(text: str, years: str) -> str:
    return f"{text} ({years})" if years else text


def _years(start: date | None, end: date | None) -> str:
    if start is None:
        return str(end.year) if end else ""
    if end is not None and end.year == start.year:
        return str(start.year)
    return f"{start.year}–{end.year if end else gettext('nå')}"
