"""What goes into an installer and what stays out, without freezing anything: minutes are a build's own."""

import ast
import configparser
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from recipe import debian, desktop, families, icons, leftovers, papers, windows
from recipe.edition import PACKAGING, ROOT, Edition, program_version, this_edition
from recipe.materials import Material, licence_of

from chatapp import __version__
from chatapp.exchange import archive, profile
from chatapp.library.shelf import BUNDLED
from chatapp.ui import licences

EDITION = Edition("1.2.3", "linux", "x86_64", "cpu")


def test_an_edition_is_named_by_version_system_processor_and_flavour() -> None:
    assert program_version() == __version__
    assert this_edition().version == __version__
    assert EDITION.file_stem == "causerie-1.2.3-linux-x86_64"
    assert Edition("1.2.3", "linux", "x86_64", "cuda").file_stem == "causerie-1.2.3-linux-x86_64-cuda"


def test_the_spec_is_python_and_every_file_that_it_names_is_there() -> None:
    spec = (PACKAGING / "causerie.spec").read_text(encoding="utf-8")
    tree = ast.parse(spec)
    collected = [
        node for node in ast.walk(tree) if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Analysis"
    ]
    assert len(collected) == 1
    for path in (ROOT / "main.py", ROOT / "resources", ROOT / "chatapp" / "storage" / "migrations"):
        assert path.exists()


@pytest.mark.parametrize(
    ("place", "is_out"),
    [
        ("torch/test/libtest_api", True),
        ("torch/bin/protoc", True),
        ("torch/_inductor/scheduler.py", True),
        ("torch/_inductor/config.py", False),
        ("torch/_dynamo/config.py", False),
        ("torch/nn/functional.py", False),
        ("torch/bin/torch_shm_manager", False),
        ("torch/lib/libtorch_cpu.so", False),
        ("torch/lib/libbackend_with_compiler.so", True),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", False),
        ("PySide6/Qt/plugins/platforms/libqwayland.so", False),
        ("PySide6/Qt/plugins/platforms/libqoffscreen.so", False),
        ("PySide6/Qt/plugins/platforms/libqeglfs.so", True),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", True),
        ("PySide6/Qt/plugins/imageformats/libqsvg.so", False),
        ("PySide6/Qt/translations/qtbase_zh_CN.qm", False),
        ("PySide6/Qt/translations/qtbase_de.qm", True),
        ("PySide6\\plugins\\platforms\\qminimal.dll", True),
        ("PySide6\\plugins\\platforms\\qwindows.dll", False),
        ("llvmlite/binding/libllvmlite.so", False),
    ],
)
def test_what_is_needed_stays_in_and_what_is_not_stays_out(place: str, is_out: bool) -> None:
    assert leftovers.is_left_out(place) is is_out


def test_every_model_that_the_program_can_run_keeps_its_code_and_what_that_borrows() -> None:
    models = families.folder()
    out = {name.rpartition(".")[2] for name in families.excluded()}
    assert not families.wanted(models) & out
    assert not {"llama", "gpt2", "qwen3_5", "mamba", "auto", "t5"} & out
    assert {"wav2vec2", "sam", "detr"} <= out
    kept = {path.name for path in models.iterdir() if path.is_dir()} - out
    assert families.closure(models, kept & families.wanted(models)) <= kept


def test_the_control_file_names_what_debian_asks_for(tmp_path: Path) -> None:
    fields = dict(line.split(": ", 1) for line in debian.control_text(EDITION, 1000).splitlines() if line[:1].isupper())
    assert (fields["Version"], fields["Architecture"], fields["Installed-Size"]) == ("1.2.3", "amd64", "1000")
    assert "libegl1" in fields["Depends"]
    for name in ("postinst", "prerm", "postrm"):
        assert subprocess.run(["sh", "-n", PACKAGING / "linux" / name], check=False).returncode == 0


def test_a_package_holds_program_menu_entry_and_papers(tmp_path: Path) -> None:
    frozen = tmp_path / "frozen"
    (frozen / "_internal").mkdir(parents=True)
    (frozen / "causerie").write_text("#!/bin/sh\n")
    root = tmp_path / "root"
    debian.place(root, frozen, EDITION, 1_700_000_000)
    share = root / "usr" / "share"
    assert (root / "usr" / "bin" / "causerie").resolve() == root / "usr" / "lib" / "causerie" / "causerie"
    assert (share / "doc" / "causerie" / "copyright").read_text(encoding="utf-8").startswith("Format:")
    sums = (root / "DEBIAN" / "md5sums").read_text(encoding="utf-8").splitlines()
    assert len(sums) == len([path for path in (root / "usr").rglob("*") if path.is_file() and not path.is_symlink()])
    assert 'version="1.2.3" date="2023-11-14"' in next(share.glob("metainfo/*.xml")).read_text(encoding="utf-8")


def test_desktop_entry_file_types_and_metainfo_agree(tmp_path: Path) -> None:
    desktop.place(tmp_path, EDITION, 1_700_000_000)
    entry = configparser.RawConfigParser()
    entry.read(tmp_path / "applications" / "causerie.desktop", encoding="utf-8")
    types = set(entry["Desktop Entry"]["MimeType"].strip(";").split(";"))
    declared = ElementTree.parse(tmp_path / "mime" / "packages" / "causerie.xml").getroot()  # noqa: S314 - our own file
    assert {child.get("type") for child in declared} == types
    metainfo = ElementTree.parse(next(tmp_path.glob("metainfo/*.xml"))).getroot()  # noqa: S314 - our own file
    assert {found.text for found in metainfo.iter("mediatype")} == types
    assert metainfo.findtext("launchable") == "causerie.desktop"
    for size in icons.SIZES:
        picture = tmp_path / "icons" / "hicolor" / f"{size}x{size}" / "apps" / "causerie.png"
        assert picture.read_bytes()[16:24] == size.to_bytes(4, "big") * 2
    if validator := shutil.which("desktop-file-validate"):
        assert subprocess.run([validator, tmp_path / "applications" / "causerie.desktop"], check=False).returncode == 0


KINDS = """
import sys
from PySide6.QtCore import QMimeDatabase
for file in sys.argv[1:]:
    print(QMimeDatabase().mimeTypeForFile(file).name())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="file types are told in another way elsewhere")
def test_a_desktop_knows_models_exports_and_profiles(tmp_path: Path) -> None:
    """As Qt reads the file of types: by the name first, by the first bytes where that says nothing."""
    desktop.place(tmp_path / "share", EDITION, 1_700_000_000)
    export = "".join(archive.pieces((), datetime.now(UTC))).encode()
    files = {
        f"mine{archive.ENDING}": (export, "application/x-causerie+json"),
        "mine": (export, "application/x-causerie+json"),
        "other.json": (b"{}", "application/json"),
        f"all{profile.ENDING}": (b"PK", "application/x-causerie"),
        "model.gguf": (b"GGUF", "application/x-gguf"),
        "model": (b"GGUF", "application/x-gguf"),
    }
    for name, (content, _) in files.items():
        (tmp_path / name).write_bytes(content)
    places = {"XDG_DATA_DIRS": str(tmp_path / "share"), "XDG_DATA_HOME": str(tmp_path / "none")}
    command = [sys.executable, "-c", KINDS, *(str(tmp_path / name) for name in files)]
    told = subprocess.run(command, env=os.environ | places, capture_output=True, text=True, check=True).stdout
    assert told.split() == [kind for _, kind in files.values()]


def test_papers_name_everything_once_with_its_licence() -> None:
    shipped = [
        Material("Causerie", "1.2.3", "MIT", kind="application", texts=("Our text",)),
        Material("one", "1", "BSD", "pkg:pypi/one@1", texts=("Shared text",)),
        Material("two", "2", "BSD", "pkg:pypi/two@2", texts=("Shared text", "Its own")),
    ]
    text = papers.licences(shipped)
    assert text.count("Shared text") == 1
    assert "one, two" in text
    bill = json.loads(papers.bill_of_materials(shipped, EDITION))
    assert [part["purl"] for part in bill["components"]] == ["pkg:pypi/one@1", "pkg:pypi/two@2"]
    assert bill == json.loads(papers.bill_of_materials(shipped, EDITION))
    assert licences.file().name == papers.LICENCES


def test_the_licence_of_every_dependency_is_known() -> None:
    from importlib.metadata import distribution

    needed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    names = [re.split(r"[^A-Za-z0-9_.-]", line)[0] for line in needed]
    assert [name for name in names if licence_of(distribution(name)) == "not stated"] == []


def test_the_model_lies_where_the_program_looks_for_it() -> None:
    assert BUNDLED == "models"
    assert '"models"' in (PACKAGING / "recipe" / "starter_model.py").read_text(encoding="utf-8")


def test_the_setup_script_removes_no_data(tmp_path: Path) -> None:
    script = windows.SCRIPT.read_text(encoding="utf-8")
    removed = re.findall(r"RMDir /r \"([^\"]+)\"", script)
    assert set(removed) == {r"$INSTDIR\_internal", r"$INSTDIR\models"}
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / "causerie.exe").write_bytes(b"MZ")
    if shutil.which("makensis"):
        assert windows.build(tree, tmp_path, Edition("1.2.3", "windows", "amd64", "cpu")).stat().st_size > 10_000


def test_the_build_script_says_what_it_can_do() -> None:
    done = subprocess.run(
        [sys.executable, PACKAGING / "build.py", "--help"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, "--only-freeze" in done.stdout) == (0, True)
