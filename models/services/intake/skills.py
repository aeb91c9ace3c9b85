"""Skills and tasks by the words people use for them: skill codes of the catalogue and short terms in bokmål."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from matcher.text import normalise

# term | what it proves beside itself | the words (beginnings of words) that mean it, in bokmål, nynorsk, Swedish, English;
# a line that begins with blanks goes on with the words of the one above.
_TERMS = """
medisinutdeling | skill:medication | medisiner\\b, medisinut, medisinhånd, medisinans, medisindos, medisinering,
  medikament, legemid, dosett, läkemedel, medication, medicines\\b, medisin\\b
dokumentasjon | | dokumenta, documentation, rapportskriv
elektronisk journal | skill:ehr | journalf, elektronisk journal, pasientjournal, journalsystem, gerica, cosdoc,
  \\bdips\\b, winmed, infodoc, \\bepj\\b, visma profil, helseplattformen, pridok, system x\\b, \\blifecare\\b
excel | skill:it | excel\\b
visma | skill:it | visma\\b
digitale verktøy | skill:it | microsoft 365, office 365, \\bit-, \\bikt\\b, dataverktøy, rask på data, god på data,
  vant med data, flink med data, dataflink, microsoft office, \\bword\\b, powerpoint, digitale verkt,
  digital kompetanse
mathygiene | skill:foodsafety | mathygiene, ik-mat, ik mat, haccp, næringsmiddelhyg, mattrygg, livsmedelshyg
akuttmedisin | skill:acute | akuttmedisin, akuttbed, akutbed, \\bnews2?\\b, isbar, \\bahlr\\b, \\btriage, traumatolog,
  prehospital, emergency care, \\btraume\\b
førstehjelp | | førstehjelp, fyrstehjelp, first aid, första hjälpen, \\bhlr\\b
turnusplanlegging | skill:roster | turnusplan, vaktlist, vaktplan, bemanningsplan, \\bgat\\b, ressursstyring,
  rostering, schemalägg
sentral driftskontroll | skill:building_automation | sd-anlegg, sentral driftskontroll, byggautomasjon, byggautomat,
  ventilasjonsanl
tjenestedesign | skill:service_design | tjenestedesign, tenestedesign, service design
musikk | skill:music | musikk, gitar, piano, trekkspill, trekkspel
sang | skill:music | \\bsang\\b, \\bsong\\b, synge\\b, syng\\b, allsang, songstund
svømming | skill:swim | svømm, symjing, livredning, badevakt, bassengvakt, livräddn
stell og pleie | | stell\\b(?!-), stell og, \\bpleie\\b(?!-), morgenstell, morgonstell, personlig hygiene,
  morning care, personal care, grunnleggende pleie, omvårdnad
måltid | | måltid, mating\\b, meals\\b, frokost, middagsserv
servering | | servering, servere\\b, serverte\\b
matlaging | | matlaging, lage mat, lager mat, varme mat, koking, matlagning, cooking
kjøkkenarbeid | | kjøkkenarb, kitchen work
baking | | bake\\b, baking, bakst
oppvask | | oppvask, diskning
renhold | | renhold, reinhald, rengjør, vaske\\b, vasker\\b, vask av, vasking, städ, cleaning
smittevern | | smittevern, hygienetiltak, hygiene\\b, insta 800, infection control
vaskeri | | vaskeri, tøyvask, klesvask
forflytning | | forflyt, förflytt, personheis, personløfter, takheis, lyft\\b
sårstell | | sårstell, sårbehand, wound care, sårvård, \\bsår\\b
injeksjoner | | injeksjon, injection, injektion, \\biv\\b, intraven
blodprøver | | blodprøv, blodprov, blood sampl, prøvetaking
vaksinering | | vaksin, vaccin
sondeernæring | | sonde, sondmat
kateter | | kateter
observasjon | | observasjon, vitale
tilsyn | | tilsyn\\b, tilsynsrunde
primærkontakt | | primærkontakt
ansvarsvakt | | ansvarsvakt
palliasjon | | palli, lindrende, dødspleie, terminalpleie, livets slutt
kreftomsorg | | kreft
demensomsorg | | demens, skjermet avd, skjerma avd
psykisk helse | | psykisk hels, psykiatri
rusarbeid | | \\brus\\b, rusomsorg, rusarbeid
miljøarbeid | | miljøarb, målrettet miljø, miljøterapi, miljøbehandl
utviklingshemmede | | utviklingshem, utviklingshäm, psykisk utvikling
tvang kapittel 9 | | kapittel 9, kap\\. 9, kap 9
tiltaksplaner | | tiltaksplan, habiliteringsplan, individuell plan
veiledning | | veiled, rettleiing, opplæring av, handledning
personlig assistanse | | personlig assist, \\bbpa\\b
avlastning | | avlast
ledsagelse | | ledsag, følgetjeneste til
hjemmebesøk | | hjemmebesøk, heimebesøk, hembesök
hjemmetjeneste | | hjemmesykepl, hjemmetjen, heimeten, heimesjuk, hemsjukv, hjemmesjuk
hverdagsrehabilitering | | hverdagsrehab, kvardagsrehab, rehabiliter
velferdsteknologi | | velferdstekno, trygghetsalarm, tryggleiksalarm, digitalt tilsyn, medisindispens
aktiviteter | | aktivitet, minnearb, bingo, sittedans, turer\\b, sosialt samvær
høytlesning | | høytlesn, høytlesing, lese høyt, høgtles
håndarbeid | | håndarb, handarb, strikk, hekl, søm\\b
barneomsorg | | barneoms, barnepass, barn med, barnestell
nattarbeid | | nattarb, nattevakt, nattvakt, våken natt, vaken natt, natta\\b, natt\\b
turnusarbeid | | turnus\\b, langvakt
persontransport | | persontransport
transport av pasienter | | pasienttransport, frakter pasient, transport av pasient
bilkjøring | | bilkjør, sjåfør, vinterkjør
vedlikehold | | vedlikehold, vedlikehald, reparas, reparere, reparerer, småreparas, underhåll
snekring | | snekr, snikr, tømring
elektro | | elektro\\b, elektrisk, \\bstrøm\\b
snørydding | | snørydd, snømåk, \\bmåke\\b, brøyt
kundeservice | | kundeserv, kundebeh, kundemot, customer service
kasse | | kasse\\b, kassearb
telefon og sentralbord | | sentralbord, telefonmottak, i telefonen, telefon\\b, växel
fakturering | | faktur
lønnsarbeid | | lønnskj, lønnsark, \\blønn\\b
regnskap | | regnskap, bokf, bilag, rekneskap
booking | | booking, timebestill
ledelse | | personalans, ledelse, personalled, leiing, teamled
vertskap | | vertskap, husvert, tar imot gjester
lager | | lager\\b, varelager, varepåfyll
truck | | truck
dyrestell | | dyrestell, fjøs
laboratoriearbeid | | laboratori, \\blab\\b
"""


def _compile() -> tuple[re.Pattern[str], tuple[tuple[str, ...], ...]]:
    """Return one pattern for all terms, so that a text is read once, and what each of its groups means."""
    groups, meanings = [], []
    for line in _TERMS.strip().replace(",\n  ", ", ").splitlines():
        term, proves, words = (part.strip() for part in line.split("|"))
        groups.append("(" + "|".join(word.removeprefix("\\b") for word in words.split(", ")) + ")")
        meanings.append((proves, term) if proves else (term,))
    # The words are beginnings of words: compounds with them as the last part name something else.
    return re.compile(r"(?<![^\W_])(?:" + "|".join(groups) + ")"), tuple(meanings)


_PATTERN, _MEANINGS = _compile()
CLINICAL = frozenset(
    {"sårstell", "blodprøver", "injeksjoner", "vaksinering", "stell og pleie", "medisinutdeling", "skill:medication", "tilsyn"}
)
"""Terms of care for people, which mean another thing in work with animals."""

_ANIMALS = re.compile(r"\bdyr|\bsmådyr|veterin|husdyr|\b(?:på|av|til|for|med) (?:dyr|hund|katt|sau|ku|hest|kyr)")
MAX_TERM = 60
_SPLIT = re.compile(r"[,;/]|\s+og\s+")


def found_in(text: str) -> Iterator[tuple[re.Match[str], tuple[str, ...]]]:
    """Yield every mention of a term in lower-case ``text``, with the codes that it proves and the term."""
    for mention in _PATTERN.finditer(text):
        yield mention, _MEANINGS[(mention.lastindex or 1) - 1]


def about_animals(text: str) -> bool:
    """Tell whether a title or skill is about animals."""
    return _ANIMALS.search(normalise(text)) is not None


def read_skills(names: Iterable[str]) -> tuple[str, ...]:
    """Return skill terms for the names in a CV's list of skills, each once, with the codes that they prove.

    A name that is not known stays as it is written, in lower case.
    """
    kept: dict[str, None] = {}
    for name in names:
        plain = normalise(name)
        if not plain or len(plain) > MAX_TERM:
            continue
        known = [] if about_animals(plain) else [value for _, values in found_in(plain) for value in values]
        # Words such as «palliativ vård» get the Norwegian term; a name that says more than the term keeps its own words too.
        kept.update(dict.fromkeys(known))
        if not known or len(_SPLIT.split(plain)) == 1:
            kept.setdefault(plain)
    return tuple(kept)
