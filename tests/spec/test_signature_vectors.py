"""The signature vectors of the guide on signing, computed again from the keys alone."""

import base64
import binascii
import hashlib
import hmac
import json
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

VECTORS = json.loads((Path(__file__).parents[2] / "spec" / "guides" / "vectors" / "signatures.json").read_text("utf-8"))


def name_of(vector):
    return vector["name"]


def canonical(vector):
    parts = [vector[part] for part in ("timestamp_ms", "nonce", "method", "path_with_query")]
    return "\n".join([*parts, hashlib.sha256(vector["body"].encode()).hexdigest()])


def accepted(vector):
    """Whether an exchange that keeps the secret or the public key lets the signature pass."""
    try:
        signature = base64.b64decode(vector["signature"], validate=True)
    except binascii.Error:
        return False
    text = canonical(vector).encode()
    if vector["algorithm"] == "hmac-sha256":
        return hmac.compare_digest(hmac.digest(base64.b64decode(vector["secret"]), text, "sha256"), signature)
    try:
        Ed25519PublicKey.from_public_bytes(base64.b64decode(vector["public_key"])).verify(signature, text)
    except InvalidSignature:
        return False
    return True


@pytest.mark.parametrize("vector", VECTORS["valid"], ids=name_of)
def test_a_valid_vector_holds(vector):
    assert vector["canonical"] == canonical(vector)
    assert vector["body_sha256_hex"] == vector["canonical"].rsplit("\n", 1)[-1]
    assert accepted(vector)


@pytest.mark.parametrize("vector", VECTORS["invalid"], ids=name_of)
def test_an_invalid_vector_says_what_is_wrong_and_is_refused(vector):
    assert vector["canonical"] == canonical(vector)
    assert vector["wrong"].endswith(".")
    assert not accepted(vector)


def test_both_algorithms_are_covered():
    for kind in ("valid", "invalid"):
        counts = [sum(vector["algorithm"] == name for vector in VECTORS[kind]) for name in ("hmac-sha256", "ed25519")]
        assert min(counts) >= 6


def test_each_public_key_belongs_to_its_seed():
    for vector in [*VECTORS["valid"], *VECTORS["invalid"]]:
        if vector["algorithm"] == "ed25519":
            private = Ed25519PrivateKey.from_private_bytes(base64.b64decode(vector["seed"]))
            assert base64.b64encode(private.public_key().public_bytes_raw()).decode() == vector["public_key"]


def test_names_and_nonces_are_used_once():
    vectors = [*VECTORS["valid"], *VECTORS["invalid"]]
    assert len({vector["name"] for vector in vectors}) == len(vectors)
    assert len({vector["nonce"] for vector in vectors}) == len(vectors)
