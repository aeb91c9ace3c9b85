"""Educations as a person wrote them, and the credential codes that they prove: finished, on the way or broken off."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from matcher.text import normalise
from models.drafts import EducationDraft
from models.services.intake import countries, professions
from models.services.intake.countries import Region
from models.services.intake.nav_fields import Fields, day, section, text


class Stage(Enum):
    """How far an education came."""

    DONE = "done"
    ONGOING = "ongoing"
    BROKEN_OFF = "broken off"


@dataclass(frozen=True, slots=True)
class Schooling:
    """One education with what decides its credentials; ``plain`` is its title and note, normalised."""

    draft: EducationDraft
    plain: str
    stage: Stage
    region: Region
    level: int | None


_BROKEN_OFF = re.compile(
    r"ikke fullført|ikkje fullført|ufullført|ikke bestått|ikkje bestått|ikke avsluttet|avbrutt|avbrøt"
    r"|sluttet|slutta|droppet|påbegynt"
    r"|pabegynt|ej avslutad|not completed|unfinished|uten (?:eksamen|vitnemål)|ikke eksamen|mangler"
)
_ONGOING = re.compile(r"pågår|under utdan|holder på|går nå|student\b|pågående|ongoing|in progress|i gang|permisjon fra")
_PASSED = re.compile(r"(?<!ikke )(?<!ikkje )(?:bestått|fullført|passed|avslutad)(?! \d)")
_CREDITS = re.compile(r"(\d{2,3})(?:\s?av\s?\d{2,3})?\s?(?:stp|studiepoeng|sp\b|hp\b|ects)")
_YEAR_PASSED = re.compile(
    r"(?:bestått|fullført|gjennomført|etter|completed)\s(?:de\s)?(\d)\.?(?:\s?(?:første|fyrste))?\s?(?:år|studieår|year)"
    r"|(\d)\.?\s?(?:studieår|årstrinn|år|year)\s?(?:av\s?\d\s?)?(?:er\s)?(?:bestått|fullført|gjennomført|passed|completed)"
    r"|(\d)\s?av\s?\d\s?år"
)
_IN_YEAR = re.compile(
    r"(?:går|er|på|i)\s(?:nå\s)?(?:i\s)?(\d)\.?\s?(?:års?trinn|studieår|året|år|år)\b|(\d)\.?\s?(?:års)\s?student|(\d)\.\s?år\b"
)
_ORDINALS = {
    "første": "1.",
    "fyrste": "1.",
    "andre": "2.",
    "tredje": "3.",
    "fjerde": "4.",
    "first": "1.",
    "second": "2.",
    "third": "3.",
}

_HEALTH_SCHOOL = re.compile(
    r"helse- ?og (?:oppvekst|sosial)|helse og (?:oppvekst|sosial)|helse-? ?og omsorg|\bhelsefag|vg1 helse"
    r"|helsearbei?d|helseservice"
)
_SOCIAL_DEGREE = re.compile(r"sosionom|sosialt arbeid|barnevern|sosialpedagog|social work|socionom|velferdsfag")
_GENERAL = re.compile(
    r"studiespesial|studieførebu|studieforbered|allmennfag|allmenne fag|studiekompetanse|påbyg|gymnas\b|artium|general studies"
    r"|idrettsfag|musikk,? dans|medier og kommunikasjon, studie|international baccalaureate|\bib\b"
)
_NO_COMPETENCE = re.compile(r"(?:ikke|uten|ikkje|mangler) (?:generell )?studiekomp")
_COMPULSORY = re.compile(
    r"grunnskole|grunnskule|ungdomsskole|ungdomsskule|folkeskole|realskole|grundskola|primary and lower|lower secondary"
)
_SCHOOL_YEARS = re.compile(r"(?:skole|school|grunnskole)\D{0,4}(\d{1,2}) ?(?:år|years?|klass)")
_MODULES = re.compile(r"modul|delvis|enkelte fag|noen fag")
_UPPER = re.compile(
    r"\bvg ?[123]\b|\bvk ?[12]\b|grunnkurs|videreg|vidareg|yrkesskole|yrkesfag|faget\b|gymnas|læretid|yrkeskompetanse|\bvks\b"
)
_APPRENTICED = re.compile(r"læretid|praksiskandidat|fagbrev|svenne|fagprøve|lærling")
_NO_TRADE = re.compile(
    r"(?:ikke|ikkje|uten|utan|mangler) (?:fullført |avlagt |tatt |tatt |bestått )?(?:fagbrev|læretid"
    r"|fagprøve|svennebrev)|før fagprøve"
)
_VOCATIONAL_COLLEGE = re.compile(r"fagskole|fagskule|høyere yrkesfag")
_MASTER = re.compile(r"\bmaster|hovedfag|cand\.|mastergrad|embets|profesjonsstudi")
_BACHELOR = re.compile(r"bachelor|høg?y?skole|høgskule|3-årig|treårig|kandidat|högskole|licenc|\bbsc\b|b\.sc")
_FURTHER = re.compile(
    r"videreutdan|vidareutdan|etterutdan|spesialiser|spesialutdan|specialist|spesialsykepl|årsstudi|master"
    r"|helsesykepl|helsesøster|jordmor"
)
_COLLEGE_FIELDS: tuple[tuple[str, str], ...] = (
    ("demens", r"demens|alderspsyk"),
    ("psykisk_helse", r"psykisk|rusarbeid|\brus\b|psykiatri"),
    ("kreft", r"kreft|lindrende|palli"),
    ("rehabilitering", r"rehabil|habilitering"),
    ("velferdsteknologi", r"velferdstekno|helseteknologi"),
    ("aldring", r"aldring|eldreomsorg|geriatri|eldre"),
)
_COLLEGE_HEALTH = re.compile(
    r"helse|omsorg|pleie|miljøarbeid|barsel|migrasjon|administrasjon i helse|sosial|veiled|observasjon|sykdom"
)
_SPEC_OF_COLLEGE = {"demens": "demens", "psykisk_helse": "psykisk_helse", "kreft": "kreft", "aldring": "eldreomsorg"}
_LIS1 = re.compile(r"\blis ?1\b|turnustjeneste|turnuslege")
_LONG_AGO = 8 * 366
"""Days after which an education without an end is over."""

_YEAR_OF_STUDY = 60
_LONGEST_STUDY = {"lege": 6}
"""Years of a study; one that takes longer than its years is not worth more."""


def read_education(document: Fields, on: date, abroad: Sequence[str] = ()) -> list[Schooling]:
    """Return the educations of a NAV document as they stand on ``on``.

    ``abroad`` holds the places of work that name a foreign country: a school in one of those towns lies there too.
    """
    found = []
    for path, entry in section(document, "utdanning"):
        title = text(entry, "alternativGrad", path=path) or text(entry, "nusKodeGrad", path=path)
        note = text(entry, "beskrivelse", path=path)
        school = text(entry, "utdannelsessted", path=path)
        start, end = day(entry, "fraDato", path=path), day(entry, "tilDato", path=path)
        nus = text(entry, "nusKode", path=path)
        plain = normalise(f"{title} {note}")
        stage = _stage(plain, start, end, on)
        draft = EducationDraft(
            title=title or school or "Utdanning",
            school=school,
            level=nus,
            start=start,
            end=end,
            completed=stage is Stage.DONE if stage is not Stage.ONGOING else False,
        )
        found.append(Schooling(draft, plain, stage, _region(plain, school, abroad), int(nus[0]) if nus[:1].isdecimal() else None))
    return found


def _stage(plain: str, start: date | None, end: date | None, on: date) -> Stage:
    partly = _YEAR_PASSED.search(_numbered(plain)) is not None
    if _BROKEN_OFF.search(plain):
        return Stage.BROKEN_OFF
    if _ONGOING.search(plain) or (end is not None and end > on):
        return Stage.ONGOING
    if end is None:
        # Without an end it goes on, unless the title says that it is passed or it began long ago.
        finished = _PASSED.search(plain) is not None and not partly
        stale = start is None or (on - start).days > _LONG_AGO
        if stale and partly:
            return Stage.BROKEN_OFF
        return Stage.DONE if finished or stale else Stage.ONGOING
    return Stage.BROKEN_OFF if partly and _years(plain, None, None) in {1, 2} else Stage.DONE


def _region(plain: str, school: str, abroad: Sequence[str]) -> Region:
    found = countries.region(school) or countries.region(plain)
    if found is None:
        towns = set(re.findall(r"[^\W\d_]{4,}", normalise(school)))
        for place in abroad:
            if towns & set(re.findall(r"[^\W\d_]{4,}", normalise(place))):
                return countries.region(place) or "non_eea"
    if found is None and (countries.looks_foreign(school) or professions.foreign_only(plain)):
        return "non_eea"
    return found or "no"


def credential_codes(schooling: Schooling, on: date, authorised: frozenset[str]) -> Iterator[str]:
    """Yield the codes that one education proves; ``authorised`` holds the HPR codes that the person has in Norway."""
    plain, level = schooling.plain, schooling.level
    named = professions.profession(plain)
    if schooling.region != "no" and _is_health(plain, named):
        yield from _foreign(schooling, named, authorised, on)
    elif (level is not None and level >= 6) or (level is None and (_BACHELOR.search(plain) or _MASTER.search(plain))):
        yield from _higher(schooling, named, on)
    elif schooling.region == "no" and (
        _VOCATIONAL_COLLEGE.search(plain) or _VOCATIONAL_COLLEGE.search(normalise(schooling.draft.school))
    ):
        yield from _college(schooling)
    elif _is_compulsory(plain, level):
        yield from _compulsory(schooling)
    elif level in {3, 4, 5} or (level is None and (_UPPER.search(plain) or _GENERAL.search(plain) or named)):
        yield from _upper(schooling, named)
    if _LIS1.search(plain) and schooling.stage is Stage.DONE:
        yield "lis1"


def _is_health(plain: str, named: str | None) -> bool:
    return named is not None or professions.foreign_only(plain)


def _foreign(schooling: Schooling, named: str | None, authorised: frozenset[str], on: date) -> Iterator[str]:
    degree = named is not None and named not in professions.VOCATIONAL
    if named in authorised:
        # Authorised here: the education counts as the Norwegian one.
        if schooling.stage is Stage.DONE and degree:
            yield "degree:bachelor"
        return
    if schooling.stage is not Stage.DONE:
        if degree and named is not None:
            yield from _student(schooling, named, on)
        return
    kind = (
        "other" if professions.foreign_only(schooling.plain) and named != "SP" else professions.FOREIGN.get(named or "", "other")
    )
    yield f"foreign:{kind}:{schooling.region}"


def _higher(schooling: Schooling, named: str | None, on: date) -> Iterator[str]:
    plain = schooling.plain
    degree = named is not None and named not in professions.VOCATIONAL
    social = _SOCIAL_DEGREE.search(plain) is not None
    further = _FURTHER.search(plain) is not None
    if schooling.stage is not Stage.DONE:
        if degree and named is not None and not further:
            yield from _student(schooling, named, on)
        elif social and not further:
            yield from _student(schooling, "", on)
        return
    if schooling.region == "no":
        yield "gsk"
    if further:
        for speciality in professions.specialities(plain):
            yield f"spec:{speciality}"
    if _MASTER.search(plain) or (schooling.level or 0) >= 7:
        yield "degree:master" if degree or social or named or professions.specialities(plain) else "degree:other"
    elif further and not _BACHELOR.search(plain):
        return
    else:
        yield "degree:bachelor" if degree or social else "degree:other"


def _student(schooling: Schooling, named: str, on: date) -> Iterator[str]:
    going_on = schooling.stage is Stage.ONGOING
    years = _years(schooling.plain, schooling.draft.start, on if going_on else None)
    kind = {"SP": "sykepleier", "VP": "vernepleier", "LE": "lege"}.get(named, "other_health")
    if going_on or years:
        yield f"student:{kind}:{min(years, _LONGEST_STUDY.get(kind, 3))}"


def _years(plain: str, start: date | None, on: date | None) -> int:
    """Return the years of study passed: by credits, by words, else by the summers since the start."""
    plain = _numbered(plain)
    credit = _CREDITS.search(plain)
    if credit:
        return min(6, int(credit[1]) // _YEAR_OF_STUDY)
    passed = _YEAR_PASSED.search(plain)
    if passed:
        return int(next(number for number in passed.groups() if number))
    present = _IN_YEAR.search(plain)
    if present:
        return max(0, int(next(number for number in present.groups() if number)) - 1)
    if start is None or on is None:
        return 0
    return max(0, min(6, on.year - start.year - (on.month < 7) + (start.month < 6)))


def _numbered(plain: str) -> str:
    for word, number in _ORDINALS.items():
        plain = plain.replace(word, number)
    return plain


def _college(schooling: Schooling) -> Iterator[str]:
    plain = schooling.plain
    if schooling.stage is not Stage.DONE:
        return
    field = next((code for code, pattern in _COLLEGE_FIELDS if re.search(pattern, plain)), None)
    if field is None and not _COLLEGE_HEALTH.search(plain):
        return
    yield f"fagskole:{field or 'other'}"
    if field in _SPEC_OF_COLLEGE:
        yield f"spec:{_SPEC_OF_COLLEGE[field]}"
    credit = _CREDITS.search(plain)
    if credit and int(credit[1]) >= 2 * _YEAR_OF_STUDY:
        yield "fagskole:hoyere"


def _is_compulsory(plain: str, level: int | None) -> bool:
    if level is not None and level >= 3:
        return False
    return level in {0, 1, 2} or (_COMPULSORY.search(plain) is not None and not _UPPER.search(plain))


def _compulsory(schooling: Schooling) -> Iterator[str]:
    plain = schooling.plain
    if schooling.stage is not Stage.DONE or _MODULES.search(plain):
        return
    years = _SCHOOL_YEARS.search(plain)
    if years and int(years[1]) < 9:
        return
    if years or _COMPULSORY.search(plain):
        yield "grunnskole"


def _upper(schooling: Schooling, named: str | None) -> Iterator[str]:
    plain, done = schooling.plain, schooling.stage is Stage.DONE
    if not done:
        health = _HEALTH_SCHOOL.search(plain) or named is not None
        if schooling.stage is Stage.ONGOING and health:
            yield "student:health"
            if re.search(r"\bvg ?[23]\b|\bvk ?[12]\b", plain):
                yield "vg1:helse"
        yield "vgs:started"
        return
    codes = list(_finished_upper(plain, named, schooling.level))
    yield from codes or ["vgs:started"]


def _finished_upper(plain: str, named: str | None, level: int | None) -> Iterator[str]:
    if _GENERAL.search(plain) and not _NO_COMPETENCE.search(plain):
        yield "gsk"
    second = re.search(r"\bvg ?2\b|\bvk ?1\b", plain) is not None
    third = re.search(r"\bvg ?3\b|\bvk ?2\b|yrkeskompetanse", plain) is not None or level == 4
    apprenticed = _APPRENTICED.search(plain) is not None and not _NO_TRADE.search(plain)
    if named in {"HE", "TH", "AT"}:
        yield "vg1:helse"
        yield "vg2:helseservice"
        if third and not (second and level != 4):
            yield {"HE": "vg3:helsesekretar", "TH": "vg3:tannhelsesekretar", "AT": "vg3:apotektekniker"}[named]
    elif re.search(r"helseservice", plain):
        yield "vg1:helse"
        if second or third:
            yield "vg2:helseservice"
    elif named in {"HF", "HP", "OA"} or "barnepleier" in plain:
        yield "vg1:helse"
        # The old one-year schools for hjelpepleier and barnepleier stand where Vg2 stands now.
        if not re.search(r"\bvg ?1\b(?!.{0,12}vg ?2)", plain) or second or third:
            yield "vg2:helsearbeiderfag"
        if apprenticed and named in {"HF", "OA"}:
            yield f"fagbrev:{professions.trade(plain)}"
    elif _HEALTH_SCHOOL.search(plain):
        yield "vg1:helse"
        if second:
            yield "vg2:helsearbeiderfag"
    elif apprenticed:
        yield f"fagbrev:{professions.trade(plain)}"
