"""The scenario suite of an SDK, as data: every operation's example, and the workflows that lie beside the contract.

``scenarios/run.mjs`` calls the operations through the SDK and judges the answers, as a program of an integrator would:
by the types that the SDK promised. Members it does not know and values of open enumerations pass.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from tradespec.contract.workflows import read_workflows
from tradespec.emit.typescript import examples
from tradespec.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tradespec.contract import Contract, Operation, Parameter, Schema
    from tradespec.contract.workflows import Step
    from tradespec.emit.typescript.operations import Group, OperationView

Json = dict[str, Any]
DESTROYS: Final = "DELETE"
SENT: Final = ("query", "header", "cookie")


def suite(contract: Contract, groups: Sequence[Group]) -> str:
    """Return ``scenarios/suite.json``."""
    shapes = Shapes()
    views = {view.id: view for group in groups for view in group.operations}
    operations = {each.id: each for each in contract.operations if each.id in views}
    calls = {name: called(operations[name], views[name], shapes) for name in operations}
    scenarios: list[Json] = [
        {"id": each.id, "summary": each.summary, "steps": [written(step, operations) for step in each.steps]}
        for each in read_workflows(contract)
    ]
    # Examples come last: some of them take away what workflows stand on.
    scenarios.append({"id": "examples", "summary": "Every operation's example.", "steps": [*example_steps(operations)]})
    made = {
        "contract": {"title": contract.title, "version": contract.version},
        "operations": calls,
        "shapes": shapes.named,
        "scenarios": scenarios,
    }
    return json.dumps(made, indent=1, ensure_ascii=False, default=str) + "\n"


def called(operation: Operation, view: OperationView, shapes: Shapes) -> Json:
    """Return how the SDK calls an operation, and what its answers look like."""
    success = operation.success
    media = next(iter(success.content.values()), None) if success else None
    return {
        "method": operation.method,
        "path": operation.path,
        "call": [view.group, view.name],
        "arguments": list(view.arguments),
        "statuses": list(operation.responses),
        "errors": list(operation.error_codes),
        "answer": shapes.of(media.schema) if media and "json" in media.name else None,
    }


def example_steps(operations: dict[str, Operation]) -> Iterator[Json]:
    """Yield a step per operation, and one more with all that may be left out; what destroys comes last."""
    ordered = sorted(operations.values(), key=lambda each: (each.method == DESTROYS, "{" in each.path))
    links = linked(operations.values())
    for operation in ordered:
        needed = {each.name: each for each in operation.parameters if each.required}
        optional = {
            each.name: each for each in operation.parameters if each.location in SENT and worth_sending(each, operation)
        }
        step: Json = {
            "id": operation.id,
            "operation": operation.id,
            "parameters": {
                name: {**links.get((operation.id, name), {}), "else": examples.of_parameter(each)}
                for name, each in needed.items()
            },
            "example": True,
        }
        if operation.request_body and operation.request_body.content:
            step["body"] = examples.of_media(next(iter(operation.request_body.content.values())))
        yield step
        if optional:
            more = {name: examples.of_parameter(each) for name, each in optional.items()}
            yield {**step, "id": f"{operation.id} with all", "parameters": {**step["parameters"], **more}}


def worth_sending(parameter: Parameter, operation: Operation) -> bool:
    """Whether an optional parameter has an example of its own that can be sent: a cursor's leads nowhere."""
    paging = operation.pagination
    own = bool(parameter.examples) or bool(parameter.schema and parameter.schema.examples)
    return not parameter.required and own and (paging is None or parameter.name != paging.cursor)


def linked(operations: Any) -> dict[tuple[str, str], Json]:
    """Return (operation, parameter) -> which example's answer gives the value, as the contract's links say."""
    found: dict[tuple[str, str], Json] = {}
    for source in operations:
        success = source.success
        if success is None or source.method == DESTROYS:
            continue
        for link in success.links.values():
            for name, value in link.parameters.items():
                if isinstance(value, str) and value.startswith("$response.body#"):
                    plain = name.rpartition(".")[2]
                    given = {"$from": source.id, "pointer": value.partition("#")[2]}
                    if link.operation_id != source.id:
                        found.setdefault((str(link.operation_id), plain), given)
    return found


def written(step: Step, operations: dict[str, Operation]) -> Json:
    """Return a workflow's step."""
    out: Json = {"id": step.id, "operation": step.operation_id, "parameters": dict(step.parameters)}
    if step.payload is not None:
        out["body"] = step.payload
    if step.key != 1:
        out["key"] = step.key
    if step.outputs:
        out["outputs"] = dict(step.outputs)
    success = operations[step.operation_id].success
    usual = [f"$statusCode == {success.status}"] if success and success.status.isdigit() else []
    out["conditions"] = list(step.conditions) or usual
    return out


@dataclass(slots=True)
class Shapes:
    """Schemas as the run time looks at them: types, members and elements, by name where they have one."""

    named: dict[str, Json] = field(default_factory=dict)

    def of(self, schema: Schema | None) -> Json:
        """Return the shape of a schema."""
        if schema is None or schema.resolved.is_boolean:
            return {}
        target = schema.resolved
        if target.name is None:
            return self.made(target)
        if target.name not in self.named:
            self.named[target.name] = {}  # what refers to itself finds the name
            self.named[target.name] = self.made(target)
        return {"ref": target.name}

    def made(self, schema: Schema) -> Json:
        """Return the shape of a schema without looking for its name."""
        out: Json = {"type": list(schema.types)} if schema.types else {}
        if schema.decimal is not None or schema.format in {"decimal", "date-time"}:
            out["format"] = "decimal" if schema.decimal is not None else schema.format
        members = {name: each for name, each in schema.properties.items() if not each.write_only}
        if members:
            out["properties"] = {name: self.of(each) for name, each in members.items()}
        if required := [name for name in schema.required if name in members or name not in schema.properties]:
            out["required"] = required
        if schema.items is not None:
            out["items"] = self.of(schema.items)
        if schema.prefix_items:
            out["prefix"] = [self.of(each) for each in schema.prefix_items]
        for word, branches in (("all", schema.all_of), ("any", schema.any_of or schema.one_of)):
            if branches:
                out[word] = [self.of(each) for each in branches]
        if "$ref" in schema.raw and schema.ref is not None:
            out.setdefault("all", []).append(self.of(schema.ref))
        return out
