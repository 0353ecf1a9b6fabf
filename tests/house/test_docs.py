"""The docs say what is: links lead somewhere, commands in them work, and every guide is mentioned."""

import doctest
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from tradespec.cli.transcripts import TRANSCRIPT, printed

ROOT = Path(__file__).parents[2]
PAGES = [
    *(ROOT / name for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / "spec/guides").glob("*.md")),
]
FENCE = re.compile(r"```sh\n(.*?)```", re.DOTALL)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
ANCHOR = re.compile(r"\]\(([^)#\s:]*)#([^)\s]+)\)")

ELSEWHERE = {
    # first words -> where the command is run for real
    "git clone": "needs the network; the checkout itself stands for it",
    "make run": "tests/e2e/test_make_run.py starts the same command",
    "make test": "this is it",
    "make fuzz": ".ci/run",
    "make lint": ".ci/run",
    "make validate": ".ci/run",
    "make check-generated": ".ci/run",
    "make bench": "measures, and says so; run by hand",
    "make bench-diff": "needs documents that are not part of the project",
    "make corpus": "needs documents that are not part of the project",
    "make format": "would change the checkout under test",
    "make lock": "needs the network and uv",
    "make clean": "would remove the environment that runs this test",
    "make generate": "tests/emit runs the same into a folder of its own",
    "make sdk": "make test has run it",
    "tradespec serve": "tests/e2e and tests/server start it",
    "curl": "tests/e2e/test_make_run.py runs the ones that the server prints",
    "node": "tests/e2e runs the SDK's examples on Node",
    "npm": "needs the network; make sdk does the same from the lock file",
}


def commands(page: Path) -> list[str]:
    """Every command of a page's ```sh blocks; a line that ends in a backslash goes on in the next."""
    lines: list[str] = []
    for block in FENCE.findall(page.read_text("utf-8")):
        text = block.replace("\\\n", " ")
        lines += [line.split("  # ")[0].strip() for line in text.splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


def elsewhere(command: str) -> bool:
    return any(command == words or command.startswith(words + " ") for words in ELSEWHERE)


CASES = [
    (page.relative_to(ROOT), command)
    for page in (PAGES[0], PAGES[2], *(page for page in PAGES if ROOT / "docs" in page.parents))
    if page.is_file()
    for command in commands(page)
    if not elsewhere(command)
]


TRANSCRIPTS = [
    (page.relative_to(ROOT), found["script"], found["said"])
    for page in PAGES
    if page.is_file()
    for found in TRANSCRIPT.finditer(page.read_text("utf-8"))
]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """A copy of what git tracks (as it is in the work tree), where a command may write what it likes."""
    folder = tmp_path_factory.mktemp("checkout")
    listing = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in listing.splitlines():
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)
    subprocess.run(["git", "add", "."], cwd=folder, check=True)
    author = ["-c", "user.name=reader", "-c", "user.email=reader@example.com"]
    subprocess.run(["git", *author, "commit", "--quiet", "--message", "as read"], cwd=folder, check=True)
    return folder


@pytest.mark.parametrize(("page", "command"), CASES, ids=[f"{page}: {command}" for page, command in CASES])
def test_a_command_in_the_docs_works(checkout, page, command):
    path = f"{ROOT / '.venv/bin'}:/usr/local/bin:/usr/bin:/bin"
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        cwd=checkout,
        env={"PATH": path, "HOME": str(checkout), "TERM": "dumb"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, f"{page}: {command}\n{done.stdout}\n{done.stderr}"


@pytest.mark.parametrize(
    ("page", "script", "said"), TRANSCRIPTS, ids=[f"{page}: {run}" for page, run, _ in TRANSCRIPTS]
)
def test_a_page_shows_what_its_commands_print(checkout, page, script, said):
    assert printed(script, checkout) == said, "run: python -m tradespec.cli.reference docs"


@pytest.mark.parametrize(
    "page", [page for page in PAGES if ">>> " in page.read_text("utf-8")], ids=lambda page: page.name
)
def test_a_page_shows_what_its_python_answers(monkeypatch, page):
    monkeypatch.chdir(ROOT)
    blocks = "\n".join(re.findall(r"```python\n(>>> .*?)```", page.read_text("utf-8"), re.DOTALL))
    example = doctest.DocTestParser().get_doctest(blocks, {}, page.name, str(page), 0)
    said: list[str] = []
    doctest.DocTestRunner(verbose=False).run(example, out=said.append)
    assert said == []


def test_every_exception_is_used():
    used = {words for page in PAGES for command in commands(page) for words in ELSEWHERE if command.startswith(words)}
    known = {words for words in ELSEWHERE if words.startswith("make ")}
    targets = set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert {words.split()[1] for words in known} <= targets
    assert used >= {"make run", "make test"}


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_links_lead_somewhere(page):
    broken = [
        target
        for target in LINK.findall(page.read_text("utf-8"))
        if not target.startswith(("http://", "https://", "mailto:")) and not (page.parent / target).exists()
    ]
    assert broken == []


def headings(page: Path) -> set[str]:
    """The anchors that GitHub gives the headings of a page."""
    text = re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    titles = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_links_to_headings_lead_to_headings(page):
    broken = [
        f"{target}#{anchor}"
        for target, anchor in ANCHOR.findall(page.read_text("utf-8"))
        if (target.endswith(".md") or not target) and anchor not in headings(page.parent / target if target else page)
    ]
    assert broken == []


@pytest.mark.parametrize("page", [PAGES[0], PAGES[2]], ids=["README.md", "CONTRIBUTING.md"])
def test_make_targets_in_the_docs_exist(page):
    targets = set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE)) | {"help"}
    named = {shlex.split(code)[1] for code in re.findall(r"`(make [a-z][a-z -]*)`", page.read_text("utf-8"))}
    assert named <= targets


def test_the_readme_names_every_guide():
    text = (ROOT / "README.md").read_text("utf-8")
    missing = [page.name for page in (ROOT / "spec/guides").glob("*.md") if f"spec/guides/{page.name}" not in text]
    assert missing == []
