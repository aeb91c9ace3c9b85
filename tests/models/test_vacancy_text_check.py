"""The text check names what shuts people out, and lets pass what the work asks."""

from __future__ import annotations

import time

from models.services.vacancies.text_check import check_text, sentences
from models.services.vacancies.text_words import KINDS
from tests.models.vacancy_sentences import FINE, SHUTS


def test_the_gold_set_is_large_and_even() -> None:
    assert len(SHUTS) + len(FINE) >= 120
    assert {kind for kind, _ in SHUTS} == set(KINDS)


def test_recall() -> None:
    missed = [(kind, sentence) for kind, sentence in SHUTS if kind not in {remark.kind for remark in check_text(sentence)}]
    assert len(missed) / len(SHUTS) <= 0.05, missed


def test_false_alarms() -> None:
    alarms = [(sentence, remark.kind, remark.quote) for sentence in FINE for remark in check_text(sentence)]
    assert len({sentence for sentence, _, _ in alarms}) / len(FINE) <= 0.05, alarms


def test_all_at_once_gives_the_same_as_one_by_one() -> None:
    text = "\n".join(f"• {sentence}" for _, sentence in SHUTS)
    assert check_text(text) == tuple(remark for _, sentence in SHUTS for remark in check_text(sentence))


def test_the_quote_stands_in_the_sentence() -> None:
    for _, sentence in SHUTS:
        for remark in check_text(sentence):
            assert remark.quote in remark.sentence
            assert remark.sentence in sentence


def test_sentences_are_told_apart_and_dates_are_not() -> None:
    assert sentences("Frist 1.2.2027. Du må bo i Trysil.\n• Ett\n•\n") == ["Frist 1.2.2027.", "Du må bo i Trysil.", "Ett"]
    assert check_text("") == ()


def test_a_long_text_is_read_in_no_time() -> None:
    for piece in ("du er " * 10_000, "må være og " * 6_000, "søker " + "a " * 30_000, "Vi søker deg. " * 4_000):
        begun = time.process_time()
        check_text(piece[:60_000])
        assert time.process_time() - begun < 3
