"""Figures about requests, in the registry that `/metrics` shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Metrics"]

_SECONDS = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)


class Metrics:
    """Counts and times requests by operation.

    Attributes:
        registry: What `/metrics` shows; an application has its own, so that two in one process do not mix.
    """

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._seconds = Histogram(
            "tradespec_request_seconds",
            "Time from the first byte of a request to its answer.",
            ["operation"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._answers = Counter(
            "tradespec_answers",
            "Answers by operation, status and problem code.",
            ["operation", "status", "code"],
            registry=self.registry,
        )
        # Finding a series by its labels costs more than counting in it.
        self._series: dict[tuple[str, int, str], tuple[Histogram, Counter]] = {}

    def observe(self, operation: str, status: int, code: str, seconds: float) -> None:
        """Count one answer."""
        series = self._series.get((operation, status, code))
        if series is None:
            series = self._seconds.labels(operation), self._answers.labels(operation, status, code)
            self._series[operation, status, code] = series
        series[0].observe(seconds)
        series[1].inc()

    def gauge(self, name: str, text: str, read: Callable[[], float]) -> None:
        """Show a figure that is read when `/metrics` is."""
        Gauge(name, text, registry=self.registry).set_function(read)
