"""Kernels for the processor that runs the tests, and runners that end with their test."""

from collections.abc import Callable, Iterator

import pytest

from chatapp.lm.cpu.architecture import Architecture
from chatapp.lm.cpu.kv_form import KvForm
from chatapp.lm.cpu.runner import Runner
from chatapp.lm.kernels.compiled import Kernels, kernels

RunnerMaker = Callable[..., Runner]


@pytest.fixture(scope="session")
def host_kernels(tmp_path_factory: pytest.TempPathFactory) -> Kernels:
    found = kernels(tmp_path_factory.mktemp("kernels"))
    if found is None:
        pytest.skip("this processor has none of the instruction sets")
    return found


@pytest.fixture
def runner_of(host_kernels: Kernels) -> Iterator[RunnerMaker]:
    made: list[Runner] = []

    def make(model: Architecture, threads: int = 1, form: KvForm = KvForm.HALVES) -> Runner:
        made.append(Runner(model, host_kernels, threads, form))
        return made[-1]

    yield make
    for runner in made:
        runner.close()
