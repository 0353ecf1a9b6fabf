"""How to get into a server: the ``[probe]`` tables of ``tradespec.toml``.

::

    [probe]
    alone = ["revokeKey", "resetSandbox"]   # operations that take away what other cases stand on: each runs by itself, last

    [[probe.keys]]                          # keys to sign with, the first is used where one is enough
    id = "tsk_..."
    algorithm = "hmac-sha256"               # or ed25519
    secret_env = "EXCHANGE_SECRET"          # where the secret is, in base64; or secret = "..." for keys that are public

    [probe.headers]                         # sent as they are; ${NAME} is taken from the environment
    Authorization = "Bearer ${EXCHANGE_TOKEN}"

    [probe.query]                           # the same for query parameters
    api_key = "${EXCHANGE_KEY}"

A signing that the contract has no word for is named as ``sign = "module:function"`` in ``[probe]``: the function gets the
method, the path with its query, and the body as bytes, and returns the headers to add.
"""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tradespec.probe.compat.ways import Access
from tradespec.probe.signing import Credentials

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ProbeSettings", "find_settings", "read_settings"]

SETTINGS_FILE: Final = "tradespec.toml"
KNOWN: Final = ("alone", "headers", "keys", "query", "sign")
FROM_ENVIRONMENT: Final = re.compile(r"\$\{(\w+)\}")
KEY_WORDS: Final = frozenset({"id", "algorithm", "secret", "secret_env"})


@dataclass(frozen=True, slots=True)
class ProbeSettings:
    """What the file says."""

    access: Access = field(default_factory=Access)
    alone: tuple[str, ...] = ()


def find_settings(source: str | Path) -> Path | None:
    """Return the ``tradespec.toml`` beside a document or a folder, or in the nearest folder above it; None where none is."""
    start = Path(source).resolve()
    return next((each / SETTINGS_FILE for each in (start, *start.parents) if (each / SETTINGS_FILE).is_file()), None)


def read_settings(path: Path) -> ProbeSettings:
    """Read the file; `ValueError` with place and next step in one sentence where it says what cannot be followed."""
    try:
        table = tomllib.loads(path.read_text("utf-8")).get("probe", {})
    except OSError as error:
        raise ValueError(f"Expected a settings file, got: {error.strerror} - at {path}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"Expected TOML, got something else: {error} - at {path}") from error
    if not isinstance(table, dict):
        raise ValueError(f"Expected a table, got {table!r} - at {path}: probe")  # noqa: TRY004 - one kind of complaint
    if unknown := sorted(table.keys() - set(KNOWN)):
        raise ValueError(f"Expected {', '.join(KNOWN)}, got {unknown[0]!r} - at {path}: [probe]")
    keys = table.get("keys", [])
    if not isinstance(keys, list):
        raise ValueError(f"Expected [[probe.keys]] tables, got {keys!r} - at {path}: [probe] keys")  # noqa: TRY004 - as above
    credentials = tuple(key(each, f"{path}: [[probe.keys]] {at}") for at, each in enumerate(keys, 1))
    sign = table.get("sign", "")
    if not isinstance(sign, str) or (sign and sign.count(":") != 1):
        raise ValueError(f"Expected module:function, got {sign!r} - at {path}: [probe] sign")
    headers, query = (texts(table.get(word, {}), f"{path}: [probe.{word}]") for word in ("headers", "query"))
    return ProbeSettings(Access(credentials, headers, query, sign), names(table, path))


def key(table: Any, where: str) -> Credentials:
    """Read one key."""
    if not isinstance(table, dict) or not table.keys() <= KEY_WORDS:
        raise ValueError(f"Expected id, algorithm, and secret or secret_env, got {table!r} - at {where}")
    secret = table.get("secret")
    if name := table.get("secret_env"):
        secret = os.environ.get(str(name))
        if secret is None:
            raise ValueError(f"Expected the secret in the environment variable {name}, got none - at {where}")
    values = (table.get("id"), table.get("algorithm"), secret)
    if not all(isinstance(each, str) and each for each in values):
        raise ValueError(f"Expected id, algorithm, and secret or secret_env as text, got something else - at {where}")
    return Credentials(*map(str, values))


def texts(table: Any, where: str) -> Mapping[str, str]:
    """Read names and texts, with what they take from the environment."""
    if not isinstance(table, dict) or not all(isinstance(each, str) for each in table.values()):
        raise ValueError(f"Expected names and texts, got {table!r} - at {where}")
    return {
        name: FROM_ENVIRONMENT.sub(lambda found: from_environment(found[1], where), text)
        for name, text in table.items()
    }


def from_environment(name: str, where: str) -> str:
    """Return a variable of the environment; `ValueError` where it is not set."""
    value = os.environ.get(name)
    if value is None:
        raise ValueError(f"Expected the environment variable {name}, got none - at {where}")
    return value


def names(table: Mapping[str, Any], path: Path) -> tuple[str, ...]:
    """Read the operations that run alone."""
    found = table.get("alone", [])
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise ValueError(f"Expected a list of operation ids, got {found!r} - at {path}: [probe] alone")
    return tuple(found)
