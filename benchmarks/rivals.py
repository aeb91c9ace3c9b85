"""What somebody would pick instead for the fifty best of a vacancy, set up as its manual says, on the same people and vacancies.

Each is given the same words (titles and skills) and, where it can filter, the same filters: who lives in the vacancy's
municipality or wishes to work there, who holds the papers that are a demand, who has the driving licence.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.neighbors import NearestNeighbors
from sqlalchemy import create_engine, text

from matcher.catalogue import Catalogue
from matcher.lists import PER_OPENING
from matcher.records import Candidate, Opening

PAPERS = ("auth:", "fagbrev:", "degree:")
"""Demands that a filter on papers can answer."""

Rows = NDArray[np.int64]
Ask = Callable[[Sequence["Query"]], list[Rows]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One person as a search engine sees them."""

    words: str
    title: str
    municipalities: tuple[str, ...]
    papers: tuple[str, ...]
    licence: bool


@dataclass(frozen=True, slots=True)
class Query:
    """One vacancy as a search: words, and filters; ``papers`` are alternatives, all of which are needed."""

    words: tuple[str, ...]
    title: str
    municipality: str | None
    papers: tuple[tuple[str, ...], ...]
    licence: bool


def sheet(person: Candidate, catalogue: Catalogue) -> Sheet:
    """Return what is searched in about a person."""
    wished, done = [wish.title for wish in person.wishes], [period.title for period in person.practice]
    tasks = [task for period in person.practice for task in period.tasks]
    home = catalogue.places[person.postnummer].kommunenr if person.postnummer in catalogue.places else None
    places = sorted({*person.wished_places, *([home] if home else [])})
    return Sheet(
        words=" ".join([*wished, *done, *(_plain(term) for term in (*person.skills, *tasks))]),
        title=(wished or done or [""])[0],
        municipalities=tuple(places),
        papers=tuple(held.code for held in person.credentials),
        licence="B" in person.licences,
    )


def query(opening: Opening, catalogue: Catalogue) -> Query:
    """Return an opening as a search: its title, the names of its roles, its skills, and what can be filtered."""
    names = [catalogue.roles[role].label for role in opening.roles if role in catalogue.roles]
    found = " ".join([opening.title, *names, *map(_plain, opening.skills)])
    asked = [tuple(one.code.split("|")) for one in opening.must]
    return Query(
        words=tuple(dict.fromkeys(re.findall(r"\w{2,}", found.lower()))),
        title=opening.title,
        municipality=opening.kommunenr,
        papers=tuple(some for some in asked if all(code.startswith(PAPERS) for code in some)),
        licence=("licence:B",) in asked,
    )


def postgresql(address: str) -> Callable[[Sequence[Sheet]], Ask]:
    """Full text in Norwegian, ranked by ``ts_rank``, with GIN indexes over words, municipalities and papers."""

    def build(sheets: Sequence[Sheet]) -> Ask:
        engine = create_engine(address, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(_TABLE))
            raw = connection.connection.cursor()
            with raw.copy("COPY sheet (row, words, municipalities, papers, licence) FROM STDIN") as copy:
                for row, one in enumerate(sheets):
                    copy.write_row((row, one.words, list(one.municipalities), list(one.papers), one.licence))
            for statement in _INDEXES:
                connection.execute(text(statement))
        return lambda queries: list(_asked(engine, queries))

    return build


_TABLE = """CREATE TABLE sheet (row int PRIMARY KEY, words text, municipalities text[], papers text[], licence boolean,
    vector tsvector GENERATED ALWAYS AS (to_tsvector('norwegian', words)) STORED)"""
_INDEXES = (
    "CREATE INDEX ON sheet USING gin (vector)",
    "CREATE INDEX ON sheet USING gin (municipalities)",
    "CREATE INDEX ON sheet USING gin (papers)",
    "ANALYZE sheet",
)


def _asked(engine: object, queries: Sequence[Query]) -> Iterator[Rows]:
    with engine.connect() as connection:  # type: ignore[attr-defined]  # an engine of SQLAlchemy
        for one in queries:
            given: dict[str, object] = {"words": " | ".join(one.words), "top": PER_OPENING}
            where = ["vector @@ asked"]
            if one.municipality:
                where.append("municipalities @> ARRAY[CAST(:municipality AS text)]")
                given["municipality"] = one.municipality
            for number, alternatives in enumerate(one.papers):
                where.append(f"papers && CAST(:papers{number} AS text[])")
                given[f"papers{number}"] = list(alternatives)
            if one.licence:
                where.append("licence")
            # Only names of parameters are put together here; what was typed is bound.
            statement = (
                "SELECT row FROM sheet, to_tsquery('norwegian', :words) AS asked "  # noqa: S608 - fixed text, and values of our own
                f"WHERE {' AND '.join(where)} ORDER BY ts_rank(vector, asked) DESC, row LIMIT :top"
            )
            yield np.array(connection.execute(text(statement), given).scalars().all(), dtype=np.int64)


def tantivy(sheets: Sequence[Sheet]) -> Ask:
    """Tantivy, in memory, BM25 over words stemmed in Norwegian, with term filters."""
    import tantivy as engine  # noqa: PLC0415 - in the extra ``bench`` alone

    analyzer = (
        engine.TextAnalyzerBuilder(engine.Tokenizer.simple())
        .filter(engine.Filter.lowercase())
        .filter(engine.Filter.stemmer("norwegian"))
        .build()
    )
    builder = engine.SchemaBuilder()
    builder.add_text_field("words", tokenizer_name="norwegian", index_option="freq")
    for name in ("municipality", "paper", "licence"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("row", stored=True, fast=True)
    schema = builder.build()
    index = engine.Index(schema)
    index.register_tokenizer("norwegian", analyzer)
    writer = index.writer()
    for row, one in enumerate(sheets):
        document = engine.Document(row=row, words=one.words, licence=["B"] if one.licence else [])
        for place in one.municipalities:
            document.add_text("municipality", place)
        for paper in one.papers:
            document.add_text("paper", paper)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()
    terms, must, should = engine.Query.term_query, engine.Occur.Must, engine.Occur.Should

    def one_by_one(one: Query) -> Rows:
        stems = [stem for word in one.words for stem in analyzer.analyze(word)]
        parts = [(must, engine.Query.boolean_query([(should, terms(schema, "words", stem)) for stem in stems]))]
        filters = [terms(schema, "municipality", one.municipality)] if one.municipality else []
        filters += [engine.Query.term_set_query(schema, "paper", list(alternatives)) for alternatives in one.papers]
        filters += [terms(schema, "licence", "B")] if one.licence else []
        parts += [(must, engine.Query.const_score_query(each, 0.0)) for each in filters]
        hits = searcher.search(engine.Query.boolean_query(parts), limit=PER_OPENING, count=False).hits
        return np.array([searcher.doc(address)["row"][0] for _, address in hits], dtype=np.int64)

    return lambda queries: [one_by_one(one) for one in queries]


def neighbours(sheets: Sequence[Sheet]) -> Ask:
    """``NearestNeighbors`` of scikit-learn over TF-IDF of words, by cosine; it cannot filter."""
    vectors = TfidfVectorizer(sublinear_tf=True, dtype=np.float32)
    nearest = NearestNeighbors(n_neighbors=min(PER_OPENING, len(sheets)), metric="cosine", n_jobs=-1)
    nearest.fit(vectors.fit_transform([one.words for one in sheets]))

    def ask(queries: Sequence[Query]) -> list[Rows]:
        found = nearest.kneighbors(vectors.transform([" ".join(one.words) for one in queries]), return_distance=False)
        return [np.asarray(rows, dtype=np.int64) for rows in found]

    return ask


def fuzzy(sheets: Sequence[Sheet]) -> Ask:
    """``cdist`` of RapidFuzz: the vacancy's title against the title that each person wishes for (or had last)."""
    titles = [one.title.lower() for one in sheets]

    def ask(queries: Sequence[Query]) -> list[Rows]:
        found = []
        for start in range(0, len(queries), 64):
            some = [one.title.lower() for one in queries[start : start + 64]]
            table = process.cdist(some, titles, scorer=fuzz.token_set_ratio, dtype=np.uint8, workers=-1)
            found += [np.argsort(255 - line, kind="stable")[:PER_OPENING] for line in table]
        return found

    return ask


@contextmanager
def clock() -> Iterator[list[float]]:
    """Yield a list that holds the seconds spent inside when it is left."""
    began, found = time.perf_counter(), [0.0]
    yield found
    found[0] = time.perf_counter() - began


def _plain(term: str) -> str:
    return term.rpartition(":")[2]
