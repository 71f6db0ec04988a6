"""How an answer is drawn from the model, why it ended, and what it cost."""

from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Sampling:
    """Shaping of the next token's distribution, in the order: repetition, temperature, top-k, top-p, min-p.

    `temperature` 0 is greedy. `top_k` 0, `top_p` 1, `min_p` 0 and `repetition_penalty` 1 each switch that filter off.
    The penalty divides positive logits of tokens already seen and multiplies negative ones (Keskar et al. 2019).
    """

    temperature: float = 0.7
    top_k: int = 40
    top_p: float = 0.95
    min_p: float = 0.05
    repetition_penalty: float = 1.0

    def __post_init__(self) -> None:
        in_range = (
            0 <= self.temperature <= 10
            and self.top_k >= 0
            and 0 < self.top_p <= 1
            and 0 <= self.min_p <= 1
            and 0.1 <= self.repetition_penalty <= 10
        )
        if not in_range:
            raise ValueError(f"sampling out of range: {self}")


@dataclass(frozen=True, slots=True)
class GenerationOptions:
    """Everything about a run but its prompt. `max_tokens` None writes until the model ends or the window is full.

    The same seed, prompt and options give the same text on the same machine.
    """

    sampling: Sampling = field(default_factory=Sampling)
    seed: int = 0
    stop: tuple[str, ...] = ()
    max_tokens: int | None = None


class FinishReason(StrEnum):
    END = "end"  # the model ended its turn
    STOP_STRING = "stop_string"
    LENGTH = "length"  # max_tokens reached
    CONTEXT_FULL = "context_full"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Figures:
    """Token counts and seconds of one run; `dropped_turns` is how many old turns did not fit the window."""

    prompt_tokens: int = 0
    reused_tokens: int = 0
    generated_tokens: int = 0
    dropped_turns: int = 0
    context_limit: int = 0
    prefill_seconds: float = 0.0
    first_token_seconds: float = 0.0
    decode_seconds: float = 0.0

    @property
    def tokens_per_second(self) -> float:
        """Decoding speed after the first token; 0 where nothing was decoded."""
        return (self.generated_tokens - 1) / self.decode_seconds if self.decode_seconds > 0 else 0.0

    @property
    def context_used(self) -> int:
        return self.prompt_tokens + self.generated_tokens


@dataclass(frozen=True, slots=True)
class Run:
    """Provenance of one answer, kept apart from its text. `reason` None: it failed or was interrupted."""

    message_id: int
    model_name: str
    model_fingerprint: str
    device: str
    options: GenerationOptions
    figures: Figures
    reason: FinishReason | None
