"""The same on every machine and Python: no float, no order that a hash decides, one known state."""

import ast
from pathlib import Path

import tradespec_engine

MODULES = sorted(Path(tradespec_engine.__file__).parent.glob("*.py"))


def inexact(node):
    """Tell whether a node could make a float."""
    return (
        (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div))
        or (isinstance(node, ast.Name) and node.id in {"float", "round"})
    )


def test_no_float_can_arise():
    found = [
        f"{path.name}:{getattr(node, 'lineno', 0)}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if inexact(node)
    ]
    assert len(MODULES) > 10
    assert found == []


def test_one_script_gives_one_state_everywhere(play):
    """Another hash means another state or snapshot format: journals replay, snapshots of before do not restore."""
    desk = play(
        """
        a sell 5 @100 id=x          => #1
        b sell 5 @100               => #2
        a amend x 7                 => #1 is 7@100 back
        c buy 8 @101 id=x           => #3, 5@100 #2x#3, #2 filled, 3@100 #1x#3, #3 filled
        a2 buy 9 @100 decrement     => #4, kept #1-4 #4-4, #1 cancelled:self_trade
        poor buy 1 @90              => #5
        poor deposit X 3            => deposit 1
        status post_only            => post_only 100
        """,
        maker_fee=123_456,
        taker_fee=654_321,
        price_band=12_345_678,
    )
    assert desk.engine.state_hash() == "e7f20e018787561c9c5420b4ee9f13928fa40bc8462b5a084415da25f1aa58ad"
