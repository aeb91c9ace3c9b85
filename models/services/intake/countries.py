"""Where an education was taken: inside Norway, elsewhere in the EEA or outside, by the words of the school and the issuer."""

from __future__ import annotations

import re
from typing import Literal

from matcher.text import normalise
from models.services.intake.wordlists import word_set

Region = Literal["no", "eea", "non_eea"]

_EEA = (
    "sverige svensk sweden swedish danmark dansk denmark danish finland finsk finnish island islandsk "
    "iceland polen polsk poland polish "
    "polska polski tyskland tysk germany german deutschland nederland nederlandsk netherlands dutch "
    "belgia belgium frankrike fransk "
    "france french spania spansk spain spanish españa portugal portugisisk italia italiensk italy "
    "italian hellas gresk greece østerrike "
    "austria ungarn ungarsk hungary tsjekkia tsjekkisk czech slovakia slovakisk slovenia kroatia "
    "kroatisk croatia romania rumensk romanian "
    "bulgaria bulgarsk litauen litauisk lithuania latvia latvisk estland estisk estonia irland ireland "
    "irish sveits switzerland luxembourg "
    "malta kypros cyprus liechtenstein "
    "stockholm göteborg malmö uppsala lund karlstad falun mora malung örebro umeå dalarna värmland "
    "jämtland östersund linköping københavn "
    "copenhagen aarhus odense aalborg helsinki helsingfors turku åbo reykjavik warszawa kraków krakow "
    "gdańsk gdansk wrocław wroclaw poznań "
    "poznan łódź lublin katowice szczecin berlin hamburg münchen vilnius kaunas klaipeda riga daugavpils "
    "tallinn tartu bucuresti bucurești "
    "bukarest cluj iasi timisoara sofia plovdiv budapest praha prague bratislava zagreb madrid barcelona "
    "lisboa lisbon porto roma milano "
    "athen amsterdam rotterdam dublin "
    "socialstyrelsen sundhedsstyrelsen valvira lasarett högskolan högskola landstinget gymnasium "
    "akademia uniwersytet licencjat yrkeshögskola yrkeshögskolan lärosäte gymnasieskola gymnasiet"
)
_OUTSIDE = (
    "ukraina ukrainsk ukraine ukrainian russland russisk russia russian belarus hviterussland moldova "
    "georgia armenia aserbajdsjan "
    "kasakhstan usbekistan tyrkia tyrkisk turkey serbia serbisk bosnia bosnisk kosovo albania albansk "
    "makedonia montenegro storbritannia "
    "britisk england skottland wales uk usa amerikansk canada mexico brasil chile argentina peru colombia venezuela cuba "
    "syria syrisk irak irakisk iran iransk afghanistan afghansk pakistan pakistansk india indisk indian "
    "bangladesh nepal lanka kina kinesisk "
    "china japan korea thailand thai vietnam vietnamesisk filippinene filippinsk filipino philippines "
    "philippine indonesia malaysia myanmar "
    "burma kambodsja australia eritrea eritreisk etiopia etiopisk ethiopia somalia somalisk sudan "
    "sudansk kenya uganda tanzania rwanda "
    "burundi kongo congo nigeria ghana gambia senegal kamerun cameroon marokko marokkansk morocco "
    "algerie tunisia libya egypt egyptisk "
    "libanon lebanon jordan palestina palestinsk gaza israel jemen zimbabwe zambia "
    "kyiv kiev kharkiv kharkov lviv odesa odessa dnipro donetsk zjytomyr zhytomyr tsjernihiv chernihiv "
    "poltava mariupol kherson vinnytsia "
    "moskva moscow petersburg minsk istanbul ankara beograd belgrade sarajevo pristina tirana skopje "
    "london manchester damaskus damascus "
    "aleppo homs bagdad baghdad basra erbil teheran tehran kabul herat islamabad lahore karachi delhi "
    "mumbai kerala kochi dhaka kathmandu "
    "colombo bangkok manila iloilo cebu davao visayas luzon mindanao hanoi saigon asmara keren addis "
    "abeba ababa khartoum nairobi kampala kigali "
    "mogadishu hargeisa accra lagos kairo cairo beirut amman jakarta"
)
_NORWEGIAN = re.compile(
    r"videreg[åa]ende|vidareg[åa]ande|ungdomsskole|barneskole|folkehøgskule|folkehøgskole|yrkesskole|yrkesskule|hjelpepleierskole"
    r"|sykepleierskole|barnepleierskole|vernepleierskole|omsorgsskole|h[øo]gskolen|høyskolen|høgskulen|"
    r"fagskole|fagskule|fylkeskommune"
    r"|voksenopplæring|vaksenopplæring|karriere innlandet|\bkommune\b|\bntnu\b|oslomet|\binn\b|\buio\b|"
    r"\buib\b|\buit\b|\buia\b|\buis\b"
    r"|\bnmbu\b|\busn\b|\bhvl\b|\bnord universitet|\bvid\b|lovisenberg|diakonhjemmet|\baof\b|"
    r"folkeuniversitetet|studiesenter|\bvgs\b"
    r"|universitetet i (?:oslo|bergen|tromsø|stavanger|agder|innlandet|sørøst|nord|trondheim)|\bhelsedirektoratet|\bhk-dir"
)
_WORDS = re.compile(r"[^\W\d_]+")
_IN_EEA = frozenset(_EEA.split())
_NOT_IN_EEA = frozenset(_OUTSIDE.split())
_PLAIN_ENGLISH = word_set("college university school institute academy nursing hospital regulation commission medical council")


def region(*texts: str) -> Region | None:
    """Return where the words of ``texts`` point to, None when they do not tell.

    A named country decides before the kind of school; English names without a country stay undecided.
    """
    joined = normalise(" ".join(texts))
    words = set(_WORDS.findall(joined))
    if words & _NOT_IN_EEA:
        return "non_eea"
    if words & _IN_EEA:
        return "eea"
    if _NORWEGIAN.search(joined):
        return "no"
    return None


def looks_foreign(*texts: str) -> bool:
    """Tell whether a school or issuer has an English name, which Norwegian ones rarely write in a Norwegian document."""
    return bool(set(_WORDS.findall(normalise(" ".join(texts)))) & _PLAIN_ENGLISH)


def outside_eea(word: str) -> bool:
    """Tell whether a word of nationality or country lies outside the EEA ("ukrainsk")."""
    return normalise(word) in _NOT_IN_EEA


def country_words() -> frozenset[str]:
    """Return every word that names a foreign country, nationality or city."""
    return _IN_EEA | _NOT_IN_EEA
