"""For CI dashboards: a suite per release and server, a case per way."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from tradespec.probe.compat.formats import words
from tradespec.probe.compat.formats.text import broken

if TYPE_CHECKING:
    from tradespec.probe.compat.matrix import Cell, Matrix, Outcome


def as_junit(matrix: Matrix) -> str:
    """Return the matrix in JUnit's XML. What is red in an unsupported release is skipped, with what was found."""
    outcomes = [(each.state, cell.release in matrix.supported) for cell in matrix for each in cell.outcomes]
    root = ET.Element(
        "testsuites",
        name="tradespec compat",
        tests=str(len(outcomes)),
        failures=str(outcomes.count(("red", True))),
        errors=str(sum(state == "failed" for state, _ in outcomes)),
        time=f"{matrix.seconds:.3f}",
    )
    for cell in matrix:
        suite(root, cell, must=cell.release in matrix.supported, seed=matrix.seed)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True)


def suite(root: ET.Element, cell: Cell, *, must: bool, seed: int) -> None:
    """Add one cell."""
    states = [each.state for each in cell.outcomes]
    one = ET.SubElement(
        root,
        "testsuite",
        name=f"{cell.release} on {cell.server}",
        tests=str(len(states)),
        failures=str(states.count("red") if must else 0),
        errors=str(states.count("failed")),
        skipped=str(states.count("none") + (0 if must else states.count("red"))),
        time=f"{sum(each.seconds for each in cell.outcomes):.3f}",
    )
    properties = ET.SubElement(one, "properties")
    ET.SubElement(properties, "property", name="seed", value=str(seed))
    for outcome in cell.outcomes:
        case(one, cell, outcome, must=must)


def case(parent: ET.Element, cell: Cell, outcome: Outcome, *, must: bool) -> None:
    """Add one way."""
    one = ET.SubElement(
        parent, "testcase", classname=f"compat.{cell.release}", name=outcome.way, time=f"{outcome.seconds:.3f}"
    )
    count = words.counted(len(outcome.breakages), "breakage")
    if outcome.state == "red":
        told = ET.SubElement(one, "failure" if must else "skipped", message=count if must else f"unsupported: {count}")
        told.text = printable("\n\n".join("\n".join(broken(cell, each)) for each in outcome.breakages))
    elif outcome.error is not None:
        told = ET.SubElement(one, "error", message=printable(outcome.error.message))
        told.text = printable(outcome.error.next_step)
    elif outcome.state == "none":
        ET.SubElement(one, "skipped", message="; ".join(outcome.notes) or "nothing to run")
    elif outcome.notes:
        ET.SubElement(one, "system-out").text = printable("\n".join(outcome.notes))


def printable(text: str) -> str:
    """Return text without what XML 1.0 cannot hold."""
    return "".join(each if each.isprintable() or each in "\n\t" else "\N{REPLACEMENT CHARACTER}" for each in text)
