"""Serve an ASGI application in this process: ``python -m tradespec.probe.compat.host NAME PORT``.

``NAME`` is ``package.module:attribute`` as ASGI servers write it, the attribute dotted where it is a part of something. What is
no ASGI application itself is a factory, and called without arguments. ``package.module`` alone means its ``app``, or its
``create_app``. What cannot be served is told as one line of JSON, with the exit status `REFUSED`.
"""

from __future__ import annotations

import asyncio
import importlib
import inspect
import json
import os
import signal
import sys
import traceback
from typing import Any, Final

from tradespec.probe.compat.errors import REFUSED

__all__ = ["Refused", "application"]

USUAL: Final = ("app", "create_app")
ASGI_ARGUMENTS: Final = 3
"""``scope``, ``receive``, ``send``."""
WSGI_ARGUMENTS: Final = 2
"""``environ``, ``start_response``."""


class Refused(Exception):  # noqa: N818 - a state, as the errors beside it
    """There is no application of this name. ``message`` says what was expected and what came, ``next_step`` what to do."""

    def __init__(self, message: str, next_step: str) -> None:
        super().__init__(message)
        self.message = message
        self.next_step = next_step


def application(name: str) -> Any:
    """Return the ASGI application of a name; `Refused` where there is none."""
    module, _, attribute = name.partition(":")
    loaded = imported(module)
    found = pointed(loaded, module, attribute) if attribute else usual(loaded, module)
    where = f"{module}:{attribute or next(each for each in USUAL if getattr(loaded, each, None) is found)}"
    if takes(found) == ASGI_ARGUMENTS:
        return found
    made = called(found, where)
    if takes(made) != ASGI_ARGUMENTS:
        raise Refused(f"Expected {where} to return an ASGI application, got {kind(made)}", "Return the application.")
    return made


def imported(module: str) -> Any:
    """Import a module."""
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name and f"{module}.".startswith(f"{error.name}."):
            raise Refused(
                f"Expected a module {module}, got no module of the name {error.name} - at {os.getcwd()}",  # noqa: PTH109
                "Run it in the folder that the module is imported from, or name that folder in PYTHONPATH.",
            ) from error
        raise Refused(raised(f"{module} to be imported", error), "Install what it needs beside tradespec.") from error
    except (Exception, SystemExit) as error:
        raise Refused(raised(f"{module} to be imported", error), f"Try: python -c 'import {module}'") from error


def pointed(loaded: Any, module: str, attribute: str) -> Any:
    """Return a part of a module, found by its dotted name."""
    found = loaded
    for step in attribute.split("."):
        if not hasattr(found, step):
            raise Refused(f"Expected {attribute} in the module {module}, got no {step}", hint(loaded, module))
        found = getattr(found, step)
    return found


def usual(loaded: Any, module: str) -> Any:
    """Return what is served where no attribute is named."""
    found = [getattr(loaded, each, None) for each in USUAL]
    for each in found:
        if each is not None and not inspect.ismodule(each):
            return each
    raise Refused(f"Expected app or create_app in the module {module}, got neither", hint(loaded, module))


def hint(loaded: Any, module: str) -> str:
    """Return how to name what the module has."""
    names = [
        f"app:{module}:{name}"
        for name, each in vars(loaded).items()
        if not name.startswith("_") and not inspect.isclass(each) and takes(each) == ASGI_ARGUMENTS
    ]
    return f"It has {', '.join(names[:3])}." if names else f"Name the application: app:{module}:ATTRIBUTE"


def called(factory: Any, where: str) -> Any:
    """Call a factory."""
    needed = takes(factory)
    if needed is None:
        raise Refused(f"Expected an ASGI application at {where}, got {kind(factory)}", "Name the application itself.")
    if needed == WSGI_ARGUMENTS:
        raise Refused(
            f"Expected an ASGI application at {where}, got {kind(factory)} that takes two arguments, as WSGI does",
            "Wrap it, for example with a2wsgi.WSGIMiddleware, or start its server and name the URL.",
        )
    if needed or inspect.iscoroutinefunction(factory):
        raise Refused(
            f"Expected an ASGI application at {where}, or a factory without arguments, got {signature(factory)}",
            "Name a function that needs nothing and returns the application.",
        )
    try:
        return factory()
    except (Exception, SystemExit) as error:
        raise Refused(raised(f"{where} to make an application", error), "Call it by hand to see all of it.") from error


def takes(found: Any) -> int | None:
    """Return how many arguments something needs; three where it takes any number, None where it cannot be called."""
    if not callable(found):
        return None
    try:
        parameters = inspect.signature(found).parameters.values()
    except (TypeError, ValueError):
        return None
    if any(each.kind is each.VAR_POSITIONAL for each in parameters) and not inspect.isclass(found):
        return ASGI_ARGUMENTS
    named = {inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD}
    return sum(each.kind in named and each.default is each.empty for each in parameters)


def kind(found: Any) -> str:
    """Return what something is, for a message."""
    name = type(found).__name__
    return "nothing" if found is None else f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def signature(found: Any) -> str:
    """Return how something is called, for a message."""
    word = "async def " if inspect.iscoroutinefunction(found) else ""
    return f"{word}{getattr(found, '__name__', kind(found))}{inspect.signature(found)}"


def raised(what: str, error: BaseException) -> str:
    """Return what came in place of something, and the last line of code that is not of Python or of this file."""
    frames = [each for each in traceback.extract_tb(error.__traceback__) if "importlib" not in each.filename][1:]
    place = f" - at {frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    if isinstance(error, SyntaxError) and error.filename:
        place = f" - at {error.filename}:{error.lineno}"
    said = " ".join(str(error).split())[:200]
    return f"Expected {what}, got {type(error).__name__}{f': {said}' if said else ''}{place}"


async def serve(app: Any, port: int) -> None:
    """Serve until a signal asks to stop."""
    from granian.constants import Interfaces
    from granian.server.embed import Server

    server = Server(app, address="127.0.0.1", port=port, interface=Interfaces.ASGI, log_enabled=False)

    def stop() -> None:
        server.interrupt_signal = True
        server.main_loop_interrupt.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop)
    await server.serve()


def main(name: str, port: str) -> None:
    """Serve an application at a port of this machine."""
    try:
        try:
            import granian  # noqa: F401 - asked here, so that what is missing is told in a sentence
        except ModuleNotFoundError:
            raise Refused("Expected granian to serve an application, got none", "pip install granian") from None
        served = application(name)
    except Refused as error:
        sys.stdout.write(f"\n{json.dumps({'message': error.message, 'next_step': error.next_step})}\n")
        sys.exit(REFUSED)
    asyncio.run(serve(served, int(port)))


if __name__ == "__main__":
    main(*sys.argv[1:])
