"""Data classes that compile their methods late do what the standard library's do."""

import copy
import pickle

import pytest

from tradespec.records import FrozenError, dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Point:
    x: int
    y: int = 0
    note: str = field(default="", repr=False, compare=False)


@dataclass(slots=True)
class Bag:
    items: list[int] = field(default_factory=list)
    size: int = 0

    def __post_init__(self):
        self.size = len(self.items)


@dataclass(frozen=True)
class Base:
    name: str


@dataclass(frozen=True)
class Derived(Base):
    more: int = 1

    def described(self):
        return super().__repr__()


def test_instances_are_made_by_position_and_by_name():
    assert (Point(1).x, Point(1).y, Point(y=2, x=1).y, Derived("a", 2).more) == (1, 0, 2, 2)


@pytest.mark.parametrize("call", [Point, lambda: Point(1, z=2), lambda: Point(1, 2, "", 3)])
def test_wrong_arguments_are_refused(call):
    with pytest.raises(TypeError):
        call()


def test_instances_with_equal_fields_are_equal_and_hash_alike():
    assert Point(1) == Point(1, 0, "another note")
    assert Point(1) != Point(2)
    assert Point(1) != (1, 0)
    assert len({Point(1), Point(1, note="n"), Point(3)}) == 2
    assert Bag([1]) == Bag([1])


def test_what_can_change_has_no_hash():
    with pytest.raises(TypeError, match="unhashable"):
        hash(Bag())


def test_defaults_that_are_made_are_made_for_each_instance():
    first, second = Bag(), Bag()
    first.items.append(1)
    assert second.items == []
    assert Bag([1, 2]).size == 2


def test_frozen_instances_do_not_change():
    for change in (
        lambda: setattr(Point(1), "x", 2),
        lambda: delattr(Point(1), "x"),
        lambda: setattr(Base("a"), "b", 1),
    ):
        with pytest.raises(FrozenError, match="frozen"):
            change()


def test_slots_leave_no_room_for_other_names():
    with pytest.raises(AttributeError):
        Bag().other = 1


def test_instances_print_as_the_call_that_makes_them():
    assert repr(Point(1, 2, "hidden")) == "Point(x=1, y=2)"
    assert Derived("a").described() == "Derived(name='a', more=1)"


def test_replacing_makes_a_copy():
    point = Point(1, 2, "kept")
    assert replace(point, y=3) == Point(1, 3)
    assert replace(point, y=3).note == "kept"
    assert point.y == 2


def test_instances_are_copied_pickled_and_matched():
    point = Point(1, 2)
    assert copy.deepcopy(point) == point
    assert pickle.loads(pickle.dumps(point)) == point
    assert pickle.loads(pickle.dumps(Derived("a"))) == Derived("a")
    match point:
        case Point(x, y):
            assert (x, y) == (1, 2)
