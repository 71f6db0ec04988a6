"""The whole protocol between the threads: commands go in, events come out, both frozen values that survive pickle.

Every accepted command is answered by exactly one terminal event (marked below), and by nothing after it.
"""

from dataclasses import dataclass
from pathlib import Path

from chatapp.domain.context import ContextReport
from chatapp.domain.errors import Problem
from chatapp.domain.generation import Figures, FinishReason, GenerationOptions
from chatapp.domain.model import ModelInfo, TaskProgress
from chatapp.domain.prompt import Prompt

# Commands. Each carries an id that its events repeat; ids are never used twice in a process.


@dataclass(frozen=True, slots=True)
class LoadModel:
    """Loads a folder of the library; the model loaded before is freed first."""

    id: int
    folder: Path
    name: str


@dataclass(frozen=True, slots=True)
class UnloadModel:
    id: int


@dataclass(frozen=True, slots=True)
class Generate:
    """The answers to one prompt, whole: nothing else that the engine holds changes what comes out."""

    id: int
    prompt: Prompt
    options: GenerationOptions


@dataclass(frozen=True, slots=True)
class Score:
    """What the model thinks of each token of a text from the character `start` on; what stands before is read too.
    Generates nothing, and costs no conversation its cache."""

    id: int
    text: str
    start: int = 0


@dataclass(frozen=True, slots=True)
class WarmUp:
    """A prompt like this may be asked soon: its cache is brought from the disk into memory. Computes nothing and takes
    no other cache's place; any later command ends it early."""

    id: int
    prompt: Prompt
    options: GenerationOptions


@dataclass(frozen=True, slots=True)
class ForgetCaches:
    """Frees every cache, in memory and on the disk: they hold what a person deleted for good."""

    id: int


@dataclass(frozen=True, slots=True)
class Shutdown:
    """Ends the thread once everything queued before it is answered."""

    id: int


Command = LoadModel | UnloadModel | Generate | Score | WarmUp | ForgetCaches | Shutdown

# Events.


@dataclass(frozen=True, slots=True)
class LoadProgressed:
    id: int
    progress: TaskProgress


@dataclass(frozen=True, slots=True)
class ModelReady:
    """Terminal for LoadModel."""

    id: int
    info: ModelInfo


@dataclass(frozen=True, slots=True)
class ModelUnloaded:
    """Terminal for UnloadModel."""

    id: int


@dataclass(frozen=True, slots=True)
class RunStarted:
    """The prompt is tokenized: how long it is, how much of it is in the cache, which turns the model will read."""

    id: int
    figures: Figures
    context: ContextReport


@dataclass(frozen=True, slots=True)
class PromptRead:
    """Prefill went on: `done` of `total` new tokens; `seconds_left` None before the first chunk."""

    id: int
    done: int
    total: int
    seconds_left: float | None = None


@dataclass(frozen=True, slots=True)
class TextDelta:
    """New text of one of a run's alternatives; `tokens` counts the tokens that it merges."""

    id: int
    text: str
    tokens: int = 1
    alternative: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """One alternative at its end. `text` is the concatenation of its TextDeltas; `reason` None: it failed, and text is
    there that was held back. `report` is a domain.token_report blob, empty where none was asked for."""

    text: str
    figures: Figures
    reason: FinishReason | None
    report: bytes = b""


@dataclass(frozen=True, slots=True)
class RunFinished:
    """Terminal for Generate, with as many outcomes as alternatives were asked for."""

    id: int
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class TokensScored:
    """The next tokens of a text that is scored; `report` is a domain.token_report blob whose ends are counted from the
    text's character `start`."""

    id: int
    start: int
    report: bytes


@dataclass(frozen=True, slots=True)
class TextScored:
    """Terminal for Score: END, or CANCELLED where not all of it was."""

    id: int
    reason: FinishReason


@dataclass(frozen=True, slots=True)
class WarmedUp:
    """Terminal for WarmUp: of the prompt so many tokens would not have to be read now; 0 where it was ended early."""

    id: int
    ready_tokens: int


@dataclass(frozen=True, slots=True)
class CachesForgotten:
    """Terminal for ForgetCaches."""

    id: int


@dataclass(frozen=True, slots=True)
class CommandFailed:
    """Terminal for any command. `outcomes` are what a Generate had made before it failed; none if it had not begun."""

    id: int
    problem: Problem
    outcomes: tuple[Outcome, ...] = ()


@dataclass(frozen=True, slots=True)
class EngineStopped:
    """Terminal for Shutdown, and the last event of all."""

    id: int


Event = (
    LoadProgressed
    | ModelReady
    | ModelUnloaded
    | RunStarted
    | PromptRead
    | TextDelta
    | RunFinished
    | TokensScored
    | TextScored
    | WarmedUp
    | CachesForgotten
    | CommandFailed
    | EngineStopped
)
TERMINAL = (
    ModelReady,
    ModelUnloaded,
    RunFinished,
    TextScored,
    WarmedUp,
    CachesForgotten,
    CommandFailed,
    EngineStopped,
)
