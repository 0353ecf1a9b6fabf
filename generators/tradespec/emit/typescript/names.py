"""From the names of a document to identifiers of TypeScript: valid, unreserved, without collisions, always the same."""

from __future__ import annotations

import re
from functools import cache
from unicodedata import normalize

_WORDS = re.compile(r"[A-Z][A-Z0-9]*(?![a-z])|[A-Z]?[a-z][a-z0-9]*|[0-9]+|[^\W\d_]+")
_IDENTIFIER = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*\Z")

KEYWORDS = frozenset(
    {
        "abstract", "any", "arguments", "as", "async", "await", "boolean", "break", "case", "catch", "class",
        "const", "constructor", "continue", "debugger", "declare", "default", "delete", "do", "else", "enum", "eval",
        "export", "extends", "false", "finally", "for", "from", "function", "get", "if", "implements", "import",
        "in", "instanceof", "interface", "is", "keyof", "let", "module", "namespace", "never", "new", "null",
        "number", "object", "of", "package", "private", "protected", "public", "readonly", "require", "return",
        "set", "static", "string", "super", "switch", "symbol", "this", "throw", "true", "try", "type", "typeof",
        "undefined", "unique", "unknown", "var", "void", "while", "with", "yield",
    }
)  # fmt: skip
"""Words that cannot be, or had better not be, the name of a function or a variable."""

TYPES_TAKEN = frozenset(
    {
        "APIPromise", "AbortController", "AbortSignal", "AbortedError", "ApiError", "ApiErrorFacts", "Array",
        "ArrayBuffer", "AuthOptions", "AuthenticationError", "BadRequestError", "BasicCredentials", "BigInt", "Blob",
        "Boolean", "CallFacts", "Client", "ClientOptions", "ConfigurationError", "ConflictError", "ConnectionError",
        "Credentials", "Date", "Decimal", "DecimalInput", "DecimalLike", "DecodeError", "Ed25519Credentials",
        "Enumeration", "Error", "ErrorCode", "FieldError", "File", "FormData", "Function", "Headers",
        "HmacCredentials", "Int64", "Iterator", "JSON", "Known", "Map", "Math", "NotFoundError", "Number", "Object",
        "Open", "Operation", "Outcome", "OutgoingRequest", "PagePromise", "PermissionError", "Promise", "Proxy",
        "RangeError", "RateLimitError", "Record", "Reflect", "RegExp", "Request", "RequestOptions", "Response",
        "Result", "Rounding", "SdkError", "ServerError", "Set", "String", "Symbol", "SyntaxError", "TimeoutError",
        "Token", "Transport", "TransportOptions", "TypeError", "URL", "Uint8Array", "UnknownVariant",
        "UnprocessableError", "WeakMap", "WithResponse",
    }
)  # fmt: skip
"""Types of the language or of our run time, which a document's type of that name must not hide."""


def is_identifier(name: str) -> bool:
    """Whether the name can stand after a dot."""
    return _IDENTIFIER.match(name) is not None


@cache
def words(name: str) -> tuple[str, ...]:
    """Split a name written in any way into its words.

    >>> words("GET /api/v3/orderOCO")
    ('GET', 'api', 'v3', 'order', 'OCO')
    """
    return tuple(_WORDS.findall(name))


def pascal(name: str) -> str:
    """Return a type name. A name that is one already stays as it is.

    >>> pascal("order_page"), pascal("OCOOrder"), pascal("2fa")
    ('OrderPage', 'OCOOrder', 'Type2Fa')
    """
    if _IDENTIFIER.match(name) and name[0].isupper() and "_" not in name and "$" not in name:
        return name
    text = "".join(word[0].upper() + word[1:] for word in map(_ascii, words(name)) if word) or "Type"
    return text if text[0].isalpha() else f"Type{text}"


def camel(name: str) -> str:
    """Return a function or property name. A name that is one already stays as it is.

    >>> camel("Market data"), camel("placeOrder"), camel("GetOHLC"), camel("default")
    ('marketData', 'placeOrder', 'getOhlc', 'default_')
    """
    if _IDENTIFIER.match(name) and name[0].islower() and "_" not in name and "$" not in name:
        text = name
    else:
        parts = [word for word in map(_ascii, words(name)) if word] or ["call"]
        text = parts[0].lower() + "".join(word[0].upper() + word[1:].lower() for word in parts[1:])
    if not text[0].isalpha():
        text = f"call{text}"
    return f"{text}_" if text in KEYWORDS else text


def kebab(name: str) -> str:
    """Return a file name.

    >>> kebab("getOrderByClientId"), kebab("Market data")
    ('get-order-by-client-id', 'market-data')
    """
    return "-".join(word.lower() for word in map(_ascii, words(name)) if word) or "unnamed"


def argument(name: str) -> str:
    """Return a parameter's name as a variable: the wire's own where it is an identifier."""
    return name if _IDENTIFIER.match(name) and name not in KEYWORDS else camel(name)


def _ascii(word: str) -> str:
    if word.isascii():
        return word
    plain = normalize("NFKD", word).encode("ascii", "ignore").decode()
    return plain if len(plain) == len(word) else "".join(f"U{ord(character):x}" for character in word)


class Names:
    """Gives each thing a name of its own. Who comes first gets the plain one, later ones a number.

    Two names that differ only in case are one, so that files named after them do not collide on file systems that ignore
    case.
    """

    def __init__(self, reserved: frozenset[str] = frozenset(), suffix: str = "") -> None:
        self._reserved = reserved
        self._suffix = suffix
        self._taken: set[str] = set()

    def claim(self, wanted: str) -> str:
        """Return ``wanted``, or the nearest name that is free: a reserved one with the suffix, a taken one with a number."""
        base = f"{wanted}{self._suffix}" if wanted in self._reserved else wanted
        name, number = base, 2
        while name.lower() in self._taken or name in self._reserved:
            name, number = f"{base}{number}", number + 1
        self._taken.add(name.lower())
        return name
