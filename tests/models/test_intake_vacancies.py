"""Feed entries: the text decides, structured fields only fill, nothing from outside runs as markup, and faults are named."""

import json
import string
from copy import deepcopy
from datetime import UTC, date, datetime
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.catalogue import Catalogue
from matcher.requirements import RequirementReader
from models.drafts import VacancyDraft
from models.services.catalogue import build_catalogue, read_catalogue
from models.services.intake.adtext import MOST_CHARACTERS, ad_text, plain_text, safe_html
from models.services.intake.errors import RecordError
from models.services.intake.moments import instant, only_date
from models.services.intake.nav_feed import read_entry, safe_link, valid_orgnr
from models.services.intake.places import PlaceIndex

FIXTURES = Path(__file__).resolve().parent.parent.parent / "fixtures"


@cache
def catalogue() -> Catalogue:
    return build_catalogue(read_catalogue(FIXTURES / "catalogue"))


@cache
def places() -> PlaceIndex:
    return PlaceIndex(catalogue())


def entry(**changes: Any) -> dict[str, Any]:
    """Return the fixture's first entry with fields of the ad changed."""
    value: dict[str, Any] = json.loads((FIXTURES / "feed" / "one_entry.json").read_text(encoding="utf-8"))
    value["ad_content"] |= changes
    return value


def read(value: object) -> VacancyDraft:
    return read_entry(value, places(), RequirementReader())


# --- the ad's text -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>En</p><p>To</p>", "En\nTo"),
        ("<h2>Krav</h2>\n<ul>\n<li>a</li><li><p>b</p></li></ul>", "Krav\n• a\n• b"),
        ("<ol><li>a<ul><li>under</li></ul></li></ol>", "• a\n• under"),
        (
            "<table><tr><td>Sykepleier</td><td>100 %</td></tr><tr><th>HFA</th><td></td><td>75&nbsp;%</td></tr></table>",
            "Sykepleier | 100 %\nHFA | 75 %",
        ),
        (
            "<table><tr><td><p>Om oss</p><ul><li>a</li><li>b</li><li>c</li></ul></td><td>Kontakt</td></tr></table>",
            "Om oss\n• a\n• b\n• c\nKontakt",
        ),
        ("a<br>b<br><br><br>c", "a\nb\n\nc"),
        ("<p>a</p><p>&nbsp;</p><p></p><p>b</p>", "a\n\nb"),
        ("<p>brutt\nlinje  med   blanke</p>", "brutt linje med blanke"),
        ("Krav:\r\n- a\r\n- b\r\n\r\n\r\nSøk nå", "Krav:\n• a\n• b\n\nSøk nå"),
        ("– Vi trives her, sier Kari\nSøk nå", "– Vi trives her, sier Kari\nSøk nå"),
        ("* a\n· b", "• a\n• b"),
        ("Tom &amp; Kari &lt; 18 &aring;r", "Tom & Kari < 18 år"),
        ("&lt;p&gt;a&lt;/p&gt;&lt;p&gt;b&lt;/p&gt;", "a\nb"),
        ("<p>A\u030aSE fra Va\u030aler\u200b</p>", "ÅSE fra Våler"),
        ("a\u200b\u030a", "å"),
        ("<style>p{}</style><script>alert(1)</script><!-- c --><p>a</p>", "a"),
        ("  ", ""),
        ("", ""),
    ],
)
def test_lines_of_an_ad(html: str, text: str) -> None:
    assert ad_text(html) == text


def test_long_ads_are_cut_between_lines() -> None:
    text = ad_text("<p>" + "ord " * 200 + "</p>" and "".join(f"<p>linje {number} {'ord ' * 20}</p>" for number in range(2_000)))
    assert len(text) <= MOST_CHARACTERS
    assert text.splitlines()[-1].endswith("ord")
    assert len(ad_text("x" * 100_000)) == MOST_CHARACTERS


PIECES = (
    "<p>|</p>|<li>|<ul>|</ul>|<td>|<tr>|<table>|</table>|<br>|<b|&lt;|&amp;|&nbsp;|"
    "\n|<script>|<svg/onload=1>|&#x3c;b&#x3e;|<!--|-->"
)
MARKUP = st.lists(
    st.one_of(
        st.sampled_from([*PIECES.split("|"), "<img src=x onerror=alert(1)>", "\u0000", "\u202e"]),
        st.text(string.ascii_letters + "æøåÅ\u030a <>&\"'-•|", max_size=12),
    ),
    max_size=25,
).map("".join)


@settings(max_examples=200, deadline=None)
@given(MARKUP)
def test_text_is_plain_stable_and_composed_whatever_comes_in(markup: str) -> None:
    text = ad_text(markup)
    assert text == text.strip()
    assert "\n\n\n" not in text
    # The border normalises once more: nothing may move, or the words that prove a requirement would.
    assert VacancyDraft(source="s", external_id="x", version=datetime(2026, 1, 1, tzinfo=UTC), text=text).text == text
    assert not tags_in(text)


def tags_in(text: str) -> list[str]:
    """Return the tags that a parser of pages would see in ``text`` if somebody wrote it out unescaped."""

    class Finder(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.found: list[str] = []

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.found.append(tag)
            self.found += [f"{tag} {name}={value}" for name, value in attrs]

    finder = Finder()
    finder.feed(text)
    return finder.found


PAYLOADS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//x.example></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x>",
    "<body onload=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<style>@import 'https://x.example/a.css'</style>",
    "<p style='background:url(https://x.example)'>x</p>",
    "<object data='https://x.example/a.swf'></object>",
    "<embed src='https://x.example/a.swf'>",
    "<form action='https://x.example'><button>x</button></form>",
    "<meta http-equiv=refresh content='0;url=https://x.example'>",
    "<base href='https://x.example'>",
    "<link rel=stylesheet href='https://x.example'>",
    '"><script>alert(1)</script>',
    "'><img src=x onerror=alert(1)>",
    "</title><script>alert(1)</script>",
    "<!--><script>alert(1)</script-->",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<template><script>alert(1)</script></template>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;",
    "&amp;amp;lt;img src=x onerror=alert(1)&amp;amp;gt;",
    "<scr\u0000ipt>alert(1)</script>",
    "<scr\u200bipt>alert(1)</scr\u200bipt>",
    "<<script>alert(1)//<</script>",
    "<img/src='x'/onerror=alert(1)>",
    "<table background='javascript:alert(1)'><tr><td>x</td></tr></table>",
]
PLAIN_TAGS = "p br ul ol li strong em b i u h2 h3 h4 table thead tbody tr th td a"
TEXT_FIELDS = (
    *("title", "description", "jobtitle", "applicationDue", "sector"),
    *("starttime", "engagementtype", "applicationUrl", "sourceurl", "link"),
)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_from_outside_is_never_stored(payload: str) -> None:
    for name in TEXT_FIELDS:
        for value in (payload, f"Sykepleier {payload}", f"{payload} natt"):
            draft = read(entry(**{"title": "Sykepleier"} | {name: value if name != "title" else f"Sykepleier {value}"}))
            stored = [part for part in draft.model_dump().values() if isinstance(part, str)]
            assert [tags_in(part) for part in stored if tags_in(part)] == []
    location = {"city": payload, "municipal": payload, "postalCode": payload}
    nested = entry(employer={"name": payload, "orgnr": payload}, workLocations=[location])
    assert not any(tags_in(part) for part in read(nested).model_dump().values() if isinstance(part, str))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_html_for_pages_keeps_only_plain_formatting(payload: str) -> None:
    allowed = set(PLAIN_TAGS.split())

    class Checker(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            assert tag in allowed
            for name, value in attrs:
                assert (tag, name) in {("a", "href"), ("a", "rel")}
                assert name == "rel" or str(value).startswith(("https://", "mailto:"))

    cleaned = safe_html(f"<p>Krav</p>{payload}<ul><li>a</li></ul>")
    Checker().feed(cleaned)
    assert "<p>Krav</p>" in cleaned


def test_links_open_safely_and_only_https() -> None:
    rel = 'rel="noopener noreferrer nofollow"'
    assert safe_html('<a href="https://x.example/a">x</a>') == f'<a href="https://x.example/a" {rel}>x</a>'
    good = "https://www.finn.example/job?id=1"
    bad = ["http://x.example", "javascript:alert(1)", "//x.example", "https://", "https://a@x.example", "https://x.example/ a"]
    assert safe_link(*bad, "https://[", "ftp://x", good) == good
    assert safe_link(*bad, "https://[", "ftp://x") == ""


# --- what the text says, and what the fields add -----------------------------------------------------------------


def test_structured_fields_only_fill_what_the_text_leaves_open() -> None:
    said = read(entry(extent="Deltid", engagementtype="Vikariat", positioncount="9", starttime="2027-05-01"))
    assert (said.percent_min, said.percent_max) == (80, 80)
    assert said.employment == "fast"
    open_ad = {"title": "Helsefagarbeidere", "description": "<p>Vi søker deg.</p>"}
    silent = read(entry(**open_ad, extent="Heltid", engagementtype="Vikariat", positioncount="9", starttime="2027-05-01"))
    assert (silent.percent_min, silent.percent_max) == (None, None)
    assert (silent.employment, silent.positions, silent.start) == ("vikariat", 9, date(2027, 5, 1))
    assert read(entry(**open_ad, extent="Deltid")).percent_max is None


def test_requirements_carry_the_words_that_prove_them() -> None:
    draft = read(entry())
    assert {requirement.code for requirement in draft.requirements if requirement.strength == "must"} >= {"auth:HF", "licence:B"}
    spans = [span for requirement in draft.requirements for span in requirement.spans]
    assert spans
    for span in spans:
        assert draft.text[span.start : span.end] == span.quote


def test_variants_keep_their_own_requirements() -> None:
    lines = (FIXTURES / "golden" / "vacancies.jsonl").read_text(encoding="utf-8").splitlines()
    drafts = [read(json.loads(line)) for line in lines]
    several = [draft for draft in drafts if draft.variants]
    assert several
    for draft in several:
        numbers = {requirement.variant for requirement in draft.requirements if requirement.variant is not None}
        assert numbers <= set(range(len(draft.variants)))
        assert numbers
    for draft in drafts:
        for requirement in draft.requirements:
            assert all(draft.text[span.start : span.end] == span.quote for span in requirement.spans)


def test_contact_persons_and_classification_noise_stay_outside() -> None:
    draft = read(entry())
    assert "Oppdiktet" not in draft.model_dump_json().replace("Oppdiktet kommune", "")
    assert draft.styrk08 == ("5321.02",)


def test_the_published_name_of_the_content_is_read_too() -> None:
    described = json.loads((FIXTURES / "feed" / "one_entry_as_described.json").read_text(encoding="utf-8"))
    assert "ad_content" not in described
    assert read(described).title == "Sykepleier i hjemmetjenesten på Rena"


def test_an_ad_that_is_withdrawn_is_empty() -> None:
    withdrawn = [json.loads((FIXTURES / "feed" / "inactive.json").read_text(encoding="utf-8"))]
    withdrawn += [entry() | {"status": status} for status in ("INACTIVE", "STOPPED", "DELETED", "REJECTED")]
    for value in withdrawn:
        draft = read(value)
        assert not draft.active
        assert (draft.title, draft.text, draft.employer, draft.requirements) == ("", "", "", ())


@pytest.mark.parametrize(
    ("written", "deadline", "text"),
    [
        ("2026-12-20", date(2026, 12, 20), ""),
        ("2026-12-20T00:00:00", date(2026, 12, 20), ""),
        ("20.12.2026", date(2026, 12, 20), ""),
        ("Søk innen 6. desember", date(2026, 12, 6), ""),
        ("15. januar", date(2027, 1, 15), ""),
        ("Snarest", None, "Snarest"),
        ("1.12.2026 eller 1.1.2027", None, "1.12.2026 eller 1.1.2027"),
        ("31.02.2027", None, "31.02.2027"),
        (None, None, ""),
    ],
)
def test_deadline_is_a_date_or_words(written: str | None, deadline: date | None, text: str) -> None:
    draft = read(entry(applicationDue=written))
    assert (draft.deadline, draft.deadline_text) == (deadline, text)


def test_several_and_foreign_and_missing_locations() -> None:
    here = {"country": "NORGE", "city": "RENA", "postalCode": "2450", "county": "INNLANDET", "municipal": "ÅMOT"}
    silent = {"description": "<p>Vi søker deg.</p>", "title": "Sykepleier"}
    assert read(entry(**silent, workLocations=[here | {"country": "DANMARK"}])).kommunenr is None
    assert (
        read(entry(**silent, workLocations=[{"country": "SVERIGE", "city": "Idre", "postalCode": "790 91"}])).kommunenr == "2039"
    )
    several = read(entry(**silent, workLocations=[{"country": "NORGE"}, here, here | {"city": "OSEN", "postalCode": "2460"}]))
    assert (several.postnummer, several.place_note) == ("2450", "Annonsen oppgir 2 arbeidssteder.")
    nothings: tuple[list[str] | None, ...] = ([], None)
    for nothing in nothings:
        draft = read(entry(**silent, workLocations=nothing, employer={"name": "Engerdal kommune"}))
        assert (draft.kommunenr, draft.postnummer) == ("3425", None)


def test_organisation_numbers_are_checked() -> None:
    assert valid_orgnr("974 760 673") == "974760673"
    assert valid_orgnr("974760674") is None
    assert read(entry(employer={"name": "X", "orgnr": 974760673})).orgnr == "974760673"
    assert read(entry(employer={"name": "X", "orgnr": "tull"})).orgnr is None


def test_times_without_a_zone_are_norwegian() -> None:
    assert instant("2026-07-01T12:00:00") == datetime(2026, 7, 1, 10, tzinfo=UTC)
    assert instant("2026-01-12T09:15:00.123456789+01:00[Europe/Oslo]").hour == 8
    assert only_date("1. des 2026") == date(2026, 12, 1)
    assert plain_text("a" * 500).endswith("…")


# --- what is refused ---------------------------------------------------------------------------------------------


def changed(path: str, value: object) -> dict[str, Any]:
    result = deepcopy(entry())
    *parents, name = path.split(".")
    target: Any = result
    for parent in parents:
        target = target[int(parent)] if parent.isdigit() else target[parent]
    if value is KeyError:
        del target[name]
    else:
        target[name] = value
    return result


@pytest.mark.parametrize(
    ("value", "field", "reason"),
    [
        (changed("uuid", None), "uuid", "verdien skal være tekst"),
        (changed("uuid", KeyError), "uuid", "feltet mangler"),
        (changed("uuid", ""), "uuid", "verdien har feil form"),
        (changed("uuid", "../../x"), "uuid", "verdien har feil form"),
        (changed("status", "AKTIV"), "status", "verdien skal være en av ACTIVE, INACTIVE, STOPPED, DELETED eller REJECTED"),
        (changed("sistEndret", "i går"), "sistEndret", "lar seg ikke lese"),
        (changed("sistEndret", 1700000000), "sistEndret", "lar seg ikke lese"),
        (changed("sistEndret", "9999-12-31T23:59:59-12:00"), "sistEndret", "lar seg ikke lese"),
        (changed("sistEndret", KeyError), "sistEndret", "feltet mangler"),
        (changed("ad_content", None), "ad_content", "innholdet mangler"),
        (changed("ad_content", []), "ad_content", "verdien skal være et objekt"),
        (changed("ad_content.title", ""), "ad_content.title", "feltet er tomt"),
        (changed("ad_content.title", KeyError), "ad_content.title", "feltet mangler"),
        (changed("ad_content.description", 5), "ad_content.description", "verdien skal være tekst"),
        (changed("ad_content.expires", "snart"), "ad_content.expires", "lar seg ikke lese"),
        (changed("ad_content.workLocations", "Rena"), "ad_content.workLocations", "verdien skal være en liste"),
        (changed("ad_content.workLocations.0.city", ["Rena"]), "ad_content.workLocations[0].city", "verdien skal være tekst"),
        (changed("ad_content.categoryList", {}), "ad_content.categoryList", "verdien skal være en liste"),
        (changed("ad_content.employer", "X"), "ad_content.employer", "verdien skal være et objekt"),
        ([], "", "skal være et objekt"),
        ("tekst", "", "skal være et objekt"),
        (json.loads((FIXTURES / "feed" / "page.json").read_text(encoding="utf-8")), "items", "en side av feeden"),
    ],
)
def test_faults_name_their_field_in_norwegian(value: object, field: str, reason: str) -> None:
    with pytest.raises(RecordError) as caught:
        read(value)
    assert caught.value.field == field
    assert reason in caught.value.reason
