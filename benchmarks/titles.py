"""How well titles are linked: the linker, its parts and a plain character TF-IDF on two public sets of titles.

Usage::

    python -m benchmarks.titles [--melo FOLDER] [--nav-titles FILE]

Without sets of others it prints the own held-out titles (``tests/matcher/title_held_out.toml``), by kind of trap, and what is
answered outside health.

``--melo`` is one of the folders of the MELO benchmark (publisher: Avature, GitHub Avature/melo-benchmark, MIT; labels: ESCO,
European Commission), with ``queries.tsv``, ``corpus_elements.tsv``, ``annotations.tsv`` and ``concept_mapping.tsv``.
``--nav-titles`` is NAV's list of occupation titles (publisher: NAV, GitHub navikt, MIT) as CSV with the columns ``code``,
``name`` and ``alternative_names`` (separated by ``|``); half of the alternative names are held out.  Nothing is fitted on what
is held out.  Figures are at the level of concepts: mean reciprocal rank (first 100), and the share with a right concept first
and among the first five.  The MELO paper counts labels instead, which gives plain TF-IDF .5809 in Danish.
"""

from __future__ import annotations

import argparse
import csv
import random
import time
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from matcher.catalogue import Catalogue
from matcher.title_ranking import SURE
from matcher.titles import RoleLink, RoleLinker, TitleLinker
from models.services.catalogue import build_catalogue, read_catalogue

HERE = Path(__file__).resolve().parent.parent
CATALOGUE = HERE / "fixtures" / "catalogue"
HELD_OUT = HERE / "tests" / "matcher" / "title_held_out.toml"
DEPTH = 100
SEED = 20261123

VARIANTS: dict[str, dict[str, Any]] = {
    "all three readings": {},
    "without fuzzy matching": {"fuzzy_weight": 0.0},
    "without the concept's document": {"document_weight": 0.0},
    "ridge alone": {"document_weight": 0.0, "fuzzy_weight": 0.0},
    "n-grams 1-3": {"ngrams": (1, 3)},
    "n-grams 2-5": {"ngrams": (2, 5)},
}


@dataclass
class TitleSet:
    """Labels to learn from, and titles with their right concepts."""

    name: str
    labels: list[str] = field(default_factory=list)
    concepts: list[str] = field(default_factory=list)
    queries: list[str] = field(default_factory=list)
    right: list[set[str]] = field(default_factory=list)


def read_melo(folder: Path) -> TitleSet:
    """Read one task of the MELO benchmark."""

    def rows(name: str) -> list[list[str]]:
        return [line.split("\t") for line in (folder / name).read_text(encoding="utf-8").splitlines() if line]

    concept_of = {element: concept for element, concept, *_ in rows("concept_mapping.tsv")}
    found: dict[str, set[str]] = defaultdict(set)
    for query, _, element, *_ in rows("annotations.tsv"):
        found[query].add(element)
    titles = TitleSet(f"MELO {folder.name}")
    for element, label, *_ in rows("corpus_elements.tsv"):
        titles.labels.append(label)
        titles.concepts.append(concept_of[element])
    for query, text, *_ in rows("queries.tsv"):
        titles.queries.append(text)
        titles.right.append({concept_of[element] for element in found[query]})
    return titles


def read_nav(path: Path, digits: int) -> TitleSet:
    """Read NAV's titles and hold half of the alternative names out; a concept is the code's first ``digits``."""
    chance = random.Random(SEED)
    titles = TitleSet(f"NAV's titles, code of {digits} digits")
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if "." not in row["code"]:
                continue
            concept = row["code"][: digits if digits < 5 else None]
            titles.labels.append(row["name"])
            titles.concepts.append(concept)
            for other in filter(None, (row["alternative_names"] or "").split("|")):
                if chance.random() < 0.5:
                    titles.queries.append(other)
                    titles.right.append({concept})
                else:
                    titles.labels.append(other)
                    titles.concepts.append(concept)
    return titles


def plain(titles: TitleSet) -> list[list[tuple[str, float]]]:
    """Rank by character TF-IDF (1-3, lower case, accents dropped), the best baseline of strings that MELO publishes."""

    def bare(text: str) -> str:
        return unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()

    vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(1, 3))
    rows = vectorizer.fit_transform(map(bare, titles.labels))
    asked = vectorizer.transform(map(bare, titles.queries))
    names = sorted(set(titles.concepts))
    column = {name: place for place, name in enumerate(names)}
    owner = np.array([column[concept] for concept in titles.concepts])
    order = np.argsort(owner, kind="stable")
    starts = np.searchsorted(owner[order], np.arange(len(names)))
    ranked = []
    for start in range(0, asked.shape[0], 256):
        scores = np.maximum.reduceat((asked[start : start + 256] @ rows.T).toarray()[:, order], starts, axis=1)
        ranked.extend([_first(row, names) for row in np.round(scores, 5)])
    return ranked


def _first(scores: NDArray[np.float64], names: Sequence[str]) -> list[tuple[str, float]]:
    return [(names[place], float(scores[place])) for place in np.argsort(-scores, kind="stable")[:DEPTH]]


def ranks(answers: Sequence[Sequence[tuple[str, float]]], right: Sequence[set[str]]) -> NDArray[np.float64]:
    """Return the place of the first right concept for each title; infinity where there is none."""
    found = []
    for answer, ok in zip(answers, right, strict=True):
        found.append(next((place for place, (name, _) in enumerate(answer, 1) if name in ok), 0))
    places = np.array(found, dtype=float)
    places[places == 0] = np.inf
    return places


def report(titles: TitleSet) -> None:
    """Print one table."""
    print(f"\n{titles.name}: {len(titles.queries)} titles, {len(titles.labels)} labels, {len(set(titles.concepts))} concepts")
    print(f"{'':34}{'MRR':>8}{'A@1':>8}{'A@5':>8}{'seconds':>10}")
    for name, options in [("plain character TF-IDF", None), *VARIANTS.items()]:
        begun = time.perf_counter()
        if options is None:
            answers = plain(titles)
        else:
            answers = TitleLinker(**options).fit(titles.labels, titles.concepts).rank(titles.queries, top=DEPTH)
        spent = time.perf_counter() - begun
        places = ranks(answers, titles.right)
        print(f"{name:34}{np.mean(1 / places):8.4f}{np.mean(places == 1):8.3f}{np.mean(places <= 5):8.3f}{spent:10.1f}")


def own_titles(catalogue: Catalogue) -> None:
    """Print the share of held-out titles answered rightly: as roles, by all labels, and by one Norwegian name for each role."""
    held = tomllib.loads(HELD_OUT.read_text(encoding="utf-8"))
    roles = RoleLinker().fit(catalogue)
    every = [(label, role.id) for role in catalogue.roles.values() for label in (role.label, *role.labels)]
    linkers = [
        TitleLinker().fit(*_columns(every)),
        TitleLinker().fit(*_columns((r.label, r.id) for r in catalogue.roles.values())),
    ]
    entries = {entry.id: frozenset(entry.roles) for entry in catalogue.ambiguous}
    print(f"\nown held-out titles\n{'':22}{'titles':>8}{'roles':>8}{'labels':>8}{'one name':>10}")
    total = np.zeros(3)
    for kind, titles in held["kinds"].items():
        expected = [set(answer.split()) for answer in titles.values()]
        plainly = [ok | {role for one in ok for role in entries.get(one, ())} for ok in expected]
        links = roles.link_many((title, None) for title in titles)
        right = [[_is_right(link, ok) for link, ok in zip(links, expected, strict=True)]]
        for linker in linkers:
            answers = linker.rank(list(titles), top=1)
            right.append([_stands(answer[0][0] if answer else "", ok) for answer, ok in zip(answers, plainly, strict=True)])
        total += [sum(one) for one in right]
        print(
            f"{kind:22}{len(titles):8}"
            + "".join(f"{np.mean(one):{width}.3f}" for one, width in zip(right, (8, 8, 10), strict=True))
        )
    size = sum(map(len, held["kinds"].values()))
    print(f"{'all':22}{size:8}" + "".join(f"{one / size:{width}.3f}" for one, width in zip(total, (8, 8, 10), strict=True)))


def outside_health(catalogue: Catalogue, name: str, outside: Sequence[str]) -> None:
    """Print how many titles outside health get a health role, and any answer of a linker that knows health labels alone."""
    pairs = [(label, role.id) for role in catalogue.roles.values() if role.id.startswith("R") for label in role.labels]
    sure = TitleLinker(threshold=SURE).fit(*_columns(pairs))
    links = RoleLinker().fit(catalogue).link_many((title, None) for title in outside)
    taken = np.mean([bool(link.roles) and link.roles[0][0].startswith("R") for link in links])
    answered = np.mean([bool(answer) for answer in sure.rank(outside)])
    print(
        f"{name}: {len(outside)} titles outside health; a health role first {taken:.3f}; answered by health labels {answered:.3f}"
    )


def nav_outside(path: Path, catalogue: Catalogue) -> list[str]:
    """Return NAV's titles under codes of four digits that no role in health has."""
    health = {code[:4] for role in catalogue.roles.values() if role.id.startswith("R") for code in role.styrk08}
    health |= {"2265", "2266", "2269", "3214", "3230", "3254", "3259", "3255", "3253", "3252", "5329", "2221", "2212"}
    with path.open(encoding="utf-8", newline="") as lines:
        return [row["name"] for row in csv.DictReader(lines) if "." in row["code"] and row["code"][:4] not in health]


def _columns(pairs: Iterable[tuple[str, str]]) -> tuple[list[str], list[str]]:
    kept = list(pairs)
    return [label for label, _ in kept], [concept for _, concept in kept]


def _stands(role: str, ok: set[str]) -> bool:
    return role in ok or ("-" in ok and not role.startswith("R"))


def _is_right(link: RoleLink, ok: set[str]) -> bool:
    return _stands(link.roles[0][0] if link.roles else "", ok) or (link.ambiguous is not None and link.ambiguous.id in ok)


def main() -> None:
    """Print the own titles, and a table for each set that is given."""
    parser = argparse.ArgumentParser(description="Measure the title linker on public sets of titles.")
    parser.add_argument(
        "--melo", type=Path, action="append", default=[], help="folder of a MELO task; may be given several times"
    )
    parser.add_argument("--nav-titles", type=Path, help="CSV of NAV's titles")
    chosen = parser.parse_args()
    catalogue = build_catalogue(read_catalogue(CATALOGUE))
    own_titles(catalogue)
    outside_health(catalogue, "own", tomllib.loads(HELD_OUT.read_text(encoding="utf-8"))["outside"])
    for folder in chosen.melo:
        report(read_melo(folder))
    if chosen.nav_titles:
        outside_health(catalogue, "NAV's", nav_outside(chosen.nav_titles, catalogue))
        for digits in (6, 4):
            report(read_nav(chosen.nav_titles, digits))


if __name__ == "__main__":
    main()
