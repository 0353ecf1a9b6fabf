"""The short way into a command whose parameters are declared with `tradespec.cli.declare`.

It understands what is plainly right: known options with good values, all arguments there. Anything else is left to Typer,
which says what is wrong with it.
"""

from __future__ import annotations

import os
from enum import Enum
from importlib import import_module
from pathlib import Path
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from tradespec.cli.declare import Argument, Option

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

COMMANDS: Final = frozenset({"breaking", "changelog", "diff"})
"""The commands that declare all their parameters so."""


class Unclear(Exception):  # noqa: N818 - no error: Typer takes over
    """The call is not plainly right."""


def understood(args: Sequence[str]) -> Callable[[], object] | None:
    """Return the call that the arguments of the process mean; None where Typer has to look at them."""
    if not args or args[0] not in COMMANDS:
        return None
    function = getattr(import_module(f"tradespec.cli.{args[0]}"), args[0])
    try:
        given = parsed(function, args[1:])
    except Unclear:
        return None
    return lambda: function(**given)


def parsed(function: Callable[..., object], args: Sequence[str]) -> dict[str, Any]:
    """Return parameter -> value; `Unclear` for what is not plainly right."""
    hints = get_type_hints(function, include_extras=True)
    declared = {name: hint for name, hint in hints.items() if hasattr(hint, "__metadata__")}
    positions = [name for name, hint in declared.items() if isinstance(hint.__metadata__[0], Argument)]
    options = {
        option: name
        for name, hint in declared.items()
        if isinstance(hint.__metadata__[0], Option)
        for option in hint.__metadata__[0].names
    }
    given: dict[str, Any] = {}
    words: list[str] = []
    for option, text in split(args, {option for option, name in options.items() if declared[name].__origin__ is bool}):
        if option is None:
            words.append(text)
        elif option not in options:
            raise Unclear
        else:
            name = options[option]
            given[name] = value_of(declared[name].__origin__, text, given.get(name))
    if len(words) != len(positions):
        raise Unclear
    return dict(zip(positions, words, strict=True)) | given


def split(args: Sequence[str], flags: set[str]) -> Iterator[tuple[str | None, str]]:
    """Yield (option, its text) and (None, argument), in the order in which they stand."""
    left = iter(args)
    for arg in left:
        if not arg.startswith("-"):
            yield None, arg
            continue
        option, equals, text = arg.partition("=")
        if option in flags:
            text = "" if not equals else "-"
        elif not equals:
            text = next(left, "-")
        if not option.startswith("--") or text.startswith("-"):
            raise Unclear
        yield option, text


def value_of(kind: Any, text: str, before: Any) -> Any:
    """Return the value that a text means for a parameter; ``before`` is what the same option said earlier."""
    if get_origin(kind) in {Union, UnionType}:
        kind = next(each for each in get_args(kind) if each is not NoneType)
    if kind is bool:
        return True
    if get_origin(kind) is list:
        return [*(before or ()), value_of(get_args(kind)[0], text, None)]
    if get_origin(kind) is Literal and text in get_args(kind):
        return text
    if isinstance(kind, type) and issubclass(kind, Enum) and text in [each.value for each in kind]:
        return kind(text)
    if kind is Path and text and (not os.path.lexists(text) or (os.path.isfile(text) and os.access(text, os.R_OK))):  # noqa: PTH113 - as cheap as it is
        return Path(text)
    if kind is str:
        return text
    raise Unclear
