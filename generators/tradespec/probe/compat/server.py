"""The columns of the matrix: a running URL, an ASGI application, or a git revision of this project.

Applications and revisions are started in processes of their own, on free ports, each time with fresh data, and stopped
when they are no longer needed.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from abc import ABC, abstractmethod
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tradespec.contract import read_file
from tradespec.document import DocumentError
from tradespec.probe.compat.errors import REFUSED, CompatError, Unreachable, Unreadable
from tradespec.probe.compat.wire import is_local

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tradespec.contract import Contract

__all__ = ["AppServer", "RevisionServer", "Server", "UrlServer", "parse_server"]

START_SECONDS = 30.0
STOP_SECONDS = 10.0
ANSWER_SECONDS = 10.0
POLL_SECONDS = 0.05
DOCUMENTS = ("/openapi.json", "/openapi.yaml")
PUBLISHED = "tradespec-published-"
"""How the folders begin that hold what servers published while it is read."""
APPLICATION = re.compile(r"(?!\d)\w+(\.(?!\d)\w+)*(:(?!\d)\w+(\.(?!\d)\w+)*)?")
"""``package.module`` or ``package.module:attribute``, both dotted."""
START_CLI = "import sys; from tradespec.cli import main; sys.exit(main())"


@dataclass(frozen=True)
class Server:
    """A server under test. ``name`` is the heading of its column."""

    name: str
    spec: str | None = None
    """The server's own document, where it is named rather than asked for."""

    @contextmanager
    def prepared(self) -> Iterator[None]:
        """Hold what all starts of this server share."""
        yield

    @contextmanager
    def running(self, *, busy: bool) -> Iterator[str]:  # noqa: ARG002 - for servers that are started
        """Yield the URL of the server, for as long as it runs. ``busy``: it has to bear many requests, and is not alone."""
        yield self.name

    def contract(self, url: str) -> Contract | None:
        """Return the server's own contract: the one named, or the one it publishes; None where there is neither."""
        if self.spec:
            try:
                return read_file(self.spec)
            except DocumentError as error:
                raise Unreadable(str(error), error.next_step or "Correct --server-spec.") from error
        for path in DOCUMENTS:
            if found := published(url.rstrip("/") + path):
                return found
        return None

    def spelled(self, file: str) -> str:
        """Return a file of the server's document as a reader knows it: what it published has no file."""
        return f"{self.name}/{Path(file).name}" if PUBLISHED in file else file


@dataclass(frozen=True)
class UrlServer(Server):
    """A server that runs already, at the URL that is its name."""

    @contextmanager
    def running(self, *, busy: bool) -> Iterator[str]:  # noqa: ARG002 - it is as it is
        """Yield the URL when something answers there."""
        await_answer(self.name, None)
        yield self.name


@dataclass(frozen=True)
class StartedServer(Server, ABC):
    """A server that is started from a command, in a folder of its own for data."""

    @abstractmethod
    def command(self, port: int, scratch: Path) -> list[str]:
        """Return what to run."""

    def environment(self) -> dict[str, str]:
        """Return what to add to the environment."""
        return {}

    @contextmanager
    def running(self, *, busy: bool) -> Iterator[str]:
        """Start the server, yield its URL when it answers, stop it afterwards."""
        with tempfile.TemporaryDirectory(prefix="tradespec-compat-") as folder:
            scratch, port = Path(folder), free_port()
            # The exchange of this project reads these; other applications have names of their own.
            own = {"TRADESPEC_DATA": str(scratch / "data"), "TRADESPEC_MARKET_MAKER": "1" if busy else "0"}
            own |= {"TRADESPEC_LIMIT_FACTOR": "100000"} if busy else {}
            log = scratch / "server.log"
            with log.open("wb") as out:
                process = subprocess.Popen(  # noqa: S603 - our own interpreter
                    self.command(port, scratch),
                    stdout=out,
                    stderr=subprocess.STDOUT,
                    env={**os.environ, "PYTHONUNBUFFERED": "1", **own, **self.environment()},
                )
            try:
                url = f"http://127.0.0.1:{port}"
                await_answer(url, process, self.name, log)
                yield url
            finally:
                stop(process)


@dataclass(frozen=True)
class AppServer(StartedServer):
    """An ASGI application: ``app:package.module`` (its ``app`` or ``create_app``), or ``app:package.module:attribute``."""

    target: str = ""
    """``package.module`` or ``package.module:attribute``."""

    def command(self, port: int, scratch: Path) -> list[str]:  # noqa: ARG002 - an application needs no folder
        """Serve the application."""
        return [sys.executable, "-m", "tradespec.probe.compat.host", self.target, str(port)]

    def environment(self) -> dict[str, str]:
        """Let the application be imported from where the command was called, as a test runner would."""
        return {"PYTHONPATH": os.pathsep.join(filter(None, [str(Path.cwd()), os.environ.get("PYTHONPATH")]))}


@dataclass(frozen=True)
class RevisionServer(StartedServer):
    """This project as of a git revision: a worktree, started by its own ``tradespec serve``."""

    revision: str = ""
    worktree: Path = Path()

    @contextmanager
    def prepared(self) -> Iterator[None]:
        """Check the revision out beside everything else; remove it at the end."""
        git("worktree", "add", "--detach", "--quiet", str(self.worktree), self.revision)
        try:
            yield
        finally:
            git("worktree", "remove", "--force", str(self.worktree), check=False)
            shutil.rmtree(self.worktree, ignore_errors=True)

    def command(self, port: int, scratch: Path) -> list[str]:
        """Serve with the revision's own command line."""
        return [sys.executable, "-c", START_CLI, "serve", "--port", str(port), "--data", str(scratch / "data")]

    def environment(self) -> dict[str, str]:
        """Import the revision's packages, before those of this checkout."""
        folders = [self.worktree / name for name in ("generators", "server", "generated")]
        return {"PYTHONPATH": os.pathsep.join(map(str, folders))}

    def contract(self, url: str) -> Contract | None:
        """Return the contract of that revision."""
        spec = self.worktree / "spec" / "openapi.yaml"
        return read_file(spec) if spec.is_file() and not self.spec else super().contract(url)

    def spelled(self, file: str) -> str:
        """Return a file of the revision as git names it."""
        path = Path(file).resolve()
        return (
            f"{self.name}:{path.relative_to(self.worktree)}" if self.worktree in path.parents else super().spelled(file)
        )


def parse_server(text: str, spec: str | None = None) -> Server:
    """Read ``http://...``, ``app:module[:attribute]`` or ``rev:REVISION``; `ValueError` for anything else."""
    kind, _, rest = text.partition(":")
    if kind in {"http", "https"} and rest.startswith("//") and len(rest) > 2:  # noqa: PLR2004 - the two slashes
        return UrlServer(text.rstrip("/"), spec)
    if kind == "app" and APPLICATION.fullmatch(rest):
        return AppServer(text, spec, target=rest)
    if kind == "rev" and rest:
        worktree = Path(tempfile.gettempdir()).resolve() / f"tradespec-compat-{secrets.token_hex(6)}"
        return RevisionServer(text, spec, revision=rest, worktree=worktree)
    raise ValueError(f"Expected http://..., app:package.module[:attribute] or rev:REVISION, got `{text}`")


def git(*arguments: str, check: bool = True) -> str:
    """Run git here and return what it printed; `CompatError` where it fails."""
    program = shutil.which("git")
    if program is None:
        raise CompatError("Expected git on the PATH, found none", "Install git, or name a URL.")
    done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)  # noqa: S603 - git
    if check and done.returncode:
        said = done.stderr.strip().splitlines()
        raise CompatError(
            f"Expected a git revision of this project, got: {said[-1] if said else 'no reason'}",
            "Check the name behind rev:, and that this folder is the project's checkout.",
        )
    return done.stdout


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def await_answer(url: str, process: subprocess.Popen[bytes] | None, name: str = "", log: Path | None = None) -> None:
    """Wait until something answers in HTTP; `Unreachable` with what is known where nothing does.

    A server that runs already must answer at once; one that was started gets time to start.
    """
    deadline = time.monotonic() + (START_SECONDS if process else 0)
    while True:
        if process and process.poll() is not None:
            if process.returncode == REFUSED:
                raise Unreachable(**json.loads(tail(log)))
            raise Unreachable(
                f"Expected {name} to start, got exit status {process.returncode}: {tail(log)}",
                "Start it by hand to see why; an application is imported from the folder you are in.",
            )
        said = asked(url, 1.0 if process else ANSWER_SECONDS)
        if not said:
            return
        if time.monotonic() >= deadline:
            raise Unreachable(
                f"Expected a server that answers in HTTP, got {said} - at {name or url}", advice(url, said)
            )
        time.sleep(POLL_SECONDS)


def advice(url: str, wrong: str) -> str:
    """Return what to do about a server that does not answer."""
    rest = url.partition("://")[2]
    if "CERTIFICATE_VERIFY_FAILED" in wrong:
        return "Name the authority that signed it: SSL_CERT_FILE=authority.pem REQUESTS_CA_BUNDLE=authority.pem"
    if url.startswith("https://") and "[SSL" in wrong:
        return f"Try http://{rest}: nothing there speaks TLS."
    if url.startswith("http://") and "no HTTP" in wrong:
        return f"Correct the server's address: is it https://{rest}?"
    return "Start the server, or correct its address."


def asked(url: str, seconds: float) -> str:
    """Ask once; return what was wrong, nothing where any HTTP answer came."""
    request = urllib.request.Request(url + "/", method="GET")  # noqa: S310 - http or https, by `parse_server`
    try:
        with opener(url).open(request, timeout=seconds):
            return ""
    except urllib.error.HTTPError as answer:
        answer.close()
        return ""
    except TimeoutError:
        return f"no answer within {seconds:g} s"
    except urllib.error.URLError as error:
        return f"no answer within {seconds:g} s" if isinstance(error.reason, TimeoutError) else f"{error.reason}"
    except Exception as error:  # noqa: BLE001 - whatever a peer sends that is no HTTP: it is told, not judged
        return f"what is no HTTP ({type(error).__name__}: {' '.join(str(error).split())[:80]})"


def opener(url: str) -> urllib.request.OpenerDirector:
    """Return what opens an address: a proxy of the user's environment is not for servers of this machine."""
    return urllib.request.build_opener(*([urllib.request.ProxyHandler({})] if is_local(url) else []))


def published(url: str) -> Contract | None:
    """Return the contract that a server publishes at an address; None where there is none that can be read."""
    request = urllib.request.Request(url)  # noqa: S310 - http or https, by `parse_server`
    try:
        with opener(url).open(request, timeout=ANSWER_SECONDS) as answer:
            text = answer.read()
    except Exception:  # noqa: BLE001 - a server need not publish its contract
        return None
    with tempfile.TemporaryDirectory(prefix=PUBLISHED) as folder:
        path = Path(folder) / url.rpartition("/")[2]
        path.write_bytes(text)
        try:
            return read_file(path)
        except DocumentError:
            return None


def tail(log: Path | None) -> str:
    """Return the last line of a log."""
    lines = log.read_text("utf-8", "replace").strip().splitlines() if log else []
    return lines[-1].strip() if lines else "it said nothing"


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ask a server to stop; end it where it does not."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
