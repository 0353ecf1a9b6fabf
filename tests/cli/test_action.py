"""The GitHub Action: the shell of its steps is run as a runner would run it, in a repository of its own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
DOCUMENT = """\
openapi: 3.1.0
info: {{title: Orders, version: {version}}}
paths:
  /orders:
    post:
      operationId: placeOrder
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                size: {{type: integer, minimum: {least}}}
      responses:
        '201': {{description: placed}}
"""
AUTHOR = ["-c", "user.name=t", "-c", "user.email=t@example.com"]


def git(folder, *args):
    return subprocess.run(["git", *AUTHOR, *args], cwd=folder, check=True, capture_output=True, text=True).stdout


def commit(folder, message, **words):
    (folder / "openapi.yaml").write_text(DOCUMENT.format(**{"version": "1.0.0", "least": 1} | words), "utf-8")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "--allow-empty", "-m", message)
    return git(folder, "rev-parse", "HEAD").strip()


@pytest.fixture
def repository(tmp_path):
    """A repository whose branch main holds the document as clients know it."""
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    commit(folder, "as clients know it")
    return folder


class Runner:
    """Runs the steps of a composite action: expressions, `shell: bash`, the files behind GITHUB_OUTPUT and the like."""

    def __init__(self, folder, workspace, event):
        self.temp, self.workspace, self.event = folder / "temp", workspace, event
        self.temp.mkdir()
        self.summary = folder / "summary.md"
        self.summary.touch()
        self.steps = {}
        self.log = ""

    def evaluate(self, expression, inputs):
        """The parts of GitHub's expressions that the action uses: names with dots, and `||`."""
        contexts = {
            "inputs": inputs,
            "github": {"event": self.event},
            "steps": {name: {"outputs": outputs} for name, outputs in self.steps.items()},
        }
        for name in expression.split("||"):
            value = contexts
            for word in name.strip().split("."):
                value = value.get(word, {})
            if value != {}:
                return str(value)
        return ""

    def substituted(self, text, inputs):
        return re.sub(r"\$\{\{(.*?)\}\}", lambda found: self.evaluate(found[1].strip(), inputs), text)

    def run(self, env=None, **given):
        """Run the whole action; returns (exit code, outputs)."""
        given = {name.replace("_", "-"): value for name, value in given.items()}
        assert given.keys() <= ACTION["inputs"].keys()
        assert {name for name, each in ACTION["inputs"].items() if each.get("required")} <= given.keys()
        inputs = {
            name: self.substituted(each.get("default", ""), {}) for name, each in ACTION["inputs"].items()
        } | given
        code = 0
        for number, step in enumerate(ACTION["runs"]["steps"]):
            if code == 0:
                code = self.step(number, step, inputs, env or {})
        outputs = {name: self.substituted(each["value"], inputs) for name, each in ACTION["outputs"].items()}
        return code, outputs

    def step(self, number, step, inputs, env):
        assert step["shell"] == "bash"
        script, output = self.temp / f"{number}.sh", self.temp / f"{number}.output"
        script.write_text(self.substituted(step["run"], inputs), "utf-8")
        output.touch()
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", script],
            cwd=self.workspace,
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(self.temp),
                "RUNNER_TEMP": str(self.temp),
                "GITHUB_ACTION_PATH": str(ROOT),
                "GITHUB_WORKSPACE": str(self.workspace),
                "GITHUB_OUTPUT": str(output),
                "GITHUB_STEP_SUMMARY": str(self.summary),
                **{name: self.substituted(value, inputs) for name, value in step.get("env", {}).items()},
                **env,
            },
            capture_output=True,
            text=True,
            check=False,
        )
        self.log += done.stdout + done.stderr
        assert "Traceback" not in self.log, self.log
        self.steps[step["id"]] = dict(line.split("=", 1) for line in output.read_text("utf-8").splitlines())
        return done.returncode


@pytest.fixture
def runner(tmp_path):
    """A runner where the action was installed by an earlier step of the job; its place holds this test's own Python."""

    def start(workspace, event=None):
        made = Runner(tmp_path, workspace, event or {})
        (made.temp / f"tradespec-gate-{ROOT.name}").symlink_to(Path(sys.prefix))
        return made

    return start


def test_a_pull_request_that_breaks_clients_fails_with_annotation_summary_and_outputs(repository, runner):
    before = git(repository, "rev-parse", "HEAD").strip()
    commit(repository, "ask for more", least=10)
    job = runner(repository, {"pull_request": {"base": {"sha": before}}})
    code, outputs = job.run(revision="openapi.yaml", sarif="build/gate.sarif")
    assert code == 1
    assert outputs == {"breaking": "1", "risky": "0", "info": "1", "bump": "major"}
    assert re.search(
        r"^::error file=openapi.yaml,line=13,col=\d+,title=request-property-min-increased::", job.log, re.MULTILINE
    )
    assert "Proof" in job.log
    assert "::notice" not in job.log
    assert job.log.endswith("1 breaking, 0 risky, 1 info. Least version step: major.\n")
    assert job.summary.read_text("utf-8").startswith("## API changes: 1 breaking")
    assert '"ruleId": "request-property-min-increased"' in (repository / "build/gate.sarif").read_text("utf-8")


def test_a_harmless_change_passes_unless_the_gate_is_set_lower(repository, runner):
    before = git(repository, "rev-parse", "HEAD").strip()
    commit(repository, "ask for less", least=0, version="1.1.0")
    job = runner(repository, {"before": before})
    code, outputs = job.run(revision="openapi.yaml")
    assert (code, outputs["breaking"], outputs["info"], outputs["bump"]) == (0, "0", "1", "minor")
    assert "request-property-min-decreased" in job.summary.read_text("utf-8")
    assert job.run(revision="openapi.yaml", fail_on="info")[0] == 1
    assert "::notice file=openapi.yaml" in job.log
    assert job.run(revision="openapi.yaml", fail_on="info", scope="source, behaviour")[0] == 0


@pytest.mark.parametrize("base", ["HEAD~1", "HEAD~1:openapi.yaml"])
def test_the_document_may_be_read_from_a_revision_too(repository, runner, base):
    commit(repository, "ask for more", least=10)
    (repository / "openapi.yaml").unlink()
    assert runner(repository).run(revision="HEAD:openapi.yaml", base=base)[0] == 1


def test_none_only_reports(repository, runner):
    commit(repository, "ask for more", least=10)
    job = runner(repository)
    code, outputs = job.run(revision="openapi.yaml", base="HEAD~1", fail_on="none")
    assert (code, outputs["breaking"]) == (0, "1")
    assert "::error file=" in job.log


@pytest.mark.parametrize("base", ["main", "origin/main", "v1", "{sha}", "main:openapi.yaml"])
def test_a_shallow_checkout_fetches_what_it_compares_with(repository, runner, tmp_path, base):
    sha = git(repository, "rev-parse", "HEAD").strip()
    git(repository, "tag", "v1")
    git(repository, "config", "uploadpack.allowReachableSHA1InWant", "true")
    git(repository, "switch", "-q", "-c", "change")
    commit(repository, "ask for more", least=10)
    git(tmp_path, "clone", "-q", "--depth=1", "--branch=change", "--no-tags", f"file://{repository}", "checkout")
    job = runner(tmp_path / "checkout")
    code, outputs = job.run(revision="openapi.yaml", base=base.format(sha=sha))
    assert (code, outputs["breaking"]) == (1, "1"), job.log
    assert git(tmp_path / "checkout", "rev-parse", "--is-shallow-repository").strip() == "true"


def test_files_of_known_and_ignored_findings_are_followed(repository, runner):
    commit(repository, "ask for more", least=10)
    words = "POST /orders the `size` request property's min was increased to `10.00`\n"
    (repository / "ignore.txt").write_text(words, "utf-8")
    (repository / "levels.txt").write_text("api-operation-id-removed err\n", "utf-8")
    job = runner(repository)
    assert job.run(revision="openapi.yaml", base="HEAD~1", oasdiff="ignore.txt\nlevels.txt\n")[0] == 0, job.log
    known = [sys.executable, "-m", "tradespec.cli.hook", "openapi.yaml", "--write-baseline", "known.json"]
    subprocess.run(known, cwd=repository, env={**os.environ, "PRE_COMMIT_FROM_REF": "HEAD~1"}, check=False)
    assert job.run(revision="openapi.yaml", base="HEAD~1", baseline="known.json")[0] == 0
    assert job.run(revision="openapi.yaml", base="HEAD~1")[0] == 1


def test_a_waiver_that_expired_fails_and_one_that_rests_is_told(repository, runner):
    commit(repository, "ask for less", least=0)
    waiver = '[[diff.waivers]]\nrule = "endpoint-added"\nat = "GET /b"\nreason = "r"\nuntil = %s\n'
    job = runner(repository)
    (repository / "tradespec.toml").write_text(waiver % "2999-01-01", "utf-8")
    assert job.run(revision="openapi.yaml", base="HEAD~1")[0] == 0
    assert "::notice title=tradespec::" in job.log
    (repository / "tradespec.toml").write_text(waiver % "2000-01-01", "utf-8")
    assert job.run(revision="openapi.yaml", base="HEAD~1")[0] == 1
    assert "::warning title=tradespec::" in job.log


def test_a_path_is_compared_with_as_it_is(repository, runner):
    shutil.copy(repository / "openapi.yaml", repository / "released.yaml")
    commit(repository, "ask for more", least=10)
    assert runner(repository).run(revision="openapi.yaml", base="released.yaml")[0] == 1


@pytest.mark.parametrize(
    ("inputs", "code", "said"),
    [
        ({"revision": "openapi.yaml", "base": "nowhere"}, 3, "git revision `nowhere`"),
        ({"revision": "openapi.yaml"}, 2, "this event names no commit before it"),
        ({"revision": "openapi.yaml", "base": "0" * 40}, 2, "this event names no commit before it"),
        ({"revision": "none.yaml", "base": "main"}, 3, "none.yaml"),
        ({"revision": " ", "base": "main"}, 2, "at `revision:`"),
        ({"revision": "openapi.yaml", "base": "main", "fail-on": "loud"}, 2, "`loud`"),
        ({"revision": "openapi.yaml", "base": "main", "scope": "bytes"}, 2, "bytes"),
        ({"revision": "broken.yaml", "base": "main"}, 3, "broken.yaml"),
    ],
)
def test_what_cannot_be_compared_fails_and_says_so(repository, runner, inputs, code, said):
    (repository / "broken.yaml").write_text("openapi: [", "utf-8")
    job = runner(repository)
    got, outputs = job.run(**inputs)
    assert got == code, job.log
    assert re.search(rf"^::error title=tradespec::.*{re.escape(said)}", job.log, re.MULTILINE), job.log
    assert set(outputs.values()) == {""}


def test_no_input_can_run_anything(repository, runner):
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step["run"]
    trap = '$(touch pwned)`touch pwned`"; touch pwned; "'
    job = runner(repository)
    for name in ("revision", "base", "fail-on", "scope"):
        code, _ = job.run(**{"revision": "openapi.yaml", "base": "HEAD"} | {name: trap})
        assert code in {2, 3}, (name, job.log)
    assert not list(repository.rglob("pwned"))
    assert job.run(revision="openapi.yaml", base="HEAD", sarif=f"build/{trap}")[0] == 0
    assert not list(repository.rglob("pwned"))


def test_it_installs_the_checkout_it_came_with_in_the_versions_of_the_lock_file(repository, tmp_path):
    """The real install step; the packages it would download are found in this test's environment instead."""
    job = Runner(tmp_path, repository, {})
    here = next(path for path in sys.path if path.endswith("site-packages"))
    offline = {"PIP_NO_INDEX": "1", "PIP_NO_BUILD_ISOLATION": "0", "PYTHONPATH": here}
    code, outputs = job.run(env=offline, revision="openapi.yaml", base="HEAD")
    assert code == 0, job.log
    assert outputs["bump"] == "none"
    assert (job.temp / f"tradespec-gate-{ROOT.name}/bin/tradespec").is_file()
