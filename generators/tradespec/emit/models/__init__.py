"""The ``models`` target: Pydantic v2 models, one for each schema, as a typed Python package."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tradespec.document.bundling import bundle
from tradespec.emit.models.prepare import prepare
from tradespec.emit.models.write import format_python, write_models
from tradespec.emit.templates import environment

if TYPE_CHECKING:
    from tradespec.contract import Contract
    from tradespec.emit.settings import TargetSettings
    from tradespec.emit.targets import Files

__all__ = ["emit"]

_DEFINED = re.compile(r"^(?:class ([A-Za-z_]\w*)\(|([A-Za-z_]\w*) = )", re.MULTILINE)

_SUPPORT = ("ClosedModel", "DecimalString", "Model", "OpenEnum", "UtcDatetime")
_ADVICE = """Objects are classes: ``Order.model_validate_json(body)`` reads one, ``order.to_wire()`` writes it.
Unions, tuples and plain values are type aliases: ``pydantic.TypeAdapter(OrderRequest)`` reads those."""


def emit(contract: Contract, settings: TargetSettings) -> Files:
    """Return the package: ``models.py``, the support module, the face and ``py.typed``."""
    ids = {(operation.method, operation.path): operation.id for operation in contract.operations}
    models = write_models(prepare(bundle(contract.document), ids))
    templates = environment("models", settings)
    names = [first or second for first, second in _DEFINED.findall(models)]
    face = templates.get_template("__init__.py.j2").render(
        summary=_sentence(f"Models of {contract.title}, version {contract.version}"),
        advice=_ADVICE,
        names=sorted(names),
        exports=sorted([*names, *_SUPPORT]),
    )
    return {
        "__init__.py": format_python(face),
        "_support.py": templates.get_template("_support.py.j2").render(),
        "models.py": models,
        "py.typed": b"",
    }


def _sentence(text: str) -> str:
    """Return ``text`` safe inside a docstring, on one line, ended."""
    line = " ".join(text.split()).replace("\\", "\\\\").replace('"', "'")
    return line.rstrip(".") + "."
