"""How often what occurs among invented people: our own invention, guided by the shares of the demo and the graded sets.

Nothing here is a statistic of real job seekers.  The demo's four municipalities are rural; for the whole country the car is
rarer, and more people are new to Norwegian.
"""

from __future__ import annotations

from benchmarks.drawing import Shares
from matcher.records import LanguageLevel, Proof

FIRST, VERY_GOOD, GOOD, BEGINNER = LanguageLevel

OCCUPATIONS: Shares[str] = Shares(
    {
        # Health: what somebody mainly is.
        "R01": 5.5, "R02": 0.5, "R03": 0.15, "R04": 0.4, "R05": 0.1, "R06": 0.4, "R07": 0.2, "R08": 0.2, "R09": 1.6, "R10": 1.2,
        "R11": 8.5, "R12": 3.0, "R13": 11.0, "R14": 0.8, "R15": 2.0, "R16": 2.6, "R17": 1.0, "R18": 0.6, "R19": 3.6, "R20": 0.6,
        "R21": 2.0, "R22": 0.8, "R23": 0.4, "R24": 0.1, "R25": 1.3, "R26": 0.4, "R27": 0.1, "R28": 0.15, "R29": 0.6, "R30": 0.4,
        "R31": 0.3, "R32": 0.15, "R33": 0.25, "R34": 0.2, "R35": 0.3, "R36": 0.7, "R37": 0.5, "R38": 0.2, "R39": 0.3, "R40": 0.5,
        "R41": 2.4, "R42": 0.6, "R43": 2.2, "R44": 1.2, "R45": 0.5, "R46": 0.6, "R47": 0.15, "R48": 0.1, "R49": 0.1, "R50": 0.4,
        "R51": 0.5, "R52": 0.9, "R53": 0.4,
        # Outside: the great bulk of a labour reserve.
        "O01": 4.6, "O02": 0.7, "O03": 1.0, "O04": 1.5, "O05": 1.1, "O06": 1.7, "O07": 0.8, "O08": 0.4, "O09": 0.5, "O10": 2.6,
        "O11": 1.2, "O12": 0.7, "O13": 0.8, "O14": 0.5, "O15": 0.9, "O16": 0.15, "O17": 0.2, "O18": 0.6, "O19": 0.4, "O20": 0.5,
        "O21": 0.8, "O22": 1.0, "O23": 1.4, "O24": 0.7, "O25": 1.2, "O26": 1.3, "O27": 2.6, "O28": 0.3, "O29": 0.6, "O30": 1.3,
        "O31": 0.6, "O32": 0.4, "O33": 0.7, "O34": 1.4, "O35": 0.8, "O36": 0.3, "O37": 1.3, "O38": 0.2, "O39": 0.1, "O40": 0.1,
        "O41": 0.2, "O42": 0.03, "O43": 0.1, "O44": 3.0, "O45": 0.8, "O46": 1.2, "O47": 0.9, "O48": 0.2, "O49": 0.6, "O50": 0.8,
        "O51": 0.7, "O52": 0.1, "O53": 0.3, "O54": 0.1, "O55": 0.2, "O56": 0.6, "O57": 0.6, "O58": 0.4, "O59": 0.3, "O60": 0.2,
        "O61": 0.3, "O62": 0.3, "O63": 0.5,
    }.items()
)  # fmt: skip

WANTED: Shares[str] = Shares(
    {
        "R13": 20, "R11": 11, "R19": 8, "R41": 8, "R43": 8, "R15": 6, "R16": 6, "R44": 5, "R46": 5, "R14": 3, "R22": 4, "R21": 3,
        "R17": 3, "R52": 4, "R25": 2, "R40": 2, "R45": 2, "R42": 2, "R20": 2, "R01": 2, "R10": 2, "R18": 1.5, "R51": 0.5,
    }.items()
)  # fmt: skip
"""What people of another occupation wish for in health and care."""

PAPERS: dict[str, tuple[str, ...]] = {
    "R01": ("auth:SP", "degree:bachelor"), "R02": ("auth:SP", "degree:bachelor", "spec:abiok"),
    "R03": ("auth:SP", "degree:bachelor", "spec:kreft"), "R04": ("auth:SP", "degree:bachelor", "spec:psykisk_helse"),
    "R05": ("auth:SP", "degree:bachelor", "degree:master"), "R06": ("auth:SP", "degree:bachelor", "spec:helsesykepleier"),
    "R07": ("auth:JO", "auth:SP", "degree:bachelor"), "R08": ("auth:SP", "degree:bachelor"),
    "R09": ("auth:VP", "degree:bachelor"), "R10": ("degree:bachelor",),
    "R11": ("auth:HF", "fagbrev:helsearbeiderfag", "vg1:helse", "vg2:helsearbeiderfag"),
    "R20": ("fagbrev:aktivitor",), "R21": ("fagbrev:barne-ungdom",), "R22": ("vg1:helse", "vg2:helsearbeiderfag"),
    "R23": ("auth:AA", "fagbrev:ambulansefag"), "R24": ("auth:PM", "auth:AA"),
    "R25": ("auth:HE", "vg2:helseservice", "vg3:helsesekretar"), "R26": ("auth:TH", "vg2:helseservice", "vg3:tannhelsesekretar"),
    "R27": ("auth:TP", "degree:bachelor"), "R28": ("auth:TL", "degree:master"), "R29": ("auth:FT", "degree:bachelor"),
    "R30": ("auth:ET", "degree:bachelor"), "R31": ("auth:BI", "degree:bachelor"), "R32": ("auth:RA", "degree:bachelor"),
    "R33": ("auth:LE", "lis1"), "R34": ("auth:LE", "lis1", "spec:geriatri"), "R35": ("auth:PS", "degree:master"),
    "R36": ("degree:bachelor",), "R37": ("degree:bachelor",), "R38": ("auth:FA", "degree:master"),
    "R39": ("auth:AT", "vg3:apotektekniker"), "R42": ("fagbrev:institusjonskokk",), "R44": ("fagbrev:byggdrift",),
    "R48": ("degree:bachelor",), "R50": ("degree:bachelor",), "R51": ("auth:SP", "degree:bachelor", "spec:ledelse"),
    "O25": ("fagbrev:kokk",), "O27": ("fagbrev:renhold",), "O30": ("fagbrev:bygg",), "O31": ("fagbrev:bygg",),
    "O32": ("fagbrev:bygg",), "O45": ("degree:other",), "O47": ("degree:other",), "O48": ("degree:other",),
    "O50": ("degree:other",), "O56": ("degree:other",), "O57": ("degree:other",), "O07": ("degree:other",),
}  # fmt: skip
"""What somebody of an occupation has on paper, the decisive one first."""

OLD_CARERS: Shares[tuple[str, ...]] = Shares(
    [
        (("auth:HP", "vg1:helse", "vg2:helsearbeiderfag"), 0.65),
        (("auth:OA", "fagbrev:omsorgsarbeider", "vg1:helse", "vg2:helsearbeiderfag"), 0.35),
    ]
)
"""The papers of a hjelpepleier or an omsorgsarbeider."""

SCHOOL: Shares[tuple[str, ...]] = Shares(
    [
        ((), 0.30), (("vgs:started",), 0.31), (("gsk",), 0.10), (("vg1:helse",), 0.06), (("grunnskole",), 0.06),
        (("vg1:helse", "vg2:helsearbeiderfag"), 0.04), (("gsk", "degree:other"), 0.05), (("fagbrev:other",), 0.04),
        (("student:health", "student:sykepleier:1"), 0.012), (("student:health", "student:sykepleier:2"), 0.012),
        (("student:health", "student:vernepleier:2"), 0.006), (("student:health", "student:other_health:1"), 0.005),
        (("student:health", "student:lege:3"), 0.004), (("vgs:started", "gsk"), 0.001),
    ]
)  # fmt: skip
"""What people without papers of their occupation have from school."""

FOREIGN: Shares[str] = Shares(
    [
        ("foreign:other:non_eea", 3), ("foreign:other:eea", 2), ("foreign:sykepleier:eea", 1),
        ("foreign:sykepleier:non_eea", 1.5),
        ("foreign:helsefagarbeider:eea", 1), ("foreign:helsefagarbeider:non_eea", 1), ("foreign:lege:non_eea", 0.4),
        ("foreign:sykepleier:eea:equal", 0.3), ("foreign:helsefagarbeider:non_eea:equal", 0.2),
    ]
)  # fmt: skip
QUALIFIED: Shares[str] = Shares(
    [
        ("auth:HF", 3),
        ("fagbrev:helsearbeiderfag", 3),
        ("vg2:helsearbeiderfag", 2),
        ("auth:SP", 1),
        ("fagbrev:renhold", 1),
        ("gsk", 1),
    ]
)
"""What somebody may newly have on paper."""
COURSES: Shares[str] = Shares(
    [("course:medication", 3), ("course:abc", 2), ("spec:demens", 1.5), ("course:hlr", 1), ("course:foodsafety", 1)]
)
PROOFS: Shares[Proof] = Shares([(Proof.CLAIMED, 0.82), (Proof.VERIFIED, 0.165), (Proof.APPLIED, 0.015)])

TITLE_ENDS: Shares[str] = Shares(
    [
        ("", 56), (" sykehjem", 6), (" hjemmetj.", 3), (" hjemmetjenesten", 3), (" bofellesskap", 3), (", natt", 2), (" helg", 2),
        (" omsorgssenter", 2), (" omsorgsboliger", 1), (" korttidsavdeling", 1), (", ringevikar", 2), (" (vikar)", 2),
        (" medisinsk avd.", 1), (" kirurgisk post", 1), (" dagsenter", 1), (" psykisk helse", 1), (" skjermet avd.", 1),
        (" legesenter", 0.5), (" 50 %", 1), (" sommerjobb", 1.5), (" barnebolig", 0.5), (" sykehus", 2), (" kommune", 1),
    ]
)  # fmt: skip
OUTSIDE_ENDS: Shares[str] = Shares(
    [
        ("", 72), (" deltid", 3), (", ekstrahjelp", 3), (" (vikar)", 2), (" sesong", 3), (" hotell", 2), (" kjøpesenter", 1.5),
        (" helg", 2), (" restaurant", 1.5), (", egen bedrift", 1.5), (" kommune", 1.5), (" / vaktleder", 1), (" sommerjobb", 2),
    ]
)  # fmt: skip
TASKS: Shares[str] = Shares(
    [
        ("renhold", 7), ("nattarbeid", 5), ("turnusarbeid", 5), ("miljøarbeid", 3), ("personlig assistanse", 2.5),
        ("stell og pleie", 2.5), ("måltid", 2), ("telefon og sentralbord", 1.5), ("hjemmetjeneste", 2), ("førstehjelp", 1),
        ("regnskap", 1), ("lager", 1.5), ("oppvask", 1), ("kundeservice", 1), ("psykisk helse", 0.7), ("servering", 1),
        ("skill:medication", 1), ("skill:ehr", 0.7), ("ledelse", 0.7), ("veiledning", 0.7), ("sårstell", 0.5),
        ("palliasjon", 0.5),
        ("skill:roster", 0.4), ("skill:acute", 0.3), ("skill:foodsafety", 0.4), ("demensomsorg", 1), ("kasse", 1),
    ]
)  # fmt: skip
SKILLS: Shares[str] = Shares(
    [
        ("stell og pleie", 10), ("renhold", 8), ("kundeservice", 8), ("demensomsorg", 6), ("skill:medication", 6),
        ("miljøarbeid", 5), ("skill:ehr", 5), ("gerica", 3), ("forflytning", 5), ("matlaging", 5), ("førstehjelp", 5),
        ("smittevern", 3), ("hjemmetjeneste", 3), ("servering", 3), ("samtaler", 3), ("lager", 3), ("nattarbeid", 2),
        ("palliasjon", 2), ("snekring", 2), ("sårstell", 2), ("aktiviteter", 3), ("konflikthåndtering", 2), ("kjøring", 2),
        ("vedlikehold", 2), ("maskinrenhold", 1), ("truck", 2), ("kosthold", 2), ("veiledning", 2), ("dokumentasjon", 2),
        ("rapportskriving", 1), ("skill:acute", 1), ("skill:foodsafety", 2), ("skill:roster", 1), ("skill:it", 2), ("ask", 1),
        ("håndarbeid", 1), ("samarbeid", 2), ("profil", 1), ("cosdoc", 1), ("excel", 2), ("velferdsteknologi", 1),
        ("skill:music", 0.5), ("skill:swim", 0.3), ("skill:building_automation", 0.2), ("bilkjøring", 2), ("kasse", 2),
    ]
)  # fmt: skip

PRACTICES: Shares[int] = Shares([(0, 0.04), (1, 0.36), (2, 0.43), (3, 0.13), (4, 0.04)])
KINDS: Shares[str] = Shares([("job", 0.94), ("placement", 0.04), ("family", 0.01), ("volunteer", 0.01)])
PERCENTS: Shares[float | None] = Shares(
    [
        (100.0, 34), (None, 14), (50.0, 10), (60.0, 9), (80.0, 8), (75.0, 6), (40.0, 5), (70.0, 5), (30.0, 2), (20.0, 2),
        (25.0, 1.5),
        (15.0, 1), (90.0, 1), (65.1, 0.5), (42.6, 0.5), (14.08, 0.3),
    ]
)  # fmt: skip
WISHES: Shares[int] = Shares([(0, 0.03), (1, 0.30), (2, 0.48), (3, 0.17), (4, 0.02)])
SKILL_COUNTS: Shares[int] = Shares(
    [(0, 0.12), (1, 0.07), (2, 0.19), (3, 0.24), (4, 0.18), (5, 0.10), (6, 0.06), (7, 0.03), (8, 0.01)]
)
MOTHER_TONGUES: Shares[str] = Shares(
    {
        "pl": 16, "uk": 15, "ru": 6, "ar": 12, "so": 7, "ti": 8, "lt": 6, "sv": 6, "en": 5, "es": 3, "th": 3, "fil": 4, "prs": 3,
        "tr": 2, "lv": 2, "ro": 3, "de": 3, "bs": 2, "am": 1, "sw": 1, "da": 2, "nl": 1, "fr": 1,
    }.items()
)  # fmt: skip
NORWEGIANS: Shares[tuple[LanguageLevel | None, LanguageLevel | None, str | None, str | None]] = Shares(
    [
        ((BEGINNER, BEGINNER, "A1", "A1"), 6), ((BEGINNER, BEGINNER, "A2", "A1"), 9), ((BEGINNER, BEGINNER, None, None), 9),
        ((GOOD, BEGINNER, "A2", "A2"), 9), ((GOOD, BEGINNER, "B1", "A2"), 10), ((GOOD, BEGINNER, None, None), 12),
        ((GOOD, GOOD, "B1", "B1"), 12), ((GOOD, GOOD, None, None), 8), ((VERY_GOOD, GOOD, None, None), 10),
        ((VERY_GOOD, GOOD, "B2", "B1"), 6), ((VERY_GOOD, VERY_GOOD, "B2", "B2"), 7), ((VERY_GOOD, VERY_GOOD, None, None), 6),
        ((VERY_GOOD, None, None, None), 1), ((VERY_GOOD, VERY_GOOD, "C1", "B2"), 1), ((GOOD, None, "B1", None), 1),
    ]
)  # fmt: skip
"""Norwegian of those who have another mother tongue."""
ENGLISH: Shares[tuple[LanguageLevel | None, LanguageLevel | None]] = Shares(
    [((GOOD, GOOD), 33), ((VERY_GOOD, VERY_GOOD), 18), ((VERY_GOOD, GOOD), 16), ((GOOD, BEGINNER), 15), ((BEGINNER, BEGINNER), 8)]
)
LICENCES: Shares[tuple[str, ...]] = Shares(
    [
        (("B",), 70), (("B", "BE"), 9), (("B78",), 7), (("B", "T"), 2), (("B", "BE", "T"), 2.5), (("B", "BE", "S"), 1),
        (("B", "D"), 1),
        (("B", "S"), 1), (("B", "BE", "C"), 1), (("B", "BE", "C1"), 1), (("B", "BE", "C", "CE"), 1.5), (("AM146",), 1.5),
        (("B", "D1"), 0.7),
        (("B", "C1", "160"), 0.4),
    ]
)  # fmt: skip
SHIFTS: Shares[tuple[str, ...]] = Shares(
    [
        (("day",), 27), (("day", "evening", "weekend"), 29), (("day", "evening", "night", "weekend"), 21), ((), 7),
        (("day", "evening", "night", "weekend", "oncall"), 4), (("evening", "weekend"), 3), (("night", "weekend"), 2),
        (("day", "weekend"), 3), (("day", "evening"), 3), (("evening", "night", "weekend"), 1),
    ]
)  # fmt: skip
REFUSED_SHIFTS: Shares[tuple[str, ...]] = Shares(
    [
        ((), 85),
        (("night",), 8),
        (("evening", "night"), 3.5),
        (("weekend",), 1.5),
        (("evening", "night", "weekend"), 1.5),
        (("evening",), 0.5),
    ]
)
HOURS: Shares[tuple[float | None, float | None]] = Shares(
    [
        ((None, None), 31), ((None, 99.0), 24), ((80.0, 100.0), 23), ((100.0, 100.0), 6), ((75.0, None), 2), ((80.0, 80.0), 2),
        ((50.0, 50.0), 2), ((60.0, 80.0), 2), ((75.0, 100.0), 1.5), ((50.0, 60.0), 1.5), ((30.0, 40.0), 1.5), ((60.0, 60.0), 1),
        ((None, 20.0), 0.7), ((10.0, 20.0), 0.7), ((50.0, 100.0), 1), ((40.0, 60.0), 1),
    ]
)  # fmt: skip
FORMS: Shares[tuple[str, ...]] = Shares(
    [
        (("fast", "vikariat"), 33), (("fast",), 33), (("fast", "engasjement"), 11), (("fast", "vikariat", "engasjement"), 9),
        ((), 5),
        (("vikariat", "tilkalling"), 3), (("fast", "laerling"), 1.5), (("vikariat", "sommer"), 1.5),
        (("fast", "vikariat", "laerling"), 1),
        (("tilkalling",), 1), (("sommer",), 1), (("laerling",), 0.5), (("fast", "tilkalling"), 1),
    ]
)  # fmt: skip
MINUTES: Shares[int] = Shares([(60, 90), (45, 3), (30, 2.5), (90, 2.5), (15, 0.7), (75, 0.7), (120, 0.6)])
PLACES_WISHED: Shares[int] = Shares([(0, 5), (1, 48), (2, 31), (3, 13), (4, 3)])
REFUSED_FAMILIES: Shares[str] = Shares(
    [("pleie", 6), ("renhold", 2), ("kjokken", 1), ("ledelse", 1), ("transport", 1), ("barnehage", 0.5)]
)
AGES: Shares[tuple[bool | None, bool | None]] = Shares(
    [((True, True), 95), ((True, False), 2.5), ((False, False), 1), ((None, None), 1.5)]
)
