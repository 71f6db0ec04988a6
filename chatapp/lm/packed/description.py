"""What a packed model is, as numbers: its family, sizes and rotation, and from them every array that must be there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, TypeAdapter
from pydantic.dataclasses import dataclass as checked_dataclass

Count = Annotated[int, Field(ge=1, le=1 << 24)]
BiasedMatrix = Literal["qkv", "output", "enter", "leave"]
Family = Literal["llama", "phi3", "stablelm", "starcoder2", "gpt2"]
GATED = ("llama", "phi3", "stablelm")
LAYER_NORMED = ("stablelm", "starcoder2", "gpt2")


@checked_dataclass(frozen=True, slots=True, config=ConfigDict(extra="forbid", strict=True, allow_inf_nan=False))
class Description:
    """`llama` has RMSNorm, rotary positions and a gated SiLU (qwen2, qwen3, mistral, smollm too), and so has `phi3`,
    under other names; `stablelm` has LayerNorm instead, `starcoder2` GELU besides; `gpt2` learned positions with both.
    `rotary` says which dimensions of a head turn together: one and the one half of what turns further, or neighbours,
    as GGUF stores Llama's; `rotary_dimensions` how many do, None for all. `rotary_factor` multiplies cosines and sines.
    """

    family: Family
    layers: Annotated[int, Field(ge=1, le=4096)]
    hidden: Count
    heads: Count
    kv_heads: Count
    head_size: Count
    inner: Count
    vocabulary: Count
    positions: Count
    epsilon: Annotated[float, Field(gt=0, lt=1)]
    rotary: Literal["halves", "interleaved", "none"]
    rotary_factor: Annotated[float, Field(gt=0, lt=1000)]
    is_tied: bool
    has_head_norms: bool
    biased: tuple[BiasedMatrix, ...]
    rotary_dimensions: Annotated[int, Field(ge=2)] | None = None

    def __post_init__(self) -> None:
        turning = self.rotary_dimensions or 2
        if turning % 2 or turning > self.head_size or (turning > 2 and self.rotary == "interleaved"):
            raise ValueError("the part of a head that is to turn does not fit it")
        if self.heads % self.kv_heads or self.head_size % 2 or (self.rotary == "none") != (self.family == "gpt2"):
            raise ValueError("the heads of the description do not fit together")

    @property
    def is_gated(self) -> bool:
        return self.family in GATED

    @property
    def has_layer_norms(self) -> bool:
        """With a bias; else RMSNorm without one."""
        return self.family in LAYER_NORMED

    def matrices(self) -> dict[str, tuple[int, int]]:
        """Rows and columns by name."""
        queries = self.heads * self.head_size
        shapes = {
            "qkv": (queries + 2 * self.kv_heads * self.head_size, self.hidden),
            "output": (self.hidden, queries),
            "enter": (self.inner * (2 if self.is_gated else 1), self.hidden),
            "leave": (self.hidden, self.inner),
        }
        found = {f"layers.{layer}.{name}": shape for layer in range(self.layers) for name, shape in shapes.items()}
        found["embedding"] = (self.vocabulary, self.hidden)
        if not self.is_tied:
            found["head"] = (self.vocabulary, self.hidden)
        return found

    def vectors(self) -> dict[str, tuple[int, ...]]:
        """Shapes of what stays float32, by name."""
        found: dict[str, tuple[int, ...]] = {}
        rows = self.matrices()
        for layer in range(self.layers):
            found |= {f"layers.{layer}.{name}": shape for name, shape in self._norms("attention_norm", "mlp_norm")}
            found |= {f"layers.{layer}.{name}.bias": (rows[f"layers.{layer}.{name}"][0],) for name in self.biased}
            if self.has_head_norms:
                found |= {f"layers.{layer}.{name}": (self.head_size,) for name in ("query_norm", "key_norm")}
        found |= dict(self._norms("norm"))
        if self.rotary == "none":
            return {**found, "positions": (self.positions, self.hidden)}
        return {**found, "frequencies": ((self.rotary_dimensions or self.head_size) // 2,)}

    def _norms(self, *names: str) -> Iterator[tuple[str, tuple[int]]]:
        for name in names:
            yield name, (self.hidden,)
            if self.has_layer_norms:
                yield f"{name}.bias", (self.hidden,)


@dataclass(frozen=True, slots=True)
class Provenance:
    """How a matrix was packed: the kinds of its parts in the source, and the relative root mean square error."""

    kinds: tuple[str, ...]
    passes: int
    error: float


_DESCRIPTIONS = TypeAdapter(Description)
_PROVENANCES = TypeAdapter(dict[str, Provenance])


def description_text(description: Description) -> str:
    return _DESCRIPTIONS.dump_json(description).decode()


def read_description(text: str) -> Description:
    """ValueError for what describes no model."""
    return _DESCRIPTIONS.validate_json(text)


def provenance_text(found: Mapping[str, Provenance]) -> str:
    return _PROVENANCES.dump_json(dict(found)).decode()


def read_provenance(text: str) -> dict[str, Provenance]:
    """ValueError where it is none."""
    return _PROVENANCES.validate_json(text)
