"""From verdicts to a proposal and a model card on the command line: a harmful release gives no file that could be run."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from matcher.comparisons import COMPARISONS
from matcher.learning import THOUSANDTHS, Weights
from matcher.weights import WEIGHTS
from models.base import create_engine_for, create_session_factory
from models.services.learning import learn_from, read_release
from models.services.people.storing import find_job_seeker, set_visibility_facts, upsert_job_seekers
from models.services.vacancies.pairs import VerdictReason, record_verdict
from models.services.vacancies.storing import find_vacancy, upsert_vacancies
from models.services.weights_file import read_weights, weights_text
from tests.factories import NOW, job_seeker_draft, vacancy_draft, visible_facts
from tests.models.registration_world import TRYSIL, look_of
from web import create_app
from web.cli import main
from web.settings import Settings

GOLDEN = Path(__file__).resolve().parent.parent.parent / "fixtures" / "golden"
FLAT = {
    name: {level: min(50, weight) if name != "wish" else max(-50, min(50, weight)) for level, weight in table.items()}
    for name, table in WEIGHTS.items()
}
"""Weights in the published order that know little of wishes and practice."""


def run(*words: str, weights: Path | None = None, code: int = 0) -> Result:
    env = {"BYGDEMATCH_WEIGHTS": str(weights)} if weights else {}
    result = CliRunner(env=env).invoke(main, list(words))
    assert result.exit_code == code, (result.output, result.exception)
    return result


def a_release(path: Path, truth: Weights, number: int = 6000) -> Path:
    """Write a release whose verdicts are drawn from the odds that ``truth`` gives."""
    random = np.random.default_rng(11)
    pairs = []
    for pair in range(number):
        chosen = {c.name: c.levels[level] for c in COMPARISONS if (level := int(random.integers(-1, len(c.levels)))) >= 0}
        odds = sum(truth[name][level] for name, level in chosen.items()) / THOUSANDTHS
        relevant = bool(random.random() < 1 / (1 + np.exp(-odds)))
        pairs.append({"vacancy": f"v{pair}", "person": f"p{pair}", "relevant": relevant, "levels": chosen})
    told = {"frozen_on": "2026-11-23", "catalogue_version": "x", "config_hash": "y", "changed": 0, "unseen": 0, "pairs": pairs}
    path.write_text(json.dumps(told), encoding="utf-8")
    return path


def propose(release: Path, output: Path, groups: Path, *, weights: Path | None = None, code: int = 0) -> dict:
    words = ("learn", "propose", str(release), "--golden", str(GOLDEN), "--groups", str(groups), "--output", str(output))
    run(*words, weights=weights, code=code)
    return json.loads((output / "forslag.json").read_text(encoding="utf-8"))


def four_groups(path: Path) -> Path:
    """Write a division of the graded people that has nothing to do with who they are."""
    people = [json.loads(line)["kandidatnr"] for line in (GOLDEN / "seekers.jsonl").read_text(encoding="utf-8").splitlines()]
    lines = ["person,inndeling,gruppe", *(f"{person},fire,{place % 4}" for place, person in enumerate(sorted(people)))]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_harmful_release_gives_a_report_and_no_weights(tmp_path: Path) -> None:
    harmful = {name: {level: -weight for level, weight in table.items()} for name, table in WEIGHTS.items()}
    report = propose(a_release(tmp_path / "release.json", harmful), tmp_path / "out", GOLDEN / "groups.csv", code=3)
    assert report["publishable"] is False
    assert "golden" in report["obstacles"]
    assert report["ndcg@10"]["after"]["value"] < report["ndcg@10"]["before"]["value"]
    assert "order" not in report["obstacles"]
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"forslag.json", "modellkort.md"}


def test_a_release_that_mends_poor_weights_can_be_run(tmp_path: Path) -> None:
    poor = tmp_path / "poor.toml"
    poor.write_text(weights_text(FLAT), encoding="utf-8")
    release = a_release(tmp_path / "release.json", WEIGHTS)
    report = propose(release, tmp_path / "out", four_groups(tmp_path / "groups.csv"), weights=poor)
    assert report["publishable"] is True
    assert report["ndcg@10"]["after"]["value"] > report["ndcg@10"]["before"]["value"]
    ratios = report["groups"]["fire"]
    assert ratios["answer"] == "holds"
    for key in ("exposure_ratio", "selection_ratio"):
        assert ratios["after"][key]["value"] >= ratios["before"][key]["value"]
        assert ratios["change"][key]["low"] < ratios["change"][key]["value"] < ratios["change"][key]["high"]
        assert ratios["change"][key]["n"] == 40
    written = tmp_path / "out" / "vekter.toml"
    assert read_weights(written) != FLAT
    figures = json.loads(run("evaluate", str(GOLDEN), "--json", weights=written).stdout)
    assert figures["ours"]["ndcg@10"] == report["ndcg@10"]["after"]["value"]
    card = (tmp_path / "out" / "modellkort.md").read_text(encoding="utf-8")
    assert report["config_hash"]["after"] in card
    assert report["config_hash"]["after"] != report["config_hash"]["before"]
    run("learn", "propose", str(release), "--golden", str(GOLDEN), "--output", str(tmp_path / "out"), code=2)


def test_a_better_ranking_that_may_widen_the_gap_between_groups_is_kept_back(tmp_path: Path) -> None:
    poor = tmp_path / "poor.toml"
    poor.write_text(weights_text(FLAT), encoding="utf-8")
    release = a_release(tmp_path / "release.json", WEIGHTS)
    report = propose(release, tmp_path / "out", GOLDEN / "groups.csv", weights=poor, code=3)
    assert report["ndcg@10"]["after"]["value"] > report["ndcg@10"]["before"]["value"]
    assert report["obstacles"] == ["groups_uncertain"]
    assert report["groups"]["alder"]["answer"] == "uncertain"
    assert report["groups"]["alder"]["change"]["exposure_ratio"]["value"] < 0
    assert set(report["groups"]) == {"alder", "førstespråk"}
    assert not (tmp_path / "out" / "vekter.toml").exists()


def test_weights_that_cannot_be_used_stop_the_service_at_its_start(tmp_path: Path) -> None:
    path = tmp_path / "weights.toml"
    path.write_text("[practice]\n", encoding="utf-8")
    assert "weights.toml" in run("evaluate", str(GOLDEN), weights=path, code=1).stderr
    with pytest.raises(Exception, match=r"weights\.toml"):
        create_app(Settings(weights=path, instance=tmp_path, database_url=f"sqlite:///{tmp_path / 'none.db'}"))


def test_the_card_tells_the_gaps_with_their_intervals_and_how_many_people_they_rest_on(database_url: str, tmp_path: Path) -> None:
    runner = CliRunner(env={"BYGDEMATCH_DATABASE_URL": database_url})
    assert runner.invoke(main, ["catalogue", "load"]).exit_code == 0
    path = tmp_path / "card.md"
    words = ["model-card", "--golden", str(GOLDEN), "--groups", str(GOLDEN / "groups.csv"), "--output", str(path)]
    assert runner.invoke(main, words).exit_code == 0
    card = path.read_text(encoding="utf-8").split("## Avstand mellom grupper", 1)[1]
    assert card.count("40 personer, 8 i den minste gruppen") == 1
    assert card.count("40 personer, 13 i den minste gruppen") == 1
    rows = [line.split("|")[2:4] for line in card.splitlines() if "minst over mest" in line]
    assert len(rows) == 4
    for value, interval in rows:
        low, high = interval.strip().replace(",", ".").split("-")
        assert float(low) <= float(value.replace(",", ".")) <= float(high)
        assert low != high
    without = ["model-card", "--groups", str(GOLDEN / "groups.csv")]
    assert runner.invoke(main, without).exit_code == 2


def test_the_card_is_of_what_runs(database_url: str, tmp_path: Path) -> None:
    env = {"BYGDEMATCH_DATABASE_URL": database_url, "BYGDEMATCH_CONTACT": "Bygdekontoret"}
    runner = CliRunner(env=env)
    assert runner.invoke(main, ["catalogue", "load"]).exit_code == 0
    published = runner.invoke(main, ["model-card", "--on", "2026-11-23"]).stdout
    own = tmp_path / "own.toml"
    own.write_text(weights_text({**WEIGHTS, "place": {**WEIGHTS["place"], "wished": 777}}), encoding="utf-8")
    changed = runner.invoke(main, ["model-card", "--on", "2026-11-23"], env={"BYGDEMATCH_WEIGHTS": str(own)}).stdout
    assert "Bygdekontoret" in published
    assert "+777" not in published
    assert "+777" in changed


def test_a_frozen_release_can_be_learned_from_and_is_not_written_over(database_url: str, tmp_path: Path) -> None:
    runner = CliRunner(env={"BYGDEMATCH_DATABASE_URL": database_url})
    assert runner.invoke(main, ["catalogue", "load"]).exit_code == 0
    engine = create_engine_for(database_url)
    with create_session_factory(engine).begin() as session:
        look = replace(look_of(session, "anne", TRYSIL), now=NOW + timedelta(minutes=1))
        names = ["PAM-01", "PAM-02"]
        upsert_job_seekers(session, [job_seeker_draft(name) for name in names], NOW)
        upsert_vacancies(session, [vacancy_draft()], NOW)
        for name in names:
            set_visibility_facts(session, name, visible_facts(), NOW)
        vacancy = find_vacancy(session, vacancy_draft().external_id).id
        record_verdict(session, look, vacancy, find_job_seeker(session, "PAM-01").id, relevant=True, words="Ringte i dag")
        no = find_job_seeker(session, "PAM-02").id
        record_verdict(session, look, vacancy, no, relevant=False, reasons=[VerdictReason.HOURS])
    engine.dispose()
    path = tmp_path / "release.json"
    frozen = runner.invoke(main, ["learn", "freeze", str(path), "--on", "2026-11-23"])
    assert frozen.exit_code == 0, frozen.output
    assert "2 vurderte par" in frozen.stdout
    assert path.stat().st_mode & 0o077 == 0
    assert sorted(pair.relevant for pair in read_release(path).pairs) == [False, True]
    assert "Ringte" not in path.read_text(encoding="utf-8")
    assert learn_from(read_release(path), WEIGHTS).verdicts == 2
    assert runner.invoke(main, ["learn", "freeze", str(path)]).exit_code == 2


def test_without_verdicts_nothing_is_frozen(database_url: str, tmp_path: Path) -> None:
    runner = CliRunner(env={"BYGDEMATCH_DATABASE_URL": database_url})
    assert runner.invoke(main, ["catalogue", "load"]).exit_code == 0
    result = runner.invoke(main, ["learn", "freeze", str(tmp_path / "release.json")])
    assert result.exit_code == 1
    assert "Ingenting er skrevet" in result.stderr
    assert not (tmp_path / "release.json").exists()
