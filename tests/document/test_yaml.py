"""Scalars by the core schema of YAML 1.2, aliases, merge keys, keys written twice."""

import math
import random
from itertools import pairwise

import pytest
import ryml

from tradespec.document import DocumentError, Limits
from tradespec.document.place import Place
from tradespec.document.walker import Walker
from tradespec.document.yaml import parse

SCALARS = [
    ("~", None),
    ("null", None),
    ("Null", None),
    ("", None),
    ("'~'", "~"),
    ("true", True),
    ("True", True),
    ("FALSE", False),
    ("yes", "yes"),
    ("no", "no"),
    ("'true'", "true"),
    ("0", 0),
    ("-0", 0),
    ("012", 12),
    ("+1", 1),
    ("0x1F", 31),
    ("0o17", 15),
    ("1_000", "1_000"),
    ("12345678901234567890123", 12345678901234567890123),
    ("-12345678901234567890", -12345678901234567890),
    ("'0012'", "0012"),
    ("1.0", 1.0),
    ("1.", 1.0),
    (".5", 0.5),
    ("1e3", 1000.0),
    (".inf", math.inf),
    ("-.inf", -math.inf),
    ("1.2.3", "1.2.3"),
    ("2020-01-01", "2020-01-01"),
    ("12:30:00", "12:30:00"),
    ("!!str 12", "12"),
    ("!!int '12'", 12),
    ('"\\u263A\\n"', "☺\n"),
    ("|\n  two\n  lines\n", "two\nlines\n"),
    (">-\n  one\n  line\n", "one line"),
]


@pytest.mark.parametrize(("source", "value"), SCALARS)
def test_scalars_follow_the_core_schema(source, value):
    got, problems = parse(f"a: {source}\n".encode(), "a.yaml", Limits())
    assert (got, problems) == ({"a": value}, [])
    assert type(got["a"]) is type(value)


@pytest.mark.parametrize(("source", "value"), [case for case in SCALARS if "\n" not in case[0] and case[0]])
def test_scalars_read_the_same_inside_flow_and_beside_something_odd(source, value):
    got, _ = parse(f"odd: ~\nlist: [{source}, 1]\nblock:\n- {source}\n".encode(), "a.yaml", Limits())
    assert got == {"odd": None, "list": [value, 1], "block": [value]}


def test_aliases_and_merge_keys():
    source = b"""
base: &base {a: 1, b: 2}
more: &more {c: 3, b: 9}
same: *base
one: {<<: *base, b: 5}
both: {<<: [*base, *more], d: 4}
"""
    got, _ = parse(source, "a.yaml", Limits())
    assert got["same"] == {"a": 1, "b": 2}
    assert got["one"] == {"a": 1, "b": 5}
    assert got["both"] == {"a": 1, "b": 2, "c": 3, "d": 4}


def test_numbers_are_keys_as_they_are_written():
    assert parse(b"200: ok\n'2XX': ok\ntrue: ok\n", "a.yaml", Limits())[0] == {"200": "ok", "2XX": "ok", "true": "ok"}


def test_a_key_written_twice_is_a_problem_with_its_place():
    got, problems = parse(b"a:\n  b: 1\n  c: 2\n  b: 3\n", "a.yaml", Limits())
    assert got == {"a": {"b": 3, "c": 2}}
    assert [(problem.rule, problem.place.pointer) for problem in problems] == [("duplicate-key", "/a/b")]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (b"a: [1, 2\n", "missing terminating ]"),
        (b"a: b: c\n", "two colons"),
        (b"a:\n\t- b\n", "tab"),
        (b"a: 1\n---\nb: 2\n", "one YAML document"),
        (b"a: *nowhere\n", "&nowhere"),
        (b"a: {<<: 3}\n", "to merge"),
    ],
)
def test_what_is_no_yaml_is_refused_with_a_sentence(source, said):
    with pytest.raises(DocumentError, match="Expected") as caught:
        parse(source, "a.yaml", Limits())
    assert said in str(caught.value)


def test_nothing_is_printed_beside_the_error(capfd):
    with pytest.raises(DocumentError):
        parse(b"a: [1, 2\n", "a.yaml", Limits())
    assert capfd.readouterr() == ("", "")


def test_depth_is_bounded():
    deep = b"[" * 150 + b"]" * 150
    assert parse(deep, "a.yaml", Limits())[0]
    with pytest.raises(DocumentError, match="at most 200 levels"):
        parse(b"[" * 300 + b"]" * 300, "a.yaml", Limits())


def test_an_alias_bomb_is_refused_at_once():
    lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    names = "abcdefghijklmnop"
    for before, name in pairwise(names):
        lines.append(f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]")
    with pytest.raises(DocumentError, match="aliases unfolded"):
        parse("\n".join(lines).encode(), "bomb.yaml", Limits())


def test_aliases_share_what_they_name_instead_of_copying_it():
    got, _ = parse(b"a: &a {x: 1}\nb: *a\n", "a.yaml", Limits())
    assert got["b"] is got["a"]


@pytest.mark.parametrize(
    "number",
    [2**53 - 1, 2**53 + 1, 2**63 - 1, 2**63, 2**64 - 1, 2**64, 10**19, -(2**63), -(2**63) - 1, 10**40, -(10**40)],
)
@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a: {}", lambda number: {"a": number}),
        ("a: [{}, {}]", lambda number: {"a": [number, number]}),
        ("a:\n  - {}\n  - b", lambda number: {"a": [number, "b"]}),
        ("a: '{}'", lambda number: {"a": str(number)}),
        ("a: b {}, c", lambda number: {"a": f"b {number}, c"}),
        ("a: x{}", lambda number: {"a": f"x{number}"}),
    ],
)
def test_integers_of_any_size_are_exact(number, text, wanted):
    value, _ = parse(text.replace("{}", str(number)).encode(), "it.yaml", Limits())
    assert value == wanted(number)
    assert repr(value) == repr(wanted(number))


PIECES = [
    *(source for source, _ in SCALARS if "\n" not in source and source),
    *(
        "~ ",
        "a ~ b",
        "!important",
        "say !loud",
        "0x1F and more",
        "'it''s 0x1F'",
        '"\\"0x1F\\", \\"~\\""',
        "plain # ~",
        "*name",
        "'*name'",
    ),
]


def made(dice, depth, indent):
    """Write a node: a block mapping, a block sequence, a flow, a block scalar, or one of the odd pieces."""
    kind = dice.randrange(8)
    pad = "  " * indent
    if depth and kind < 3:
        return "".join(f"\n{pad}k{at}:{made(dice, depth - 1, indent + 1)}" for at in range(dice.randint(1, 4)))
    if depth and kind == 3:
        return "".join(f"\n{pad}-{made(dice, depth - 1, indent + 1)}" for _ in range(dice.randint(1, 4)))
    if kind == 4:
        plain = [piece for piece in PIECES if "#" not in piece]
        return f" [{dice.choice(plain)}, {{a: {dice.choice(plain)}, 'b': {dice.choice(plain)}}}]"
    if kind == 5:
        return f" {dice.choice('|>')}\n{pad}  - note: {dice.choice(PIECES)}\n{pad}  {dice.choice(PIECES)}"
    return f" {dice.choice(PIECES)}"


@pytest.mark.parametrize("seed", range(300))
def test_the_fast_way_reads_what_the_tree_says_node_by_node(seed):
    dice = random.Random(seed)
    source = f"first: &name 1{made(dice, 4, 0)}\n".replace("1k", "1\nk").encode()
    if not source.startswith(b"first: &name 1\nk"):
        source = b"first: &name 1\nk:" + source.removeprefix(b"first: &name 1")
    tree = ryml.parse_in_arena(source)
    walked = Walker(tree, "a.yaml", Limits()).value(tree.root_id(), Place("a.yaml"), 0)
    read = parse(source, "a.yaml", Limits())[0]
    assert repr(read) == repr(walked)


def test_odd_scalars_do_not_cost_the_fast_way(monkeypatch):
    monkeypatch.setattr(Walker, "value", lambda *_: pytest.fail("the tree was walked"))
    source = b"a: '0x1F'\nb: 0x1F\nc: [~, '~', \"True\", True]\nd: say !loud or *strong*\ne: '*name'\n"
    got = {"a": "0x1F", "b": 31, "c": [None, "~", "True", True], "d": "say !loud or *strong*", "e": "*name"}
    assert parse(source, "a.yaml", Limits()) == (got, [])
