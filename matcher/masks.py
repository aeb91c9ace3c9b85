"""Choosing among candidates by yes and no, and by a level, in one pass over them."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from matcher.compiled import compiled

Small = TypeVar("Small", np.int8, np.uint8, np.int16)


def put(array: NDArray[Small], mask: NDArray[np.bool_], value: int) -> None:
    """Write ``value`` where ``mask`` is true, in place.

    Parameters
    ----------
    array : ndarray of int8, uint8 or int16
        What is written to.
    mask : ndarray of bool, of the same shape
        Where.
    value : int
        One that the type of ``array`` can hold.
    """
    _put(array, mask, array.dtype.type(value))


@compiled
def _put(array: NDArray[Small], mask: NDArray[np.bool_], value: Small) -> None:
    for place in range(len(array)):
        array[place] = value if mask[place] else array[place]


def looked_up(table: NDArray[np.int16], levels: NDArray[np.int8]) -> NDArray[np.int16]:
    """Return the entry of ``table`` for each level; its last entry is 0 and stands for -1.

    Parameters
    ----------
    table : ndarray of int16, shape (levels + 1,)
        A few numbers.
    levels : ndarray of int8, shape (people,)
        Places in the table.

    Returns
    -------
    ndarray of int16, shape (people,)
    """
    found = np.empty(len(levels), dtype=np.int16)
    look_up(table, levels, found)
    return found


@compiled
def look_up(table: NDArray[Small], levels: NDArray[Any], found: NDArray[Small]) -> None:
    """Fill ``found`` with the entry of ``table`` for each level, -1 = the last entry."""
    for place in range(len(levels)):
        found[place] = table[levels[place]]


@compiled
def above(values: NDArray[np.int16], bounds: NDArray[np.int16]) -> NDArray[np.int8]:
    """Return how many of some bounds each value exceeds, shape (values,)."""
    found = np.zeros(len(values), dtype=np.int8)
    for bound in bounds:
        for place in range(len(values)):
            found[place] += np.int8(values[place] > bound)
    return found


@compiled
def pick(column: NDArray[Small], rows: NDArray[np.int64], found: NDArray[Small]) -> None:
    """Fill ``found`` with some rows of a column, shape (rows,)."""
    for place in range(len(rows)):
        found[place] = column[rows[place]]
