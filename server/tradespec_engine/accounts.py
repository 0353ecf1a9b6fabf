"""Assets, accounts and balances, and the one place where amounts move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradespec_engine.events import BalanceChanged, LedgerPosted

if TYPE_CHECKING:
    from tradespec_engine.events import Event
    from tradespec_engine.order import Order

__all__ = ["Account", "Asset", "Balance", "Ledger"]


class Asset:
    """An asset, what the exchange earned of it, and what came in from outside (counted below zero)."""

    __slots__ = ("adjustments", "fees", "name", "scale")

    def __init__(self, name: str, scale: int) -> None:
        self.name = name
        self.scale = scale
        self.fees = 0
        self.adjustments = 0


class Balance:
    """What an account has of one asset: free to use, and held by open orders."""

    __slots__ = ("account", "asset", "available", "held", "touched")

    def __init__(self, account: str, asset: str) -> None:
        self.account = account
        self.asset = asset
        self.available = 0
        self.held = 0
        self.touched = False


class Account:
    """An account, its balances in the order of first use, and its open orders.

    Attributes:
        group: Accounts of one group do not trade with each other.
        starting: (asset, amount) pairs that a reset restores.
        resting: Symbol -> how many open orders.
    """

    __slots__ = ("balances", "group", "name", "orders", "resting", "starting")

    def __init__(self, name: str, group: str, starting: tuple[tuple[str, int], ...]) -> None:
        self.name = name
        self.group = group
        self.starting = starting
        self.balances: dict[str, Balance] = {}
        self.orders: dict[int, Order] = {}
        self.resting: dict[str, int] = {}

    def balance(self, asset: str) -> Balance:
        """Return the balance of an asset, and remember it from now on."""
        balance = self.balances.get(asset)
        if balance is None:
            balance = self.balances[asset] = Balance(self.name, asset)
        return balance

    def available(self, asset: str) -> int:
        """Return what is free to use of an asset."""
        balance = self.balances.get(asset)
        return balance.available if balance else 0


class Ledger:
    """Posts changes of totals, and reports each balance that a command touched once, at the command's end."""

    __slots__ = ("accounts", "assets", "entries", "events", "touched")

    def __init__(self) -> None:
        self.assets: dict[str, Asset] = {}
        self.accounts: dict[str, Account] = {}
        self.entries = 0
        self.events: list[Event] = []
        self.touched: list[Balance] = []

    def touch(self, balance: Balance) -> None:
        """Have a balance reported at the end of the command."""
        if not balance.touched:
            balance.touched = True
            self.touched.append(balance)

    def post(self, balance: Balance, kind: str, amount: int, order_id: int = 0, trade_id: int = 0) -> None:
        """Write the entry for an amount that was just added to a balance."""
        self.entries += 1
        total = balance.available + balance.held
        self.events.append(
            LedgerPosted(self.entries, balance.account, balance.asset, kind, amount, total, order_id, trade_id)
        )
        self.touch(balance)

    def adjust(self, balance: Balance, kind: str, amount: int) -> None:
        """Move an amount in from outside, or out when it is below zero."""
        balance.available += amount
        self.assets[balance.asset].adjustments -= amount
        self.post(balance, kind, amount)

    def rehold(self, order: Order) -> None:
        """Bring an order's hold to what it must be now; the difference comes from or goes to what is available."""
        required = order.required_hold()
        difference = required - order.hold
        if difference:
            order.hold = required
            balance = order.funds
            balance.held += difference
            balance.available -= difference
            self.touch(balance)

    def report(self) -> None:
        """Report the touched balances, in the order of first touch."""
        for balance in self.touched:
            balance.touched = False
            self.events.append(BalanceChanged(balance.account, balance.asset, balance.available, balance.held))
        self.touched.clear()
