"""Import packages without what they load and hardly ever use.

The gate runs in every commit, and a tenth of a second is all that it takes; what compiled packages import on the side is a
good part of that. Where next to nothing is taken from such a module, another one stands in for it during the import.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["jsonschema_rs", "ryml", "standing_in"]


@cache
def jsonschema_rs() -> Any:
    """Return the package jsonschema-rs.

    While it is imported it reads the time of its own build, which nobody asks for, with a function of `email.utils`; that
    module loads sockets, calendars and encodings.
    """
    with standing_in("email.utils", parsedate_to_datetime=str):
        return import_module("jsonschema_rs")


@cache
def ryml() -> Any:
    """Return the package rapidyaml.

    It marks a few functions as deprecated with a package that compares versions; none of them is called here.
    """
    with standing_in("deprecation", deprecated=unmarked):
        return import_module("ryml")


@contextmanager
def standing_in(name: str, **members: Any) -> Iterator[None]:
    """Let a module of these members stand for another one, unless that is loaded already."""
    if name in sys.modules:
        yield
        return
    module = sys.modules[name] = ModuleType(name)
    vars(module).update(members)
    try:
        yield
    finally:
        if sys.modules.get(name) is module:
            del sys.modules[name]


def unmarked(*_: Any, **__: Any) -> Callable[[Any], Any]:
    """Stand for a decorator with arguments that leaves what it decorates as it is."""
    return lambda decorated: decorated
