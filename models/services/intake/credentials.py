"""What a person holds on paper, by code: approvals, trade certificates, courses and what the educations prove."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from matcher.text import normalise
from models.drafts import CredentialDraft
from models.services.intake import countries, professions
from models.services.intake.education import Schooling, credential_codes
from models.services.intake.languages import Certificate, read_certificate
from models.services.intake.nav_fields import Fields, day, section, text

_AUTHORISED = re.compile(r"autoris|auth?ori[sz]|godkjen|legitim|lisens|licen[cs]e|registered|registrer|hpr|\bspl\b")
_LICENCE_ONLY = re.compile(r"\blisens")
_APPLIED = re.compile(r"søknad|søkt|under behandling|venter|ansökan|appli(?:ed|cation)|pending|til behandling")
_REFUSED = re.compile(r"avslag|avslått|trukket|tilbakekalt|suspend|inndratt|refused|utgått")
_NORWEGIAN_ISSUER = re.compile(
    r"helsedirektorat|helsetilsyn|fylkeslege|fylkesleg|fylkesmann|statsforvalt|\bsafh\b|\bsak\b"
    r"|autorisasjonskontor|helsepersonell|\bhpr\b"
    r"|sosial- og helse|helsedepartement|statens helse|\bhdir\b"
)
_EQUAL = re.compile(r"jevngod|jamgod|likeverdig|likestilt|\bkyndig|ekvivalent|equal")
_RECOGNITION = re.compile(r"(?:hk-dir|nokut|utenlandsk|utanlandsk|foreign|recogni)")
_SPECIALIST = re.compile(r"spesialist|spesialitet|videreutdan|vidareutdan")
_TRADE = re.compile(r"fagbrev|svennebrev|sveinebrev|mesterbrev|meisterbrev|fagprøve")
_NOT_HELD = re.compile(
    r"ikke bestått|ikkje bestått|ikke fullført|ikkje fullført|pågår|påmeldt|under utdan|planlagt|skal ta"
    r"|ikke tatt|kommer|avbrutt|utgått|stryk"
)
_COURSES: tuple[tuple[str, str], ...] = (
    (
        "course:medication",
        r"medikament|legemid|medisin(?:kurs|håndt|handt|utdel|utlev|admin)|kurs i medisin|läkemedel|medication",
    ),
    ("course:hlr", r"\bhlr\b|\bd?hlr|\bahlr\b|hjerte-? ?lunge|hjerte- og lunge|hjärt-lung|\bcpr\b"),
    ("course:abc", r"\babc\b"),
    ("course:foodsafety", r"mathygiene|næringsmiddelhyg|ik-?mat|haccp|mattrygg|livsmedelshyg|food (?:safety|hygiene)"),
    ("course:160", r"utrykning|\bkode 160|\b160\b|blålys"),
    ("spec:demens", r"demensomsorgens abc|demens.{0,12}abc"),
    ("lis1", r"\blis ?1\b|turnustjeneste for leg"),
)
_COURSE_PATTERNS = tuple((code, re.compile(pattern)) for code, pattern in _COURSES)


def norwegian_authorisations(document: Fields) -> frozenset[str]:
    """Return the HPR codes of the Norwegian authorisations that a document claims."""
    return frozenset(
        held.code.removeprefix("auth:")
        for held in read_approvals(document)
        if held.code.startswith("auth:") and held.proof == "claimed"
    )


def read_approvals(document: Fields) -> list[CredentialDraft]:
    """Return what the approvals of a NAV document prove; a foreign licence is never a Norwegian authorisation."""
    found: list[CredentialDraft] = []
    for path, entry in section(document, "godkjenninger"):
        title, issuer = text(entry, "tittel", path=path), text(entry, "utsteder", path=path)
        found += _approval(title, issuer, day(entry, "gjennomfoert", path=path), day(entry, "utloeper", path=path))
    for path, entry in section(document, "fagdokumentasjon"):
        if normalise(text(entry, "type", path=path)).startswith("autorisasjon"):
            found += _approval(f"Autorisasjon {text(entry, 'tittel', path=path)}", "", None, None)
    return found


def _approval(title: str, issuer: str, issued: date | None, until: date | None) -> Iterator[CredentialDraft]:
    plain, named_issuer = normalise(title), normalise(issuer)
    if _REFUSED.search(plain):
        return

    def held(code: str, proof: str = "claimed") -> CredentialDraft:
        return CredentialDraft.model_validate(
            {"code": code, "title": title, "issuer": issuer, "proof": proof, "issued": issued, "valid_until": until}
        )

    named = professions.profession(plain)
    at_home = _NORWEGIAN_ISSUER.search(named_issuer) is not None
    if _EQUAL.search(plain) and named:
        where = countries.region(title) or "non_eea"
        yield held(f"foreign:{professions.FOREIGN.get(named, 'other')}:{'eea' if where == 'eea' else 'non_eea'}:equal")
    elif _RECOGNITION.search(f"{plain} {named_issuer}") and "autoris" not in plain and not at_home:
        # A general recognition of an education is not the authorisation of a profession.
        if _AUTHORISED.search(plain) and countries.region(issuer) in {None, "no"}:
            yield held("recognition:foreign")
    elif named is None:
        return
    elif _SPECIALIST.search(plain):
        for speciality in professions.specialities(plain):
            yield held(f"spec:{speciality}")
    elif not at_home and (abroad := _abroad(title, issuer)):
        yield held(f"foreign:{professions.FOREIGN.get(named, 'other')}:{abroad}")
    elif _AUTHORISED.search(plain) or at_home:
        # A licence is limited and an application is not an answer: both are a question, not a yes.
        open_question = _APPLIED.search(plain) or _LICENCE_ONLY.search(plain)
        yield held(f"auth:{named}", "applied" if open_question else "claimed")


def _abroad(title: str, issuer: str) -> str | None:
    where = countries.region(issuer) or (countries.region(title) if not issuer else None)
    if where in {"eea", "non_eea"}:
        return where
    english = countries.looks_foreign(issuer, title) or "registered nurse" in normalise(title)
    return "non_eea" if where is None and english else None


def read_trade_papers(document: Fields) -> Iterator[CredentialDraft]:
    """Yield the trade certificates of a NAV document."""
    for path, entry in section(document, "fagdokumentasjon"):
        kind, title = text(entry, "type", path=path), text(entry, "tittel", path=path)
        plain = normalise(title)
        if normalise(kind).startswith("autorisasjon") or _NOT_HELD.search(plain):
            continue
        if _TRADE.search(f"{normalise(kind)} {plain}"):
            yield CredentialDraft(code=f"fagbrev:{professions.trade(plain)}", title=title)


def read_courses(document: Fields, on: date) -> tuple[list[CredentialDraft], list[Certificate], list[str]]:
    """Return what courses and certificates prove: credentials, tests of Norwegian, and the titles of the rest."""
    held: list[CredentialDraft] = []
    tests: list[Certificate] = []
    titles: list[str] = []
    for title, issuer, issued, until in _course_entries(document):
        plain = normalise(title)
        test = read_certificate(title)
        if test is not None:
            tests.append(test)
            continue
        if _NOT_HELD.search(plain) or (issued is not None and issued > on):
            continue
        titles.append(title)
        codes = [code for code, pattern in _COURSE_PATTERNS if pattern.search(plain)]
        if _SPECIALIST.search(plain):
            codes += [f"spec:{speciality}" for speciality in professions.specialities(plain)]
        if _TRADE.search(plain):
            codes.append(f"fagbrev:{professions.trade(plain)}")
        if re.search(r"^(?:norsk )?autoris", plain):
            held += _approval(title, issuer, issued, until)
        held += [CredentialDraft(code=code, title=title, issuer=issuer, issued=issued, valid_until=until) for code in codes]
    return held, tests, titles


def _course_entries(document: Fields) -> Iterator[tuple[str, str, date | None, date | None]]:
    for path, entry in section(document, "sertifikatObj"):
        title = text(entry, "sertifikatKodeNavn", path=path) or text(entry, "alternativtNavn", path=path)
        issued, until = day(entry, "fraDato", path=path), day(entry, "tilDato", path=path)
        yield title, text(entry, "utsteder", path=path), issued, until
    for path, entry in section(document, "kursObj"):
        # The day of a course is when it ended; what a course gives does not run out by itself.
        yield text(entry, "tittel", path=path), text(entry, "arrangor", path=path), day(entry, "tilDato", path=path), None


def from_education(schooling: Sequence[Schooling], on: date, authorised: frozenset[str]) -> Iterator[CredentialDraft]:
    """Yield the credentials that the educations prove."""
    for each in schooling:
        issued = each.draft.end if each.draft.completed else None
        for code in credential_codes(each, on, authorised):
            yield CredentialDraft(code=code, title=each.draft.title, issuer=each.draft.school, issued=issued)


def without_doubles(held: Iterable[CredentialDraft]) -> tuple[CredentialDraft, ...]:
    """Return each code once: held before applied for, and what lasts longest."""
    best: dict[str, CredentialDraft] = {}
    for credential in held:
        known = best.get(credential.code)
        if known is None or _strength(credential) > _strength(known):
            best[credential.code] = credential
    kept = dict(best)
    for code, credential in best.items():
        # A foreign education of a profession that is authorised here is no longer an open case.
        if code.startswith("foreign:") and _authorised_here(code, best.values()):
            kept.pop(code)
        if credential.proof == "applied" and code in kept and kept[code].proof != "applied":
            kept.pop(code)
    return tuple(kept.values())


def _strength(credential: CredentialDraft) -> tuple[bool, date]:
    return credential.proof != "applied", credential.valid_until or date.max


def _authorised_here(code: str, held: Iterable[CredentialDraft]) -> bool:
    kind = code.split(":")[1]
    return any(
        credential.proof != "applied" and professions.FOREIGN.get(credential.code.removeprefix("auth:")) == kind
        for credential in held
        if credential.code.startswith("auth:")
    )
