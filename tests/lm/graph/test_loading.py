"""What a model that is loaded says of captured steps."""

from collections.abc import Callable
from pathlib import Path

import pytest

from chatapp.lm.device import Device
from chatapp.lm.graph import loading
from chatapp.lm.graph.capture import CudaCapture
from chatapp.lm.graph.decoder import capture_for
from chatapp.lm.loading import load
from tests.lm.conftest import ignore
from tests.lm.graph.retracing import Retracing

DISTORTED = Retracing(lambda logits: logits.flip(-1))


@pytest.mark.parametrize(
    ("capture", "device"),
    [
        (None, "CPU"),
        (Retracing(), "CPU (CUDA graphs)"),
        (DISTORTED, "CPU (no CUDA graphs: its results differ from those computed without it)"),
    ],
)
def test_the_device_says_whether_steps_are_captured(
    capture: Retracing | None, device: str, folders: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "capture_for", lambda _kind: capture)
    assert load(folders("llama"), "Tiny", ignore).info.device == device


def test_only_cuda_captures() -> None:
    assert [type(capture_for(kind)) for kind in ("cuda", "mps", "cpu")] == [CudaCapture, type(None), type(None)]


@pytest.mark.parametrize("kind", ["mistral", "gemma2"])
def test_what_has_no_description_goes_the_way_of_all_others(kind: str, folders: Callable[[str], Path]) -> None:
    assert loading.load_lean(folders(kind), kind, Device("cpu", "CPU"), 1 << 24) is None
