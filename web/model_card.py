"""The model card: what ranks people here, written in Markdown from the configuration that runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from matcher.comparisons import COMPARISONS
from matcher.evaluation import Figure
from matcher.group_gaps import MARGIN, ROUNDS, SEED, Gap
from matcher.matcher import Matcher
from matcher.routes import HORIZON_MONTHS
from matcher.weights import GOOD, STRONG, WEIGHTS
from models.services.evaluation import Evaluation
from web.i18n import day
from web.phrases.facts import requirement
from web.phrases.levels import LEVELS

ASKED: Mapping[str, tuple[str, str]] = {
    "practice": (
        "Hva har personen arbeidet med?",
        "To hele år i samme arbeid, nylig, sier mest om hvordan det går. Etter fem år er halvparten borte. Alt teller mindre enn "
        "et ønske: praksis sier hvem som kan, ikke hvem som vil.",
    ),
    "carried": (
        "Hva tar personen med seg fra annet arbeid, omsorg i familien og frivillig innsats?",
        "Måter å arbeide på går over til nytt arbeid; det som er mer enn fem år gammelt, må friskes opp.",
    ),
    "wish": (
        "Hva ønsker personen?",
        "Et uttalt ønske teller mest, og et ønske om noe annet veier mer enn all praksis: ingen settes inn mot sin vilje.",
    ),
    "qualification": (
        "Har personen det arbeidsgiveren helst ser, eller mer enn stillingen bruker?",
        "Det arbeidsgiveren ønsker ut over kravene, teller litt for; utdanning som stillingen ikke bruker, teller mot.",
    ),
    "skills": (
        "Kan personen oppgavene i annonsen?",
        "Bare en pekepinn: den som skriver lite, kan like mye.",
    ),
    "hours": (
        "Passer stillingsprosenten?",
        "En for liten stilling kan fylles opp eller vokse; en for stor kan ikke deles.",
    ),
    "form": (
        "Passer ansettelsesformen?",
        "Sommerjobb svarer ikke på et ønske om fast arbeid, og en læreplass er et valg for seg.",
    ),
    "shifts": (
        "Passer vaktene?",
        "Turnusen er stillingen. Å ønske bare dag er et nei til kveld og helg i andre ord.",
    ),
    "reach": (
        "Hvor lang er reisen til vaktens begynnelse?",
        "Minutter teller, ikke kilometer, og ingenting annet ved bostedet. 45-60 minutter er vanlig; over en time blir få lenge.",
    ),
    "place": (
        "Har personen ønsket kommunen?",
        "Den som har nevnt kommuner, har svart; over en grense ti minutter unna betyr det lite.",
    ),
    "language": (
        "Er norsken nok for rollen?",
        "Bare nivået som rollen trenger, teller; mer enn det gir ingenting.",
    ),
    "start": ("Kan personen begynne i tide?", "Teller lite: en måned fra eller til kan avtales."),
    "way": (
        "Hvor lang er veien dit, der noe mangler?",
        "En kort vei gir noen i stillingen i år; en lang vei er en plan, ikke en søker.",
    ),
    "apprenticeship": (
        "Passer en læreplass?",
        "Den er for den som har eller tar skoledelen; lang praksis fører til fagbrev uten læretid.",
    ),
}
"""What each comparison asks, and why it weighs what it does."""

NEVER = (
    "navn, alder, fødselsdato og kjønn (om personen er over 18 eller 20 år, brukes bare der lov eller ordning krever det)",
    "statsborgerskap, fødeland, opphav, tro og sivilstand",
    "helse, funksjonsevne, ytelser, behovsgruppe og tid som ledig",
    "hull i CV-en, hvor lenge profilen har ligget der, og hvem som er veileder",
    "bosted som annet enn reisetid i minutter",
    "bilde og fritekst; ord leses til fakta om arbeid som et menneske bekrefter, ord om helse, tro, opphav og ytelser forkastes",
    "politiattest, helseprøver og annet som sjekkes etter tilbud",
)

LIMITS = (
    "Rangeringen kjenner bare det som er registrert. Taushet veier ingenting, men den som har fortalt lite, får flere spørsmål.",
    "Krav leses av annonsetekst og kan leses feil; ordene som beviser kravet, står ved siden av det.",
    "Reisetider er anslag mellom steder, og mange fakta om veier og varighet i katalogen er ikke bekreftet.",
    "Tallene over er fra få og oppdiktede personer. Vent mindre på andre, og ta små forskjeller med ro.",
    "Vekter som er lært av vurderinger, lærer også skjevheter. Derfor måles avstanden mellom grupper før og etter.",
)

TIERS = (
    ("klar", "alle krav er oppfylt"),
    ("avklar", "noe er ukjent, og siden sier hva en skal spørre om"),
    ("på vei", f"noe mangler, og en kjent vei eller et tiltak retter det innen {HORIZON_MONTHS} måneder"),
    ("stengt", "ingen kjent vei, med grunnen"),
)

FIGURES = {
    "ndcg@10": "NDCG@10",
    "p@5": "presisjon blant de fem første",
    "mrr": "MRR",
    "ready_recall": "klare personer som står i klar eller avklar",
    "ready_leak": "personer stengt ved lov som står i klar",
}


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured: the folder of graded examples and its figures, the folder whose people have groups, and their gaps."""

    name: str
    found: Evaluation
    people: str = ""
    gaps: Mapping[str, Gap] = field(default_factory=lambda: MappingProxyType({}))


def model_card(matcher: Matcher, *, on: date, contact: str = "", measured: Measured | None = None) -> str:
    """Return the card of ``matcher``, with figures where something was measured."""
    parts = [_head(matcher, on, contact), _tiers(matcher), _weights(matcher), _never(), _measured(measured)]
    parts += [_gaps(measured), _limits()]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _head(matcher: Matcher, on: date, contact: str) -> list[str]:
    own = matcher.weights is not None and matcher.weights != WEIGHTS
    return [
        "# Modellkort for Bygdematch",
        "",
        "Bygdematch holder jobbsøkere opp mot helsestillinger og sier hva som er oppfylt, hva som er ukjent, hva som mangler og "
        "veien dit. Det er støtte for veiledere; **et menneske avgjør** hvem som blir spurt, delt og ansatt. Ingenting sendes "
        "eller avslås av seg selv, og alle som er vurdert, kan nås i listen.",
        "",
        f"- Dato: {day(on)}",
        f"- Katalog: `{matcher.domain_.catalogue.version}`",
        f"- Konfigurasjon: `{matcher.config_hash}` (katalog, utgangspunkt og vekter)",
        f"- Vekter: {'fra egen vektfil, ikke de publiserte' if own else 'de publiserte'}",
        f"- Kontakt: {contact or 'ikke oppgitt (BYGDEMATCH_CONTACT)'}",
    ]


def _tiers(matcher: Matcher) -> list[str]:
    catalogue = matcher.domain_.catalogue
    asked = [code for code, kind in catalogue.requirements.items() if kind.gate and not kind.after_offer]
    gates = sorted(
        {requirement(code, catalogue) for code in asked if ">=" not in code} | {"Så mange års erfaring som annonsen ber om"}
    )
    return [
        "## Nivåer",
        "",
        "Nivået avgjøres før poengene: først hva som er krav, så hva personen har vist eller sagt. Poeng flytter aldri noen "
        "fra ett nivå til et annet.",
        "",
        *(f"- **{name}**: {meaning}" for name, meaning in TIERS),
        "",
        f"Dette kan være krav, når annonsen eller loven sier det ({len(gates)}):",
        "",
        *(f"- {label}" for label in gates),
    ]


def _weights(matcher: Matcher) -> list[str]:
    running = WEIGHTS if matcher.weights is None else matcher.weights
    lines = [
        "## Vekter",
        "",
        "Innenfor et nivå er rekkefølgen en sum av hele tall, i tusendels bit. En bit (1000) dobler oddsen for at en veileder "
        f"ville ringt. Utgangspunktet er {_number(matcher.prior)}. Fra {_number(STRONG)} heter det sterkt treff, fra "
        f"{_number(GOOD)} godt, ellers mulig. Like summer ordnes av en nøklet hash, aldri av navn, id eller alder på profilen.",
    ]
    for comparison in COMPARISONS:
        question, reason = ASKED[comparison.name]
        lines += ["", f"### {question}", "", reason, "", f"| `{comparison.name}` | betyr | vekt |", "|---|---|---:|"]
        lines += [
            f"| {level} | {LEVELS[comparison.name, level]} | {_number(running[comparison.name][level])} |"
            for level in comparison.levels
        ]
    return lines


def _never() -> list[str]:
    return ["## Brukes aldri", "", *(f"- {entry}" for entry in NEVER)]


def _limits() -> list[str]:
    return ["## Kjente begrensninger", "", *(f"- {entry}" for entry in LIMITS)]


def _measured(measured: Measured | None) -> list[str]:
    if measured is None:
        return ["## Målt", "", "Ikke målt i dette kortet. Kjør kommandoen med --golden og en mappe med graderte eksempler."]
    found = measured.found
    return [
        "## Målt",
        "",
        f"På `{measured.name}`: {found.people} personer og {found.vacancies} stillinger per {day(found.on)}, med 95 % intervall.",
        "",
        "| | tall | intervall |",
        "|---|---:|---|",
        *(_figure(label, found.ours[key]) for key, label in FIGURES.items()),
        *_baselines(found),
    ]


def _gaps(measured: Measured | None) -> list[str]:
    lines = ["## Avstand mellom grupper", ""]
    if measured is None or not measured.gaps:
        return [*lines, "Ikke målt i dette kortet. Kjør kommandoen med --golden og --groups, en fil med gruppen til hver person."]
    lines += [
        "Gruppene kommer utenfra og er ukjente for rangeringen. Synlighet er summen av 1 / log2(plass + 1) over alle lister, for "
        "hver person; blant de ti første er andelen av listene der personen står blant de ti. Forholdet er gruppen med minst "
        "over gruppen med mest, og 1 er likt.",
        "",
        f"Intervallene (95 %) er av en bootstrap som trekker både personer, innen gruppene, og stillinger på nytt (Owen 2007, "
        f"{ROUNDS} ganger, frø {SEED}). I små grupper trekker tilfeldigheter forholdet ned. Nye vekter slipper bare gjennom når "
        "forholdet ikke faller, eller når fallet kan være tilfeldig og intervallet utelukker et fall på mer enn "
        f"{_share(MARGIN)}.",
    ]
    for division, gap in measured.gaps.items():
        lines += [
            "",
            f"### {division.capitalize()}",
            "",
            f"På `{measured.people}`: {gap.exposure.n} personer, {gap.smallest} i den minste gruppen.",
            "",
            "| | tall | intervall |",
            "|---|---:|---|",
            _figure("synlighet, minst over mest", gap.exposure),
            _figure("blant de ti første, minst over mest", gap.selection),
            "",
            "| gruppe | personer | synlighet | blant de ti første |",
            "|---|---:|---:|---:|",
            *(
                f"| {name} | {group.people} | {_share(group.exposure)} | {_share(group.selection)} |"
                for name, group in gap.groups.items()
            ),
        ]
    return lines


def _baselines(found: Evaluation) -> Iterator[str]:
    for name, figures in found.baselines.items():
        yield _figure(f"NDCG@10 for {name}, til sammenligning", figures["ndcg@10"])


def _figure(label: str, figure: Figure) -> str:
    return f"| {label} | {_share(figure.value)} | {_share(figure.low)}-{_share(figure.high)} |"


def _share(value: float) -> str:
    return f"{value:.3f}".replace(".", ",")


def _number(weight: int) -> str:
    return f"{weight:+d}".replace("-", "−") if weight else "0"
