import os

import pytest
import torch

from chatapp.lm.device import _reason, choose_device, has_gpu, thread_count


def test_device_and_reason_belong_together() -> None:
    device = choose_device()
    is_there = torch.cuda.is_available() or torch.backends.mps.is_available()
    assert (device.kind != "cpu") == is_there
    assert (device.why_no_gpu == "") == is_there
    assert device.label


@pytest.mark.parametrize(
    ("cuda", "hip", "named"), [(None, None, "CPU only"), ("13.0", None, "CUDA 13.0"), (None, "7.1", "ROCm 7.1")]
)
def test_reason_says_what_is_missing(cuda: str | None, hip: str | None, named: str) -> None:
    assert named in _reason(cuda, hip)


def test_drivers_say_what_torch_says() -> None:
    assert has_gpu() == (choose_device().kind != "cpu")


def test_as_many_threads_as_are_wanted_and_there() -> None:
    cores = thread_count(10_000)
    assert 1 <= cores <= (os.cpu_count() or 1)
    assert thread_count(1) == 1
    assert thread_count(None) == thread_count() == max(1, cores - 1)


def test_a_core_is_left_for_the_window() -> None:
    assert 1 <= thread_count() < max(2, os.cpu_count() or 1)
