"""Choosing by yes and no without a branch for each: many times faster than indexing by a mask, for the same answer."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

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
    where: NDArray[Any] = mask.view(np.int8)
    # All bits where the mask is true, none elsewhere: flip there the bits that differ.
    where = (-where).astype(array.dtype, copy=False) if array.dtype != np.uint8 else (-where).view(np.uint8)
    array ^= (array ^ array.dtype.type(value)) & where


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
    entries = [(level, entry) for level, entry in enumerate(table[:-1].tolist()) if entry]
    if len(entries) > _FEW_LEVELS:
        return table.take(levels)
    found = np.zeros(len(levels), dtype=np.int16)
    for level, entry in entries:
        share = (levels == level).astype(np.int16)
        share *= np.int16(entry)
        found += share
    return found


_FEW_LEVELS = 4
"""With more of them a look for each costs more than looking up."""
