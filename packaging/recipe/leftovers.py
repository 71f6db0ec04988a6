"""What a freezer collects and nobody needs at run time: modules not to follow, files not to take. Measured in
megabytes by the build script, which prints what stayed out."""

from fnmatch import fnmatch

MODULES = (
    *("tkinter", "turtle", "idlelib", "test", "lib2to3", "ensurepip"),
    *("IPython", "matplotlib", "PIL", "scipy", "pandas", "lxml", "chardet", "tensorboard", "torchvision", "torchaudio"),
    *("pytest", "_pytest", "hypothesis", "mypy", "ruff", "grimp", "importlinter", "llama_cpp", "PyInstaller", "pip"),
    "readline",  # under the GPL, and of no use without a prompt
    *("setuptools", "pkg_resources", "_distutils_hack"),
    *("numba.tests", "numba.cuda.tests", "llvmlite.tests", "sympy.testing.tests", "numpy.f2py.tests"),
    *("hf_xet", "transformers.cli", "sqlalchemy.ext.mypy", "pydantic.mypy"),
    *("PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtQuickWidgets", "PySide6.QtDesigner", "PySide6.QtTest"),
    *("PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets", "PySide6.QtConcurrent", "PySide6.QtSql", "PySide6.QtXml"),
)

FILES = (
    *("torch/test/*", "torch/include/*", "torch/share/*", "torch/lib/*.a", "torch/lib/*.lib"),
    # Sources beside their compiled form: these packages have nothing that reads its own, but for their settings.
    *("torch/_inductor/*.py", "torch/_dynamo/*.py", "torch/testing/*.py", "torch/onnx/*.py"),
    *("torch/lib/libjitbackend_test*", "torch/lib/libtorchbind_test*", "torch/lib/libbackend_with_compiler*"),
    *("torch/lib/libaoti_custom_ops*", "torch/lib/libcaffe2_*test*"),
    *("hypothesis-*", "pytest*", "*.dist-info/licenses/*", "*.dist-info/sboms/*"),
    *("*/tests/*.py", "*/__pycache__/*", "numba/cuda/*.cu", "llvmlite/tests/*"),
    *("PySide6/Qt/qml/*", "PySide6/Qt/metatypes/*", "PySide6/Qt/libexec/*"),
    *("*/plugins/platforms/*eglfs*", "*/plugins/platforms/*linuxfb*", "*/plugins/platforms/*vnc*"),
    *("*/plugins/platforms/*vkkhrdisplay*", "*/plugins/platforms/*minimal*", "*/plugins/egldeviceintegrations/*"),
    *("*/plugins/platforminputcontexts/*virtualkeyboard*", "*/plugins/imageformats/*qpdf*"),
    *("*/plugins/platformthemes/*gtk3*", "*/plugins/qmltooling/*", "*/plugins/generic/*", "*/plugins/sqldrivers/*"),
    *("*Qt6Quick*", "*Qt6Qml*", "*Qt6VirtualKeyboard*", "*Qt6Pdf*", "*Qt6EglFs*", "*Qt63D*", "*Qt6Sql*"),
    *("*wayland-shell-integration/libivi-shell*", "*wayland-shell-integration/libfullscreen-shell*"),
    *("*wayland-graphics-integration-client/libvulkan*", "*wayland-graphics-integration-client/libdrm-egl*"),
    *("libcuda*", "libnv*", "libreadline*"),
    *("libgtk-3*", "libgdk-3*", "libpango*", "libcairo*", "libgdk_pixbuf*", "libatk*", "libatspi*", "libepoxy*"),
)

TRANSLATIONS = "PySide6/Qt/translations/"
TRANSLATIONS_KEPT = ("qtbase_zh_CN.qm", "qtbase_en.qm")

KEPT = (
    *("torch/bin/torch_shm_manager", "torch/_inductor/config.py", "torch/_inductor/config_comms.py"),
    "torch/_dynamo/config.py",
)
"""torch will not be imported without them: it reads its settings' comments from their source."""

METADATA = (
    *("torch", "transformers", "tokenizers", "safetensors", "huggingface_hub", "gguf", "numpy", "packaging"),
    *("filelock", "regex", "tqdm", "pyyaml", "requests", "jinja2", "psutil", "sqlalchemy", "platformdirs", "pydantic"),
    *("PySide6-Essentials", "numba", "llvmlite"),
)
"""Distributions whose version something asks for at run time."""


def is_left_out(place: str) -> bool:
    """`place` is where a file would lie in the bundle."""
    path = place.replace("\\", "/")
    if path in KEPT:
        return False
    if path.startswith("torch/bin/"):
        return True
    if path.startswith(TRANSLATIONS):
        return path.removeprefix(TRANSLATIONS) not in TRANSLATIONS_KEPT
    return any(fnmatch(path, pattern) for pattern in FILES)
