"""Loads a packed model into the compiled step. Engine thread; imports numba when called, torch never."""

import logging
from hashlib import sha256
from pathlib import Path

from chatapp import __version__
from chatapp.domain.model import TaskProgress
from chatapp.engine.ports import ReportProgress
from chatapp.lm.cpu.code_cache import keep_code_in
from chatapp.lm.device import thread_count
from chatapp.lm.fingerprint import fingerprint
from chatapp.lm.garbage import keep_for_good
from chatapp.lm.kv_store import SNAPSHOTS, KeyValueStore
from chatapp.lm.means import PLENTY, Means
from chatapp.lm.model import FreeableDecoder
from chatapp.lm.packed.reading import read_packed
from chatapp.lm.problems import model_file_error
from chatapp.lm.ready_made import FOLDER, KERNELS, NUMBA, lay_out
from chatapp.lm.weights_file import DamagedFileError
from chatapp.paths import resources

log = logging.getLogger(__name__)

LABELS = {"avx512-vnni": "AVX-512 VNNI", "avx-vnni": "AVX-VNNI", "avx2": "AVX2"}
"""Instruction sets as their makers write them."""


def load_compiled(
    folder: Path, name: str, report: ReportProgress, cache: Path, means: Means = PLENTY
) -> tuple[FreeableDecoder, str] | None:
    """The decoder and where it computes; `cache` keeps what is compiled. None where this processor, or what is
    installed, cannot compile the step. ProblemError names what is wrong with the folder."""
    report(TaskProgress("Preparing code for this processor", 0.3))  # seconds the first time
    code = cache / NUMBA / _sources_hash()
    keep_code_in(code)
    try:
        lay_out(resources() / FOLDER, code, cache / KERNELS)
        return _compiled(folder, name, cache, means)
    except (ImportError, OSError, RuntimeError) as error:
        log.warning("the step cannot be compiled here: %s", error)
        return None


def _compiled(folder: Path, name: str, cache: Path, means: Means) -> tuple[FreeableDecoder, str] | None:
    """None where there are no kernels for this processor."""
    from numba.core.errors import NumbaError

    from chatapp.lm.cpu.byte_dot import fastest_form
    from chatapp.lm.cpu.kv_form import KvForm
    from chatapp.lm.cpu.records import PAGE
    from chatapp.lm.cpu.remembering import RememberingDecoder
    from chatapp.lm.cpu.runner import Runner
    from chatapp.lm.cpu.teamwork import compiled_forward
    from chatapp.lm.kernels.compiled import kernels
    from chatapp.lm.kernels.host import target
    from chatapp.lm.packed.architecture import architecture_of

    compiled_forward()
    keep_for_good()
    found = kernels(cache / KERNELS)
    if found is None:
        return None
    try:
        architecture = architecture_of(read_packed(folder))
    except DamagedFileError as error:
        raise model_file_error(name, str(error), repr(error.__cause__ or "")) from error
    except ValueError as error:
        raise model_file_error(name, f"packed.safetensors holds what does not fit together ({error})") from error
    try:
        form = KvForm(means.kv_cache) if means.kv_cache else fastest_form(target())
        store = KeyValueStore(cache / SNAPSHOTS, f"{fingerprint(folder)}-{PAGE}-{form.value}", means.disk_bytes)
        runner = Runner(architecture, found, thread_count(means.threads), form)
        decoder = RememberingDecoder(runner, means.cache_bytes, store)
        decoder.warm_up()
    except NumbaError as error:
        raise RuntimeError(f"numba refuses it: {error}") from error
    return decoder, f"CPU ({LABELS.get(found.name, found.name.upper())})"


def _sources_hash() -> str:
    """Numba looks at the file of a function alone, and takes in code and constants of others; so each state of all the
    sources has a cache of its own. A frozen program, which has none, changes with its version."""
    lm = Path(__file__).parent
    sources = sorted(path for part in ("cpu", "kernels") for path in (lm / part).glob("*.py"))
    if not sources:
        return __version__
    whole = sha256()
    for path in sources:
        whole.update(f"{path.name}\0".encode() + path.read_bytes())
    return whole.hexdigest()[:16]
