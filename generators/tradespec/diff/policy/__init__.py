"""What a team has decided: the ``[diff]`` tables of ``tradespec.toml``, which lies beside the new document.

::

    [diff]
    semantic-version = "required"       # required, info or off: must the version rise as far as the changes demand?

    [diff.severity]
    api-tag-removed = "off"             # off, info, risky or breaking

    [diff.stability]
    experimental = "info"               # the worst that a change of such an operation is; the default
    beta = "risky"

    [diff.notice]                       # days between the day a sunset is set and the sunset itself
    stable = 180
    beta = 30

    [[diff.rules]]                      # the last one that fits counts; each word but `severity` may be left out
    rule = "response-*"                 # an id, `*` for any letters
    at = "GET /internal/**"             # an operation, a path or a JSON pointer
    stability = "beta"
    severity = "info"

    [[diff.waivers]]
    rule = "request-property-became-required"
    at = "POST /v1/orders"
    reason = "No client sends it empty; agreed with the desk on 3 May."
    owner = "orders-team"               # may be left out
    until = 2026-12-31

In ``at``, ``*`` stands for one segment of a path, ``**`` for any number, and names in braces are all the same. A waiver
never matches on the text of a message. One that has expired or matches nothing is itself a failure, so that the file says
what holds.
"""

from tradespec.diff.policy.at import At
from tradespec.diff.policy.baseline import Baseline, read_baseline, write_baseline
from tradespec.diff.policy.decided import Override, Policy, Waiver
from tradespec.diff.policy.errors import PolicyError
from tradespec.diff.policy.read import read_policy
from tradespec.diff.policy.settings import settings

__all__ = [
    "At",
    "Baseline",
    "Override",
    "Policy",
    "PolicyError",
    "Waiver",
    "read_baseline",
    "read_policy",
    "settings",
    "write_baseline",
]
