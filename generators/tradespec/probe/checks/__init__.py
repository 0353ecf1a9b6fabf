"""What checks of a team's own are written with: rules about what a server did, beyond what schemas can say.

A file of rules is named in ``tradespec.toml`` and loaded into every signed pass of ``tradespec fuzz``::

    [fuzz]
    checks = "checks.py"

A rule is a class with `after_response`. Schemathesis makes it once for a run and calls it with each answer, so it may keep
a model of what should be, and ask the server questions of its own through an `Actor`::

    from tradespec.probe.checks import Broken, Rule, actors, rule

    @rule("order_stays_closed")
    class OrderStaysClosed(Rule):
        def answered(self, call, answer):
            if call.operation == "cancelOrder" and answer.status == 200:
                again = self.first.send("DELETE", call.path)
                self.demand(again.status == 409, f"Expected 409 for a second cancel, got {again.status} - at {call.path}")

What actors sent since the rule was asked is part of the finding. An actor whom the server does not let in, or a server
that is out of order, proves nothing: `Undecided` ends a rule without a verdict.
"""

from tradespec.probe.checks.actor import Actor, Asked, Undecided, actors
from tradespec.probe.checks.rule import Broken, Rule, rule

__all__ = ["Actor", "Asked", "Broken", "Rule", "Undecided", "actors", "rule"]
