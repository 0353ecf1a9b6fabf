"""Python text from prepared schemas: datamodel-code-generator writes it, ruff formats it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import textwrap
import warnings
from typing import TYPE_CHECKING

from tradespec.emit.errors import EmitError
from tradespec.emit.models.narrow import narrow
from tradespec.emit.models.order import DOCSTRING, reorder

if TYPE_CHECKING:
    from tradespec.emit.models.prepare import Prepared

HEADER = '"""The models, one for each schema of the contract."""'


_CLOSED = re.compile(
    r"^class (\w+)\(Model\):\n"
    r'(?:    ("""(?:[^"\\]|\\.|"(?!""))*""")\n\s*)?'
    r" *model_config = ConfigDict\(\s*extra=.forbid.,?\s*\)\n(?=( *))",
    re.MULTILINE,
)
_NULLABLE = re.compile(r'^(\w+) = TypeAliasType\("\1", (\1[0-9]) \| None\)', re.MULTILINE)
_ALIAS = r'^{name} = TypeAliasType\(\s*"{name}",\s*(.*?),?\s*\)\n(?:\n|""")'
_BULLET = re.compile(r"(?:[-*+]|[0-9]{1,2}[.)]) +")
WIDTH = 114


def write_models(prepared: Prepared) -> str:
    """Return the text of ``models.py``; `EmitError` where datamodel-code-generator gives up on the schemas."""
    if not prepared.schemas:
        return f"{HEADER}\n"
    from datamodel_code_generator import Error, generate
    from datamodel_code_generator._shared_types import LiteralType
    from datamodel_code_generator.config import GenerateConfig
    from datamodel_code_generator.enums import DataModelType, DefaultValueType, InputFileType
    from datamodel_code_generator.format import DatetimeClassType, Formatter, PythonVersion

    config = GenerateConfig(
        input_file_type=InputFileType.OpenAPI,
        output_model_type=DataModelType.PydanticV2BaseModel,
        target_python_version=PythonVersion.PY_311,
        output_datetime_class=DatetimeClassType.Awaredatetime,
        base_class="_support.Model",
        use_annotated=True,
        strict_nullable=True,
        use_type_alias=True,
        use_specialized_enum=True,
        capitalise_enum_members=True,
        enum_field_as_literal=LiteralType.One,
        deserialize_default_values=[DefaultValueType.Enum],
        use_enum_values_in_discriminator=True,
        use_tuple_for_closed_arrays=True,
        use_schema_description=True,
        use_field_description=True,
        use_single_line_docstring=True,
        field_extra_keys_without_x_prefix={"x-decimal_places"},
        custom_file_header=HEADER,
        formatters=[Formatter.BUILTIN],
        disable_timestamp=True,
    )
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Models", "version": "1"},
        "paths": {},
        "components": {"schemas": prepared.schemas},
    }
    with warnings.catch_warnings():
        # It warns of every constraint that the Python type cannot carry; the server checks those by the contract.
        warnings.simplefilter("ignore")
        try:
            text = generate(json.dumps(document), config=config)
        except (Error, RecursionError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise EmitError(
                f"Expected schemas that datamodel-code-generator can read, got: {error} - at target models",
                "Run `tradespec validate` on the document, and correct what it finds.",
            ) from error
    if not isinstance(text, str):
        raise EmitError("Expected one module, got several - at target models", "Rename schemas whose name has a dot.")
    return reorder(narrow(polish(text, prepared.open_enums)), prepared.schemas)


def polish(text: str, open_enums: set[str]) -> str:
    """Return ``text`` as ours: relative imports, open enums on their base, one look for docstrings."""
    text = re.sub(r"^from _support import", "from ._support import", text, flags=re.MULTILINE)
    if open_enums:
        names = "|".join(sorted(map(re.escape, open_enums)))
        text = re.sub(rf"^class ({names})\(StrEnum\):", r"class \1(OpenEnum):", text, flags=re.MULTILINE)
        text = _import(text, "OpenEnum")
    # `arbitrary_types_allowed` comes with every custom type; ours is one that Pydantic knows.
    text = re.sub(r"^ +arbitrary_types_allowed=True,\n", "", text, flags=re.MULTILINE)
    text = re.sub(r"^ +model_config = ConfigDict\(\s*\)\n", "", text, flags=re.MULTILINE)
    if _CLOSED.search(text):
        text = _import(_CLOSED.sub(_closed, text), "ClosedModel")
    text = _NULLABLE.sub(lambda match: _inlined(match, text), text)
    return format_python(DOCSTRING.sub(_docstring, text))


def _inlined(match: re.Match[str], text: str) -> str:
    """Return a nullable alias with its value written out; the helper alias it named goes with the unused."""
    helper = re.search(_ALIAS.format(name=match[2]), text, flags=re.MULTILINE | re.DOTALL)
    return f'{match[1]} = TypeAliasType("{match[1]}", {helper[1]} | None)' if helper else match[0]


def _closed(match: re.Match[str]) -> str:
    """Return the head of a class whose configuration moved to its base; ``pass`` where nothing else was in it."""
    body = [match[2]] if match[2] else [] if match[3] else ["pass"]
    return "\n    ".join([f"class {match[1]}(ClosedModel):", *body]) + "\n"


def _docstring(match: re.Match[str]) -> str:
    """Return a docstring begun on its first line, wrapped, and ended there too where that is all of it."""
    indent = match[1]
    paragraphs = re.split(r"\n\s*\n", match[2].strip())
    body = "\n\n".join(_wrap(paragraph, indent) for paragraph in paragraphs).lstrip()
    if "\n" in body:
        return f'{indent}"""{body}\n{indent}"""'
    end = " " if body.endswith(('"', "\\")) else ""
    return f'{indent}"""{body}{end}"""'


def _wrap(paragraph: str, indent: str) -> str:
    """Return prose wrapped to the width of the page, list items hanging; tables and code keep their lines."""
    lines = [line.strip() for line in paragraph.split("\n")]
    if any(line.startswith(("|", "#", ">", "```")) for line in lines):
        return "\n".join(indent + line for line in lines)
    items: list[str] = []
    for line in lines:
        if not items or _BULLET.match(line):
            items.append(line)
        else:
            items[-1] += f" {line}"
    return "\n".join(
        textwrap.fill(
            item,
            WIDTH,
            initial_indent=indent,
            subsequent_indent=indent + (" " * len(bullet[0]) if (bullet := _BULLET.match(item)) else ""),
            break_long_words=False,
            break_on_hyphens=False,
        )
        for item in items
    )


def _import(text: str, name: str) -> str:
    """Return ``text`` importing ``name`` from the support module too."""
    line = re.search(r"^from \._support import (.*)$", text, flags=re.MULTILINE)
    if line is None:
        return text.replace("\nfrom pydantic", f"\nfrom ._support import {name}\nfrom pydantic", 1)
    names = ", ".join(sorted({*line[1].split(", "), name}))
    return text.replace(line[0], f"from ._support import {names}", 1)


def format_python(text: str) -> str:
    """Return Python source sorted, cleaned and formatted by ruff, whatever settings lie around."""
    common = ["--isolated", "--line-length", "120", "--target-version", "py311", "--stdin-filename", "models.py"]
    check = ["check", "--select", "I,F401,UP", "--fix", "--exit-zero", "--quiet", *common, "-"]
    for arguments in (check, ["format", *common, "-"]):
        done = subprocess.run(  # noqa: S603 - ruff itself, with arguments of our own
            [sys.executable, "-m", "ruff", *arguments], input=text, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise EmitError(
                f"Expected Python that ruff can format, got: {done.stderr.strip()} - at target models",
                "Install it with: pip install 'tradespec[models]'",
            )
        text = done.stdout
    return text
