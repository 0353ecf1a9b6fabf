"""The REST gateway: bytes to checked calls and back, by the generated contract."""

from tradespec_server.gateway.contract import Contract, ContractError, read_contract
from tradespec_server.gateway.endpoint import Services
from tradespec_server.gateway.metrics import Metrics
from tradespec_server.gateway.problems import Catalogue
from tradespec_server.gateway.request import Request
from tradespec_server.gateway.scenarios import Scenarios
from tradespec_server.gateway.schemas import Schemas
from tradespec_server.gateway.stack import build_app

__all__ = [
    "Catalogue",
    "Contract",
    "ContractError",
    "Metrics",
    "Request",
    "Scenarios",
    "Schemas",
    "Services",
    "build_app",
    "read_contract",
]
