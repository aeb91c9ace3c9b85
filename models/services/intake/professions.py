"""Health professions and trades by the words that name them: HPR code, foreign counterpart, trade certificate, speciality."""

from __future__ import annotations

import re

# Order matters: the first that fits names the profession ("hjelpepleier" before "sykepleier", "tannlege" before "lege").
_PROFESSIONS: tuple[tuple[str, str], ...] = (
    ("HP", r"hjelpepl"),
    ("OA", r"omsorgsarb"),
    ("VP", r"vernepl|\bvpl\b|socialnom"),
    ("TH", r"tannhelsesekr|tannlegesekr"),
    ("TL", r"tannlege|tandl[äæ]kar|\bdentist"),
    ("TP", r"tannpleie"),
    ("TT", r"tanntekni"),
    ("HE", r"helsesekr|medisinsk sekretær|legesekret"),
    ("AT", r"apotektekn"),
    ("FA", r"farmasøyt|farmasi|farmaceut|apotekare|pharmacist|provisor|reseptar"),
    ("JO", r"jordmor|jordmødre|barnmorsk|midwi"),
    ("PM", r"paramedisin|paramedic"),
    ("AA", r"ambulansearb|ambulansefag|ambulansepers|ambulanssjukv"),
    ("FT", r"fysioterap|sjukgymnast|physiotherap"),
    ("ET", r"ergoterap|arbetsterap|occupational therap"),
    ("BI", r"bioingeni|biomedicinsk analy|biomedical scien"),
    ("RA", r"radiograf|röntgensjuk|radiography"),
    ("AU", r"audiograf"),
    ("FO", r"fotterap"),
    ("KI", r"kiroprakt"),
    ("KE", r"ernæringsfysiolog"),
    ("NP", r"naprapat"),
    ("OS", r"osteopat"),
    ("OI", r"ortopediingeni"),
    ("OP", r"\boptiker|optometri"),
    ("PE", r"perfusjonist"),
    ("PS", r"psykolog(?!i)|psykologi,? profesjon|psycholog"),
    (
        "SP",
        r"s[yj]u?kepl(?:ei|ej)|\bspl\b|sjukskötersk|sygeplejersk|registered nurse|\bnursing|\bnurse\b"
        r"|krankenpfleg|pielęgniar|sairaanhoit",
    ),
    (
        "HF",
        r"helsefagarb|helsearbei?d|helsefag\b|\bhfa\b|undersköter|undersköterska|vård- och omsorg|vård och "
        r"omsorg|sosu\b|lähihoitaja"
        r"|social- og sundheds|nursing assistant|nurse assistant|närvårdar",
    ),
    (
        "LE",
        r"\blege\b|\bl[äæ]kar|\bphysician|medical doctor|\bmedisin\b(?=.{0,20}(?:profesjon|studi|\bcand))"
        r"|cand\.? ?med|lege(?:vitenskap|utdan)",
    ),
)
_COMPILED = tuple((code, re.compile(pattern)) for code, pattern in _PROFESSIONS)
_ANIMALS = re.compile(r"dyre|veterin|\bvet\b")
_ASSISTANT_NURSE = re.compile(r"(?:nursing|nurse|nurse's|nurses) (?:assistant|aide)|assistant nurse|practical nurse")

LABELS = {
    "SP": "Sykepleier",
    "VP": "Vernepleier",
    "HF": "Helsefagarbeider",
    "HP": "Hjelpepleier",
    "OA": "Omsorgsarbeider",
    "LE": "Lege",
    "JO": "Jordmor",
    "FT": "Fysioterapeut",
    "ET": "Ergoterapeut",
    "HE": "Helsesekretær",
    "AA": "Ambulansearbeider",
    "PM": "Paramedisiner",
}
"""What a profession is called where its code came from prose."""

FOREIGN = {"SP": "sykepleier", "HF": "helsefagarbeider", "HP": "helsefagarbeider", "VP": "vernepleier", "LE": "lege"}
"""The kinds of foreign education that have a code of their own; every other profession is ``other``."""

VOCATIONAL = frozenset({"HF", "HP", "OA", "HE", "TH", "AT", "AA", "TT", "FO"})
"""Professions of upper secondary level; the rest take a degree."""

_FOREIGN_ONLY = re.compile(
    r"feldsher|ratownik|ratownictwo|medical assistant|medisinsk college|medicinskolledzh|krankenschwester|zdravotn"
)

_TRADES: tuple[tuple[str, str], ...] = (
    ("helsearbeiderfag", r"helsefagarb|helsearbei?d|helsefag\b|\bhfa\b"),
    ("omsorgsarbeider", r"omsorgsarb|omsorgsfag"),
    ("barne-ungdom", r"barne-? ?og ungdom|barneogungdom|\bbua\b|barne- og"),
    ("aktivitor", r"aktivitør"),
    ("institusjonskokk", r"institusjonskokk|ernæringskokk|diettkokk"),
    ("kokk", r"kokk"),
    ("renhold", r"renhald|renhold|reinhald"),
    ("byggdrift", r"byggdrift|bygningsdrift"),
    ("bygg", r"tømrer|tømrar|rørlegg|rørleggj|elektrik|snekker|snikkar|murer|betong|maler(?:fag|\b)|byggfag|taktekk|blikkensl"),
    ("portor", r"portør"),
    ("ambulansefag", r"ambulanse"),
)
_TRADE_PATTERNS = tuple((code, re.compile(pattern)) for code, pattern in _TRADES)

_SPECIALITIES: tuple[tuple[str, str], ...] = (
    ("abiok", r"anestesi|intensivs|intensiv\b|operasjonss|barnesykepl|\babiok|\baio\b"),
    ("helsesykepleier", r"helsesykepl|helsesjukepl|helsesøster"),
    ("psykisk_helse", r"psykisk hels|psykiatri|psykisk arb"),
    ("rus", r"\brus\b|rusarbeid|rusomsorg|avhengighet|ruslid"),
    ("miljoarbeid", r"miljøarbeid|målrettet miljø"),
    ("kreft", r"kreft|palli|lindrende|onkolog"),
    ("saar", r"\bsår"),
    ("geriatri", r"geriatri|eldresykepl|eldremedisin"),
    ("demens", r"demens|alderspsyk"),
    ("eldreomsorg", r"eldreomsorg|\baldring"),
    ("ledelse", r"ledelse|leiing|administrasjon|leadership"),
    ("allmennmedisin", r"allmennmedisin"),
)
_SPECIALITY_PATTERNS = tuple((code, re.compile(pattern)) for code, pattern in _SPECIALITIES)


def profession(plain: str) -> str | None:
    """Return the HPR code of the profession that the normalised text names first in importance, None when it names none.

    Professions around animals are not health personnel.
    """
    if _ANIMALS.search(plain):
        return None
    if _ASSISTANT_NURSE.search(plain):
        return "HF"
    return next((code for code, pattern in _COMPILED if pattern.search(plain)), None)


def foreign_only(plain: str) -> bool:
    """Tell whether the text names a health education that Norway has no counterpart of ("feldsher")."""
    return _FOREIGN_ONLY.search(plain) is not None


def trade(plain: str) -> str:
    """Return the trade of a certificate ("aktivitor"), ``other`` when it is none of those with a code."""
    return next((code for code, pattern in _TRADE_PATTERNS if pattern.search(plain)), "other")


def specialities(plain: str) -> tuple[str, ...]:
    """Return every speciality that the title of a further education names."""
    return tuple(code for code, pattern in _SPECIALITY_PATTERNS if pattern.search(plain))
