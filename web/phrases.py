"""From keys and numbers to Norwegian: the sentences that advisers read about a match."""

from __future__ import annotations

from datetime import date

from matcher.catalogue import Catalogue
from matcher.records import Contribution, Finding, Match, Route, Status, Tier

TIER_WORDS = {Tier.READY: "Klar", Tier.CLARIFY: "Avklar", Tier.ON_THE_WAY: "På vei", Tier.CLOSED: "Stengt"}
STRENGTH_WORDS = {"sterkt": "Sterkt treff", "godt": "Godt treff", "mulig": "Mulig treff"}
STATUS_WORDS = {Status.MET: "✓ Oppfylt", Status.UNMET: "– Mangler", Status.UNKNOWN: "? Ukjent"}
AFTER_OFFER = "○ Sjekkes etter tilbud"

MONTHS = ["januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "desember"]
SHIFTS = {"day": "dag", "evening": "kveld", "night": "natt", "weekend": "helg", "oncall": "vakt"}

LEVELS = {
    ("practice", "same work, long and recent"): "mange års praksis fra samme arbeid, nylig",
    ("practice", "same work, recent"): "praksis fra samme arbeid, nylig",
    ("practice", "same work, long ago"): "praksis fra samme arbeid, lenge siden",
    ("practice", "related work"): "praksis fra beslektet arbeid",
    ("practice", "transferable work"): "praksis som kan overføres",
    ("practice", "other work"): "praksis fra annet arbeid",
    ("wish", "first choice"): "har dette som førsteønske",
    ("wish", "wished"): "ønsker dette",
    ("wish", "same kind of work"): "ønsker samme slags arbeid",
    ("wish", "near"): "ønsker noe i nærheten",
    ("wish", "elsewhere"): "ønsker annet arbeid",
    ("qualification", "all preferred"): "har alt arbeidsgiveren helst ser",
    ("qualification", "some preferred"): "har noe av det arbeidsgiveren helst ser",
    ("qualification", "none preferred"): "har ikke det arbeidsgiveren helst ser",
    ("qualification", "more than the post uses"): "har mer utdanning enn stillingen bruker",
    ("skills", "most tasks"): "kan det meste av oppgavene",
    ("skills", "some tasks"): "kan noen av oppgavene",
    ("hours", "fits"): "stillingsprosenten passer",
    ("hours", "close"): "stillingsprosenten er nær ønsket",
    ("hours", "apart"): "ønsker en annen stillingsprosent",
    ("form", "fits"): "ansettelsesformen passer",
    ("form", "differs"): "ønsker en annen ansettelsesform",
    ("form", "passing work, lasting wished"): "ønsker fast arbeid, dette er for en tid",
    ("shifts", "all said yes"): "har sagt ja til vaktene",
    ("shifts", "some said yes"): "har sagt ja til noen av vaktene",
    ("shifts", "other hours wished"): "ønsker andre arbeidstider",
    ("reach", "up to 15 min"): "kort reisevei",
    ("reach", "up to 30 min"): "grei reisevei",
    ("reach", "up to 45 min"): "noe lang reisevei",
    ("reach", "up to 60 min"): "lang reisevei",
    ("reach", "up to 90 min"): "svært lang reisevei",
    ("reach", "over 90 min"): "for lang reisevei til hver dag",
    ("reach", "would move"): "kan tenke seg å flytte",
    ("place", "wished"): "ønsker å arbeide i kommunen",
    ("place", "elsewhere"): "ønsker å arbeide i en annen kommune",
    ("language", "enough for the role"): "norsk nok for rollen",
    ("language", "below what the role needs"): "norsk under det rollen vanligvis trenger",
    ("start", "in time"): "kan begynne i tide",
    ("start", "later"): "kan først begynne senere",
    ("way", "within 3 months"): "det som mangler, tar under tre måneder",
    ("way", "within a year"): "det som mangler, tar under ett år",
    ("way", "within two years"): "det som mangler, tar under to år",
    ("way", "longer"): "det som mangler, tar over to år",
    ("prior", "prior"): "utgangspunkt",
}


def day(value: date) -> str:
    """Return a date as «3. februar 2027»."""
    return f"{value.day}. {MONTHS[value.month - 1]} {value.year}"


def months(value: float) -> str:
    """Return a duration as «ca. 18 md.», or «straks» for less than half a month."""
    return "straks" if value < 0.5 else f"ca. {value:.0f} md."


def bits(weight: int) -> str:
    """Return a weight in thousandths of a bit with sign and one decimal comma, as «+2,6»."""
    return f"{weight / 1000:+.1f}".replace(".", ",").replace("-", "−")


def requirement(code: str, catalogue: Catalogue) -> str:
    """Return the label of a requirement code; alternatives are joined with «eller»."""
    labels = [_label(atom, catalogue) for atom in code.split("|")]
    first = labels[0].rpartition(" som ")
    if len(labels) > 1 and first[1] and all(label.startswith(first[0] + " som ") for label in labels):
        names = [label.removeprefix(first[0] + " som ") for label in labels]
        return f"{first[0]} som {', '.join(names[:-1])} eller {names[-1]}"
    return " eller ".join([labels[0], *(lowered(label) for label in labels[1:])])


def lowered(label: str) -> str:
    """Return a label as it stands inside a sentence: the first letter small, the rest as it is."""
    return label[:1].lower() + label[1:]


def _label(atom: str, catalogue: Catalogue) -> str:
    kind = catalogue.requirements.get(atom)
    if kind is not None:
        return kind.label
    if atom.startswith("experience:years>="):
        years = atom.removeprefix("experience:years>=")
        return f"Minst {years} års erfaring"
    return {"hours": "Stillingsprosent", "right_to_work": "Rett til å arbeide"}.get(atom, atom)


def question(code: str, catalogue: Catalogue) -> str:
    """Return what to ask the person about a requirement."""
    for atom in code.split("|"):
        kind = catalogue.requirements.get(atom)
        if kind is not None and kind.ask:
            return kind.ask
    return f"Avklar: {requirement(code, catalogue)}"


def contribution(entry: Contribution) -> str:
    """Return what one comparison found, with its evidence in words."""
    words = LEVELS.get((entry.comparison, entry.level), entry.level)
    evidence = _evidence(entry)
    return f"{words} ({evidence})" if evidence else words


def _evidence(entry: Contribution) -> str:
    text = entry.evidence
    if not text or entry.comparison in {"place", "qualification", "skills", "form", "way"}:
        return ""
    if entry.comparison == "practice":
        title, _, rest = text.partition("|months:")
        return f"{title}, {_years(float(rest))}" if rest else title
    if entry.comparison == "reach":
        return f"{text.removeprefix('minutes:')} min med bil"
    if entry.comparison == "hours":
        return f"ønsker {text.removeprefix('percent:')} %"
    if entry.comparison == "shifts":
        return ", ".join(SHIFTS.get(shift, shift) for shift in text.split(","))
    if entry.comparison == "language":
        return f"norsk {text.removeprefix('language:')}"
    if entry.comparison == "start":
        return day(date.fromisoformat(text))
    return text


def _years(full_time_months: float) -> str:
    if full_time_months < 12:
        return f"{full_time_months:.0f} md. i full stilling"
    years = f"{full_time_months / 12:.1f}".replace(".", ",").removesuffix(",0")
    return f"{years} år i full stilling"


def status(finding: Finding) -> str:
    """Return the status of a finding with its sign."""
    if finding.after_offer:
        return AFTER_OFFER
    claimed = (
        finding.status is Status.MET and finding.evidence.startswith(("auth:", "fagbrev:", "degree:")) and not finding.verified
    )
    return STATUS_WORDS[finding.status] + (" (ikke verifisert)" if claimed else "")


def proof(finding: Finding, catalogue: Catalogue) -> str:
    """Return what a finding rests on, in words."""
    text = finding.evidence
    if text.removesuffix(" applied") in catalogue.requirements:
        label = lowered(catalogue.requirements[text.removesuffix(" applied")].label)
        if text.endswith(" applied"):
            return f"{label}: søkt, ikke fått svar"
        return label if finding.verified else f"{label}, oppgitt"
    if text.startswith("minutes:"):
        drive, _, car = text.removeprefix("minutes:").partition(" ")
        return f"{drive} min med bil" + {"no car": ", har ikke bil", "car unknown": ", bil ikke oppgitt"}.get(car, "")
    if text.startswith("months:"):
        return f"{_years(float(text.removeprefix('months:')))} i samme arbeid"
    if text.startswith("language:"):
        level = text.removeprefix("language:")
        if finding.verified:
            return f"norsk {level} (prøve)"
        return "norsk som førstespråk (oppgitt)" if level == "C1" else f"norsk omtrent {level} (oppgitt)"
    if text.startswith("shift:"):
        shift, _, refused = text.removeprefix("shift:").partition(" ")
        return f"kan ikke {SHIFTS.get(shift, shift)}" if refused else f"kan {SHIFTS.get(shift, shift)}"
    if text.startswith("wish:"):
        return f"ønsker {text.removeprefix('wish:')}"
    if text.startswith("refused:"):
        return "har sagt nei til slikt arbeid"
    if text == "trained":
        return "har allerede utdanningen som lærlingen skal få"
    if text.startswith("percent:"):
        return f"ønsker {text.removeprefix('percent:')} %"
    return text


PERSONAL = ("shift:", "reach", "interest", "hours", "age:", "right_to_work")
"""Demands that no training closes: the reason is said without a word on routes."""


def tier_reason(match: Match, catalogue: Catalogue) -> str:
    """Return the one line that stands beside the tier."""
    if match.tier is Tier.READY:
        return "Alle krav er oppfylt"
    if match.tier is Tier.CLARIFY:
        return f"Spør om: {question(match.ask_next or '', catalogue)}"
    unmet = [f.requirement for f in match.findings if f.must and f.status is Status.UNMET]
    personal = [code for code in unmet if code.startswith(PERSONAL)]
    if match.tier is Tier.CLOSED and personal:
        return f"Ikke oppfylt: {', '.join(lowered(requirement(code, catalogue)) for code in personal)}"
    missing = ", ".join(lowered(requirement(code, catalogue)) for code in unmet)
    if match.tier is Tier.ON_THE_WAY:
        way = route(match.routes[0], catalogue) if match.routes else "se tiltak"
        return f"Klar om {months(match.months or 0)}: {way} (mangler {missing})"
    return f"Mangler {missing}; ingen kjent vei under tre år"


def route(found: Route, catalogue: Catalogue) -> str:
    """Return a route as its steps in order."""
    return " → ".join(step(edge, catalogue) for edge in found.edges)


def step(edge: str, catalogue: Catalogue) -> str:
    """Return the name of a training edge or a measure."""
    if edge in catalogue.edges:
        return catalogue.edges[edge].label
    return catalogue.measures[edge].label if edge in catalogue.measures else edge
