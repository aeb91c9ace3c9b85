"""Languages by code and level: NAV's four steps, and what a certificate of Norwegian proves for each side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from matcher.text import normalise
from models.drafts import LanguageDraft
from models.services.intake.nav_fields import Fields, section, text

Level = Literal["FOERSTESPRAAK", "VELDIG_GODT", "GODT", "NYBEGYNNER"]
Cefr = Literal["A1", "A2", "B1", "B2", "C1"]
Side = Literal["spoken", "written"]

LEVELS: tuple[Level, ...] = ("NYBEGYNNER", "GODT", "VELDIG_GODT", "FOERSTESPRAAK")
CEFR: tuple[Cefr, ...] = ("A1", "A2", "B1", "B2", "C1")
SELF_REPORT: dict[Cefr, Level] = {"A1": "NYBEGYNNER", "A2": "NYBEGYNNER", "B1": "GODT", "B2": "VELDIG_GODT", "C1": "VELDIG_GODT"}
"""A level that a person gives without a certificate, in NAV's own steps (the widest that it surely meets)."""

_NAMES = """
no norsk bokmål nynorsk norwegian norska norwegisch | sv svensk svenska swedish | da dansk danska danish
fi finsk finnish suomi | is islandsk icelandic | fo færøysk | en engelsk english engelska | de tysk german tyska deutsch
fr fransk french | es spansk spanish español | it italiensk italian | pt portugisisk portuguese
nl nederlandsk dutch hollandsk flamsk | pl polsk polish polski polska | cs tsjekkisk czech | sk slovakisk slovak
hu ungarsk hungarian | ro rumensk romanian | bg bulgarsk bulgarian | el gresk greek | hr kroatisk croatian
sr serbisk serbian | bs bosnisk bosnian | sl slovensk slovenian | mk makedonsk macedonian | sq albansk albanian
lt litauisk lithuanian | lv latvisk latvian | et estisk estonian | uk ukrainsk ukrainian | ru russisk russian
be hviterussisk belarusisk belarusian | ka georgisk georgian | hy armensk armenian | az aserbajdsjansk | kk kasakhisk
uz usbekisk | tr tyrkisk turkish | ku kurdisk kurdish kurmanji | ckb sorani | ar arabisk arabic
fa persisk farsi persian | prs dari | ps pashto pasjto pashtu | ur urdu | hi hindi | pa panjabi punjabi
bn bengali bangla | ta tamil tamilsk | ne nepali nepalsk | si singalesisk sinhala | te telugu | ml malayalam
my burmesisk burmese | th thai thailandsk | vi vietnamesisk vietnamese | zh kinesisk mandarin kantonesisk chinese
ja japansk japanese | ko koreansk korean | id indonesisk indonesian | ms malayisk malay | fil filipino filippinsk
tl tagalog | ceb cebuano bisaya | ilo ilokano | ti tigrinja tigrinya tigrigna | am amharisk amharic | om oromo
so somali somalisk | sw swahili | rw kinyarwanda | rn kirundi | lg luganda | ln lingala | yo yoruba | ig igbo | ha hausa
tw twi | wo wolof | ak akan | af afrikaans | he hebraisk hebrew | mt maltesisk | ga irsk irish | cy walisisk | la latin
eo esperanto | se nordsamisk | sma sørsamisk | smj lulesamisk | fkv kvensk | rom romani | nsl tegnspråk
"""
CODES = {name: line.split()[0] for line in _NAMES.replace("\n", " | ").split("|") if line.split() for name in line.split()[1:]}

_ISO = frozenset(CODES.values())
_THREE = {"nor": "no", "nob": "no", "nno": "no", "nb": "no", "nn": "no", "eng": "en", "swe": "sv", "dan": "da"}
_SPOKEN_IN_TEXT = re.compile(r"muntlig:\s{0,3}(\w{4,15})")
_WRITTEN_IN_TEXT = re.compile(r"skriftlig:\s{0,3}(\w{4,15})")
_WORD = re.compile(r"[^\W\d_]+")

_TEST = re.compile(r"norskpr[øo]ve|norskpr[øo]va|norsktest|norwegian (?:language )?test|\bnorskprov|språkprøve i norsk")
_OLD_TESTS = (("norskprøve 3", "B1"), ("norskprøve 2", "A2"), ("bergenstest", "B2"), ("høyere nivå", "B2"))
_NOT_PASSED = re.compile(
    r"ikke bestått|ikkje bestått|stryk|strøk|ikke fullført|pågår|skal ta|oppmeldt|påmeldt|venter|planlagt"
    r"|\bkurs|not passed|underkänd"
)
_LEVEL = re.compile(r"(?<![a-z0-9])([abc][12])(?:\s?[-–/]\s?[abc]?[12])?(?![a-z0-9])")
_PART = re.compile(
    r"(muntlig|munnleg|muntleg|lytte|lytt|høre|spoken|oral|listening|tale)|(skriftlig|skriftleg|skrive"
    r"|lese|lesing|written|reading)"
)


@dataclass(frozen=True, slots=True)
class Certificate:
    """What one certificate of Norwegian proves, the lowest part for each side."""

    spoken: Cefr | None = None
    written: Cefr | None = None


def language_code(name: str, code: str = "") -> str | None:
    """Return the ISO code of a language by NAV's name ("Norsk", "Tigrinja") or code, None when it is not known."""
    plain = normalise(code)
    if plain in _THREE or plain in _ISO:
        return _THREE.get(plain, plain)
    words = _WORD.findall(normalise(name))
    if "tegnspråk" in words:
        return "nsl"
    return next((CODES[word] for word in words if word in CODES), None)


def read_languages(document: Fields, certificates: Iterable[Certificate] = ()) -> tuple[LanguageDraft, ...]:
    """Return the languages of a NAV document in its order, Norwegian with the best certificate of each side."""
    found: dict[str, LanguageDraft] = {}
    for path, entry in section(document, "sprak"):
        code = language_code(text(entry, "sprakKodeTekst", path=path) or text(entry, "alternativTekst", path=path))
        code = code or language_code(text(entry, "alternativTekst", path=path), text(entry, "sprakKode", path=path))
        if code is None:
            continue
        note = normalise(text(entry, "beskrivelse", path=path))
        spoken = _level(text(entry, "ferdighetMuntlig", path=path), _SPOKEN_IN_TEXT.search(note))
        written = _level(text(entry, "ferdighetSkriftlig", path=path), _WRITTEN_IN_TEXT.search(note))
        known = found.get(code)
        found[code] = LanguageDraft(
            language=code,
            spoken=better_level(spoken, known.spoken if known else None),
            written=better_level(written, known.written if known else None),
        )
    return with_certificates(tuple(found.values()), certificates)


def with_certificates(languages: Sequence[LanguageDraft], certificates: Iterable[Certificate]) -> tuple[LanguageDraft, ...]:
    """Return ``languages`` with Norwegian raised to the best certificate of each side."""
    proofs = list(certificates)
    spoken = _best([proof.spoken for proof in proofs])
    written = _best([proof.written for proof in proofs])
    if spoken is None and written is None:
        return tuple(languages)
    by_code = {skill.language: skill for skill in languages}
    norwegian = by_code.get("no", LanguageDraft(language="no"))
    by_code["no"] = norwegian.model_copy(
        update={
            "test_spoken": _best([spoken, norwegian.test_spoken]),
            "test_written": _best([written, norwegian.test_written]),
        }
    )
    return tuple(by_code.values())


def read_certificate(title: str) -> Certificate | None:
    """Return what a certificate title proves, None when it is no passed test of Norwegian.

    ``Norskprøve: muntlig B1, skriftlig A2`` names each part; a level without parts holds for both sides.
    """
    plain = normalise(title)
    old = next((cefr for name, cefr in _OLD_TESTS if name in plain), None)
    if not _TEST.search(plain) and not old:
        return None
    if _NOT_PASSED.search(plain):
        return None
    parts = _parts(plain)
    if not parts and old and not _LEVEL.search(plain):
        parts = [("spoken", cast(Cefr, old)), ("written", cast(Cefr, old))]
    if not parts:
        return None
    return Certificate(spoken=_lowest(parts, "spoken"), written=_lowest(parts, "written"))


def _parts(plain: str) -> list[tuple[Side, Cefr]]:
    levels = list(_LEVEL.finditer(plain))
    named = list(_PART.finditer(plain))
    if not levels:
        return []
    if not named:
        return [(side, _cefr(level)) for level in levels for side in ("spoken", "written")]
    # «muntlig B1, skriftlig A2» names the part first; «B1 (muntlig), A2 (skriftlig)» names it after.
    leading = named[0].start() < levels[0].start()
    parts: list[tuple[Side, Cefr]] = []
    for part in named:
        side: Side = "spoken" if part[1] else "written"
        if leading:
            level = next((each for each in levels if each.start() > part.start()), None)
        else:
            level = next((each for each in reversed(levels) if each.start() < part.start()), None)
        if level is not None:
            parts.append((side, _cefr(level)))
    return parts


def _cefr(level: re.Match[str]) -> Cefr:
    return cast(Cefr, "C1" if level[1] == "c2" else level[1].upper())


def _lowest(parts: Sequence[tuple[Side, Cefr]], side: Side) -> Cefr | None:
    found = [level for each, level in parts if each == side]
    return min(found, key=CEFR.index) if found else None


def _best(levels: Iterable[Cefr | None]) -> Cefr | None:
    found = [level for level in levels if level is not None]
    return max(found, key=CEFR.index) if found else None


def better_level(first: Level | None, second: Level | None) -> Level | None:
    """Return the higher of two of NAV's levels, where None is not known."""
    found = [level for level in (first, second) if level is not None]
    return max(found, key=LEVELS.index) if found else None


def _level(written: str, in_text: re.Match[str] | None) -> Level | None:
    value = (written or (in_text[1] if in_text else "")).upper().replace(" ", "_").replace("Ø", "OE").replace("Å", "AA")
    return cast(Level, value) if value in LEVELS else None
