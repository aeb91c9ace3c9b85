"""Having the innermost loops compiled: those that every pair of a night goes through."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function) -> Function:
    """Have a function compiled when it is first called: loops over whole numbers, or sums in an order of their own.

    What was compiled is kept on disk beside the code, or where the user's own programs keep such things; where neither can be
    written to it is compiled in each process.  It is kept for as long as the file of the function stays as it is: so the
    function uses nothing that is imported from another of our files, but is told.  Indices are not checked.
    """
    try:
        found = njit(cache=True, nogil=True, error_model="numpy")(function)
    except RuntimeError:
        found = njit(nogil=True, error_model="numpy")(function)
    return cast(Function, found)
