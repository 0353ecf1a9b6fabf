"""The FastAPI application that bench_orders.py measures beside the exchange."""

from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException, Request

from tradespec_engine.commands import PlaceOrder
from tradespec_models import LimitOrderRequest
from tradespec_server.auth import Authenticator
from tradespec_server.errors import Refused
from tradespec_server.exchange.sequencer import Sequencer


def build(authenticator: Authenticator, sequencer: Sequencer) -> FastAPI:
    """Return an application that checks the signature, validates the order and makes it durable."""
    app = FastAPI()

    async def account(request: Request) -> str:
        try:
            key = authenticator.authenticate(
                dict(request.headers.raw),
                request.method,
                request.url.path.encode(),
                await request.body(),
                request.client.host if request.client else "",
            )
        except Refused as refused:
            raise HTTPException(401, refused.code) from refused
        return key.account

    @app.post("/v1/orders", status_code=201)
    async def place(order: LimitOrderRequest, account: Annotated[str, Depends(account)]) -> dict[str, Any]:
        command = PlaceOrder(
            0,
            0,
            account,
            order.symbol,
            order.side,
            order.type,
            int(order.quantity * 10_000),
            int(order.price * 2),
            order.time_in_force,
            order.post_only,
            order.self_trade_prevention,
            order.client_order_id or "",
        )
        (done,) = await sequencer.submit([command])
        return {"order_id": str(done.sequence), "status": "new", **order.model_dump(mode="json")}

    return app
