"""`tradespec generate`: what it writes, what it leaves alone, what --check says."""

import pytest

SPEC = """\
openapi: 3.1.0
info: {title: Test, version: '1'}
servers: [{url: 'http://127.0.0.1:8080'}]
tags: [{name: Orders, description: Orders.}]
paths:
  /orders:
    get:
      operationId: listOrders
      tags: [Orders]
      summary: List orders
      responses:
        '200':
          description: Orders
          content:
            application/json:
              schema: {type: array, items: {$ref: '#/components/schemas/Order'}}
components:
  schemas:
    Order: {type: object, required: [id], properties: {id: {type: string}}}
"""


@pytest.fixture
def spec(tmp_path):
    (tmp_path / "openapi.yaml").write_text(SPEC, "utf-8")
    return tmp_path


def test_one_target_with_out_goes_to_that_folders_root(inline, spec):
    done = inline("generate", "server", "--spec", "openapi.yaml", "--out", "made")
    assert done.code == 0, done.text
    assert (spec / "made" / "contract.json").is_file()
    assert "created" in done.out


def test_the_typescript_sdk_lands_at_the_root_it_was_given(inline, spec):
    done = inline("generate", "typescript", "--spec", "openapi.yaml", "--out", "build/sdk")
    assert done.code == 0, done.text
    assert (spec / "build" / "sdk" / "package.json").is_file()


def test_settings_name_the_targets_and_the_folder(inline, spec):
    (spec / "tradespec.toml").write_text('[generate]\nout = "made"\ntargets = ["server"]\n', "utf-8")
    assert inline("generate", "--spec", "openapi.yaml").code == 0
    assert sorted(path.name for path in (spec / "made").iterdir()) == ["server"]


def test_twice_changes_nothing_and_check_agrees(inline, spec):
    call = ("generate", "server", "--spec", "openapi.yaml", "--out", "made")
    inline(*call)
    before = {path: path.stat().st_mtime_ns for path in (spec / "made").rglob("*") if path.is_file()}
    again = inline(*call)
    assert again.code == 0
    assert "created" not in again.out
    assert {path: path.stat().st_mtime_ns for path in before} == before
    assert inline(*call, "--check").code == 0


def test_check_names_what_is_out_of_date_and_writes_nothing(inline, spec):
    call = ("generate", "server", "--spec", "openapi.yaml", "--out", "made")
    inline(*call)
    made = spec / "made" / "contract.json"
    edited = made.read_text("utf-8").replace("listOrders", "lostOrders")
    made.write_text(edited, "utf-8")
    done = inline(*call, "--check")
    assert done.code == 1
    assert "contract.json" in done.out
    assert "lostOrders" in done.out
    assert "tradespec generate" in done.err
    assert made.read_text("utf-8") == edited


def test_check_of_nothing_generated_yet_says_what_would_be_created(inline, spec):
    done = inline("generate", "server", "--spec", "openapi.yaml", "--out", "made", "--check")
    assert done.code == 1
    assert "would be created" in done.out
    assert not (spec / "made").exists()


def test_a_template_of_ones_own_replaces_just_that_one(inline, spec):
    own = spec / "own" / "typescript"
    own.mkdir(parents=True)
    (own / "README.md.j2").write_text("Mine: {{ contract.title if contract else '' }}\n", "utf-8")
    done = inline("generate", "typescript", "--spec", "openapi.yaml", "--out", "sdk", "--templates", "own")
    assert done.code == 0, done.text
    assert "Mine" in (spec / "sdk" / "README.md").read_text("utf-8")
    assert (spec / "sdk" / "package.json").is_file()


def test_a_file_written_by_hand_is_not_overwritten(inline, spec):
    (spec / "made").mkdir()
    (spec / "made" / "contract.json").write_text('{"mine": true}\n', "utf-8")
    call = ("generate", "server", "--spec", "openapi.yaml", "--out", "made")
    done = inline(*call)
    assert done.code == 4
    assert "--force" in done.err
    assert "mine" in (spec / "made" / "contract.json").read_text("utf-8")
    assert inline(*call, "--force").code == 0
    assert "mine" not in (spec / "made" / "contract.json").read_text("utf-8")


def test_a_document_that_an_emitter_stumbles_over_is_blamed_for_its_errors(inline, spec):
    (spec / "openapi.yaml").write_text(
        SPEC.replace("responses:", "parameters: [{name: 1, in: []}]\n      responses:"), "utf-8"
    )
    done = inline("generate", "server", "--spec", "openapi.yaml", "--out", "made")
    if done.code:  # it may also be written; what it may not do is blame the tool
        assert done.code == 1
        assert "tradespec validate openapi.yaml" in done.err
