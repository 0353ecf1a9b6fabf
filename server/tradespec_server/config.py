"""How a server is run: one record, from the command line and the environment."""

from __future__ import annotations

import argparse
import ipaddress
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["Config", "read_config"]

_PORT_MAX = 65_535
_TRUE, _FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


@dataclass(frozen=True, slots=True)
class Config:
    """Settings of a server.

    Attributes:
        host: Address to listen at.
        port: Port to listen at; 0 takes a free one.
        data: Directory of journal, store, keys. Made when missing.
        demo: Whether the demo accounts get keys. On a loopback address these are the published demo keys.
        market_maker: Whether the small market maker keeps the book alive.
        validate_responses: Whether answers are checked against the contract too (slower; for tests).
        bound: Whether `BoundOperations` serves the operations; False leaves them to Connexion's own stack.
        limit_factor: Multiplies capacity and refill of every rate limit, for load tests.
        body_bytes_max: Largest request body.
        body_timeout_s: How long a request body may take to arrive.
        log_level: `debug`, `info`, `warning` or `error`.
        log_format: `json`, or `console` for people.
        banner: Whether to greet on standard output.
    """

    host: str = "127.0.0.1"
    port: int = 8080
    data: Path = Path("var")
    demo: bool = True
    market_maker: bool = True
    validate_responses: bool = False
    bound: bool = True
    limit_factor: float = 1.0
    body_bytes_max: int = 1 << 20
    body_timeout_s: float = 10.0
    log_level: str = "warning"
    log_format: str = "console"
    banner: bool = True

    @property
    def is_loopback(self) -> bool:
        """Return whether only this machine can reach the server."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    @property
    def url(self) -> str:
        """Return where the server is reached."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"


def read_config(arguments: Sequence[str] | None = None, environment: Mapping[str, str] | None = None) -> Config:
    """Return the settings: command line over environment (`TRADESPEC_PORT`, ...) over defaults.

    Raises:
        SystemExit: A setting is wrong; the text says which and what it expects.
    """
    environment = os.environ if environment is None else environment
    parser = argparse.ArgumentParser(
        prog="python -m tradespec_server", description="Run the exchange.", allow_abbrev=False
    )
    for name, (convert, default, text) in _OPTIONS.items():
        value = environment.get(_variable(name))
        # argparse puts a default that is text through `type`, so the environment is checked like the command line.
        parser.add_argument(
            f"--{name}", type=convert, default=default if value is None else value, help=f"{text} [{_variable(name)}]"
        )
    for name, (on, text) in _SWITCHES.items():
        value = environment.get(_variable(name), "").lower()
        if value and value not in _TRUE | _FALSE:
            parser.error(f"Expected 1 or 0, got {value!r} - at the environment variable {_variable(name)}.")
        parser.add_argument(
            f"--{name}",
            action=argparse.BooleanOptionalAction,
            default=value in _TRUE if value else on,
            help=f"{text} [{_variable(name)}]",
        )
    return Config(**vars(parser.parse_args(arguments)))


def _variable(name: str) -> str:
    return f"TRADESPEC_{name.replace('-', '_').upper()}"


def _port(text: str) -> int:
    if not text.isdigit() or int(text) > _PORT_MAX:
        raise argparse.ArgumentTypeError(f"Expected a port from 0 to {_PORT_MAX}, got {text!r}.")
    return int(text)


def _positive(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"Expected a number above zero, got {text!r}.")
    return value


def _one_of(*words: str) -> Callable[[str], str]:
    def convert(text: str) -> str:
        if text not in words:
            raise argparse.ArgumentTypeError(f"Expected {' or '.join(words)}, got {text!r}.")
        return text

    return convert


_DEFAULTS = Config()
_OPTIONS: dict[str, tuple[Callable[[str], Any], Any, str]] = {
    "host": (str, _DEFAULTS.host, "address to listen at"),
    "port": (_port, _DEFAULTS.port, "port to listen at; 0 takes a free one"),
    "data": (Path, _DEFAULTS.data, "directory of journal, store and keys"),
    "limit-factor": (_positive, _DEFAULTS.limit_factor, "multiplies every rate limit, for load tests"),
    "log-level": (_one_of("debug", "info", "warning", "error"), _DEFAULTS.log_level, "least severe events to log"),
    "log-format": (_one_of("console", "json"), _DEFAULTS.log_format, "console or json"),
}
_SWITCHES = {
    "demo": (_DEFAULTS.demo, "keys for the demo accounts"),
    "market-maker": (_DEFAULTS.market_maker, "a market maker that keeps the book alive"),
    "validate-responses": (_DEFAULTS.validate_responses, "check answers against the contract too"),
    "banner": (_DEFAULTS.banner, "a greeting with addresses and demo keys"),
}
