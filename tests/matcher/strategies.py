"""Invented candidates and openings of every shape, for property tests."""

from datetime import date

from hypothesis import strategies as st

from matcher.records import (
    Candidate,
    Credential,
    LanguageLevel,
    LanguageSkill,
    Opening,
    Practice,
    Proof,
    Requirement,
    Variant,
    Wish,
)

ON = date(2026, 11, 23)

TITLES = (
    "Pleieassistent", "Spl. hjemmesykepleien", "Hjpl.", "Renholder", "Butikkmedarbeider", "Nattevakt", "Miljøterapeut",
    "Kjøkkenassistent", "Vaktmester", "Helsefagarbeidar", "Vernepleier", "Lagermedarbeider", "Avlaster", "Sekretær", "xyz",
)  # fmt: skip
CREDENTIALS = (
    "auth:SP", "auth:HF", "auth:HP", "auth:VP", "fagbrev:helsearbeiderfag", "fagbrev:renhold", "vg1:helse", "gsk", "grunnskole",
    "student:sykepleier:2", "student:health", "foreign:sykepleier:non_eea", "degree:other", "course:medication",
)  # fmt: skip
POSTNUMMER = ("2420", "2425", "2450", "2460", "2436", "2438", "2440", "2443", "2406", "5143", "0001", None)
KOMMUNER = ("3419", "3420", "3421", "3422", "3425")
SHIFTS = ("day", "evening", "night", "weekend", "oncall")
FORMS = ("fast", "vikariat", "tilkalling", "sommer", "laerling", "engasjement")
MUST = (
    "auth:SP", "auth:HF", "auth:HF|auth:HP", "auth:SP|auth:VP|auth:HF", "licence:B", "language:B1", "language:B2",
    "language:good", "language:functional", "shift:night", "shift:evening", "shift:weekend", "shift:day", "age:18", "age:20",
    "police", "experience:relevant", "experience:years>=2", "auth:HF|experience:years>=2", "vg2:helsearbeiderfag",
    "skill:medication", "other:dog_ok", "health:infection_status", "physical",
)  # fmt: skip
SHOULD = (
    "auth:HF",
    "experience:relevant",
    "licence:B",
    "skill:ehr",
    "spec:kreft",
    "fagbrev:helsearbeiderfag",
    "language:english",
)
PROPERTIES = ("unqualified_ok", "training_offered", "route:fagbrev_paa_jobb", "offer:more_hours", "offer:housing")

days = st.dates(date(1995, 1, 1), date(2027, 6, 1))
yes_no = st.none() | st.booleans()
percents = st.none() | st.sampled_from([10.0, 20.0, 35.0, 50.0, 75.0, 100.0])
practice = st.builds(Practice, title=st.sampled_from(TITLES), start=st.none() | days, end=st.none() | days, percent=percents)
languages = st.builds(
    LanguageSkill,
    language=st.sampled_from(["no", "sv", "en", "uk"]),
    spoken=st.none() | st.sampled_from(LanguageLevel),
    written=st.none() | st.sampled_from(LanguageLevel),
    test_spoken=st.none() | st.sampled_from(["A1", "A2", "B1", "B2"]),
    test_written=st.none() | st.sampled_from(["A1", "A2", "B1", "B2"]),
)


@st.composite
def candidates(draw: st.DrawFn, number: int = 0) -> Candidate:
    said = draw(st.lists(st.sampled_from(SHIFTS), unique=True))
    cut = draw(st.integers(0, len(said)))
    return Candidate(
        id=f"c{number:04d}",
        practice=tuple(draw(st.lists(practice, max_size=3))),
        wishes=tuple(draw(st.lists(st.builds(Wish, title=st.sampled_from(TITLES), primary=st.booleans()), max_size=2))),
        credentials=tuple(
            draw(st.lists(st.builds(Credential, code=st.sampled_from(CREDENTIALS), proof=st.sampled_from(Proof)), max_size=3))
        ),
        skills=tuple(draw(st.lists(st.sampled_from(["sårstell", "skill:ehr", "renhold", "servering"]), unique=True))),
        languages=tuple(draw(st.lists(languages, max_size=2, unique_by=lambda skill: skill.language))),
        licences=draw(st.frozensets(st.sampled_from(["B", "B78", "BE", "C1"]))),
        licences_known=draw(st.booleans()),
        car=draw(yes_no),
        takes_transit=draw(yes_no),
        shifts_yes=frozenset(said[:cut]),
        shifts_no=frozenset(said[cut:]),
        percent_min=draw(percents),
        percent_max=draw(percents),
        percent_absolute=draw(st.booleans()),
        forms=draw(st.frozensets(st.sampled_from(FORMS))),
        earliest_start=draw(st.none() | days),
        postnummer=draw(st.sampled_from(POSTNUMMER)),
        wished_places=draw(st.frozensets(st.sampled_from(KOMMUNER))),
        willing_to_move=draw(yes_no),
        refused_families=draw(st.frozensets(st.sampled_from(["pleie", "renhold"]))),
        over_18=draw(yes_no),
        over_20=draw(yes_no),
        turns_18=draw(st.none() | days.map(lambda day: day.replace(day=1))),
        right_to_work=draw(yes_no),
        empty_cv=draw(st.booleans()),
    )


def _requirements(codes: tuple[str, ...], size: int) -> st.SearchStrategy[tuple[Requirement, ...]]:
    drawn = st.lists(st.sampled_from(codes), unique=True, max_size=size)
    return drawn.map(lambda found: tuple(Requirement(code=code) for code in found))


@st.composite
def openings(draw: st.DrawFn) -> Opening:
    roles = tuple(
        draw(st.lists(st.sampled_from(["R01", "R09", "R11", "R13", "R14", "R41", "R43", "R46"]), unique=True, max_size=2))
    )
    low = draw(percents)
    variants = st.builds(
        Variant,
        roles=st.just(roles[:1]),
        must=_requirements(("auth:SP", "auth:HF", "experience:years>=2"), 1),
        should=st.just(()),
    )
    return Opening(
        id=f"o{draw(st.integers(0, 9))}",
        roles=roles,
        title="Stilling",
        percent_min=low,
        percent_max=None if low is None else max(low, draw(st.sampled_from([50.0, 100.0]))),
        employment=draw(st.none() | st.sampled_from(FORMS)),
        postnummer=draw(st.sampled_from(POSTNUMMER[:-1])),
        kommunenr=draw(st.none() | st.sampled_from(KOMMUNER)),
        start=draw(st.none() | days),
        must=draw(_requirements(MUST, 5)),
        should=draw(_requirements(SHOULD, 3)),
        properties=draw(st.frozensets(st.sampled_from(PROPERTIES))),
        variants=tuple(draw(st.lists(variants, max_size=2))),
        skills=tuple(draw(st.lists(st.sampled_from(["sårstell", "servering", "skill:ehr"]), unique=True))),
    )


def pools(size: int = 5) -> st.SearchStrategy[list[Candidate]]:
    return st.integers(1, size).flatmap(lambda count: st.tuples(*(candidates(number) for number in range(count))).map(list))
