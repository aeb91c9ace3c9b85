"""The share of full time that a person wants, told apart from the share that the person has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from models.services.intake.calendar_words import ANY_MONTH
from models.services.intake.said import Said
from models.services.intake.wordlists import word_set
from models.services.intake.words import NOT, Token, good_after, is_stop, nearest_cue, place_of, sentence

_SIGNS = word_set("% prosent prosents prosentar pst percent procent")
_TO = frozenset({"-", "–", "til", "to", "till", "eller", "or", "/"})
_AT_LEAST = word_set("minst minimum over least fra frå minimalt min")
_AT_MOST = word_set("maks maksimalt max maximum inntil opptil høyst høgst under most enn")
_OF_SOMETHING_ELSE = re.compile(r"rabatt|økning|vekst|svinn|rente|moms|sikker|score|karakter|omsetning|fravær|av\b|alkohol|lønn")
_FULL = re.compile(
    r"\b(?:full (?:stilling|jobb|tid)|hel stilling|heil stilling|fulltid(?:s\w*)?|full[- ]time|heltid|"
    r"heltids\w*|100-prosent)\b|\b(?:halv|50-prosent) (?:stilling|tid)\b|\bhalvtid\b|\bhalf[- ]time\b"
)
_PART_TOO = re.compile(r"\s{0,2}(?:eller|og|or|/|,)\s{0,2}(?:deltid|part|halv)")
_ABSOLUTE = re.compile(
    r"\babsolutt?\b|ikke aktuelt|uaktuelt|\babsolutely\b|kan (?:ikke|ikkje)(?: \w{1,10}){0,2} (?:mer|meir|"
    r"mindre) enn|må ha minst|ikke under|ikkje under|kan inte(?: \w{1,10}){0,2} mer än"
)
_SEASONAL = re.compile(rf"{ANY_MONTH.pattern}|resten av året|sesong|sommeren|vinteren|vintern")


def read_percent(text: str, words: Sequence[Token]) -> Iterator[Said]:
    """Yield ``percent`` ("50", "80-100", "70-" for at least, "-30" for at most) and ``percent_absolute``."""
    found: list[Said] = []
    place = 0
    while place < len(words):
        said, place = _percent_at(words, place)
        if said is not None:
            found.append(said)
    found += _in_words(text, words)
    yield from found
    if found:
        absolute = next(
            (hit for hit in _ABSOLUTE.finditer(text) if any(_same_sentence(words, hit.start(), said) for said in found)), None
        )
        if absolute is not None:
            yield Said("percent_absolute", "yes", absolute.start(), absolute.end())


def _percent_at(words: Sequence[Token], place: int) -> tuple[Said | None, int]:
    low = _share(words[place].text)
    if low is None:
        return None, place + 1
    high, last = low, place
    if _sign(words, last + 1):
        last += 1
    if last + 2 < len(words) and (words[last + 1].text in _TO or _between(words, place, last + 1)):
        upper = _share(words[last + 2].text)
        if upper is not None and (_sign(words, last + 3) or last > place):
            high, last = upper, last + 3 if _sign(words, last + 3) else last + 2
    signed = words[last].text in _SIGNS
    if not signed and not _bare_wish(words, place):
        return None, place + 1
    after = " ".join(token.text for token in words[last + 1 : last + 3])
    if high < low or _OF_SOMETHING_ELSE.match(after):
        return None, last + 1
    return _wanted(words, place, last, low, high), last + 1


def _wanted(words: Sequence[Token], first: int, last: int, low: int, high: int) -> Said | None:
    limit = _limit(words, first, last)
    cue = nearest_cue(words, first)
    suits = good_after(words, last + 1)
    fragment = _is_fragment(words, first, last)
    wanted = cue == "wish" or (cue is None and (suits is not None or bool(limit) or (fragment and low != high)))
    denied = not limit and any(token.text in NOT for token in words[max(0, first - 3) : first])
    if not wanted or denied or _is_seasonal(words, first, last):
        return None
    start = words[first].start
    if first and words[first - 1].text in {"eller", "or"} and low == high and not limit:
        limit = "least"  # «langturnus, eller 60 %»: another way to work less, with the share as the least
    value = f"{low}-{high}" if low != high else f"{low}-" if limit == "least" else f"-{high}" if limit == "most" else str(low)
    return Said("percent", value, start, words[last].end)


def _limit(words: Sequence[Token], first: int, last: int) -> str:
    before = [token.text for token in words[max(0, first - 4) : first]]
    after = " ".join(token.text for token in words[last + 1 : last + 4])
    if re.match(r"(?:eller|og|or) (?:mer|meir|oppover|more|høyere|over)", after) or after.startswith("+"):
        return "least"
    if re.match(r"(?:eller|or) (?:mindre|less|lavere|under)", after):
        return "most"
    refused = bool(set(before) & NOT)
    if before[-1:] and before[-1] in _AT_MOST and before[-1] != "under":
        more = "mindre" not in before and "less" not in before
        return ("most" if more else "least") if before[-1] == "enn" else "most"
    if before[-2:] == ["opp", "til"] or before[-2:] == ["up", "to"]:
        return "most"
    if before[-1:] == ["under"]:
        return "least" if refused else "most"
    if before[-1:] == ["over"]:
        return "most" if refused else "least"
    return "least" if set(before[-2:]) & (_AT_LEAST - {"over", "fra", "frå"}) else ""


def _share(word: str) -> int | None:
    if not word.isdecimal() or len(word) > 3:
        return None
    value = int(word)
    return value if 5 <= value <= 100 else None


def _sign(words: Sequence[Token], place: int) -> bool:
    return place < len(words) and words[place].text in _SIGNS


def _between(words: Sequence[Token], first: int, joint: int) -> bool:
    return words[joint].text in {"og", "and"} and first > 0 and words[first - 1].text in {"mellom", "between"}


def _bare_wish(words: Sequence[Token], place: int) -> bool:
    """Tell whether a number without a sign is a wished share («har 60 %, vil ha 90»)."""
    ends = place + 1 == len(words) or words[place + 1].text in {".", ",", "!", ";"}
    before = [token.text for token in words[max(0, place - 3) : place]]
    round_number = words[place].text.isdecimal() and int(words[place].text) % 5 == 0 and int(words[place].text) >= 20
    wish = (
        bool(set(before) & {"ha", "ønsker", "ønskjer", "ynskjer", "etter", "til", "want", "vil", "på"})
        and nearest_cue(words, place) == "wish"
    )
    return ends and round_number and wish and any(token.text in _SIGNS for token in words)


def _is_fragment(words: Sequence[Token], first: int, last: int) -> bool:
    before = words[first - 1] if first else None
    after = words[last + 1] if last + 1 < len(words) else None
    return (before is None or before.text == "," or is_stop(before)) and (
        after is None or after.text in {",", "fast"} or is_stop(after)
    )


def _is_seasonal(words: Sequence[Token], first: int, last: int) -> bool:
    start, end = sentence(words, first)
    return _SEASONAL.search(" ".join(token.text for token in words[max(start, first - 8) : min(end, last + 4)])) is not None


def _in_words(text: str, words: Sequence[Token]) -> Iterator[Said]:
    for hit in _FULL.finditer(text):
        place, last = place_of(words, hit.start()), place_of(words, hit.end() - 1)
        if nearest_cue(words, place) != "wish" or _PART_TOO.match(text, hit.end()) or _is_seasonal(words, place, last):
            continue
        half = hit[0].startswith(("halv", "half", "50"))
        before = [token.text for token in words[max(0, place - 3) : place]]
        if set(before) & NOT:
            if not half:
                yield Said("percent", "-99", hit.start(), hit.end())
        elif "deltid" not in before:
            yield Said("percent", "50" if half else "100", hit.start(), hit.end())


def _same_sentence(words: Sequence[Token], start: int, said: Said) -> bool:
    return sentence(words, place_of(words, start)) == sentence(words, place_of(words, said.start))
