"""The working hours that an ad tells of, read as shift codes: words for shifts and rosters, and clock times."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from matcher.advert import MUST, NOT, SHOULD, Advert, Clause
from matcher.lexicon import table

EVENING, NIGHT, WEEKEND, DAY, ONCALL = "shift:evening", "shift:night", "shift:weekend", "shift:day", "shift:oncall"

_SEVEN = r"(?:sju|syv|7|fjorten|14)"
_ROUND_THE_CLOCK: Final = (
    r"(?:turnus|vakt|arbeid|jobb|skift)\w{0,3}"
    r"(?: (?:vi|me|du|det|er|går|blir|vert|skjer|foregår|utføres|fordelt\w?|lagt|i|på|til|og|også|òg|gjennom|hele|heile|"
    r"alle)){0,6} (?:døgnet rundt|(?:hele|heile|gjennom) døgnet|døgnets tider|tider (?:av|på|i) døgnet)"
)
"""Work at all hours, said of the work; of those who are cared for it says nothing of the hours of one post."""

_ROSTERS: Final = table(
    (f"{EVENING} {NIGHT}", r"(?:3|tre)-?skift\w{0,9}|(?:3|tre)-?delt\w{0,2}|three-shift\w{0,9}"),
    (EVENING, r"(?:2|to)-?skift\w{0,9}|(?:2|to)-?delt\w{0,2}|langvakt\w{0,3}|two-shift\w{0,9}"),
    (
        f"{EVENING} {NIGHT} {WEEKEND}",
        r"døgn(?:basert|turnus|vakt|kontinuerlig|arbeid|rytmeturnus|drift)\w{0,3}|døgn (?:på(?= og|,)|i strekk|på rad|i gangen|"
        r"om gangen|av gangen|i gongen|om gongen|av gongen)|medleve?r\w{0,14}|"
        rf"på døg(?:er|n)|{_SEVEN} (?:dager|dagar|døgn|vakter) på|{_SEVEN} ?[-/] ?{_SEVEN}(?:-?turnus|-?rotasjon)?(?= |\.|"
        rf",)(?! år)|uke på,? uke av|(?:1|2|to|en|ei|én|tre|3|fire|4) (?:uker?|veker?)(?: arbeid| jobb)? på(?= vakt|,| og|"
        rf" jobb|\.)|vaktuk[ea]n?|"
        rf"{_ROUND_THE_CLOCK}|"
        rf"{_SEVEN} på,? {_SEVEN} av|hele døgnet(?= i turnus)|turnus (?:på )?hele døgnet|round the clock|nordsjøturnus",
    ),
    (ONCALL, r"følgj?etj?eneste\w{0,2}|bakvakt\w{0,9}|bakvaktordning\w{0,3}|beredskaps?(?:vakt|ordning|telefon|plikt|"
             r"turnus)\w{0,5}|"
             r"(?:i|går|delta\w{0,3} i|inngår i) beredskap\w{0,4}|legevakts?(?:ordning|arbeid|tjeneste|plikt|deltakelse)\w{0,3}|"
             r"(?:delta\w{0,3}|deltek|inngår|inngå|plikt til)[^.\n]{0,40}legevakt\w{0,4}|hjemmevakt\w{0,8}|heimevakt\w{0,6}|"
             r"vaktberedskap|on-call|on call|jourvakt|"
             r"vaktordning\w{0,3}|vakttelefon\w{0,3}|ledervakt\w{0,3}|leiarvakt\w{0,3}"),
)  # fmt: skip
_WORDS: Final = table(
    (EVENING, r"(?:kveld|ettermiddag|sein|sen|aften)s?-?(?:vakt|arbeid|stilling|tid|tjeneste|turnus|skift|jobbing)?(?:er|en|"
              r"ene|ar|ane|s|a|t)?|evening\w{0,2}|afternoon\w{0,1}"),
    (NIGHT, r"(?:med|inkludert|har) overnatting(?! (?:dekk|er gratis|tilby))|"
            r"natte?-?(?:vakt|arbeid|stilling|tid|teneste|tjeneste|turnus|skift|evakt|patrulje|jobbing)?(?:er|en|ene|ar|ane|"
            r"a)?|netter|netene|nettene|nights?|night shifts?|"
            r"(?:våken|vaken|hvilende|kvilande) (?:vakt|natt)\w{0,6}"),
    (WEEKEND, r"helge?(?:r|n|a|ne|ar|ene|ane)?-?(?:vakt|arbeid|stilling|turnus|jobbing|tjeneste)?(?:er|en|ene|ar|ane)?|(?:lør|"
              r"laur|søn|sun)dag\w{0,5}|weekends?"),
    (DAY, r"dagtid|dag-?(?:vakt|arbeid|stilling|turnus)(?:er|en|ene|ar|ane|a)?|kontortid\w{0,2}|normalarbeidstid|"
          r"m[åa]ndag\w{0,3} ?(?:til|t\.?o\.?m\.?|-|–|—) ?(?:og med )?fredag\w{0,3}|(?:alle |alle de )?(?:hver|kvar|uke|veke|"
          r"virke)dag(?:er|ar|ene|ane|s)|alle (?:hver|kvar|virke)dag\w{0,4}|"
          r"ordinær arbeidstid|fleksitid|daytime|weekdays?|"
          r"monday (?:to|-) friday|day shifts?"),
)  # fmt: skip

_HOUR = r"(\d{1,2})(?:[.:](\d{2}))?"
_CLOCK: Final = re.compile(
    rf"(?:\b(kl)\.? ?|\bfra (?:kl\.? ?)?|\bmellom (?:kl\.? ?)?|\b){_HOUR} ?(?:-|–|—|til|og|to)(?: kl\.?)? ?{_HOUR}(?!\d|"
    rf",\d)(?! ?(?:%|prosent|år|stk|000))"
)
_HOURS_FOLLOW: Final = re.compile(r"arbeidstid|\bvakt|\bkl\b|hverdag|kvardag|skift")
_NOT_HOURS: Final = re.compile(
    r"møter? (?:er|kan|legges|holdes|på)|\w{3,12}møte[rtn]?\b|\bbemann(?:et|a|ast|ing)\b|(?:avdeling|bolig|hus|"
    r"senter)\w{0,3} er (?:åpen|ope|"
    r"døgn)|"
    r"\bbuss|\båpe?n|\bope\b|åpningstid|arrangement|"
    r"\bring\b|\bkontakt(?:es|ast)?\b|\btelefontid|\bøvelse|"
    r"\bkurs|samarbeid|kveldsmat|nattbord|kan kombineres|ved siden av|ekstravakt"
)
_FIRM: Final = re.compile(r"\bhver\b|\bkvar\b|annenhver|annakvar|\bturnus|\bevery\b|rotasjon")
_PAY: Final = re.compile(r"tillegg(?<!i tillegg)|\bbonus|godtgjør|godtgjer|ekstra betal")
_FREE: Final = re.compile(
    r"\b(?:ikke|ikkje|ingen|inga|uten|utan|verken|hverken|korkje|fri|fritt|slipper?|slepp|aldri(?! mer enn)|no|"
    r"without)\b[^.\n;]{0,30}$|\b(?:enn|before|ikke:) $"
)
_FREE_AFTER: Final = re.compile(
    r"^(?:\w{1,10} )?(?:inngår|forekommer|krevst|kreves|er|blir|vert) (?:ikke|ikkje)\b|^(?:\w{0,6} )?(?:fri\b|har du fri|"
    r"er fri|off\b)|^fri\b"
)
_MAYBE: Final = re.compile(
    r"kan (?:også )?(?:forekomme|bli|være|verte|vere|komme)|ved behov|av og til|i perioder|tidvis|sporadisk|unntaksvis|"
    r"fra tid til annen|occasional|"
    r"må kunne påregnes ved|muligens|\bkanskje|(?:for|til) (?:den|dem|de|dei|deg) som (?:vil|ønsker)|(?:hvis|om|"
    r"dersom) du vil|etter avtale|"
    r"\bkan få\b"
)
_OCCASIONALLY: Final = re.compile(r"\b(?:av og til|i perioder|tidvis|sporadisk|unntaksvis|fra tid til annen|ved behov)\W")
_HOUSE: Final = re.compile(r"\b(?:bemannet|bemanna|bemanning|åpent?|ope) \w")
_SINGLE: Final = re.compile(r"\b(?:enkelte|enkel|einskilde|noen få|nokre få|sjeldne?)\W(?:\w{1,15}\W)?$")
_HELP: Final = re.compile(
    r"\b(?:med|har (?:alltid )?(?:en |ei |tilgang (?:til|på) )?|støtte (?:fra|av)|tilgjengelig|ringe|kontakte|via|"
    r"samarbeid\w{0,20}(?: med)?|bakvakt fra|en|ei|"
    r"dekkes av|ivaretas av) $"
)
_HELPS_YOU: Final = re.compile(
    r" (?:på telefon )?(?:fra|frå) (?!kl\b|\d)| (?:\w{1,12} ){0,2}(?:hjelper|hjelp|bistår|støtter|er tilgjengelig|"
    r"kan kontaktes|kan ringes|svarer)\b"
)
_ANOTHERS: Final = re.compile(r"\b(?:spl\.?|en sykepleier|sykepleieren|sjukepleiaren|lege|legen) (?:på|i|har) $")
_DUTY_ON_CALL: Final = re.compile(
    r"har i tillegg|inngår|delta|deltek|må|går|\bdel av\b|du har (?:bakvakt|beredskap)|hver\b|kvar\b"
)


def read(advert: Advert) -> Iterator[tuple[str, str, int, int]]:
    """Yield (code, strength, start, end) of every shift word and clock time; ``shift:day`` still beside the others."""
    for match in _CLOCK.finditer(advert.text):
        clause = advert.clause_at(match.start())
        meant = _clock_codes(match, advert.text)
        if meant and not _other_hours(advert, clause):
            for code in meant:
                yield code, MUST, match.start(), match.end()
    for codes, pattern in _ROSTERS:
        for match in pattern.finditer(advert.text):
            clause = advert.clause_at(match.start())
            if clause.cue == NOT or _denied(advert, clause, match) or (codes == ONCALL and not _own_duty(advert, clause, match)):
                continue
            strength = SHOULD if _MAYBE.search(advert.words(clause)) else MUST
            for code in codes.split():
                yield code, strength, match.start(), match.end()
    for code, pattern in _WORDS:
        for match in pattern.finditer(advert.text):
            clause = advert.clause_at(match.start())
            if not _denied(advert, clause, match) and not _other_hours(advert, clause):
                yield code, _strength(advert, clause, match), match.start(), match.end()


def _clock_codes(match: re.Match[str], text: str) -> tuple[str, ...]:
    """Return what a stretch of hours means; () when the numbers are no hours."""
    marked, first, first_minutes, last, last_minutes = match.groups()
    line = text[max(text.rfind("\n", 0, match.start()) + 1, match.start() - 120) : match.start()]
    certain = marked is not None or (first_minutes is not None and last_minutes is not None)
    if not certain and not ((first_minutes or last_minutes) and _HOURS_FOLLOW.search(line)):
        return ()
    if not marked and re.match(r"\.\d|\d", text[match.end() : match.end() + 2]):
        return ()
    begin = int(first) + int(first_minutes or 0) / 60
    end = int(last) + int(last_minutes or 0) / 60
    if begin > 24 or end > 24 or int(first_minutes or 0) > 59 or int(last_minutes or 0) > 59:
        return ()
    if end <= begin:
        end += 24
    if end > 26:
        return (NIGHT,) if begin >= 19 else (EVENING, NIGHT)
    return (EVENING,) if end >= 19 else (DAY,)


def _other_hours(advert: Advert, clause: Clause) -> bool:
    """Return whether the clause tells of meetings, opening hours, pay or extra shifts instead of the post's hours."""
    words = advert.words(clause)
    sentence = advert.words(advert.sentences[clause.sentence])
    if sentence.endswith("?") and not _FIRM.search(words):
        return True  # "Hvem skal jobbe lørdag?"
    if _FIRM.search(words):
        return False
    if (
        clause.cue is None
        and _HOUSE.search(advert.text[advert.sentences[clause.sentence].start : clause.end])
        and not re.search(r"\b(?:men|mens|medan)\b", words)
    ):
        return True
    return bool(_NOT_HOURS.search(words) or (_PAY.search(sentence) and not re.search(r"\bturnus|arbeidstid", words)))


def _denied(advert: Advert, clause: Clause, match: re.Match[str]) -> bool:
    before, after = advert.text[clause.start : match.start()], advert.text[match.end() : min(clause.end, match.end() + 25)]
    if _FREE.search(before) or _FREE_AFTER.match(after.strip(" ,:-")):
        return True
    # "... verken kveld eller helg": the cue stands in the part before this one
    if clause.cue != NOT or re.search(r"\b(?:har|jobber|arbeider)\b", before):
        return False
    # "er på dagtid og har ingen helger": what is denied comes after the verb
    return (
        re.search(r"\b(?:og|men) (?:har|krever|krev)\W(?:ikke|ikkje|ingen|inga)\b", advert.text[match.end() : clause.end]) is None
    )


def _strength(advert: Advert, clause: Clause, match: re.Match[str]) -> str:
    words = advert.words(clause)
    before = advert.text[clause.start : match.start()]
    later = _OCCASIONALLY.search(advert.text[match.end() : clause.end])
    if later and not _OCCASIONALLY.search(before) and any(pattern.search(words, later.end()) for _, pattern in _WORDS):
        return MUST  # "dag, helg og av og til natt": only what follows is occasional
    if _SINGLE.search(before) or (_MAYBE.search(words) and not _FIRM.search(words)):
        return SHOULD
    return SHOULD if clause.cue == SHOULD and not _FIRM.search(words) else MUST


def _own_duty(advert: Advert, clause: Clause, match: re.Match[str]) -> bool:
    """Return whether the stand-by is the applicant's own; "med bakvakt på telefon" is help for them."""
    if _HELPS_YOU.match(advert.text[match.end() : match.end() + 60]) or _ANOTHERS.search(
        advert.text[max(clause.start - 2, 0) : match.start()]
    ):
        return False
    if not match.group().startswith(("bakvakt", "legevakt")) or _DUTY_ON_CALL.search(advert.words(clause)):
        return True
    return not _HELP.search(advert.text[max(clause.start - 2, 0) : match.start()])


def settle(found: list[tuple[str, str, int, int]]) -> list[tuple[str, str, int, int]]:
    """Return ``found`` with day work left out where it is understood, and nothing both demanded and possible."""
    demanded = {code for code, strength, _, _ in found if strength == MUST}
    by_day = not demanded & {EVENING, NIGHT}
    return [hit for hit in found if (hit[0] != DAY or by_day) and (hit[1] == MUST or hit[0] not in demanded)]
