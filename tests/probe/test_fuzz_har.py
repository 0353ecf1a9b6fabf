"""What a run archives may be shown to anybody: no secret in a header, an address, or an answer that repeats it."""

import json

from tradespec.probe.compat import Access
from tradespec.probe.fuzzing.har import join, secrets_of


def entry(token, answer):
    return {
        "request": {"url": f"http://h/?key={token}", "headers": [{"name": "X-Key", "value": token}]},
        "response": {"headers": [{"name": "Set-Cookie", "value": "session=1"}], "content": {"text": answer}},
    }


def test_no_secret_is_left_in_an_archive(tmp_path):
    access = Access(
        headers={"Authorization": "Bearer s3cr3t-t0ken", "X-Key": "k3y-0f/mine"}, query={"key": "k3y-0f/mine"}
    )
    part = tmp_path / "1.har"
    entries = [entry("k3y-0f%2Fmine", "your token is s3cr3t-t0ken"), entry("k3y-0f/mine", 'a "quoted" answer')]
    part.write_text(json.dumps({"log": {"entries": entries}}))
    join(tmp_path / "all.har", [part], frozenset({"x-key"}), secrets_of(access))
    written = (tmp_path / "all.har").read_text()
    assert not [each for each in ("s3cr3t", "k3y-0f", "session=1") if each in written]
    first, second = json.loads(written)["log"]["entries"]
    assert first["response"]["content"]["text"] == "your token is [masked]"
    assert second["response"]["content"]["text"] == 'a "quoted" answer'
