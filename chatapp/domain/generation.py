"""How an answer is drawn from the model, why it ended, and what it cost."""

from dataclasses import dataclass, field
from enum import StrEnum

from chatapp.domain.context import ContextReport

PLAIN = "plain"
"""The template of models that have none of their own."""
BIAS_LIMIT = 100.0
"""As in OpenAI's interface: so much forbids a token, or leaves nothing beside it."""


@dataclass(frozen=True, slots=True)
class Sampling:
    """Shaping of the next token's distribution, in the order: logit bias, repetition, presence and frequency,
    temperature, top-k, top-p, min-p.

    `temperature` 0 is greedy. `top_k` 0, `top_p` 1, `min_p` 0, `repetition_penalty` 1, `presence_penalty` 0,
    `frequency_penalty` 0 and an empty `logit_bias` each switch that filter off.
    The repetition penalty divides positive logits of tokens already seen, prompt included, and multiplies negative
    ones (Keskar et al. 2019). The presence penalty is subtracted from the logits of tokens already generated, the
    frequency penalty once for each time (OpenAI's API reference). `logit_bias` is added to the logits of these ids.
    """

    temperature: float = 0.7
    top_k: int = 40
    top_p: float = 0.95
    min_p: float = 0.05
    repetition_penalty: float = 1.0
    presence_penalty: float = 0.0
    frequency_penalty: float = 0.0
    logit_bias: tuple[tuple[int, float], ...] = ()

    def __post_init__(self) -> None:
        in_range = (
            0 <= self.temperature <= 10
            and self.top_k >= 0
            and 0 < self.top_p <= 1
            and 0 <= self.min_p <= 1
            and 0.1 <= self.repetition_penalty <= 10
            and -2 <= self.presence_penalty <= 2
            and -2 <= self.frequency_penalty <= 2
            and all(token >= 0 and abs(bias) <= BIAS_LIMIT for token, bias in self.logit_bias)
        )
        if not in_range:
            raise ValueError(f"sampling out of range: {self}")


class TokenReport(StrEnum):
    """What is told of each token of an answer; see domain.token_report."""

    NONE = "none"
    TOP = "top"  # log-probability, rank, entropy and the likeliest tokens


class ContextPolicy(StrEnum):
    """What happens when a conversation is longer than the window. Making the summary is a service's work: the report of
    the context says what is out, and the prompt brings the summary along."""

    DROP_OLD = "drop_old"  # whole old turns, in large steps
    STOP = "stop"  # nothing is written
    SUMMARISE = "summarise"  # as DROP_OLD, and a summary is read instead of them


@dataclass(frozen=True, slots=True)
class GenerationOptions:
    """Everything about a run but its prompt. `max_tokens` None writes until the model ends or the window is full.

    The same seed, prompt and options give the same text on the same machine. `alternatives` answers are written side
    by side, each as the seed plus its number gives it. Nothing ends an answer within its first `min_tokens` tokens but
    `max_tokens`, a cancel and a full window: end tokens are not drawn, and only a stop string that begins after them
    counts.
    A run that `is_side_job` never costs a conversation its cache. `guess_ahead` changes the speed, not the text (but
    for rounding, with a model whose decoder does not compute guesses exactly as it computes steps).
    """

    sampling: Sampling = field(default_factory=Sampling)
    seed: int = 0
    stop: tuple[str, ...] = ()
    max_tokens: int | None = None
    min_tokens: int = 0
    alternatives: int = 1
    report: TokenReport = TokenReport.NONE
    context_policy: ContextPolicy = ContextPolicy.DROP_OLD
    is_side_job: bool = False
    guess_ahead: bool = True

    def __post_init__(self) -> None:
        if self.alternatives < 1 or self.min_tokens < 0:
            raise ValueError(f"generation options out of range: {self}")


class FinishReason(StrEnum):
    END = "end"  # the model ended its turn
    STOP_STRING = "stop_string"
    LENGTH = "length"  # max_tokens reached
    CONTEXT_FULL = "context_full"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Figures:
    """Token counts and seconds of one run; `dropped_turns` is how many old turns did not fit the window, and for
    `summarised_turns` of them a summary was read."""

    prompt_tokens: int = 0
    reused_tokens: int = 0
    generated_tokens: int = 0
    dropped_turns: int = 0
    context_limit: int = 0
    prefill_seconds: float = 0.0
    first_token_seconds: float = 0.0
    decode_seconds: float = 0.0
    summarised_turns: int = 0

    @property
    def tokens_per_second(self) -> float:
        """Decoding speed after the first token; 0 where nothing was decoded."""
        return (self.generated_tokens - 1) / self.decode_seconds if self.decode_seconds > 0 else 0.0

    @property
    def context_used(self) -> int:
        return self.prompt_tokens + self.generated_tokens


@dataclass(frozen=True, slots=True)
class Run:
    """Provenance of one answer, kept apart from its text: all it takes to write it again. `reason` None: it failed or
    was interrupted.

    It was the `alternative`-th of options.alternatives, drawn by the seed plus that. So many characters of its text as
    `start_length` were given. `context` and `system_prompt` are what the model read, written by `template`: the
    fingerprint of a chat template or PLAIN, "" where an older Causerie did not keep it.
    """

    message_id: int
    model_name: str
    model_fingerprint: str
    device: str
    options: GenerationOptions
    figures: Figures
    reason: FinishReason | None
    alternative: int = 0
    start_length: int = 0
    program_version: str = ""
    context: ContextReport = field(default_factory=ContextReport)
    system_prompt: str = ""
    template: str = ""
