"""What is compiled is kept on disk for as long as its own file stays as it is: it may depend on no other file of ours."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RINGS = ("matcher", "models", "web")


def compiled_in(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and any(
            isinstance(one, ast.Name) and one.id == "compiled" for one in node.decorator_list
        ):
            yield node


def imported_from_us(tree: ast.Module) -> set[str]:
    return {
        name.asname or name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in RINGS
        for name in node.names
    }


def used_in(function: ast.FunctionDef) -> set[str]:
    return {node.id for part in function.body for node in ast.walk(part) if isinstance(node, ast.Name)}


FILES = sorted(path for ring in RINGS for path in (ROOT / ring).rglob("*.py") if "@compiled" in path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_is_compiled_uses_nothing_of_another_file(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = list(compiled_in(tree))
    assert functions
    for function in functions:
        assert not used_in(function) & imported_from_us(tree), function.name


def test_a_name_of_another_file_is_seen() -> None:
    tree = ast.parse("from matcher.gates import LACKS\n@compiled\ndef one(marks):\n    return marks & LACKS\n")
    assert used_in(next(compiled_in(tree))) & imported_from_us(tree) == {"LACKS"}
