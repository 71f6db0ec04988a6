from chatapp.domain.generation import Figures
from chatapp.domain.model import ModelInfo, TaskProgress
from chatapp.services.live import LiveAnswer, Phase
from chatapp.services.models import ModelPhase, ModelState
from chatapp.ui.status_bar.wording import (
    activity_text,
    context_help,
    context_text,
    dropped_text,
    figures_text,
    model_text,
    progress_text,
)


def ready(*, device: str = "cpu", threads: int = 4, has_chat_template: bool = True) -> ModelState:
    info = ModelInfo("Small", "f", device, threads, 8192, has_chat_template)
    return ModelState(ModelPhase.READY, "Small", info=info)


def test_the_model_its_device_and_threads() -> None:
    assert model_text(ready()) == "Small · CPU, 4 threads"
    assert model_text(ready(threads=1)) == "Small · CPU, 1 thread"
    assert model_text(ready(device="cuda")) == "Small · CUDA"
    assert "base model: plain template" in model_text(ready(has_chat_template=False))
    assert model_text(ModelState()) == "No model"
    assert model_text(ModelState(ModelPhase.LOADING, "Small")) == "Loading Small"
    assert "not ready" in model_text(ModelState(ModelPhase.FAILED, "Small"))


def test_progress_says_what_how_far_and_how_long() -> None:
    assert progress_text(TaskProgress("Fetching", 0.456, 12.2)) == "Fetching · 45 % · 12 s left"
    assert progress_text(TaskProgress("Checking")) == "Checking"
    assert progress_text(TaskProgress("Fetching", 0.1, 150)) == "Fetching · 10 % · 2 min left"


def test_reading_the_prompt_is_counted() -> None:
    live = LiveAnswer(1, 1, "", Phase.READING, done=1240, total=2000, seconds_left=3.0)
    assert activity_text(live) == "Reading the prompt 1,240/2,000 · 3 s left"
    assert activity_text(LiveAnswer(1, 1, "", Phase.READING)) == "Reading the prompt"
    assert activity_text(LiveAnswer(1, 1, "x", Phase.WRITING)) == "Writing"
    assert activity_text(LiveAnswer(1, 1, "", Phase.QUEUED, 2)) == ""
    assert activity_text(None) == ""


def test_figures_of_the_newest_answer() -> None:
    figures = Figures(1000, 900, 109, 0, 8192, 0.1, 0.83, 2.0)
    assert figures_text(figures) == "first token 0.8 s · 54 tokens/s"
    assert figures_text(Figures()) == ""
    assert context_text(figures) == "1,109/8,192 tokens"
    assert context_text(Figures()) == ""


def test_a_window_nearly_full_and_turns_left_out_are_said() -> None:
    full = Figures(prompt_tokens=7900, context_limit=8192)
    assert "nearly full" in context_text(full)
    assert "oldest turns" in context_help(full)
    dropped = Figures(prompt_tokens=5000, context_limit=8192, dropped_turns=3)
    assert dropped_text(dropped) == "3 old turns are out of the window"
    assert dropped_text(Figures(dropped_turns=1)) == "1 old turn is out of the window"
    assert dropped_text(Figures()) == ""
    assert "did not see them" in context_help(dropped)
    summarised = Figures(dropped_turns=8, summarised_turns=6)
    assert dropped_text(summarised) == "8 old turns are out of the window, a summary stands for 6"
    assert "read that instead" in context_help(summarised)
