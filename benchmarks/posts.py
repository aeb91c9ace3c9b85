"""Which posts there are and what they ask: our own invention, guided by the demo's and the graded sets' vacancies.

One entry is a kind of ad: how often it occurs, what it must and should ask and how often it does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks.drawing import Shares

Asked = tuple[tuple[str, float], ...]

TURNUS = "turnus"
DAY = "day"
MIXED = "mixed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A kind of ad: its roles, its paper (``strict`` = how often a must), what else it asks, and when it is worked."""

    roles: tuple[str, ...]
    weight: float
    paper: str = ""
    strict: float = 0.93
    licence: float = 0.5
    hours: str = TURNUS
    must: Asked = ()
    should: Asked = ()
    split: bool = False


CARE = "auth:HF|auth:HP|auth:OA"
YOUTH = "fagbrev:helsearbeiderfag|fagbrev:barne-ungdom"
RELEVANT = (("experience:relevant", 0.3),)
EHR = (("experience:relevant", 0.3), ("skill:ehr", 0.15))

POSTS: Shares[Post] = Shares(
    (post, post.weight)
    for post in (
        Post(roles=("R01",), weight=16, paper="auth:SP", must=(("skill:acute", 0.05),), should=EHR),
        Post(roles=("R02",), weight=2, paper="auth:SP", licence=0.05, must=(("experience:years>=2", 0.2),), should=EHR),
        Post(roles=("R03",), weight=0.6, paper="auth:SP", must=(("spec:kreft", 0.7),), should=RELEVANT),
        Post(roles=("R04",), weight=1.2, paper="auth:SP", should=(("spec:psykisk_helse|spec:rus", 0.7),)),
        Post(roles=("R06",), weight=1.2, paper="auth:SP", hours=DAY, must=(("spec:helsesykepleier", 0.8),), should=RELEVANT),
        Post(roles=("R07",), weight=0.7, paper="auth:JO", must=(("shift:oncall", 0.6), ("other:response_time", 0.2))),
        Post(
            roles=("R08",), weight=1, paper="auth:SP",
            should=(("spec:demens|spec:geriatri", 0.5), ("experience:relevant", 0.4)),
        ),
        Post(roles=("R09",), weight=4, paper="auth:VP", should=(("spec:miljoarbeid|spec:psykisk_helse", 0.3), *RELEVANT)),
        Post(roles=("R01", "R09"), weight=3, paper="auth:SP|auth:VP", should=RELEVANT),
        Post(roles=("R10",), weight=2.5, paper="degree:bachelor", strict=0.7, should=(("spec:psykisk_helse|spec:rus", 0.4),)),
        Post(roles=("R11", "R12"), weight=13, paper=CARE, should=(("skill:medication", 0.2), *EHR)),
        Post(
            roles=("R11",), weight=9, paper="auth:HF",
            should=(("skill:medication", 0.2), ("experience:dementia", 0.1), *RELEVANT),
        ),
        Post(roles=("R13",), weight=11, should=(("auth:HF", 0.3), ("vg2:helsearbeiderfag", 0.15), *RELEVANT), licence=0.35),
        Post(roles=("R11", "R13"), weight=5, paper="auth:HF", strict=0, split=True, licence=0.4, should=RELEVANT),
        Post(roles=("R01", "R11", "R13"), weight=2.5, paper="auth:SP|auth:HF", strict=0, split=True, licence=0.4),
        Post(roles=("R01", "R09", "R11", "R13"), weight=1.5, paper="auth:SP|auth:VP|auth:HF", strict=0, split=True, licence=0.4),
        Post(roles=("R14",), weight=2, paper="auth:HF", strict=0.3, must=(("shift:night", 1.0),), should=RELEVANT),
        Post(roles=("R15",), weight=2, licence=0.9, hours=DAY, should=(("experience:cleaning", 0.3),)),
        Post(
            roles=("R16",), weight=5, licence=0.65, hours=MIXED, must=(("other:dog_ok", 0.06), ("physical", 0.15)),
            should=RELEVANT,
        ),
        Post(roles=("R17",), weight=1.8, licence=0.6, hours=MIXED, should=(("other:male_preferred", 0.08),)),
        Post(roles=("R18",), weight=1.3, licence=0.7, hours=MIXED, should=(("experience:children", 0.2), *RELEVANT)),
        Post(roles=("R19",), weight=4, licence=0.6, should=((YOUTH, 0.5), ("experience:relevant", 0.3))),
        Post(roles=("R19", "R21"), weight=2, paper=YOUTH, strict=0.6, licence=0.6, should=RELEVANT),
        Post(roles=("R20",), weight=0.6, paper="fagbrev:aktivitor", strict=0.4, hours=DAY, should=(("auth:HF", 0.3),)),
        Post(roles=("R21",), weight=1, paper="fagbrev:barne-ungdom", strict=0.6, hours=MIXED),
        Post(roles=("R22",), weight=2, paper="vg2:helsearbeiderfag", strict=0.9, licence=0.1, should=(("language:B1", 0.2),)),
        Post(
            roles=("R23",), weight=0.7, paper="auth:AA",
            must=(("licence:C1", 0.9), ("licence:160", 0.7), ("test:physical", 0.5)),
        ),
        Post(roles=("R23", "R24"), weight=0.4, paper="auth:AA|auth:PM", must=(("licence:C1", 0.9), ("licence:160", 0.7))),
        Post(roles=("R25",), weight=2, paper="auth:HE", licence=0.05, hours=DAY, must=(("skill:it", 0.25),), should=EHR),
        Post(roles=("R26",), weight=0.8, paper="auth:TH", licence=0.05, hours=DAY, should=RELEVANT),
        Post(roles=("R27",), weight=0.3, paper="auth:TP", licence=0.1, hours=DAY),
        Post(roles=("R28",), weight=0.5, paper="auth:TL", licence=0.1, hours=DAY, should=RELEVANT),
        Post(roles=("R29",), weight=1.3, paper="auth:FT", hours=DAY, should=RELEVANT),
        Post(roles=("R30",), weight=1, paper="auth:ET", licence=0.7, hours=DAY, should=RELEVANT),
        Post(roles=("R29", "R30"), weight=0.4, paper="auth:FT|auth:ET", licence=0.7, hours=DAY),
        Post(roles=("R31",), weight=0.5, paper="auth:BI", licence=0.02, hours=MIXED, should=RELEVANT),
        Post(roles=("R32",), weight=0.3, paper="auth:RA", licence=0.02, hours=MIXED),
        Post(
            roles=("R33",), weight=0.9, paper="auth:LE", hours=DAY, licence=0.3,
            must=(("lis1", 0.7), ("spec:allmennmedisin|commit:alis", 0.6), ("shift:oncall", 0.5)), should=(("other:helfo", 0.3),),
        ),
        Post(
            roles=("R34",), weight=0.6, paper="auth:LE", hours=DAY, licence=0.1, must=(("lis1", 0.6),),
            should=(("spec:geriatri", 0.3),),
        ),
        Post(roles=("R35",), weight=0.8, paper="auth:PS", licence=0.2, hours=DAY, should=RELEVANT),
        Post(roles=("R36",), weight=0.8, paper="degree:bachelor", licence=0.3, hours=DAY, should=RELEVANT),
        Post(roles=("R37",), weight=0.5, paper="degree:bachelor", licence=0.5, hours=DAY, should=RELEVANT),
        Post(roles=("R38",), weight=0.3, paper="auth:FA", licence=0, hours=DAY),
        Post(roles=("R39",), weight=0.4, paper="auth:AT", licence=0, hours=DAY),
        Post(roles=("R40",), weight=0.6, licence=0.05, must=(("physical", 0.4),), should=(("fagbrev:portor", 0.3), *RELEVANT)),
        Post(
            roles=("R41",), weight=2.5, licence=0.2, hours=DAY,
            must=(("physical", 0.1), ("health:infection_status", 0.1)), should=(("fagbrev:renhold", 0.4),
            ("experience:cleaning", 0.4)),
        ),
        Post(
            roles=("R42",), weight=1, paper="fagbrev:kokk|fagbrev:institusjonskokk", strict=0.7, licence=0.1, hours=DAY,
            must=(("skill:foodsafety", 0.2),), should=RELEVANT,
        ),
        Post(roles=("R43",), weight=1.4, licence=0.1, hours=DAY, should=(("skill:foodsafety", 0.4), *RELEVANT)),
        Post(
            roles=("R44",), weight=1, licence=0.8, hours=DAY,
            must=(("shift:oncall", 0.15),), should=(("fagbrev:byggdrift|fagbrev:bygg", 0.5), ("skill:building_automation", 0.2)),
        ),
        Post(roles=("R45",), weight=0.4, licence=0.2, hours=DAY, must=(("physical", 0.2),)),
        Post(
            roles=("R46",), weight=0.7, licence=0.05, hours=MIXED,
            should=(("experience:service", 0.4), ("skill:foodsafety", 0.2)),
        ),
        Post(roles=("R47",), weight=0.2, licence=0, hours=DAY, should=RELEVANT),
        Post(roles=("R48",), weight=0.3, paper="degree:bachelor", strict=0.7, hours=DAY, should=(("experience:project", 0.4),)),
        Post(roles=("R49",), weight=0.2, hours=DAY),
        Post(roles=("R50",), weight=0.7, paper="degree:bachelor", licence=0.3, hours=DAY, should=RELEVANT),
        Post(
            roles=("R51",), weight=1.2, paper="auth:SP|auth:VP", hours=DAY, licence=0.3,
            must=(("experience:years>=3", 0.2),), should=(("spec:ledelse|experience:leadership", 0.7),),
        ),
        Post(roles=("R52",), weight=0.8, licence=0.02, hours=DAY, must=(("skill:it", 0.4),), should=(("auth:HE", 0.3),)),
        Post(roles=("R53",), weight=0.2, licence=0.2, hours=DAY, should=(("language:english", 0.3),)),
        Post(roles=(), weight=4, licence=0.3, hours=MIXED, must=(("experience:service", 0.05),), should=RELEVANT),
    )
)  # fmt: skip

TONGUES: Mapping[bool, Shares[str]] = {
    True: Shares([("language:good", 45), ("", 25), ("language:B2", 13), ("language:very_good", 12), ("language:B1", 5)]),
    False: Shares([("language:good", 40), ("language:functional", 22), ("", 25), ("language:B1", 11), ("language:A2", 2)]),
}
"""The Norwegian that is asked for, by whether the post demands an authorisation or a degree."""

ROSTERS: Mapping[str, Shares[tuple[str, ...]]] = {
    TURNUS: Shares(
        [
            (("shift:evening", "shift:weekend"), 42), (("shift:evening", "shift:night", "shift:weekend"), 22),
            (("shift:weekend",), 12),
            ((), 14), (("shift:day",), 6), (("shift:night", "shift:weekend"), 4),
        ]
    ),
    DAY: Shares([(("shift:day",), 62), ((), 22), (("shift:weekend",), 6), (("shift:day", "shift:weekend"), 10)]),
    MIXED: Shares(
        [
            ((), 30), (("shift:weekend",), 20), (("shift:evening", "shift:weekend"), 30), (("shift:day",), 10),
            (("shift:evening", "shift:night", "shift:weekend"), 10),
        ]
    ),
}  # fmt: skip

HOURS: Shares[tuple[float | None, float | None]] = Shares(
    [
        ((100.0, 100.0), 36), ((None, None), 14), ((50.0, 50.0), 8), ((80.0, 80.0), 8), ((60.0, 60.0), 6), ((75.0, 75.0), 5),
        ((50.0, 100.0), 4), ((80.0, 100.0), 3), ((70.0, 70.0), 3), ((40.0, 40.0), 2), ((75.0, 100.0), 2), ((25.0, 25.0), 2),
        ((60.0, 100.0), 2), ((20.0, 20.0), 2), ((14.08, 14.08), 1.5), ((65.0, 65.0), 1), ((45.0, 45.0), 1),
    ]
)  # fmt: skip
SMALL: Shares[tuple[float | None, float | None]] = Shares(
    [((None, None), 45), ((50.0, 50.0), 10), ((20.0, 20.0), 10), ((30.0, 30.0), 10), ((13.5, 20.0), 10), ((15.0, 15.0), 15)]
)
"""Hours of posts that are rarely whole: personal assistance, contact, relief."""
EMPLOYMENT: Shares[str | None] = Shares(
    [("fast", 70), ("vikariat", 11), ("sommer", 6), ("engasjement", 5), ("tilkalling", 4), (None, 4)]
)
POSITIONS: Shares[int] = Shares([(1, 77), (2, 12), (3, 5), (4, 2), (5, 1), (6, 1), (10, 1), (20, 0.6), (50, 0.2)])

OPEN_TO_ALL = ("unqualified_ok", 0.75)
OFFERS: Asked = (
    ("training_offered", 0.5), ("offer:housing", 0.10), ("student_ok", 0.1), ("route:fagbrev_paa_jobb", 0.06),
    ("offer:more_hours", 0.03), ("inclusion", 0.05), ("offer:home_office", 0.02), ("offer:study_support", 0.02),
    ("offer:work_trial", 0.02), ("offer:language_training", 0.02), ("offer:lodging_on_shift", 0.01),
    ("cond:licence:B", 0.02), ("alt:unqualified", 0.03), ("offer:commuting_roster", 0.005),
)  # fmt: skip

TITLES: Shares[str] = Shares(
    [
        ("{0}", 24), ("{0} {1} %", 14), ("{0} til hjemmetjenesten", 8), ("{0} til sykehjem", 8), ("{0} til bofellesskap", 6),
        ("{0}, natt", 3), ("Ledig stilling som {0}", 8), ("Vi søker {0}", 6), ("Vil du bli vår nye {0}?", 3),
        ("{0} – vikariat", 4),
        ("{0} i {2}", 6), ("{0} helg", 3), ("{0} ved omsorgssenteret i {2}", 3), ("Fast stilling: {0}", 2),
        ("{0} med fagansvar", 1),
        ("Sommerjobb som {0}", 1),
    ]
)  # fmt: skip

PHRASES: Mapping[str, str] = {
    "police": "Politiattest må legges frem før tiltredelse", "shift:day": "arbeid på dagtid", "shift:evening": "kveldsvakter",
    "shift:night": "nattevakter", "shift:weekend": "arbeid hver tredje helg", "shift:oncall": "beredskap etter oppsatt plan",
    "licence:B": "førerkort klasse B", "licence:C1": "førerkort klasse C1", "licence:160": "kode 160",
    "language:good": "gode norskkunnskaper muntlig og skriftlig", "language:functional": "norsk nok til å lese beskjeder",
    "language:B1": "norsk på nivå B1", "language:B2": "norsk på nivå B2", "language:A2": "norsk på nivå A2",
    "language:very_good": "svært gode norskkunnskaper", "age:18": "du må være fylt 18 år", "age:20": "du må være minst 20 år",
    "experience:relevant": "erfaring fra tilsvarende arbeid", "skill:ehr": "kjennskap til elektronisk journal",
    "auth:SP": "norsk autorisasjon som sykepleier", "auth:HF": "autorisert helsefagarbeider", "auth:VP": "autorisert vernepleier",
    CARE: "autorisert helsefagarbeider, hjelpepleier eller omsorgsarbeider",
    "degree:bachelor": "bachelor i helse- eller sosialfag",
}  # fmt: skip
"""The words of an ad that prove a requirement; others are proven by the sentence below."""
OTHER_WORDS = "du har det som kreves: {}"
