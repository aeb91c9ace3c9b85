"""An allocation in words: how many jobs can be filled, and what it trades against taking the best one by one."""

from __future__ import annotations

from models.services.ranking.placing import Counted, Tally, Trade
from web import i18n
from web.phrases.codes import STRENGTHS
from web.phrases.texts import gettext, ngettext


def answer(total: Tally) -> str:
    """Return the answer of the page: how many jobs can be filled now, later, and not at all."""
    if not total.positions:
        return gettext("Det er ingen ledige jobber nå.")
    parts = [
        gettext(
            "%(filled)s av %(positions)s ledige jobber kan fylles nå.",
            filled=i18n.number(total.filled),
            positions=i18n.number(total.positions),
        )
    ]
    if total.later:
        parts.append(ngettext("%(num)d til har noen som er på vei.", "%(num)d til har noen som er på vei.", total.later))
    if total.empty:
        parts.append(ngettext("%(num)d står uten noen.", "%(num)d står uten noen.", total.empty))
    return " ".join(parts)


def trade_rows(trade: Trade) -> list[tuple[str, int, int]]:
    """Return the proposal beside the best pairs taken one after the other: what is counted, and the two numbers."""
    rows = [(gettext("Jobber som fylles"), trade.filled, trade.first_come)]
    rows += [
        (str(words), trade.strengths.get(key, 0), trade.first_come_strengths.get(key, 0)) for key, words in STRENGTHS.items()
    ]
    return [*rows, (gettext("Må avklares først"), trade.questions, trade.first_come_questions)]


def trade_lines(counted: Counted) -> list[str]:
    """Return what the proposal gains and what it gives up, a sentence each."""
    trade = counted.trade
    more = trade.filled - trade.first_come
    lines = [
        ngettext("Forslaget fyller %(num)d jobb mer.", "Forslaget fyller %(num)d jobber mer.", more)
        if more
        else gettext("Forslaget fyller like mange."),
        ngettext(
            "Øverst i listene står bare %(num)d person, til %(positions)s jobber.",
            "Øverst i listene står %(num)d ulike personer, til %(positions)s jobber.",
            trade.first_choices,
            positions=i18n.number(counted.total.positions),
        ),
    ]
    if trade.gave_way:
        lines.append(
            ngettext(
                "%(num)d jobb går derfor til en som står lenger ned på listen.",
                "%(num)d jobber går derfor til noen som står lenger ned på listen.",
                trade.gave_way,
            )
        )
    if counted.left_out:
        lines.append(
            ngettext(
                "%(num)d treff er ikke med, fordi noen har sagt nei eller vurdert at det ikke passer.",
                "%(num)d treff er ikke med, fordi noen har sagt nei eller vurdert at det ikke passer.",
                counted.left_out,
            )
        )
    return lines
