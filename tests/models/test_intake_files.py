"""JSON from outside: told apart by content, read as a stream, and what is broken is refused record by record."""

import json
import random
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from models.services.intake import files
from models.services.intake.errors import RecordError
from models.services.intake.files import FileUnreadable, json_records


def records(path: Path, content: str | bytes) -> list[tuple[int, Any]]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return [(number, "refused" if isinstance(record, RecordError) else record) for number, record in json_records(path)]


SOME = [{"uuid": str(number), "text": 'å "{[]}" \\ ' * number} for number in range(5)]


@pytest.mark.parametrize("indent", [None, 1, 2, "\t"])
def test_array_lines_and_single_objects_are_told_apart(tmp_path: Path, indent: int | str | None) -> None:
    path = tmp_path / "x.json"
    whole = list(enumerate(SOME, start=1))
    assert records(path, json.dumps(SOME, indent=indent)) == whole
    assert records(path, "\ufeff" + json.dumps(SOME, indent=indent, ensure_ascii=False)) == whole
    assert records(path, "\n".join(json.dumps(record) for record in SOME)) == whole
    assert records(path, "\r\n".join(json.dumps(record, ensure_ascii=False) for record in SOME) + "\r\n") == whole
    assert records(path, json.dumps(SOME[2], indent=indent)) == [(1, SOME[2])]
    assert records(path, "[]") == []


@pytest.mark.parametrize("chunk", [1, 2, 3, 7, 64])
def test_a_record_may_be_cut_anywhere_between_two_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int) -> None:
    monkeypatch.setattr(files, "_CHUNK", chunk)
    for seed in range(20):
        maker = random.Random(seed)
        values = [1.5e10, -3, 'tr\u00e5"{', None, True, [1, {"z": {}}], "\\\\", ""]
        some = [{"k": maker.choice(values), "n": number} for number in range(6)]
        for indent in (None, 1):
            assert [record for _, record in records(tmp_path / "x.json", json.dumps(some, indent=indent))] == some


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('{"a":1}\n{"b":\n\n{"c":3}\n', [(1, {"a": 1}), (2, "refused"), (4, {"c": 3})]),
        ('{"a":\n{"b":1}', [(1, "refused"), (2, {"b": 1})]),
        ('{"broken":}', [(1, "refused")]),
        ('{"a":1}\n[1]\n"x"\n7', [(1, {"a": 1}), (2, "refused"), (3, "refused"), (4, "refused")]),
        ('{"a":NaN}\n{"a":1e999}\n{"a":1}', [(1, "refused"), (2, "refused"), (3, {"a": 1})]),
        ('{"a":"\\ud800"}\n{"a":"\\ud83d\\ude00"}', [(1, "refused"), (2, {"a": "\U0001f600"})]),
        ('[{"a":1},{"b":,"c":{"x":1}},{"c":3}]', [(1, {"a": 1}), (2, "refused"), (3, {"c": 3})]),
        ('[\n {"a":1},\n {"b":"x, "c":{"x":1}},\n {"c":3}\n]', [(1, {"a": 1}), (2, "refused"), (3, {"c": 3})]),
        ('[\n {"a":1},\n {"b":{"x":1},\n {"c":3}\n]', [(1, {"a": 1}), (2, "refused"), (3, {"c": 3})]),
        ('[{"a":1}, 5, {"c":3}]', [(1, {"a": 1}), (2, "refused"), (3, {"c": 3})]),
        ('[{"a":1},{"b":', [(1, {"a": 1}), (2, "refused"), (3, "refused")]),
        ('[{"a":1}', [(1, {"a": 1}), (2, "refused")]),
        ("[" * 50_000, [(1, "refused"), (2, "refused")]),
        ('{"a":' * 50_000, [(1, "refused")]),
    ],
)
def test_broken_records_never_stop_the_rest(tmp_path: Path, content: str, expected: list[tuple[int, Any]]) -> None:
    assert records(tmp_path / "x.json", content) == expected


def test_bytes_that_are_not_utf_8_refuse_their_record_only(tmp_path: Path) -> None:
    content = '{"a":"bokmål"}'.encode("latin-1") + b'\n{"a":"ok"}\n'
    assert records(tmp_path / "x.json", content) == [(1, "refused"), (2, {"a": "ok"})]
    assert records(tmp_path / "x.json", b'[{"a":"\xe5"},{"a":"ok"}]') == [(1, "refused"), (2, {"a": "ok"})]


def test_a_record_of_millions_of_characters_is_refused(tmp_path: Path) -> None:
    long = '{"a":"' + "x" * (files.LONGEST_RECORD + 10) + '"}'
    assert records(tmp_path / "x.json", f'{long}\n{{"b":1}}\n{long}\n{{"c":1}}') == [
        (1, "refused"),
        (2, {"b": 1}),
        (3, "refused"),
        (4, {"c": 1}),
    ]
    assert records(tmp_path / "x.json", f'[\n{{"b":1}},\n{long},\n{{"c":1}}\n]') == [(1, {"b": 1}), (2, "refused"), (3, {"c": 1})]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "er tom"),
        (b"  \n ", "er tom"),
        (b"hei;du", "ikke JSON"),
        ('{"a":1}'.encode("utf-16"), "UTF-16"),
        (b"<xml/>", "ikke JSON"),
    ],
)
def test_files_without_records_say_what_to_do(tmp_path: Path, content: bytes, says: str) -> None:
    with pytest.raises(FileUnreadable, match=says):
        records(tmp_path / "x.json", content)


def test_missing_files_and_folders_are_said(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable, match="finnes ikke"):
        list(json_records(tmp_path / "nei.json"))
    with pytest.raises(FileUnreadable, match="er en mappe"):
        list(json_records(tmp_path))


@pytest.mark.parametrize("form", ["array", "lines", "broken"])
def test_a_large_file_is_read_in_a_small_space(tmp_path: Path, form: str) -> None:
    path = tmp_path / "x.json"
    record = json.dumps({"text": "ord " * 500, "list": [{"a": 1}] * 50})
    if form == "broken":
        record = record[:-1]
    with path.open("w") as file:
        file.write("[\n" if form != "lines" else "")
        for number in range(10_000):
            file.write((",\n" if form != "lines" and number else "") + record + ("\n" if form == "lines" else ""))
        file.write("\n]" if form != "lines" else "")
    assert path.stat().st_size > 20_000_000
    tracemalloc.start()
    count = sum(1 for _ in json_records(path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count >= 10_000
    assert peak < 6_000_000
