"""What an ad asks of a person, read clause by clause: education, experience, licences, language, skills and the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, pairwise

from matcher import lexicon, licences, norwegian, offers
from matcher.advert import MUST, NOT, SHOULD, Advert, Clause
from matcher.hits import Hit, locally_denied, strength

FACTS = frozenset({"police", "health:infection_status", "recognition:foreign", "test:physical"})
"""Demanded wherever they are named."""


def read(advert: Advert) -> list[Hit]:
    """Return every demand and wish of the ad about the person."""
    hits = list(_qualifications(advert))
    hits += norwegian.read(advert)
    hits += licences.read(advert)
    hits += _personal(advert)
    hits += _skills(advert)
    return hits


# --- education and experience ------------------------------------------------------------------------------------


def _qualifications(advert: Advert) -> Iterator[Hit]:
    """Yield qualifications and experience, equal alternatives of one sentence joined by ``|``."""
    tokens = [*_professions(advert), *_certificates(advert), *_degrees(advert), *_further(advert), *_experience(advert)]
    tokens = _without_overlaps(tokens)
    by_sentence: dict[tuple[int, str], list[Hit]] = {}
    for token in tokens:
        clause = advert.clause_at(token.start)
        if locally_denied(advert, clause, token):
            continue
        if (
            token.code != "student:health"
            and clause.section not in {"duty", "offer"}
            and offers.second_line(advert, token.start, token.end)
        ):
            if token.family != "experience":
                by_sentence.setdefault((clause.sentence, "alt"), []).append(token)
            continue
        how = strength(clause, token.family)
        if how is None and token.code.startswith("commit:fagbrev") and clause.section == "body" and clause.cue is None:
            how = MUST  # "du forplikter deg til å ta fagbrev": the verb is the demand
        if how is None and token.family == "experience" and _if_you(advert, clause):
            how = SHOULD
        if token.code.startswith("experience:years") and clause.section == "seek" and clause.cue is None:
            how = MUST  # a number of years is a demand also in a profile of the person sought
        if token.code == "student:health":
            how = how if clause.cue is not None else _invited(advert, clause)
        if (
            how is None
            and token.family == "qualification"
            and clause.section == "body"
            and clause.cue is None
            and not clause.offers
        ):
            sentence = advert.words(advert.sentences[clause.sentence])
            authorised = token.code.startswith("auth:") and lexicon.AUTHORISED.search(advert.words(clause))
            authorised = authorised or lexicon.YOU_ARE.match(sentence)
            how = MUST if authorised and not re.search(r"student|svensk|utland|utenland", advert.words(clause)) else None
        if how is not None:
            by_sentence.setdefault((clause.sentence, how), []).append(replace(token, strength=how))
    for (number, how), group in by_sentence.items():
        lead = advert.sentences[number].lead
        if lead and any(token.start > lead[1] and token.code.startswith("auth:") for token in group):
            tokens = [token for token in group if token.start > lead[1]]  # "Helsefagarbeider: autorisasjon som ..."
        else:
            tokens = group
        if how == "alt":
            yield from _second_line(tokens)
        else:
            yield from _alternatives(advert.text, tokens)


def _invited(advert: Advert, clause: Clause) -> str | None:
    """Return a wish where pupils are welcome; a list of those who may apply demands nothing."""
    words = advert.words(advert.sentences[clause.sentence])
    invited = clause.section in {MUST, SHOULD, "seek", "wish"} or re.search(
        r"velk|oppford|søk|er du|aktuel|passer|ser gjerne|foretrekk|føretrekk|\bevt\b|eventuelt", words
    )
    return SHOULD if invited and clause.section != "duty" else None


def _second_line(group: list[Hit]) -> Iterator[Hit]:
    for token in group:
        if token.code.startswith("auth:") or token.code == "degree:bachelor":
            yield replace(token, code=f"alt:{token.code}", strength=SHOULD)


def _alternatives(text: str, group: list[Hit]) -> Iterator[Hit]:
    """Join neighbours that the sentence offers as a choice; a comma joins when the list it stands in ends with "eller"."""
    group = sorted(group, key=lambda token: token.start)
    said: set[str] = set()
    joins: list[str] = []
    for left, right in pairwise(group):
        joins.append(_join(text[left.end : right.start], left, right))
    for index in range(len(joins) - 2, -1, -1):
        if joins[index] == "comma" and joins[index + 1] == "or":
            joins[index] = "or"
    start = 0
    for index, token in enumerate(group):
        if index < len(joins) and joins[index] == "or":
            continue
        run = group[start : index + 1]
        codes = dict.fromkeys(part.code for part in run)
        if all(code.startswith("experience:") for code in codes):  # "vasket eller jobbet på kjøkken": examples of one wish
            codes = dict.fromkeys([run[0].code])
        start = index + 1
        if set(codes) <= said:  # "under spesialisering (ALIS)" names one thing twice
            continue
        said |= set(codes)
        yield replace(run[0], code="|".join(codes), end=token.end)


_EITHER = re.compile(r"\b(?:eller|el|or|enten|evt|eventuelt|alternativt|for eksempel|f\.eks)\b(?![^,]{0,60}\beller\b)\.?,?|/")


def _join(gap: str, left: Hit, right: Hit) -> str:
    if len(gap) < 60 and (either := _EITHER.search(gap)) and "," not in gap[either.end() :]:
        return "or"
    same = left.code.split(":")[0] == right.code.split(":")[0] and left.family == right.family == "qualification"
    if same and re.fullmatch(
        r"[\s,]*(?:(?:og|samt|and|ev\.?)\W+)?(?:norsk \w{1,20} som |autorisert |autoriserte |som |i |en |ein )?", gap
    ):
        return "or"
    return "comma" if re.fullmatch(r"\s*,\s*(?:som |i |innen |fagbrev (?:som |i ))?", gap) else ""


_PREFERABLY = re.compile(r"\b(?:fortrinnsvis|helst|gjerne|ønskelig)\b")


def _professions(advert: Advert) -> Iterator[Hit]:
    for code, pattern in lexicon.PROFESSIONS:
        for match in pattern.finditer(advert.text):
            sentence = advert.sentence_at(match.start())
            before = advert.text[max(sentence.start, match.start() - 60) : match.start()]
            if lexicon.NOT_APPLICANT.search(before) or advert.text[match.end() : match.end() + 2] in {"st", "-s"}:
                continue
            words = advert.words(sentence)
            if code == "auth:any_health" and not lexicon.AUTHORISED.search(words):
                continue
            if code == "auth:LE" and not (lexicon.AUTHORISED.search(words) or re.search(r"utdan\w{0,20} |er $", before)):
                continue
            if lexicon.DEGREE_FOR_INSTANCE.search(words[: match.start() - sentence.start]) and not lexicon.AUTHORISED.search(
                words
            ):
                continue
            if (
                lexicon.DEGREE_WORD.search(before)
                and not _PREFERABLY.search(before)
                and not lexicon.AUTHORISED.search(words)
                and not lexicon.CERTIFICATE.search(before)
            ):
                continue
            if (
                lexicon.FURTHER.search(before.rsplit(",", 1)[-1])
                and not lexicon.AUTHORISED.search(before)
                and not re.search(r"\beller\b", before)
            ):
                continue
            on_paper = code == "auth:HF" and lexicon.CERTIFICATE.search(before) and not lexicon.AUTHORISED.search(words)
            named = "fagbrev:helsearbeiderfag" if on_paper else code
            yield Hit(code=named, strength="", start=match.start(), end=match.end(), family="qualification")


def _certificates(advert: Advert) -> Iterator[Hit]:
    named: set[int] = set()
    for code, pattern in lexicon.CERTIFICATES:
        for match in pattern.finditer(advert.text):
            sentence = advert.sentence_at(match.start())
            before = advert.text[sentence.start : match.start()]
            after = advert.text[match.end() : min(sentence.end, match.end() + 40)]
            if lexicon.NOT_APPLICANT.search(before[-60:]):
                continue
            cue = lexicon.CERTIFICATE.search(before) or re.match(r"\w{0,10} ?(?:med|og) fagbrev", after)
            if cue or code in lexicon.BARE_CERTIFICATES or (code == "fagbrev:kokk" and "utdan" in before):
                named.add(sentence.start)
                yield Hit(code=code, strength="", start=match.start(), end=match.end(), family="qualification")
    for match in lexicon.RELEVANT_CERTIFICATE.finditer(advert.text):
        sentence = advert.sentence_at(match.start())
        words = advert.words(sentence)
        if sentence.start in named or any(pattern.search(words) for _, pattern in lexicon.PROFESSIONS[:5]):
            continue
        if (
            (lexicon.OTHER_TRADE.match(advert.text, match.end()) and match.group() in {"fagbrev", "faglært"})
            or offers.LAST_RESORT.search(words)
            or re.search(r"på jobb|(?:ta|til|mot) fagbrev|(?:uten|utan|ikke|ikkje) (?:\w{1,20} )?fagbrev|lærling|veileder", words)
            or match.group() == "faglært"
        ):
            continue
        yield Hit(code="fagbrev:relevant", strength="", start=match.start(), end=match.end(), family="qualification")


def _degrees(advert: Advert) -> Iterator[Hit]:
    for code, pattern in lexicon.DEGREES:
        for match in pattern.finditer(advert.text):
            before = advert.text[max(0, match.start() - 60) : match.start()]
            profession = lexicon.OF_PROFESSION.match(advert.text, match.end())
            if profession and lexicon.AUTHORISED.search(advert.words(advert.sentence_at(match.start()))):
                continue  # "bachelor som sykepleier med norsk autorisasjon" is an authorisation
            if not lexicon.NOT_APPLICANT.search(before):
                yield Hit(code=code, strength="", start=match.start(), end=match.end(), family="qualification")


def _further(advert: Advert) -> Iterator[Hit]:
    for code, pattern in lexicon.OWN_NAMES:
        for match in pattern.finditer(advert.text):
            if code != "vg2:helsearbeiderfag" or not re.search(r"elev", advert.words(advert.sentence_at(match.start()))):
                yield Hit(code=code, strength="", start=match.start(), end=match.end(), family="qualification")
    for code, pattern in lexicon.SPECIALTIES:
        for match in pattern.finditer(advert.text):
            sentence = advert.sentence_at(match.start())
            before = advert.text[max(sentence.start, match.start() - 90) : match.start()]
            cues = list(lexicon.FURTHER.finditer(before))
            if not cues:
                continue
            between = before[cues[-1].end() :]
            if lexicon.EXPERIENCE.search(between) or lexicon.DEGREE_WORD.search(before):
                continue
            yield Hit(code=code, strength="", start=match.start(), end=match.end(), family="qualification")


def _experience(advert: Advert) -> Iterator[Hit]:
    years = list(lexicon.YEARS.finditer(advert.text))
    for match in years:
        number = match.group(1)
        value = int(number) if number.isdigit() else lexicon.NUMBERS[number]
        yield Hit(code=f"experience:years>={value}", strength="", start=match.start(), end=match.end(), family="experience")
    long = list(lexicon.LONG.finditer(advert.text))
    for match in long:
        before = advert.text[max(0, match.start() - 25) : match.start()]
        if not re.search(r"\b(?:vi|kommunen|som) har $|\bhar (?:vi )?$", before) or advert.clause_at(match.start()).section in {
            MUST,
            SHOULD,
            "seek",
            "wish",
        }:
            yield Hit(code="experience:long", strength="", start=match.start(), end=match.end(), family="experience")
    said = [*years, *long]
    listed = (
        worked
        for sentence in advert.sentences
        if sentence.bullet and (worked := lexicon.HAVING_WORKED.match(advert.text, sentence.start))
    )
    for match in chain(lexicon.EXPERIENCE.finditer(advert.text), listed):
        clause = advert.clause_at(match.start())
        sentence = advert.sentences[clause.sentence]
        before = advert.text[max(sentence.start, match.start() - 40) : match.start()]
        if lexicon.NOT_EXPERIENCE.search(before) or any(-3 < match.start() - other.start() < 45 for other in said):
            continue
        rest = lexicon.NEXT_WISH.split(advert.text[match.start() : min(sentence.end, match.end() + 90)], maxsplit=1)[0]
        near = rest.split(",")[0]
        if any(pattern.search(near) for code, pattern in lexicon.SKILLS if code in {"skill:ehr", "skill:roster", "skill:it"}):
            continue
        if re.match(r"praksis(?:plass|student|veiled|periode)", match.group()):
            continue
        kinds = [(found.start(), code) for code, pattern in lexicon.KINDS if (found := pattern.search(rest))]
        if (
            kinds
            and (care := lexicon.CARE_WORK.search(rest))
            and care.start() < min(kinds)[0] - 3
            and "," in rest[: min(kinds)[0]]
        ):
            kinds = []  # "omsorg, renhold eller service": care comes first
        code = min(kinds)[1] if kinds else "experience:relevant"
        yield Hit(code=code, strength="", start=match.start(), end=match.end(), family="experience")


def _without_overlaps(tokens: list[Hit]) -> list[Hit]:
    """Return the tokens in order of the text; where two share words, the longer stands."""
    kept: list[Hit] = []
    for token in sorted(tokens, key=lambda token: (token.start, token.start - token.end)):
        if kept and token.start < kept[-1].end:
            if token.end - token.start > kept[-1].end - kept[-1].start:
                kept[-1] = token
            continue
        kept.append(token)
    return kept


def _if_you(advert: Advert, clause: Clause) -> bool:
    """Return whether a sentence without a cue is a condition about the applicant: "Har du bakgrunn fra butikk, ..."."""
    sentence = advert.sentences[clause.sentence]
    return clause.cue is None and clause.section in {"body", "seek"} and lexicon.IF_YOU.match(advert.words(sentence)) is not None


# --- personal demands, skills ----------------------------------------------------------------------------


def _personal(advert: Advert) -> Iterator[Hit]:
    for match in lexicon.AGE.finditer(advert.text):
        clause = advert.clause_at(match.start())
        before = advert.text[clause.start : match.start()]
        if not lexicon.GROUP.search(before) and not lexicon.PAY.search(before) and strength(clause, "person"):
            number = match.group(1) or match.group(2)
            yield Hit(code=f"age:{number}", strength=strength(clause, "person") or MUST, start=match.start(), end=match.end())
    for code, pattern in lexicon.PERSONAL:
        for match in pattern.finditer(advert.text):
            clause = advert.clause_at(match.start())
            how = _personal_strength(code, clause)
            if how is None and code == "physical" and _states(advert, clause, match.start()):
                how = MUST
            if how:
                yield Hit(code=code, strength=how, start=match.start(), end=match.end())


def _states(advert: Advert, clause: Clause, place: int) -> bool:
    """Return whether running text states what the person must be: "God fysisk form, ...", "Du har god helse ..."."""
    sentence = advert.sentences[clause.sentence]
    return (
        clause.cue is None
        and clause.section == "body"
        and not clause.offers
        and (place == sentence.start or lexicon.YOU_CAN.match(advert.words(sentence)) is not None)
    )


def _personal_strength(code: str, clause: Clause) -> str | None:
    if clause.cue == NOT:
        return None
    if code in FACTS:
        return MUST
    if code == "other:male_preferred":
        return SHOULD
    if code == "other:lives_nearby":  # a home near by is seldom more than a wish: only a plain "må" makes it one
        return MUST if clause.cue == MUST else (SHOULD if strength(clause, "trait") else None)
    return strength(clause, "person" if code in {"licence:160", "car:own", "ysk"} else "trait")


def _skills(advert: Advert) -> Iterator[Hit]:
    for code, pattern in lexicon.SKILLS:
        for match in pattern.finditer(advert.text):
            clause = advert.clause_at(match.start())
            how = strength(clause, "skill") or (SHOULD if _if_you(advert, clause) else None)
            if how is None and _states(advert, clause, -1):
                how = MUST
            if (
                how
                and not (clause.offers and clause.cue is None)
                and not locally_denied(advert, clause, Hit(code=code, strength="", start=match.start(), end=match.end()))
                and not lexicon.BECAUSE_OF.search(advert.text[max(clause.start, match.start() - 25) : match.start()])
            ):
                yield Hit(code=code, strength=how, start=match.start(), end=match.end())
