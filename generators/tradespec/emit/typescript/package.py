"""The files of the package: each template rendered, each plain file copied."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tradespec.emit.templates import environment
from tradespec.emit.typescript.calls import CallWriter, base_url
from tradespec.emit.typescript.names import kebab
from tradespec.emit.typescript.operations import MODULES, Group, OperationView, group_operations
from tradespec.emit.typescript.security import SchemeView, scheme_views
from tradespec.emit.typescript.suite import suite
from tradespec.emit.typescript.survey import Survey
from tradespec.emit.typescript.text import WIDTH, doc, enclose, indent, key, literal, quote
from tradespec.emit.typescript.types import TypeWriter
from tradespec.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jinja2 import Environment

    from tradespec.contract import Contract
    from tradespec.emit.settings import TargetSettings
    from tradespec.emit.targets import Files

TEMPLATE = ".j2"
PER_OPERATION, PER_GROUP = "operation.ts.j2", "resource.ts.j2"
_BYTES = frozenset({"LICENSE", "package-lock.json"})
"""Files that get no first line of ours: the one is a legal text, npm rewrites the other."""
_CREDENTIAL_MODULES = {"auth": {"BasicCredentials", "Token"}, "signing": {"Ed25519Credentials", "HmacCredentials"}}


def emit(contract: Contract, settings: TargetSettings) -> Files:
    """Return the package's files. Options: ``name``, ``version``, ``license``, ``description``."""
    templates = environment("typescript", settings)
    templates.filters.update({"quote": quote, "cell": _cell, "from": _from})
    survey = Survey(contract)
    types = TypeWriter(survey)
    schemes = scheme_views(contract)
    groups = group_operations(contract, types, CallWriter(types, {each.name: each.own_headers for each in schemes}))
    context = {
        "contract": contract,
        "package": _package(contract, settings),
        "groups": groups,
        **_models(survey, types),
        **_contract_file(contract, schemes, groups),
        **_prose(contract, schemes, groups),
    }
    files = _shared(templates, context)
    files.update(_one_each(templates, groups))
    files["scenarios/suite.json"] = suite(contract, groups)
    return dict(sorted(files.items()))


def _shared(templates: Environment, context: Mapping[str, Any]) -> dict[str, str | bytes]:
    """Render or copy every template that stands for one file."""
    files: dict[str, str | bytes] = {}
    for name in templates.list_templates():
        if name in {PER_OPERATION, PER_GROUP} or templates.loader is None:
            continue
        path = name.removesuffix(TEMPLATE)
        if name.endswith(TEMPLATE):
            text = templates.get_template(name).render(context)
        else:
            text = templates.loader.get_source(templates, name)[0]
        files[path] = text.encode() if path in _BYTES else text
    return files


def _one_each(templates: Environment, groups: list[Group]) -> dict[str, str | bytes]:
    """Render the module of each operation and of each group."""
    per_group, per_operation = templates.get_template(PER_GROUP), templates.get_template(PER_OPERATION)
    files: dict[str, str | bytes] = {}
    for group in groups:
        files[f"src/resources/{group.folder}.ts"] = per_group.render(group=group)
        for operation in group.operations:
            files[f"src/ops/{group.folder}/{operation.file}.ts"] = per_operation.render(operation=operation)
    return files


@dataclass(frozen=True, slots=True)
class ModelView:
    """A type with a name, ready to be written."""

    name: str
    doc: str
    declaration: str


def _models(survey: Survey, types: TypeWriter) -> dict[str, Any]:
    types.forget()
    views = []
    for model in survey.models:
        comment = doc([model.schema.description, *(["@deprecated"] if model.schema.deprecated else [])])
        if model.is_enum or not model.input_name:
            only_sent = model.directions == {"in"}
            views.append(ModelView(model.name, comment, types.declare(model, "in" if only_sent else "out")))
            continue
        views.append(ModelView(model.name, comment, types.declare(model, "out")))
        sent = doc([f"`{model.name}` as it is sent."])
        views.append(ModelView(model.input_name, sent, types.declare(model, "in")))
    imports: dict[str, list[str]] = {}
    for name in sorted(types.runtime_used):
        imports.setdefault(MODULES[name], []).append(name)
    return {"models": views, "model_imports": sorted((module, _import(names)) for module, names in imports.items())}


def _import(names: list[str]) -> str:
    """Return the head of an import: of types alone, or of types and values."""
    values = {"enumeration"} & set(names)
    if not values:
        return f"import type {{ {', '.join(names)} }}"
    marked = [name if name in values else f"type {name}" for name in sorted(names, key=lambda name: name not in values)]
    return f"import {{ {', '.join(marked)} }}"


def _package(contract: Contract, settings: TargetSettings) -> dict[str, str]:
    title = contract.title or "API"
    return {
        "name": settings.text("name", f"{kebab(title)}-sdk"),
        "version": settings.text("version", _npm_version(contract.version)),
        "license": settings.text("license", "Apache-2.0"),
        "description": settings.text("description", f"TypeScript client of {title}"),
    }


def _npm_version(text: str) -> str:
    """Return a version that npm accepts: three numbers, whatever the document calls itself.

    >>> _npm_version("v2"), _npm_version("1.4.2-beta.1"), _npm_version("latest")
    ('2.0.0', '1.4.2-beta.1', '0.0.0')
    """
    core, dash, rest = text.strip().removeprefix("v").partition("-")
    numbers = [part for part in core.split(".") if part.isdecimal()][:3]
    version = ".".join(str(int(part)) for part in [*numbers, "0", "0", "0"][:3])
    fits = len(core.split(".")) == len(numbers) and all(part.isalnum() for part in rest.split("."))
    return f"{version}-{rest}" if dash and fits else version


def _contract_file(contract: Contract, schemes: list[SchemeView], groups: list[Group]) -> dict[str, Any]:
    types = {name for scheme in schemes for name in scheme.credentials.split(" | ") if name}
    auth = {"AuthOptions", "SecurityScheme"} | types & _CREDENTIAL_MODULES["auth"]
    imports = [
        ("auth", sorted(auth)),
        ("signing", sorted(types & _CREDENTIAL_MODULES["signing"])),
        ("transport", ["ContractFacts", "TransportOptions"]),
    ]
    return {
        "contract_imports": [(module, names) for module, names in imports if names],
        "facts": _multiline(_facts(contract)),
        "security_schemes": _multiline({scheme.name: scheme.data for scheme in schemes}),
        "schemes": [
            {
                "key": key(scheme.name),
                "doc": doc([scheme.description], "  "),
                "credentials": scheme.credentials,
                "example": scheme.example,
            }
            for scheme in schemes
        ],
        "error_codes": literal(list(contract.errors)),
        "errors": [
            {
                "code": error.code,
                "status": error.status,
                "retryable": error.retryable,
                "outcome": error.outcome,
                "next_step": error.next_step,
                "doc": doc([" ".join(part for part in (error.title + ".", error.next_step) if part.strip("."))], "  "),
            }
            for error in contract.errors.values()
        ],
        "client_doc": doc([contract.summary or contract.title]),
        "group_docs": {group.member: doc([group.description], "  ") for group in groups},
    }


def _facts(contract: Contract) -> dict[str, Any]:
    uses_decimals = any(_has_decimal(schema) for schema in contract.schemas.values())
    return {
        "agent": f"{kebab(contract.title or 'API')}-typescript/{_npm_version(contract.version)}",
        "baseUrl": base_url(contract.servers),
        "requestIdHeader": _request_id_header(contract),
        "bigints": "string" if uses_decimals else "integer",
        "errors": {
            error.code: {
                **({"retryable": True} if error.retryable else {}),
                **({"outcome": error.outcome} if error.outcome != "rejected" else {}),
            }
            for error in contract.errors.values()
        },
    }


def _has_decimal(schema: Any) -> bool:
    target = schema.resolved
    return target.decimal is not None or any(
        child.resolved.decimal is not None for child in [*target.properties.values(), *target.all_of]
    )


def _request_id_header(contract: Contract) -> str:
    """Return the header that answers carry their request id in."""
    for operation in contract.operations:
        for response in operation.responses.values():
            for name in response.headers:
                if name.lower().replace("-", "").endswith("requestid"):
                    return name
    return "x-request-id"


def _prose(contract: Contract, schemes: list[SchemeView], groups: list[Group]) -> dict[str, Any]:
    """Return what the README shows beside the contract itself."""
    operations: list[OperationView] = [operation for group in groups for operation in group.operations]
    reads = [operation for operation in operations if operation.method == "GET"] or operations
    writes = [operation for operation in operations if operation.method == "POST"]
    default_url = base_url(contract.servers)
    return {
        "default_url": default_url,
        "base_url": "" if default_url else "https://api.example.com",
        "scheme_names": ", ".join(f"`{scheme.name}`" for scheme in schemes if scheme.credentials),
        "shown": (writes or operations)[:1],
        "read": next(iter(reads), None),
        "paged": next((operation for operation in operations if operation.is_paged), None),
    }


def _multiline(value: dict[str, Any]) -> str:
    if not value:
        return "{}"
    return "{\n" + "".join(f"  {key(name)}: {indent(literal(item))},\n" for name, item in value.items()) + "}"


def _from(names: Sequence[str], module: str) -> str:
    """Return names in braces and the module they come from; one per line where a line is too short."""
    tail = f" from {quote(module)}"
    return enclose("{", list(names), "}", WIDTH - len("import type ;") - len(tail)) + tail


def _cell(text: str) -> str:
    """Return text for a cell of a Markdown table."""
    return " ".join(text.split()).replace("|", "\\|")
