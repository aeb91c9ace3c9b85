"""The catalogue prepared for reckoning: a column for each role, nearness of occupations, titles, reach and routes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from matcher.catalogue import Catalogue
from matcher.reach import Reach
from matcher.routes import RouteFinder
from matcher.titles import RoleLink, RoleLinker

Title = tuple[str, str | None]
"""A title as it is written, and its STYRK-08 code."""

SAME_WORK = 70
"""Nearness in percent from which practice in one occupation is practice in another."""

SAME_FAMILY = 60
"""Nearness of a wish for another role of the same family: the same kind of work, another post."""


class Domain:
    """What the engine derives from a catalogue once and shares between all pools and openings.

    Attributes
    ----------
    columns : dict of str to int
        Column of each health role (R01..), in order of id.
    nearness : ndarray of int16, shape (occupations, roles)
        Percent to which practice in an occupation (row) counts as practice in a role (column).
    affinity : ndarray of int16, shape (occupations, roles)
        Percent to which a wish for an occupation is a wish for a role: nearness both ways, and family.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.linker = RoleLinker().fit(catalogue)
        self.reach = Reach(catalogue)
        self.routes = RouteFinder(catalogue)
        health = sorted(role.id for role in catalogue.roles.values() if not role.outside)
        self.columns = {role: column for column, role in enumerate(health)}
        self.rows = {role: row for row, role in enumerate(sorted(catalogue.roles))}
        self.nearness, self.affinity = self._tables()
        self._links: dict[Title, RoleLink] = {}
        self._vectors: dict[tuple[str, str | None, bool], NDArray[np.int16]] = {}

    def _tables(self) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
        near = np.zeros((len(self.rows), len(self.columns)), dtype=np.int16)
        for role in self.catalogue.roles.values():
            row = self.rows[role.id]
            if role.id in self.columns:
                near[row, self.columns[role.id]] = 100
            for other, percent in role.near:
                # A health role lists whose practice counts with it; an occupation outside lists where its own counts.
                if role.outside and other in self.columns:
                    near[row, self.columns[other]] = percent
                elif not role.outside and other in self.rows:
                    near[self.rows[other], self.columns[role.id]] = max(near[self.rows[other], self.columns[role.id]], percent)
        wish = near.copy()
        for role_id, column in self.columns.items():
            family = self.catalogue.roles[role_id].family
            for occupation in self.catalogue.roles.values():
                row = self.rows[occupation.id]
                if not occupation.outside and occupation.family == family:
                    wish[row, column] = max(wish[row, column], SAME_FAMILY)
                if occupation.id in self.columns:
                    wish[row, column] = max(wish[row, column], near[self.rows[role_id], self.columns[occupation.id]])
        return near, wish

    def prepare_titles(self, titles: Iterable[Title]) -> None:
        """Link every distinct title that has not been seen yet, all at once."""
        new = self.unseen(titles)
        self.remember(new, self.linker.link_many(new))

    def unseen(self, titles: Iterable[Title]) -> list[Title]:
        """Return the distinct titles that have not been linked yet, in order."""
        return sorted({title for title in titles if title not in self._links}, key=lambda pair: (pair[0], pair[1] or ""))

    def remember(self, titles: Sequence[Title], links: Sequence[RoleLink]) -> None:
        """Take in what :attr:`linker` says of some titles, wherever it was asked."""
        self._links |= zip(titles, links, strict=True)

    def link(self, title: str, styrk08: str | None) -> RoleLink:
        """Return the roles that a title stands for."""
        if (title, styrk08) not in self._links:
            self.prepare_titles([(title, styrk08)])
        return self._links[title, styrk08]

    def vector(self, title: str, styrk08: str | None, *, wished: bool) -> NDArray[np.int16]:
        """Return nearness (or, for a wish, affinity) of a title to each role, in percent, shape (roles,).

        Where the title fits several roles, each counts by its share of the best one's similarity.
        """
        key = (title, styrk08, wished)
        if key not in self._vectors:
            link = self.link(title, styrk08)
            table = self.affinity if wished else self.nearness
            best = np.zeros(len(self.columns), dtype=np.int16)
            top = link.roles[0][1] if link.roles else 1.0
            for role, similarity in link.roles:
                share = round(100 * similarity / top) if top > 0 else 0
                np.maximum(best, table[self.rows[role]] * share // 100, out=best)
            self._vectors[key] = best
        return self._vectors[key]

    def family(self, title: str, styrk08: str | None) -> str | None:
        """Return the family of the role that a title most likely stands for, or None."""
        link = self.link(title, styrk08)
        return self.catalogue.roles[link.roles[0][0]].family if link.roles else None
