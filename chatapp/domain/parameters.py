"""Parameters that a conversation or a persona has of its own; what it leaves open, the layer below decides."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from chatapp.domain.generation import GenerationOptions, Sampling

OF_SAMPLING = tuple(
    field.name for field in fields(Sampling) if field.name != "logit_bias"
)  # biases are by token id, so they belong to one model and to no preset
WHOLE = ("top_k", "max_tokens", "min_tokens", "seed")
REAL = tuple(name for name in OF_SAMPLING if name not in WHOLE)


@dataclass(frozen=True, slots=True)
class Parameters:
    """None leaves a value open. `model` is the folder name of the model that is preferred. ValueError out of range."""

    temperature: float | None = None
    top_k: int | None = None
    top_p: float | None = None
    min_p: float | None = None
    repetition_penalty: float | None = None
    presence_penalty: float | None = None
    frequency_penalty: float | None = None
    seed: int | None = None
    stop: tuple[str, ...] | None = None
    max_tokens: int | None = None
    min_tokens: int | None = None
    model: str | None = None

    def __post_init__(self) -> None:
        self.options(GenerationOptions())
        if self.seed is not None and self.seed < 0:
            raise ValueError(f"a seed below 0: {self.seed}")
        if self.max_tokens is not None and self.max_tokens < 1:
            raise ValueError(f"no room for an answer: {self.max_tokens}")

    def over(self, lower: "Parameters") -> "Parameters":
        """These, and where they are open the lower layer's."""
        return replace(lower, **self._set())

    def options(self, lower: GenerationOptions) -> GenerationOptions:
        """The options with these values in the place of theirs."""
        own = self._set()
        own.pop("model", None)
        sampling = {name: own.pop(name) for name in OF_SAMPLING if name in own}
        return replace(lower, sampling=replace(lower.sampling, **sampling), **own)

    def _set(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if value is not None}


def parameters_to(parameters: Parameters) -> dict[str, object]:
    """As JSON or TOML takes it: what is set, and nothing else."""
    plain = {name: value for name, value in asdict(parameters).items() if value is not None}
    if parameters.stop is not None:
        plain["stop"] = list(parameters.stop)
    return plain


def parameters_from(plain: object) -> Parameters:
    """ValueError, in words for a person, for what is not parameters. Names that are not known are passed over."""
    if not isinstance(plain, Mapping):
        raise ValueError("parameters are a table of names and values")
    known = {field.name for field in fields(Parameters)}
    return Parameters(**{name: _value(name, value) for name, value in plain.items() if name in known})


def _value(name: str, value: Any) -> Any:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if value is None:
        return None
    if name in WHOLE and isinstance(value, int) and is_number:
        return value
    if name in REAL and isinstance(value, int | float) and is_number:
        return float(value)
    if name == "model" and isinstance(value, str):
        return value
    if name == "stop" and isinstance(value, list | tuple) and all(isinstance(text, str) for text in value):
        return tuple(value)
    raise ValueError(f"{name} can't be {value!r}")
