"""The guides tell the truth: their numbers, names and examples are those of the contract."""

import base64
import hashlib
import json
import re
import subprocess
from pathlib import Path

import pytest
import yaml

GUIDES = Path(__file__).parents[2] / "spec" / "guides"
CODE = re.compile(r"`([a-z]+(?:_[a-z]+)+)`")


def text(name):
    return (GUIDES / f"{name}.md").read_text("utf-8")


def rows(name, header):
    """The table under a header row, as lists of cells without back-ticks."""
    lines = text(name).split(f"{header}\n", 1)[1].splitlines()[1:]
    table = []
    for line in lines:
        if not line.startswith("|"):
            break
        table.append([cell.strip().replace("`", "") for cell in line.strip("|").split("|")])
    return table


def blocks(name, language):
    return re.findall(rf"```{language}\n(.*?)```", text(name), re.DOTALL)


def test_the_limits_table_is_that_of_the_contract(document):
    found = {row[0]: row[2:4] for row in rows("limits", "| bucket | shared by | burst | per second | for |")}
    assert found == {
        name: [str(bucket["capacity"]), str(bucket["refill_per_second"])]
        for name, bucket in document["x-limits"].items()
    }


def test_the_orders_guide_lists_every_type_and_reason(document):
    schemas = document["components"]["schemas"]
    types = [row[0] for row in rows("orders", "| `type` | needs | what it does |")]
    assert types == schemas["OrderType"]["enum"]
    times = [row[0] for row in rows("orders", "| value | works |")]
    assert times == schemas["TimeInForce"]["enum"]
    modes = [row[0] for row in rows("orders", "| `self_trade_prevention` | incoming | resting |")]
    assert modes == schemas["SelfTradePrevention"]["enum"]
    reasons = [row[0] for row in rows("orders", "| `reason` | `status` | because |")]
    assert reasons == schemas["OrderReason"]["x-extensible-enum"]
    assert [row[0] for row in rows("orders", "| `type` | orders | together |")] == schemas["OrderListType"]["enum"]


def test_every_code_that_the_errors_guide_and_the_catalogue_name_exists(document):
    names = set(document["x-errors"])
    for schema in document["components"]["schemas"].values():
        names |= set(schema.get("properties", {})) | set(schema.get("enum") or schema.get("x-extensible-enum") or [])
    names |= set(document["x-limits"])
    for name in ("errors", "idempotency", "limits", "signing", "decimals", "orders", "pagination"):
        unknown = set(CODE.findall(text(name))) - names
        assert unknown <= {"refill_per_second", "path_with_query", "timestamp_ms", "expire_time"}, name


def test_the_example_problem_is_one(document):
    import jsonschema_rs

    (example,) = blocks("errors", "json")
    jsonschema_rs.Draft202012Validator(document["components"]["schemas"]["Problem"]).validate(json.loads(example))


def test_every_word_of_the_contract_is_explained(document):
    words = set(re.findall(r"(x-[a-z-]+)['\"]?:", json.dumps(document)))
    explained = {row[0].partition("]")[0].strip("[") for row in rows("vocabulary", "| word | stands on | drives |")}
    assert words <= explained
    for block in blocks("vocabulary", "yaml"):
        yaml.safe_load(block)


def test_the_python_example_signs(monkeypatch):
    (source,) = blocks("signing", "python")
    names = {}
    exec(source, names)
    secret = base64.b64encode(bytes(range(32))).decode()
    headers = names["signed_headers"]("tsk_1", secret, "POST", "/v1/orders", b"{}")
    lines = [headers["TS-Timestamp"], headers["TS-Nonce"], "POST", "/v1/orders", hashlib.sha256(b"{}").hexdigest()]
    expected = names["hmac"].digest(bytes(range(32)), "\n".join(lines).encode(), "sha256")
    assert base64.b64decode(headers["TS-Signature"]) == expected


def test_the_shell_example_signs(tmp_path):
    (source,) = blocks("signing", "sh")
    # A stand-in for curl prints its arguments: what would have been sent.
    stub = tmp_path / "curl"
    stub.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    stub.chmod(0o755)
    secret = base64.b64encode(bytes(range(32))).decode()
    env = {"PATH": f"{tmp_path}:/usr/bin:/bin", "SECRET": secret, "KEY": "tsk_1"}
    try:
        sent = subprocess.run(["bash", "-c", source], env=env, capture_output=True, text=True, check=True).stdout
    except FileNotFoundError:
        pytest.skip("bash is not installed")
    headers = dict(line.split(": ", 1) for line in sent.splitlines() if line.startswith("TS-"))
    lines = [headers["TS-Timestamp"], headers["TS-Nonce"], "GET", "/v1/balances", hashlib.sha256(b"").hexdigest()]
    import hmac

    expected = hmac.digest(bytes(range(32)), "\n".join(lines).encode(), "sha256")
    assert base64.b64decode(headers["TS-Signature"]) == expected


def test_links_between_guides_lead_somewhere():
    for guide in GUIDES.glob("*.md"):
        body = guide.read_text("utf-8")
        anchors = {
            re.sub(r"[^a-z0-9 -]", "", head.lower()).replace(" ", "-")
            for head in re.findall(r"^#+ (.+)$", body, re.MULTILINE)
        }
        for target in re.findall(r"\]\(([^)]+)\)", body):
            if target.startswith("#"):
                assert target[1:] in anchors, f"{guide.name}: {target}"
            elif "://" not in target:
                assert (GUIDES / target.partition("#")[0]).exists(), f"{guide.name}: {target}"
