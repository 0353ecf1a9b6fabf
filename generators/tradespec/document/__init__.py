"""Read YAML and JSON documents: fast, over many files, with positions for what is reported.

>>> document = load("spec/openapi.yaml")
>>> document.root["openapi"]
'3.1.1'
>>> node = document.resolve("#/components/securitySchemes/signature", Place(document.entry))
>>> str(document.locate(node.place)).rsplit("/", 1)[-1].split(":")[0]
'openapi.yaml'
"""

from typing import TYPE_CHECKING

from tradespec.document.errors import DocumentError
from tradespec.document.limits import Limits
from tradespec.document.load import Document, Node, SourceFile, load
from tradespec.document.place import Location, Place, Problem, Severity

if TYPE_CHECKING:
    from tradespec.document.bundling import bundle
    from tradespec.document.dump import dump_json, dump_yaml

__all__ = [
    "Document",
    "DocumentError",
    "Limits",
    "Location",
    "Node",
    "Place",
    "Problem",
    "Severity",
    "SourceFile",
    "bundle",
    "dump_json",
    "dump_yaml",
    "load",
]


def __getattr__(name: str) -> object:
    """Load the writers when they are first asked for."""
    if name == "bundle":
        from tradespec.document.bundling import bundle

        return bundle
    if name in {"dump_json", "dump_yaml"}:
        from tradespec.document import dump

        return getattr(dump, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
