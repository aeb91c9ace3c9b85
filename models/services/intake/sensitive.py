"""Clauses about health, family, benefits, faith, union, offences or origin, which the reader blanks out before it reads.

The words are looked for so that they can be left out: nothing about them is kept but how many clauses were blanked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from models.services.intake import countries

BLANK = "\ue000"
"""Stands for each character of a blanked clause, so that positions stay those of the person's text."""

_CLAUSE_END = re.compile(
    r"[.,;:!?\n()]+|\s(?=(?:og|men|så|fordi|hvis|viss|dersom|som|at|mens|eller|ellers|siden|sidan|når|da|"
    r"samt|and|but|because|so|when|while|och|"
    r"eftersom|grunnet|pga|etter at|på grunn av|på grund av|due to|av (?:religiøse|helsemessige|familiære|personlige))\s)"
)
_HEALTH = (
    r"sy[kj]u?k?meld|sjukmeld|sjukskriv|\bsykdom(?!slære)|\bsjukdom|\b(?:er|var|blei|ble|blir|vart|på) "
    r"(?:litt |mye |alvorlig |kronisk )?(?:syk|sjuk)\b"
    r"|\bkronisk|diagnos|diabet|epilep|\bangst|depresj|deprimer|\badhd|\badd\b|asperger|migrene|\bastma|"
    r"allergi|revmat|leddgikt|fibromyalg"
    r"|\bartros|osteopor|prolaps|isjias|utmatt|utbren|utslit|\bptsd|bipolar|schizo|psykos|psykiske? "
    r"(?:problem|plage|lidelse|vansk|helseplag)"
    r"|psykisk syk|\bselvmord|spiseforst|anoreks|rusfri|rusmisbruk|\brusproblem|avhengig av (?:rus|"
    r"alkohol|medisin|pille|stoff)|alkohol|narko|\boperasjon|operert|opererte"
    r"|\bsmert|\bvondt|\bverk i|\bslitasje|\brygg(?:en|a|plage|problem|smert)?\b|\bkne(?:et|a|rne|ne|"
    r"plage)\b|\bskulder|\bnakke|\bhofte|\bledd(?:ene)?\b"
    r"|helseplag|helseproblem|helsemess|\bhelsa\b|\bhelsen\b|\bmin helse|\buføre?|\bufør|arbeidsevne|"
    r"restarbeid|funksjonsevne|funksjonsneds(?!ettelse)"
    r"|nedsatt (?:syn|hørsel|funksjon|arbeid)|\bhørsel|\bdøv|svaksynt|\bblind\b|rullestol|\bproteser?\b|"
    r"dysleksi|lese- og skrivevansk|ordblind"
    r"|\bgravid|svangersk|\btermin\b|fødsel|foreldreperm|\bpermisjon|ammer\b|abort|\bskadet?\b|"
    r"\bskade[nr]?\b|\bulykke|hjerneslag|\bslag i|hjertein"
    r"|hjertet|\bkreft(?:syk|behand|en\b)|hatt kreft|fikk kreft|cellegift|cancer|\boverbelast|"
    r"tilrettelegg|tilpasset arbeid|\bløft|\blift(?:ing)? heavy"
    r"|heavy lift|tunge? løft|tungt\b|\bstress|\bslit(?:en|er)\b|søvn|går til psyk|hos psyk|"
    r"\bmedisiner\b(?= mot)|på medisin|\bhiv\b|hepatitt|tuberkul"
    r"|disabled|disabilit|illness|\bsick\b|chronic|back pain|pregnan|\bhandikap|\bsjukdom|\bsjuk\b|\bont "
    r"i\b|värk|\bbrukne?t?\b arm|\btunga lyft"
)
_FAMILY = (
    r"\bmann(?:en)? min\b|\bmannen\b|\bmin mann|\bmin man\b|\bkon[ea]\b|\bkona mi|\bsambo|\bektefelle|"
    r"\bektemann|\bkjæreste|\bpartner(?:en)?\b"
    r"|\bhusband|\bwife\b|\bspouse|\bboyfriend|\bgirlfriend|\bgift\b|\bskilt\b|\bskilsmisse|\bseparert|"
    r"\benke|\bsingle\b|\balene(?:mor|far|forsørger)"
    r"|\bforsørger|\balene med|\baleine med|\bbarna\b|\bborna\b|\bungene\b|\bungar|\bmine barn|\bbarnet "
    r"mitt|\bbarnebarn|barnsmor|barnsfar|\bsmåbarn"
    r"|\b(?:har|med|fått|venter|have|got) (?:et|ett|eitt|to|tre|fire|fem|seks|små|noen|flere|to små|tre "
    r"små|two|three|four|2|3|4|5) ?(?:små |mindreårige )?(?:barn|born|unger|kids|children)"
    r"|\b(?:småe?|two|three|to|tre|fire|mine|våre|our|my) (?:små )?(?:barn|born|kids|children)\b|\b(?:har|venter|fått) barn\b"
    r"|\bsønn(?:en)?\b|\bson(?:en)? min|\bmy son\b|\bdatter(?:a|en)?\b|\bdotter|\bdaughter|\bmamma|"
    r"\bpappa|\b(?:ho )?mor\b|\bmor(?:a|en)? mi|\bmora\b"
    r"|\bfar\b(?: min)?|\bfaren min|\bmother|\bfather|\bforeldre|\bforeldra|\bparents|\bbestemor|"
    r"\bbestefar|\bbesteforeld|\bgrandm|\bsøsken|\bsøster(?! )|\bsøstera"
    r"|\bbror(?:en)?\b|\bbrother|\bsister\b|\bsøskenbarn|\btante\b|\bonkel|\bsviger|\bfamilie|\bfamily|"
    r"\bfamilj|\bpårørende til|\bsambuar|\bmaken?\b|\bfru(?:n|a)\b"
    r"|\bbarnehage\b.{0,20}\bsfo|\bhenter? i barnehage|\bbarnepass(?!er)|\bdagmamma"
)
_BENEFITS = (
    r"\baap\b|arbeidsavklaring|dagpeng|sosialhjelp|sosialstønad|sosialst|økonomisk sosial|uføretrygd|"
    r"\btrygd|tiltakspeng|kvalifiserings(?:stønad|program)"
    r"|\bkvp\b|overgangsstønad|introduksjonsstønad|stønad|\bpensjon|\bpension|\bafp\b|\bgjeld|inkasso|"
    r"betalingsanm|\bbidrag\b|bostøtte|\bbenefits?\b"
    r"|social security|welfare|a-kassa|försörjningsst|sjukpenning|\bnav-tiltak|\bvergemål|\bverge\b|"
    r"innsatsgruppe|situasjonsbestemt|spesielt tilpasset"
)
_FAITH = (
    r"\bmuslim|\bislam|\bkristen|\bkristne|\bkirke(?!n[æe]r|nes|g[åa]rd)|\bkyrk(?!jeb)|\bmoské|\bmoske"
    r"|\bmenighet|\bmeinighet|\brelig|"
    r"\btro(?:ende|en)\b|jehova|adventist|\bpinse(?:venn|menig|kirke)"
    r"|\bhijab|\bramadan|\bbønn|\bber i\b|\bjød(?:e|isk)|\bbuddh|\bhindu|\bsikh|\bbibel|\bkoran|\bsabbat|"
    r"\bgud\b|\bprest(?:en|er|ene)?\b|\bchurch|\bmosque|\bprayer|\bchristian\b"
    r"|\bfagforening|\btillitsvalgt|\btillitsvald|\bfagforbundet|\bunion member|\bpolitisk|"
    r"\bparti(?:et)?\b|\bkommunestyre|\bhomofil|\blesbisk|\btransperson|\bskeiv\b"
)
_OFFENCE = (
    r"\bdømt|\bstraff|\bfengsel|\bsoning|\bpoliti(?!attest)|politiattest|vandel|\banmerkning|\bpromille|"
    r"\bbot(?:a|en)?\b(?= for)|\bkriminel"
    r"|(?:mist[ae]t?|tapt|fratatt|inndratt|beslaglagt|lost).{0,15}(?:lapp|førerkort|sertifikat|"
    r"licen[cs]e)|\bprison|\bconvict|\bcriminal"
)
_ORIGIN = (
    r"\bflyktning|\bflykting|\brefugee|\basyl|\basylum|\binnvandr|\binvandrar|\bimmigrant|\bstatsborg|"
    r"\bcitizen|\bmedborgar|\bopprinnelig|\bopphav|\betnisk"
    r"|\bsame(?:r|ne)?\b(?! sted|me|n\b)|\bminoritet|\bhudfarge|\boppholdstillatelse\b(?!.{0,25}(?:jobb|"
    r"arbeid))|\bmidlertidig beskyttelse|\bcollective protection"
    r"|\b(?:kommer|kjem|kom|kommen|kommar|är|er|am|i'm|come|originally) (?:opprinnelig |egentlig |originally )?"
    r"(?:fra|frå|från|from)\b|\b(?:født|fødd|född|born|oppvokst|oppvaksen) (?:og oppvokst )?(?:i|in|fra|frå|från)\b"
)
_COUNTRIES = "|".join(sorted((word for word in countries.country_words() if len(word) > 2), key=lambda word: (-len(word), word)))
_FROM_COUNTRY = rf"\b(?:fra|frå|från|from) (?:the )?(?:{_COUNTRIES})\b|\b(?:er|är|am) (?:{_COUNTRIES})\b|^\s*(?:{_COUNTRIES})\s*$"
_SENSITIVE = re.compile("|".join((_HEALTH, _FAMILY, _BENEFITS, _FAITH, _OFFENCE, _ORIGIN, _FROM_COUNTRY)))

_FAMILY_SUBJECT = re.compile(
    rf"\s*(?:(?:og|men|and|but|da|så|fordi|min|mi|mine|my|our|vår|ho|hun|han|the)\s){{0,2}}(?:{_FAMILY})"
)
_THIRD_PERSON = re.compile(
    r"\s*(?:(?:og|men|and|but|da|så|fordi|for|at|som)\s){0,2}(?:hun|ho|han|hon|she|he|her|hans|"
    r"hennes)\b(?! (?:som|jeg har|eg har))"
)
_OWN_SUBJECT = re.compile(r"\b(?:jeg|eg|je|æ|i|jag|vi|me|we|meg|selv)\b")
_JOINED = re.compile(r"\s*(?:og|eller|samt|and|or|och)\s")
_AT_WORK = re.compile(
    r"erfaring|experience|erfarenhet|\bkurs|\bkurset|kompetanse|kunnskap|pasient|brukere|bebuar|beboer|"
    r"jobb(?:et|a|er)? (?:med|på|som|i)|arbeid(?:et|a|er|de)? (?:med|på|som|i)"
    r"|utdann|utdanna|fagskole|videreutdan|avdeling|\bmed (?:eldre|barn|ungdom|utviklings)|avlast|"
    r"assistent for|omsorgen? for|\bpleie\b"
)
# Of these, only the ones that name a condition that care workers meet may stand in a clause about work.
_FIELD_OF_WORK = re.compile(
    r"diabet|epilep|\bangst|depresj|\badhd|asperger|psykos|kronisk|\bkreft|diagnos|funksjonsneds|"
    r"funksjonsevne|rullestol|hjerneslag|hørsel|\bsmert|\bsår|schizo|bipolar"
    r"|tilrettelegg|pårørende|revmat|spiseforst|svangersk|fødsel|\bskade|\bsykdom|\bløft|\bstress|alkohol|"
    r"narko|disab|\bblind|\bdøv|avhengig|rusmis|handikap|barnepass|familie|foreldre|pårørande"
)


@dataclass(frozen=True, slots=True)
class Screened:
    """Lower-case text of the same length with sensitive clauses blanked; ``dropped`` counts them."""

    text: str
    dropped: int


def screen(text: str) -> Screened:
    """Blank the clauses of ``text`` that must not be read."""
    lowered = lower(text.replace(BLANK, " "))
    kept: list[str] = []
    dropped = 0
    carried = False
    end_of_last = 0
    for start, end in _clauses(lowered):
        clause = lowered[start:end]
        kept.append(lowered[end_of_last:start])
        end_of_last = end
        if not clause.strip():
            kept.append(clause)
            continue
        about_others = _FAMILY_SUBJECT.match(clause) is not None or _THIRD_PERSON.match(clause) is not None
        goes_on = carried and _JOINED.match(clause) is not None and not _OWN_SUBJECT.search(clause)
        if about_others or goes_on or _is_sensitive(clause):
            kept.append(BLANK * len(clause))
            dropped += 1
            carried = about_others or goes_on
        else:
            kept.append(clause)
            carried = False
    kept.append(lowered[end_of_last:])
    return Screened("".join(kept), dropped)


def is_sensitive(title: str, *, at_work: bool = False) -> bool:
    """Tell whether a short text about a person must be left out.

    ``at_work`` is for skills, where the name of an illness is a field of work.
    """
    hits = [hit[0] for hit in _SENSITIVE.finditer(lower(title))]
    return any(not (at_work and _FIELD_OF_WORK.match(hit)) for hit in hits)


def lower(text: str) -> str:
    """Return ``text`` in lower case with every character in its place."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)


def _is_sensitive(clause: str) -> bool:
    hits = [hit[0] for hit in _SENSITIVE.finditer(clause)]
    if not hits:
        return False
    return not (_AT_WORK.search(clause) and all(_FIELD_OF_WORK.match(hit) for hit in hits))


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for mark in _CLAUSE_END.finditer(text):
        yield start, mark.start()
        start = mark.end()
    yield start, len(text)
