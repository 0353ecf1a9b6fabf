"""Keys and signatures: who may do what, proved per request."""

from tradespec_server.auth.authenticator import Authenticator
from tradespec_server.auth.keyring import Keyring
from tradespec_server.auth.keys import ED25519, HMAC_SHA256, Key
from tradespec_server.auth.sealing import MasterKeyError
from tradespec_server.auth.signing import canonical

__all__ = ["ED25519", "HMAC_SHA256", "Authenticator", "Key", "Keyring", "MasterKeyError", "canonical"]
