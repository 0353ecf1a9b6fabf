"""Data classes whose methods are made when they are first needed.

The standard library writes and compiles six methods for each data class as its module is imported: with ninety classes that
was a third of the time in which ``tradespec breaking`` compares two small documents. This module offers the part of
`dataclasses` that the toolkit uses, under the same names and with the same meaning; a class costs next to nothing until
the first of its instances is made, compared or printed.

>>> @dataclass(frozen=True, slots=True)
... class Point:
...     x: int
...     y: int = 0
>>> replace(Point(1), y=2)
Point(x=1, y=2)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar, dataclass_transform, overload

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

__all__ = ["FrozenError", "dataclass", "field", "replace"]

MISSING: Final = object()


class FrozenError(AttributeError):
    """Somebody assigns to a field of a frozen instance."""


class Field:
    """What is said of one field beside its type."""

    __slots__ = ("compare", "default", "default_factory", "repr")

    def __init__(self, default: Any, default_factory: Any, repr: bool, compare: bool) -> None:  # noqa: A002 - the known name
        self.default = default
        self.default_factory = default_factory
        self.repr = repr
        self.compare = compare


if TYPE_CHECKING:

    @overload
    def field(*, default: T, repr: bool = ..., compare: bool = ...) -> T: ...
    @overload
    def field(*, default_factory: Callable[[], T], repr: bool = ..., compare: bool = ...) -> T: ...
    @overload
    def field(*, repr: bool = ..., compare: bool = ...) -> Any: ...


def field(
    *,
    default: Any = MISSING,
    default_factory: Any = MISSING,
    repr: bool = True,  # noqa: A002 - the known name
    compare: bool = True,
) -> Any:
    """Say more of a field: a default made anew for each instance, or that it is not printed or not compared."""
    return Field(default, default_factory, repr, compare)


if TYPE_CHECKING:

    @overload
    def dataclass(cls: type[T], /) -> type[T]: ...
    @overload
    def dataclass(*, frozen: bool = ..., slots: bool = ..., eq: bool = ...) -> Callable[[type[T]], type[T]]: ...


@dataclass_transform(field_specifiers=(field,))
def dataclass(cls: Any = None, /, *, frozen: bool = False, slots: bool = False, eq: bool = True) -> Any:
    """Make a data class of a class with annotated fields, as `dataclasses.dataclass` does."""

    def made(cls: type) -> type:
        return prepared(cls, frozen=frozen, slots=slots, eq=eq)

    return made if cls is None else made(cls)


def prepared(cls: type, *, frozen: bool, slots: bool, eq: bool) -> type:
    """Return the class with its fields noted, and with methods that are compiled when they are first called."""
    own: dict[str, Field] = {}
    unset: list[str] = []
    for name in cls.__annotations__:
        said = cls.__dict__.get(name, MISSING)
        own[name] = said if isinstance(said, Field) else Field(said, MISSING, repr=True, compare=True)
        if said is not MISSING and (slots or isinstance(said, Field)):
            unset.append(name)
    fields = {**getattr(cls, "__record_fields__", {}), **own}
    added = {"__record_fields__": fields, "__match_args__": tuple(fields), **methods(cls, frozen=frozen, eq=eq)}
    if not slots:
        for name in unset:
            delattr(cls, name)
        for name, value in added.items():
            setattr(cls, name, value)
        return cls
    left = {*unset, "__dict__", "__weakref__"}
    body = {name: value for name, value in cls.__dict__.items() if name not in left}
    return type(cls)(cls.__name__, cls.__bases__, {**body, **added, "__slots__": tuple(own)})


def methods(cls: type, *, frozen: bool, eq: bool) -> dict[str, Any]:
    """Return what the class is given; a method that it has written itself stays."""
    out: dict[str, Any] = {"__init__": Late("__init__", initialising, frozen=frozen), "__repr__": printed}
    if eq:
        out["__eq__"] = Late("__eq__", comparing)
    if frozen:
        out |= {"__setattr__": refuse, "__delattr__": refuse, "__setstate__": restore}
    out = {name: method for name, method in out.items() if name not in cls.__dict__}
    if eq and cls.__dict__.get("__hash__") is None:
        out["__hash__"] = Late("__hash__", hashing) if frozen else None
    return out


class Late:
    """Stands for a method until it is first asked for, then puts the compiled one in its place."""

    __slots__ = ("name", "options", "source")

    def __init__(self, name: str, source: Callable[..., tuple[str, dict[str, Any]]], **options: bool) -> None:
        self.name = name
        self.source = source
        self.options = options

    def __get__(self, instance: Any, owner: type) -> Any:
        """Compile the method for the class that was given this one; return it as attributes are returned."""
        cls = next(each for each in owner.__mro__ if each.__dict__.get(self.name) is self)
        text, names = self.source(cls, cls.__record_fields__, **self.options)  # type: ignore[attr-defined]
        exec(text, names)  # noqa: S102 - as dataclasses does; the text is made of field names alone
        method = names[self.name]
        method.__qualname__ = f"{cls.__qualname__}.{self.name}"
        setattr(cls, self.name, method)
        return method.__get__(instance, owner)


def initialising(cls: Any, fields: dict[str, Field], *, frozen: bool) -> tuple[str, dict[str, Any]]:
    """Return the text of ``__init__`` and what it names. Slots are set by their descriptors, past `refuse`."""
    names: dict[str, Any] = {"_missing": MISSING, "_set": object.__setattr__}
    arguments, lines = ["self"], []
    for name, said in fields.items():
        argument = value = name
        if said.default_factory is not MISSING:
            names[f"_make_{name}"] = said.default_factory
            argument, value = f"{name}=_missing", f"_make_{name}() if {name} is _missing else {name}"
        elif said.default is not MISSING:
            names[f"_default_{name}"] = said.default
            argument = f"{name}=_default_{name}"
        arguments.append(argument)
        setter = getattr(getattr(cls, name, None), "__set__", None)
        if not frozen:
            lines.append(f"self.{name} = {value}")
        elif setter is not None:
            names[f"_set_{name}"] = setter
            lines.append(f"_set_{name}(self, {value})")
        else:
            lines.append(f"_set(self, {name!r}, {value})")
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    return written("__init__", arguments, lines or ["pass"]), names


def comparing(cls: Any, fields: dict[str, Field]) -> tuple[str, dict[str, Any]]:  # noqa: ARG001 - as its siblings
    """Return the text of ``__eq__``: of the same class, with equal fields."""
    own, other = (values(fields, name) for name in ("self", "other"))
    lines = ["if other.__class__ is not self.__class__:", "    return NotImplemented", f"return {own} == {other}"]
    return written("__eq__", ["self", "other"], lines), {}


def hashing(cls: Any, fields: dict[str, Field]) -> tuple[str, dict[str, Any]]:  # noqa: ARG001 - as its siblings
    """Return the text of ``__hash__``."""
    return written("__hash__", ["self"], [f"return hash({values(fields, 'self')})"]), {}


def values(fields: dict[str, Field], name: str) -> str:
    """Return the text of a tuple of the fields that count in a comparison."""
    return "(" + "".join(f"{name}.{field}, " for field, said in fields.items() if said.compare) + ")"


def written(name: str, arguments: list[str], lines: list[str]) -> str:
    """Return the text of a function."""
    body = "".join(f"    {line}\n" for line in lines)
    return f"def {name}({', '.join(arguments)}):\n{body}"


def printed(self: Any) -> str:
    """Write an instance as the call that makes it."""
    fields = self.__record_fields__.items()
    said = ", ".join(f"{name}={getattr(self, name)!r}" for name, one in fields if one.repr)
    return f"{self.__class__.__qualname__}({said})"


def refuse(self: Any, name: str, value: Any = None) -> None:  # noqa: ARG001 - Python's signature
    """Let nobody change a frozen instance."""
    raise FrozenError(f"Expected the field `{name}` of a frozen {type(self).__name__} to stay as it is")


def restore(self: Any, state: Any) -> None:
    """Fill a copy of a frozen instance, as `copy` and `pickle` ask for."""
    for part in state if isinstance(state, tuple) else (state,):
        for name, value in (part or {}).items():
            object.__setattr__(self, name, value)


def replace(instance: T, /, **changes: Any) -> T:
    """Return a copy of an instance with some fields changed."""
    for name in instance.__record_fields__:  # type: ignore[attr-defined]
        if name not in changes:
            changes[name] = getattr(instance, name)
    return instance.__class__(**changes)
