"""Deliberate changes of the exchange, one at a time: faults that break clients, and additions that must not."""
