"""Workflows beside a contract, in the words of Arazzo."""

import pytest

from tradespec.contract import read_file
from tradespec.contract.workflows import read_workflows
from tradespec.document import DocumentError

CONTRACT = """\
openapi: 3.1.0
info: {title: Desk, version: 1.0.0}
paths:
  /orders:
    post:
      operationId: placeOrder
      responses: {'201': {description: Placed.}}
"""
WORKFLOW = """\
arazzo: 1.0.1
info: {title: Trading, version: 1.0.0}
sourceDescriptions: [{name: desk, url: ../openapi.yaml, type: openapi}]
workflows:
  - workflowId: trading
    summary: Place twice.
    steps:
      - stepId: first
        operationId: placeOrder
        requestBody: {payload: {quantity: '1'}}
        successCriteria: [{condition: $statusCode == 201}]
        outputs: {order: $response.body#/order_id}
      - stepId: second
        operationId: placeOrder
        x-key: 2
        parameters: [{name: after, in: query, value: $steps.first.outputs.order}]
"""


@pytest.fixture
def workflows(tmp_path):
    """Write a contract and a workflow beside it, and return what is read."""

    def write(text=WORKFLOW):
        (tmp_path / "scenarios").mkdir()
        (tmp_path / "openapi.yaml").write_text(CONTRACT)
        (tmp_path / "scenarios/trading.arazzo.yaml").write_text(text)
        return read_workflows(read_file(tmp_path / "openapi.yaml"))

    return write


def test_steps_are_read_in_their_order(workflows):
    (trading,) = workflows()
    assert (trading.id, trading.summary, [step.id for step in trading.steps]) == (
        "trading",
        "Place twice.",
        ["first", "second"],
    )
    first, second = trading.steps
    assert (first.operation_id, first.payload, first.key) == ("placeOrder", {"quantity": "1"}, 1)
    assert first.conditions == ("$statusCode == 201",)
    assert first.outputs == {"order": "$response.body#/order_id"}
    assert (second.parameters, second.key) == ({"after": "$steps.first.outputs.order"}, 2)


def test_a_contract_without_workflows_has_none(tmp_path):
    (tmp_path / "openapi.yaml").write_text(CONTRACT)
    assert read_workflows(read_file(tmp_path / "openapi.yaml")) == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("operationId: placeOrder\n        requestBody", "operationId: gone\n        requestBody", "got `gone`"),
        ("stepId: second", "stepId: first", "Expected a stepId of its own, got `first`"),
        ("x-key: 2", "x-key: none", "Expected the number of a key, from 1, got `none`"),
        ("stepId: first\n", "name: first\n", "Expected a text as `stepId`, got nothing"),
        ("arazzo: 1.0.1", "openapi: 3.1.0", "Expected `arazzo: 1.0.1`, got nothing"),
        ("steps:\n", "steps: []\n    none:\n", ""),
    ],
)
def test_what_is_wrong_is_told_with_its_place(workflows, old, new, said):
    if not said:
        assert workflows(WORKFLOW.replace(old, new))[0].steps == ()
        return
    with pytest.raises(DocumentError) as caught:
        workflows(WORKFLOW.replace(old, new))
    assert said in caught.value.message
    assert "trading.arazzo.yaml:" in str(caught.value)
    assert caught.value.next_step
