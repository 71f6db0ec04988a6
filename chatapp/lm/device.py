"""Chooses where a model computes, and says why a GPU is not used. Imports torch when asked, not before."""

import ctypes
import os
import platform
import sys
from dataclasses import dataclass
from pathlib import Path

from chatapp.graphics import Flavour, flavour

CUDA_DRIVERS = {"win32": "nvcuda.dll", "linux": "libcuda.so.1"}
ROCM_DEVICE = Path("/dev/kfd")


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


def has_gpu() -> bool:
    """Whether torch would find one, asked of its files and the drivers: importing it takes seconds that a model with a
    compiled step does not need. Where this errs with yes, torch says no afterwards."""
    if sys.platform == "darwin":
        return platform.machine() == "arm64"
    built = flavour()
    return (built is Flavour.CUDA and _cuda_devices() > 0) or (built is Flavour.ROCM and ROCM_DEVICE.exists())


def _cuda_devices() -> int:
    try:
        driver = ctypes.CDLL(CUDA_DRIVERS[sys.platform])
        count = ctypes.c_int(0)
        is_well = driver.cuInit(0) == 0 and driver.cuDeviceGetCount(ctypes.byref(count)) == 0
    except (OSError, KeyError, AttributeError):
        return 0
    return count.value if is_well else 0


def thread_count(wanted: int | None = None) -> int:
    """As many as are wanted, of the cores that are there. Without a wish, cores less one for the window: with all of
    them libgomp stops spinning between operators and halves the speed."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(wanted, cores) if wanted else max(1, cores - 1)


def give_back_memory() -> None:
    """What loading took for a moment and freed: glibc keeps it for the process until it is told."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)
