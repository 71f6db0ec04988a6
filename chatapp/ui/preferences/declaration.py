"""What can be set, read off the declarations in settings.py: a new field there is a new row here. Knows no widget."""

from dataclasses import dataclass
from enum import Enum, auto
from types import NoneType
from typing import Any, Literal, get_args, get_origin

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from chatapp.settings import Section, Settings

STEP = 0.01


class Kind(Enum):
    SWITCH = auto()
    CHOICE = auto()
    WHOLE = auto()
    NUMBER = auto()
    OPTIONAL = auto()  # a whole number or nothing
    SHARE = auto()  # a factor, shown in percent
    FONT = auto()
    LINES = auto()
    TEXT = auto()


@dataclass(frozen=True, slots=True)
class Declaration:
    """`least` and `most` are None where there is no end; `labels` are the words for the values of a CHOICE."""

    section: str
    section_title: str
    key: str
    title: str
    description: str
    default: object
    kind: Kind
    least: float | None
    most: float | None
    labels: dict[str, str]

    def value(self, settings: Settings) -> object:
        return getattr(getattr(settings, self.section), self.key)

    def changed(self, settings: Settings, value: object) -> Section:
        """The whole section with this value; ValueError where it is out of range."""
        section: Section = getattr(settings, self.section)
        try:
            return type(section).model_validate(section.model_dump() | {self.key: value})
        except ValidationError as error:
            raise ValueError(error.errors()[0]["msg"]) from error


def declarations() -> tuple[Declaration, ...]:
    """In the order of the file; what the window remembers by itself is left out."""
    return tuple(
        _declared(section, section_info, key, info)
        for section, section_info in Settings.model_fields.items()
        for key, info in _section_type(section_info).model_fields.items()
        if not _extra(info).get("is_remembered")
    )


def _section_type(info: FieldInfo) -> type[Section]:
    section = info.annotation
    if not (isinstance(section, type) and issubclass(section, Section)):
        raise TypeError(f"not a section: {section}")
    return section


def _declared(section: str, section_info: FieldInfo, key: str, info: FieldInfo) -> Declaration:
    extra = _extra(info)
    return Declaration(
        section=section,
        section_title=str(_section_type(section_info).model_config.get("title", section)),
        key=key,
        title=info.title or key,
        description=info.description or "",
        default=info.get_default(),
        kind=_kind(info.annotation, extra),
        least=_least(info),
        most=_limit(info, "le"),
        labels=dict(extra.get("labels", {})),
    )


def _kind(annotation: Any, extra: dict[str, Any]) -> Kind:
    if get_origin(annotation) is Literal:
        return Kind.CHOICE
    if NoneType in get_args(annotation):
        return Kind.OPTIONAL
    if get_origin(annotation) is tuple:
        return Kind.LINES
    if annotation is str and extra.get("is_font"):
        return Kind.FONT
    if extra.get("is_share"):
        return Kind.SHARE
    return {bool: Kind.SWITCH, int: Kind.WHOLE, float: Kind.NUMBER}.get(annotation, Kind.TEXT)


def _least(info: FieldInfo) -> float | None:
    """A value that is only approached is left out by the step of the control."""
    open_end = _limit(info, "gt")
    return _limit(info, "ge") if open_end is None else open_end + STEP


def _limit(info: FieldInfo, name: str) -> float | None:
    found = (getattr(limit, name, None) for limit in info.metadata)
    return next((float(value) for value in found if value is not None), None)


def _extra(info: FieldInfo) -> dict[str, Any]:
    return info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
