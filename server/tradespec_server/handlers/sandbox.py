"""Sandbox: play money, a fresh start, errors on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tradespec_server.errors import Refused
from tradespec_server.handlers.base import Group, Json

if TYPE_CHECKING:
    from tradespec_server.gateway import Request
    from tradespec_server.gateway.contract import Operation

__all__ = ["Sandbox"]


class Sandbox(Group):
    """The operations of the group Sandbox."""

    async def create_deposit(self, request: Request, body: Json) -> Json:
        """Credit play money."""
        return await self.exchange.create_deposit(request.account, body)

    async def reset_sandbox(self, request: Request) -> Json:
        """Restore the account's starting state."""
        return await self.exchange.reset_sandbox(request.account)

    async def force_error(self, request: Request, body: Json) -> Json:
        """Answer the key's next requests with an error.

        Raises:
            Refused: `unknown_operation`; `conflicting_options`, when the operation cannot answer so.
        """
        code, operation_id, count = body["code"], body.get("operation_id"), int(body.get("count", 1))
        if operation_id is not None:
            self._check(code, self._operation(operation_id), request.endpoint.operation)
        self.rooms.services.scenarios.arm(request.key.key_id, code, operation_id, count)
        return {"code": code, "operation_id": operation_id, "count": count}

    def _operation(self, operation_id: str) -> Operation:
        operation = self.rooms.contract.operations.get(operation_id)
        if operation is None:
            message = f"Expected the operationId of an operation, got `{operation_id}`."
            raise Refused("unknown_operation", message, [_place("/operation_id", "operation", operation_id, message)])
        return operation

    @staticmethod
    def _check(code: str, operation: Operation, this: Operation) -> None:
        if operation.scheme is None or operation.id == this.id:
            message = f"Expected an operation that is signed and not {this.id} itself, got {operation.id}."
            raise Refused("conflicting_options", message, [_place("/operation_id", "signed", operation.id, message)])
        if code not in operation.errors:
            message = f"Expected a code that {operation.id} can answer, got `{code}`."
            raise Refused("conflicting_options", message, [_place("/code", "x-error-codes", code, message)])


def _place(pointer: str, rule: str, value: str, message: str) -> dict[str, Any]:
    return {"pointer": pointer, "rule": rule, "value": value, "message": message}
