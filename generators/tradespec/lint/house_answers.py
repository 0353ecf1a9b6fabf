"""House rules of answers: success has a status, errors are documented problems, pages and calls have limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradespec.lint.errors import answers
from tradespec.lint.explain import listed
from tradespec.lint.pagination import maximum
from tradespec.lint.pointers import parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tradespec.contract import MediaType, Operation, Response
    from tradespec.document import Problem
    from tradespec.lint.context import Context

PROBLEM = "application/problem+json"
PROBLEM_FIELDS = ("code", "detail", "errors", "request_id")


def check(context: Context) -> Iterator[Problem]:
    """Judge each operation's answers and limits."""
    for operation in context.contract.operations:
        yield from _success(context, operation)
        yield from _documented(context, operation)
        yield from _limits(context, operation)
        for response in operation.responses.values():
            if _is_error(response):
                yield from _problem(context, response)


def _is_error(response: Response) -> bool:
    return response.status[:1] in {"4", "5"}


def _success(context: Context, operation: Operation) -> Iterator[Problem]:
    if not any(status[:1] == "2" for status in operation.responses):
        got = listed(operation.responses)
        yield context.problem("house-success-status", operation.place, got=got)


def _documented(context: Context, operation: Operation) -> Iterator[Problem]:
    """Statuses follow from what an operation has (input, security, a limit); each documented one has a code."""
    wanted = {429: "its rate limit", 500: "a fault of the server"}
    if operation.parameters or operation.request_body:
        wanted[400] = "malformed input"
    if any(alternative.needs for alternative in operation.security):
        wanted |= {401: "a missing or wrong signature", 403: "a key without the scope"}
    if any(parameter.location == "path" for parameter in operation.parameters):
        wanted[404] = "a name that does not exist"
    for status, reason in sorted(wanted.items()):
        if not answers(operation, status):
            yield context.problem(
                "house-errors-documented",
                operation.place,
                expected=f"a response {status} for {reason}",
                got=listed(operation.responses),
                next="Add the response and its codes.",
            )
    codes = {context.contract.errors[code].status for code in operation.error_codes if code in context.contract.errors}
    for response in operation.responses.values():
        if _is_error(response) and response.status.isdigit() and int(response.status) not in codes:
            yield context.problem(
                "house-errors-documented",
                operation.place / "responses" / response.status,
                expected=f"a code in `x-error-codes` for the response {response.status}",
                got="none with that status",
                next="List the codes that answer with it, or remove the response.",
            )


def _problem(context: Context, response: Response) -> Iterator[Problem]:
    media = response.content.get(PROBLEM)
    if media is None or set(response.content) != {PROBLEM}:
        yield context.problem(
            "house-problem-json",
            response.place,
            status=response.status,
            expected=f"just {PROBLEM}",
            got=listed(response.content),
        )
        return
    missing = [name for name in PROBLEM_FIELDS if not _has_property(media, name)]
    if missing:
        yield context.problem(
            "house-problem-json",
            media.place,
            status=response.status,
            expected=f"the fields {', '.join(PROBLEM_FIELDS)}",
            got=f"a schema without {listed(missing)}",
        )


def _has_property(media: MediaType, name: str) -> bool:
    return media.schema is not None and any(name in part.properties for part in parts(media.schema))


def _limits(context: Context, operation: Operation) -> Iterator[Problem]:
    if operation.limit is None and context.contract.limits:
        where = f"{operation.method} {operation.path}"
        yield context.problem("house-rate-limit", operation.place, operation=where)
    for parameter in operation.parameters:
        if parameter.name == "limit" and parameter.location == "query" and maximum(parameter.schema) is None:
            yield context.problem("house-limit-maximum", parameter.place, name=parameter.name)
