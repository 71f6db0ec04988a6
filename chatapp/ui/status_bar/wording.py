"""What the status bar says, as sentences out of values. Pure but for locale and translation."""

from PySide6.QtCore import QCoreApplication

from chatapp.domain.generation import Figures
from chatapp.domain.model import ModelInfo, TaskProgress
from chatapp.services.live import LiveAnswer, Phase
from chatapp.services.models import ModelPhase, ModelState
from chatapp.ui.quantities import count, percent, seconds, speed, time_left
from chatapp.ui.translation_catalogue import said

SEPARATOR = " · "
NEARLY_FULL = 0.85

translate = QCoreApplication.translate


def model_text(state: ModelState) -> str:
    match state.phase:
        case ModelPhase.READY if state.info is not None:
            return _ready_text(state.info)
        case ModelPhase.LOADING:
            return translate("StatusBar", "Loading {0}").format(state.name)
        case ModelPhase.INSTALLING:
            return translate("StatusBar", "Installing {0}").format(state.name)
        case ModelPhase.FAILED:
            return translate("StatusBar", "{0} is not ready").format(state.name)
    return translate("StatusBar", "No model")


def _ready_text(info: ModelInfo) -> str:
    parts = [info.name, info.device.upper()]
    if info.device == "cpu":
        threads = (
            translate("StatusBar", "1 thread")
            if info.threads == 1
            else translate("StatusBar", "{0} threads").format(info.threads)
        )
        parts[1] = f"{parts[1]}, {threads}"
    if not info.has_chat_template:
        parts.append(translate("StatusBar", "base model: plain template"))
    return SEPARATOR.join(parts)


def progress_text(progress: TaskProgress) -> str:
    parts = [said(progress.stage)]
    if progress.fraction is not None:
        parts.append(percent(progress.fraction))
    if progress.seconds_left is not None:
        parts.append(time_left(progress.seconds_left))
    return SEPARATOR.join(parts)


def activity_text(live: LiveAnswer | None) -> str:
    """What the engine does for the answer that runs; "" for nothing."""
    if live is None or live.phase is Phase.QUEUED:
        return ""
    if live.phase is Phase.WRITING:
        return translate("StatusBar", "Writing")
    if not live.total:
        return translate("StatusBar", "Reading the prompt")
    text = translate("StatusBar", "Reading the prompt {0}/{1}").format(count(live.done), count(live.total))
    return text if live.seconds_left is None else SEPARATOR.join((text, time_left(live.seconds_left)))


def figures_text(figures: Figures) -> str:
    """What the newest answer took; "" while it has not begun."""
    parts = []
    if figures.first_token_seconds > 0:
        parts.append(translate("StatusBar", "first token {0}").format(seconds(figures.first_token_seconds)))
    if figures.tokens_per_second > 0:
        parts.append(speed(figures.tokens_per_second))
    return SEPARATOR.join(parts)


def context_text(figures: Figures) -> str:
    if not figures.context_limit:
        return ""
    text = translate("StatusBar", "{0}/{1} tokens").format(count(figures.context_used), count(figures.context_limit))
    if is_nearly_full(figures):
        text = translate("StatusBar", "{0}, nearly full").format(text)
    return text


def dropped_text(figures: Figures) -> str:
    """Old turns that the model did not see; "" where it saw all."""
    if not figures.dropped_turns:
        return ""
    if figures.dropped_turns == 1:
        return translate("StatusBar", "1 old turn is out of the window")
    text = translate("StatusBar", "{0} old turns are out of the window").format(figures.dropped_turns)
    if figures.summarised_turns:
        return translate("StatusBar", "{0}, a summary stands for {1}").format(text, figures.summarised_turns)
    return text


def is_nearly_full(figures: Figures) -> bool:
    return figures.context_limit > 0 and figures.context_used >= NEARLY_FULL * figures.context_limit


def context_help(figures: Figures) -> str:
    """The tool tip of the meter."""
    lines = [
        translate("StatusBar", "The model's window: what it reads at once, {0} tokens at most.").format(
            count(figures.context_limit)
        ),
        translate("StatusBar", "Prompt {0}, of which {1} were read before; answer {2}.").format(
            count(figures.prompt_tokens), count(figures.reused_tokens), count(figures.generated_tokens)
        ),
    ]
    if is_nearly_full(figures) and not figures.dropped_turns:
        lines.append(
            translate("StatusBar", "When it is full, the oldest turns are left out; they stay in the conversation.")
        )
    if figures.summarised_turns:
        lines.append(translate("StatusBar", "{0}: the model read that instead.").format(dropped_text(figures)))
    elif figures.dropped_turns:
        lines.append(translate("StatusBar", "{0}: the model did not see them.").format(dropped_text(figures)))
    return "\n".join(lines)
