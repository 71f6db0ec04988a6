"""Which card and which flavour there are, and a flavour that was laid beside the program; no card is needed for it."""

import importlib.machinery
import subprocess
import sys
from pathlib import Path

import pytest

from chatapp.graphics import PACK, Flavour, find_pack, flavour, flavour_in, nvidia_card, torch_release

EXTENSION = importlib.machinery.EXTENSION_SUFFIXES[0]
SAYS = """
import sys
from pathlib import Path
from chatapp import graphics
pack = graphics.use_pack(Path(sys.argv[1]))
graphics.use_pack(Path(sys.argv[1]))
from chatapp.lm.device import has_gpu
import torch, numpy, torch.part
print(graphics.flavour(), torch.marker, torch.part.marker, Path(numpy.__file__).is_relative_to(sys.argv[1]), has_gpu())
"""


def lay(program: Path, version: str, *, cuda: str = "'13.0'", extension: str = EXTENSION) -> Path:
    """What looks like PyTorch to whoever does not run it."""
    torch = program / PACK / "torch"
    torch.mkdir(parents=True)
    (torch / "version.py").write_text(f"__version__ = '{version}'\ncuda: Optional[str] = {cuda}\nhip = None\n")
    (torch / "__init__.py").write_text("marker = 'from the pack'\n")
    (torch / "part.py").write_text("marker = 'so is its part'\n")
    (torch / f"_C{extension}").touch()
    (program / PACK / "numpy").mkdir()
    (program / PACK / "numpy" / "__init__.py").write_text("raise ImportError('not this one')\n")
    return program


def test_a_pack_that_fits_is_what_is_imported_and_nothing_else_of_it(tmp_path: Path) -> None:
    lay(tmp_path, f"{torch_release()}+cu130")
    done = subprocess.run(
        [sys.executable, "-c", SAYS, str(tmp_path)], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("cuda from the pack so is its part False ")


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"version": "1.0.0+cu130"}, "1.0.0 is there"),
        ({"extension": ".cpython-27-x86_64-linux-gnu.so"}, "another Python"),
        ({"cuda": "None"}, "without CUDA"),
    ],
)
def test_a_pack_that_does_not_fit_is_passed_over_and_told(tmp_path: Path, changes: dict[str, str], fault: str) -> None:
    pack = find_pack(lay(tmp_path, **({"version": torch_release()} | changes)))
    assert pack is not None
    assert fault in pack.fault


def test_without_a_pack_there_is_none(tmp_path: Path) -> None:
    assert find_pack(tmp_path) is None
    (tmp_path / PACK / "torch").mkdir(parents=True)
    assert find_pack(tmp_path) is None


def test_the_flavour_is_what_torch_says() -> None:
    import torch

    expected = Flavour.CUDA if torch.version.cuda else Flavour.ROCM if torch.version.hip else Flavour.CPU
    assert flavour() is expected
    assert torch.__version__.partition("+")[0] == torch_release()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cuda: Optional[str] = None\nhip: Optional[str] = None\n", Flavour.CPU),
        ("cuda: Optional[str] = '13.0'\nhip: Optional[str] = None\n", Flavour.CUDA),
        ('cuda = None\nhip = "7.1"\n', Flavour.ROCM),
        ("", Flavour.CPU),
    ],
)
def test_a_version_file_names_its_flavour(text: str, expected: Flavour) -> None:
    assert flavour_in(text) is expected


def test_a_card_is_named_as_its_driver_names_it(tmp_path: Path) -> None:
    card = tmp_path / "0000:01:00.0"
    card.mkdir()
    (card / "information").write_text("Model: \t\t NVIDIA GeForce RTX 4090\nIRQ:   \t\t 150\n")
    assert nvidia_card(tmp_path) == "NVIDIA GeForce RTX 4090"
    (card / "information").write_bytes(b"IRQ: 150\n")
    assert nvidia_card(tmp_path) == nvidia_card(tmp_path / "none")
