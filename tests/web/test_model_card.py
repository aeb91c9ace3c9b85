"""The model card says what runs: every weight, and other weights when other weights run."""

from __future__ import annotations

from datetime import date

from matcher.comparisons import COMPARISONS
from matcher.matcher import Matcher
from matcher.weights import WEIGHTS
from models.services.catalogue import build_catalogue, read_catalogue
from web.model_card import ASKED, model_card
from web.settings import Settings

DAY = date(2026, 11, 23)
CATALOGUE = build_catalogue(read_catalogue(Settings().catalogue))


def section(card: str, comparison: str) -> str:
    """Return the table of one comparison."""
    return card.split(f"| `{comparison}` | betyr | vekt |", 1)[1].split("###", 1)[0].split("##", 1)[0]


def test_every_published_weight_stands_in_the_card() -> None:
    matcher = Matcher().fit(CATALOGUE)
    card = model_card(matcher, on=DAY, contact="Bygdekontoret, post@example.org")
    for name, table in WEIGHTS.items():
        rows = section(card, name)
        for level, weight in table.items():
            number = f"+{weight}" if weight > 0 else str(weight).replace("-", "−")
            assert any(row.startswith(f"| {level} | ") and row.endswith(f" | {number} |") for row in rows.splitlines())
    for part in (matcher.config_hash, CATALOGUE.version, "23. november 2026", "Bygdekontoret", "−3000", "et menneske avgjør"):
        assert part in card
    assert "Vekter: de publiserte" in card


def test_every_comparison_has_its_question_and_its_reason() -> None:
    assert set(ASKED) == {comparison.name for comparison in COMPARISONS} == set(WEIGHTS)


def test_the_card_changes_with_the_weights_and_with_nothing_else() -> None:
    other = {name: dict(table) for name, table in WEIGHTS.items()}
    other["place"]["wished"] = 777
    published, changed = Matcher().fit(CATALOGUE), Matcher(weights=other).fit(CATALOGUE)
    before, after = (set(model_card(matcher, on=DAY).splitlines()) for matcher in (published, changed))
    assert model_card(Matcher().fit(CATALOGUE), on=DAY) == model_card(published, on=DAY)
    assert {line for line in after - before if line.startswith("|")} == {"| wished | ønsker å arbeide i kommunen | +777 |"}
    assert any(changed.config_hash in line for line in after - before)
    assert any("ikke de publiserte" in line for line in after - before)
