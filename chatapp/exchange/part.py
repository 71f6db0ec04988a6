"""What all records of our JSON have in common: text that a file can hold, and patience with later programs. Pure."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict


def storable(value: Any) -> Any:
    """Text without halves of surrogate pairs, which UTF-8 has no place for; a ? stands in."""
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(storable)]


class Record(BaseModel):
    """What a later program adds is passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore", ser_json_inf_nan="strings")
