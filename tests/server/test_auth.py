"""Keys and signatures: the contract's test vectors, time and nonces, and what a guesser learns (nothing)."""

import asyncio
import base64
import hmac
import json
import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tradespec_server.auth import ED25519, HMAC_SHA256, Authenticator, Key, Keyring, MasterKeyError, canonical
from tradespec_server.auth.nonces import Nonces
from tradespec_server.auth.signing import HmacVerifier, is_ed25519_point
from tradespec_server.errors import Refused

ROOT = Path(__file__).parents[2]
VECTORS = json.loads((ROOT / "spec/guides/vectors/signatures.json").read_bytes())
SCHEME = {
    "headers": {
        "key": "TS-Key",
        "timestamp": "TS-Timestamp",
        "nonce": "TS-Nonce",
        "signature": "TS-Signature",
        "recv_window": "TS-Recv-Window",
    },
    "recv_window_ms": 5000,
    "recv_window_ms_max": 60000,
}
NOW_MS = 1_795_426_218_123
SECRET = bytes(range(32))


class Clock:
    """A clock that a test sets, in milliseconds."""

    def __init__(self, now_ms=NOW_MS):
        self.now_ms = now_ms

    def __call__(self):
        return self.now_ms * 1000


def new_key(**changes):
    fields = {"key_id": "tsk_one", "account": "alice", "name": "one", "algorithm": HMAC_SHA256, "material": SECRET}
    return Key(**{**fields, "scopes": ("read",), "ip_allow": (), "create_us": 0, **changes})


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def keyring(tmp_path, clock):
    keyring = Keyring(tmp_path, clock)
    keyring.open()
    asyncio.run(keyring.add(new_key()))
    yield keyring
    asyncio.run(keyring.close())


@pytest.fixture
def door(keyring, clock):
    return Authenticator(SCHEME, keyring, clock)


def signed(door, clock, *, key_id="tsk_one", secret=SECRET, at_ms=None, nonce="n1", ip="192.0.2.1", **headers):
    """Send GET /v1/balances through the authenticator; headers named here replace the right ones."""
    timestamp = str(clock.now_ms if at_ms is None else at_ms)
    message = canonical(timestamp.encode(), nonce.encode(), b"GET", b"/v1/balances", b"")
    right = {
        "ts-key": key_id,
        "ts-timestamp": timestamp,
        "ts-nonce": nonce,
        "ts-signature": base64.b64encode(hmac.digest(secret, message, "sha256")).decode(),
    }
    sent = {**right, **{name.replace("_", "-"): value for name, value in headers.items()}}
    return door.authenticate(
        {name.encode(): value.encode() for name, value in sent.items() if value is not None},
        "GET",
        b"/v1/balances",
        b"",
        ip,
    )


def code(call, *arguments, **options):
    with pytest.raises(Refused) as caught:
        call(*arguments, **options)
    return caught.value.code


def vector_key(vector):
    if vector["algorithm"] == "hmac-sha256":
        return new_key(key_id=vector["key_id"], material=base64.b64decode(vector["secret"]))
    seed = Ed25519PrivateKey.from_private_bytes(base64.b64decode(vector["seed"]))
    public_key = seed.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return new_key(key_id=vector["key_id"], algorithm=ED25519, material=public_key)


def send_vector(vector, tmp_path):
    clock = Clock(int(vector["timestamp_ms"]))
    keyring = Keyring(tmp_path, clock)
    keyring.open()
    asyncio.run(keyring.add(vector_key(vector)))
    headers = {
        b"ts-key": vector["key_id"].encode(),
        b"ts-timestamp": vector["timestamp_ms"].encode(),
        b"ts-nonce": vector["nonce"].encode(),
        b"ts-signature": vector["signature"].encode(),
    }
    request = (vector["method"], vector["path_with_query"].encode(), vector["body"].encode(), "192.0.2.1")
    try:
        return Authenticator(SCHEME, keyring, clock).authenticate(headers, *request)
    finally:
        asyncio.run(keyring.close())


@pytest.mark.parametrize("vector", VECTORS["valid"], ids=lambda vector: vector["name"])
def test_each_valid_vector_is_reproduced_and_accepted(vector, tmp_path):
    parts = [vector[name].encode() for name in ("timestamp_ms", "nonce", "method", "path_with_query", "body")]
    assert canonical(*parts).decode() == vector["canonical"]
    assert send_vector(vector, tmp_path).key_id == vector["key_id"]


@pytest.mark.parametrize("vector", VECTORS["invalid"], ids=lambda vector: vector["name"])
def test_each_invalid_vector_is_refused(vector, tmp_path):
    assert code(send_vector, vector, tmp_path) in {"invalid_signature", "missing_signature"}


@pytest.mark.parametrize(
    ("late_ms", "window", "expected"),
    [
        (0, None, None),
        (5000, None, None),
        (5001, None, "timestamp_out_of_window"),
        (-999, None, None),
        (-1000, None, "timestamp_out_of_window"),
        (60_000, "60000", None),
        (60_001, "60000", "timestamp_out_of_window"),
        (11, "10", "timestamp_out_of_window"),
        (0, "60001", "missing_signature"),
        (0, "0", "missing_signature"),
        (0, "-1", "missing_signature"),
        (0, "5s", "missing_signature"),
        (0, "", "missing_signature"),
    ],
)
def test_the_window_is_exact_to_the_millisecond(door, clock, late_ms, window, expected):
    call = {"at_ms": NOW_MS - late_ms, "ts_recv_window": window}
    if expected is None:
        assert signed(door, clock, **call).key_id == "tsk_one"
    else:
        assert code(signed, door, clock, **call) == expected


@pytest.mark.parametrize(
    "wrong",
    [
        {"ts_key": None},
        {"ts_key": ""},
        {"ts_key": "tsk one"},
        {"ts_key": "k" * 65},
        {"ts_timestamp": None},
        {"ts_timestamp": "now"},
        {"ts_timestamp": "-1"},
        {"ts_timestamp": "9" * 400},
        {"ts_timestamp": "1795426218123.0"},
        {"ts_nonce": None},
        {"ts_nonce": ""},
        {"ts_nonce": "n" * 65},
        {"ts_nonce": "a\nb"},
        {"ts_signature": None},
        {"ts_signature": "not base64!"},
        {"ts_signature": "a"},
    ],
    ids=str,
)
def test_headers_that_are_missing_or_not_of_their_form(door, clock, wrong):
    assert code(signed, door, clock, **wrong) == "missing_signature"


def test_a_nonce_works_once_per_key_and_out_of_order(door, clock, keyring):
    asyncio.run(keyring.add(new_key(key_id="tsk_two")))
    signed(door, clock, nonce="b")
    signed(door, clock, nonce="a", at_ms=NOW_MS - 4000)
    assert code(signed, door, clock, nonce="b") == "nonce_reused"
    assert code(signed, door, clock, nonce="b", at_ms=NOW_MS + 1) == "nonce_reused"
    assert signed(door, clock, key_id="tsk_two", nonce="b").key_id == "tsk_two"


def test_a_captured_request_stays_refused_for_the_longest_window_it_could_claim(door, clock):
    signed(door, clock, at_ms=NOW_MS + 999)
    for wait_ms in (1, 4000, 30_000, 60_000, 60_998):
        clock.now_ms = NOW_MS + wait_ms
        assert code(signed, door, clock, at_ms=NOW_MS + 999, ts_recv_window="60000") == "nonce_reused"
    clock.now_ms = NOW_MS + 61_000
    assert code(signed, door, clock, at_ms=NOW_MS + 999, ts_recv_window="60000") == "timestamp_out_of_window"


def test_a_wrong_signature_does_not_use_up_a_nonce(door, clock):
    assert code(signed, door, clock, secret=bytes(32)) == "invalid_signature"
    assert signed(door, clock).key_id == "tsk_one"


def test_nonces_are_bounded_and_none_is_forgotten_early():
    nonces = Nonces(10, nonces_max=3)
    assert [nonces.use(b"%d" % at, 0.0) for at in (1, 2, 3)] == [True, True, True]
    with pytest.raises(OverflowError):
        nonces.use(b"4", 9.9)
    assert not nonces.use(b"1", 9.9)
    assert not nonces.use(b"1", 10.0)
    assert nonces.use(b"1", 20.0)
    assert len(nonces) == 1


def test_unknown_revoked_and_expired_keys_answer_like_a_wrong_signature(door, clock, keyring):
    asyncio.run(keyring.add(new_key(key_id="tsk_expired", expire_us=clock() - 1)))
    asyncio.run(keyring.add(new_key(key_id="tsk_revoked")))
    asyncio.run(keyring.revoke_key("alice", "tsk_revoked"))
    refusals = []
    for options in (
        {"secret": bytes(32)},
        {"key_id": "tsk_unknown"},
        {"key_id": "tsk_expired"},
        {"key_id": "tsk_revoked"},
        {"at_ms": 1, "secret": bytes(32)},
    ):
        with pytest.raises(Refused) as caught:
            signed(door, clock, **options)
        refusals.append((caught.value.code, caught.value.detail, caught.value.errors, caught.value.extras))
    assert refusals[0][0] == "invalid_signature"
    assert len({str(refusal) for refusal in refusals}) == 1


def test_every_failure_does_the_work_of_both_algorithms(door, clock, keyring, monkeypatch):
    from tradespec_server.auth import signing

    done = []
    for verifier in (signing.HmacVerifier, signing.Ed25519Verifier):
        real = verifier.verify

        def counted(self, message, signature, real=real, name=verifier.__name__):
            done.append(name)
            return real(self, message, signature)

        monkeypatch.setattr(verifier, "verify", counted)
    asyncio.run(keyring.add(new_key(key_id="tsk_ed", algorithm=ED25519, material=_public(b"\x07" * 32))))
    for options in ({"secret": bytes(32)}, {"key_id": "tsk_unknown"}, {"key_id": "tsk_ed"}):
        done.clear()
        code(signed, door, clock, **options)
        assert sorted(done) == ["Ed25519Verifier", "HmacVerifier"], options


@pytest.mark.parametrize(
    ("ip", "allowed"),
    [
        ("203.0.113.7", True),
        ("203.0.113.8", False),
        ("198.51.100.200", True),
        ("::ffff:203.0.113.7", True),
        ("2001:db8::1", True),
        ("2001:db9::1", False),
        ("unknown", False),
    ],
)
def test_the_allow_list(door, clock, keyring, ip, allowed):
    ranges = ("203.0.113.7", "198.51.100.0/24", "2001:db8::/32")
    asyncio.run(keyring.add(new_key(key_id="tsk_here", ip_allow=ranges)))
    if allowed:
        assert signed(door, clock, key_id="tsk_here", ip=ip).key_id == "tsk_here"
    else:
        assert code(signed, door, clock, key_id="tsk_here", ip=ip) == "ip_not_allowed"


def _public(seed):
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


@pytest.mark.parametrize("secret", [b"", SECRET, bytes(64), bytes(range(65)), bytes(200)])
def test_the_hmac_is_the_standard_librarys(secret):
    verifier = HmacVerifier(secret)
    for message in (b"", b"m", bytes(5000)):
        assert verifier.verify(message, hmac.digest(secret, message, "sha256"))
        assert not verifier.verify(message, hmac.digest(secret, message + b"x", "sha256"))


def test_points_that_no_key_can_be_are_told_from_keys():
    assert all(is_ed25519_point(_public(bytes([at]) * 32)) for at in range(50))
    assert not is_ed25519_point(bytes(32))
    assert not is_ed25519_point(b"\x01" + bytes(31))
    assert not is_ed25519_point(b"\xff" * 32)
    assert not is_ed25519_point(b"\x07" * 31)
    assert not is_ed25519_point(b"\x02" + bytes(31))
    assert not is_ed25519_point(bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"))


# After a restart


def reopened(tmp_path, clock, *, clean):
    """Return an authenticator after a first run that accepted one request and ended, cleanly or not."""
    first = Keyring(tmp_path, clock)
    first.open()
    asyncio.run(first.add(new_key()))
    signed(Authenticator(SCHEME, first, clock), clock, at_ms=clock.now_ms + 500)
    if clean:
        asyncio.run(first.close())
    else:
        first._file._connection.close()
    clock.now_ms += 100
    second = Keyring(tmp_path, clock)
    second.open()
    return second, Authenticator(SCHEME, second, clock)


@pytest.mark.parametrize("clean", [True, False])
def test_a_request_of_the_run_before_is_never_accepted_again(tmp_path, clock, clean):
    keyring, door = reopened(tmp_path, clock, clean=clean)
    assert code(signed, door, clock, at_ms=NOW_MS + 500) == "unavailable"
    assert not keyring.settled
    asyncio.run(keyring.close())


@pytest.mark.parametrize(("clean", "wait_ms"), [(True, 401), (False, 1001)])
def test_new_requests_are_accepted_soon_after_a_restart(tmp_path, clock, clean, wait_ms):
    keyring, door = reopened(tmp_path, clock, clean=clean)
    clock.now_ms += wait_ms
    assert keyring.settled
    assert signed(door, clock, nonce="fresh").key_id == "tsk_one"
    asyncio.run(keyring.close())


def test_a_first_start_accepts_at_once(tmp_path, clock):
    keyring = Keyring(tmp_path, clock)
    keyring.open()
    assert keyring.settled
    asyncio.run(keyring.close())


# At rest


def test_secrets_are_sealed_and_the_files_are_their_owners_only(tmp_path, keyring):
    for path in (tmp_path / "keys.db", tmp_path / "master.key"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("keys.db*"))
    assert b"tsk_one" in stored
    assert SECRET not in stored
    assert base64.b64encode(SECRET) not in stored


def restart(tmp_path, clock):
    keyring = Keyring(tmp_path, clock)
    keyring.open()
    asyncio.run(keyring.close())


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda path: path.unlink(), "Restore it from your backup"),
        (lambda path: path.write_bytes(bytes(32)), "sealed by this master key"),
        (lambda path: path.write_bytes(b"short"), "Expected 32 bytes"),
        (lambda path: path.chmod(0o644), "chmod 600"),
    ],
)
def test_a_wrong_master_key_is_named(tmp_path, clock, keyring, spoil, says):
    path = tmp_path / "master.key"
    spoil(path)
    with pytest.raises(MasterKeyError, match=says) as caught:
        restart(tmp_path, clock)
    assert str(path) in str(caught.value)


# Over the wire

KEY = {"name": "bot", "algorithm": "hmac_sha256", "scopes": ["read"]}


def test_a_key_is_created_used_listed_rotated_and_revoked(server):
    created = server.request("POST", "/v1/keys", KEY)
    assert created.status == 201
    key_id, secret = created.json["key"]["key_id"], created.json["secret"]
    signer = server.signer(key_id, secret)
    assert server.request("GET", "/v1/balances", signer=signer).status == 200
    listed = next(key for key in server.request("GET", "/v1/keys").json["items"] if key["key_id"] == key_id)
    assert listed["last_used_time"] is not None
    assert secret not in json.dumps(listed)
    rotated = server.request("POST", f"/v1/keys/{key_id}/rotate", {"overlap_seconds": 60})
    successor = server.signer(rotated.json["key"]["key_id"], rotated.json["secret"])
    for living in (signer, successor):
        assert server.request("GET", "/v1/balances", signer=living).status == 200
    assert server.request("POST", f"/v1/keys/{key_id}/rotate", {}).code == "key_limit_reached"
    revoked = server.request("DELETE", f"/v1/keys/{key_id}")
    assert (revoked.status, revoked.body) == (204, b"")
    assert server.request("GET", "/v1/balances", signer=signer).code == "invalid_signature"
    assert server.request("DELETE", f"/v1/keys/{key_id}").code == "unknown_key"
    assert server.request("GET", "/v1/balances", signer=successor).status == 200


def test_rotating_without_an_overlap_ends_the_old_key_at_once(server):
    created = server.request("POST", "/v1/keys", {**KEY, "name": "short"}).json
    old = server.signer(created["key"]["key_id"], created["secret"])
    server.request("POST", f"/v1/keys/{old.key_id}/rotate", {"overlap_seconds": 0})
    assert server.request("GET", "/v1/balances", signer=old).code == "invalid_signature"


def test_keys_of_another_account_do_not_exist(server):
    key_id = server.request("POST", "/v1/keys", {**KEY, "name": "mine"}).json["key"]["key_id"]
    assert server.request("DELETE", f"/v1/keys/{key_id}", signer=server.bob).code == "unknown_key"
    assert key_id not in server.request("GET", "/v1/keys", signer=server.bob).body.decode()


def test_a_key_does_only_what_its_scopes_allow(server):
    created = server.request("POST", "/v1/keys", {**KEY, "name": "reader"}).json
    reader = server.signer(created["key"]["key_id"], created["secret"])
    before = server.state()
    assert server.request("GET", "/v1/orders", signer=reader).status == 200
    for method, path in (("DELETE", "/v1/orders"), ("GET", "/v1/keys"), ("POST", "/v1/sandbox/reset")):
        answer = server.request(method, path, signer=reader)
        assert (answer.status, answer.code) == (403, "insufficient_scope")
    assert server.state() == before


def test_an_ed25519_key_is_created_and_used(server):
    seed = bytes(range(32, 64))
    public_key = base64.b64encode(_public(seed)).decode()
    request = {"name": "ed", "algorithm": "ed25519", "public_key": public_key, "scopes": ["read"]}
    created = server.request("POST", "/v1/keys", request)
    assert (created.status, created.json["secret"], created.json["key"]["public_key"]) == (201, None, public_key)
    signer = server.signer(created.json["key"]["key_id"], base64.b64encode(seed), "ed25519")
    assert server.request("GET", "/v1/balances", signer=signer).status == 200


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"ip_allow": ["10.0.0.300"]}, "invalid_ip_range"),
        ({"expire_time": "2020-01-01T00:00:00Z"}, "expire_time_out_of_range"),
        ({"expire_time": "2999-01-01T00:00:00Z"}, "expire_time_out_of_range"),
        ({"algorithm": "ed25519", "public_key": base64.b64encode(bytes(32)).decode()}, "invalid_public_key"),
        ({"algorithm": "ed25519"}, "invalid_request"),
        ({"algorithm": "rsa"}, "invalid_request"),
        ({"scopes": []}, "invalid_request"),
        ({"scopes": ["read", "read"]}, "invalid_request"),
        ({"scopes": ["root"]}, "invalid_request"),
    ],
)
def test_keys_that_cannot_be(server, changes, expected):
    before = server.request("GET", "/v1/keys").json["items"]
    assert server.request("POST", "/v1/keys", {**KEY, "name": "never", **changes}).code == expected
    after = server.request("GET", "/v1/keys").json["items"]
    assert [key["key_id"] for key in after] == [key["key_id"] for key in before]


def test_a_name_has_two_live_keys_at_most(server):
    statuses = [server.request("POST", "/v1/keys", {**KEY, "name": "twins"}).status for _ in range(3)]
    assert statuses == [201, 201, 409]


@pytest.mark.parametrize(
    ("algorithm", "body"), [("hmac_sha256", {"public_key": base64.b64encode(b"\x07" * 32).decode()}), ("ed25519", {})]
)
def test_a_rotation_fits_its_algorithm(server, algorithm, body):
    public_key = base64.b64encode(_public(b"\x01" * 32)).decode()
    extra = {"public_key": public_key} if algorithm == "ed25519" else {}
    key_id = server.request("POST", "/v1/keys", {**KEY, "name": f"r {algorithm}", "algorithm": algorithm, **extra}).json
    answer = server.request("POST", f"/v1/keys/{key_id['key']['key_id']}/rotate", body)
    assert answer.code == "conflicting_options"


def test_unsigned_badly_signed_late_and_replayed_requests(server):
    before = server.state()
    body = b'{"type":"market","symbol":"BTC-USD","side":"buy","quantity":"0.1"}'
    json_type = {"Content-Type": "application/json"}
    assert server.send("POST", "/v1/orders", body, json_type).code == "missing_signature"
    other_body = server.alice.headers("POST", "/v1/orders", body + b" ") | json_type
    answer = server.send("POST", "/v1/orders", body, other_body)
    assert (answer.status, answer.code) == (401, "invalid_signature")
    assert answer.headers["www-authenticate"].startswith("TS-Signature")
    late = server.alice.headers("POST", "/v1/orders", body, timestamp_ms=1) | json_type
    assert server.send("POST", "/v1/orders", body, late).code == "timestamp_out_of_window"
    assert server.state() == before
    signed_once = server.alice.headers("POST", "/v1/orders", body) | json_type
    server.send("POST", "/v1/orders", body, signed_once)
    before = server.state()
    assert server.send("POST", "/v1/orders", body, signed_once).code == "nonce_reused"
    assert server.state() == before
