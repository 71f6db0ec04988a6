"""Chooses where a model computes, and says why a GPU is not used. Imports torch when asked, not before."""

import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Device:
    """`kind` is torch's name for it, `label` a person's; `why_no_gpu` is a sentence, "" where a GPU is used."""

    kind: str
    label: str
    why_no_gpu: str = ""


def choose_device() -> Device:
    """CUDA, then Apple's MPS, then the CPU."""
    import torch

    try:
        if torch.cuda.is_available():
            return Device("cuda", torch.cuda.get_device_name(0))
    except (RuntimeError, AssertionError) as error:
        return Device("cpu", "CPU", f"CUDA does not start: {error}.")
    if torch.backends.mps.is_available():
        return Device("mps", "Apple GPU")
    return Device("cpu", "CPU", _reason(torch.version.cuda, torch.version.hip))


def _reason(cuda: str | None, hip: str | None) -> str:
    if cuda is None and hip is None:
        return "This installation of PyTorch was built for the CPU only."
    built = f"CUDA {cuda}" if cuda else f"ROCm {hip}"
    return f"PyTorch is built for {built} but finds no graphics card that it can use, or no driver for it."


def thread_count() -> int:
    """Cores less one for the window: with all of them libgomp stops spinning between operators and halves the speed."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, cores - 1)
