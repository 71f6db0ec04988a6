"""What another program's JSON has under a name, where anything may stand: one kind of value, or nothing. Pure."""

from collections.abc import Mapping, Sequence
from typing import TypeGuard

Object = Mapping[str, object]


def is_object(value: object) -> TypeGuard[Object]:
    return isinstance(value, dict)


def mapping(value: object) -> Object:
    return value if is_object(value) else {}


def sequence(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else ()


def words(value: object) -> str:
    return value if isinstance(value, str) else ""
