"""tradespec: one OpenAPI document is the whole contract of a trading API.

The rooms, in the order they may import one another (a test enforces it)::

    cli -> emit, lint, diff, probe -> contract -> document
"""

__version__ = "0.1.0"
