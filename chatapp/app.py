"""The composition root: reads the command line, builds every part, wires them, runs one front end.

The only module that sees all packages; each is imported when its front end is chosen, so that a terminal run needs no
Qt and the window is there before torch.
"""

import argparse
import io
import logging
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from chatapp import __version__, graphics, paths
from chatapp.domain.errors import Problem, ProblemError, ProblemKind
from chatapp.domain.model import Packing
from chatapp.engine.ports import LanguageModel, Loader, ReportProgress
from chatapp.paths import Paths
from chatapp.presence import Presence
from chatapp.services.desk import Services
from chatapp.settings import SettingsFile

log = logging.getLogger(__name__)

FAILED = 1
STOPPED = 130
NO_DISPLAY = 2


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the program and exits with its status."""
    multiprocessing.freeze_support()
    os.umask(0o077)  # what is written here is for this person alone, also in a folder that others may list
    try:
        sys.exit(run(sys.argv[1:] if arguments is None else arguments))
    except KeyboardInterrupt:
        sys.exit(STOPPED)
    except BrokenPipeError:
        # Whoever read the answer has gone; the interpreter's own last flush must not raise again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(FAILED)


def run(arguments: Sequence[str]) -> int:
    parser = _parser()
    options = parser.parse_args(arguments)
    only_asked = (options.model, options.temperature, options.seed, options.packing)
    if options.ask is not None and options.files:
        parser.error("a file is opened in the window; --ask takes none")
    if options.ask is None and any(given is not None for given in only_asked):
        parser.error("--model, --packing, --temperature and --seed go with --ask; in the window, use the menus")
    if options.convert:
        from chatapp.library.guardian import end_with_input
        from chatapp.lm.conversion import main as convert

        if getattr(sys, "frozen", False):
            end_with_input()  # elsewhere a guardian runs around this process, whose own input is empty
        return convert(options.convert)
    if options.precompile:
        from chatapp.lm.ready_made import make

        return make(options.precompile[0], Path(options.precompile[1]))
    place = paths.find(options.home)
    if options.diagnose:
        from chatapp import diagnosis

        print(diagnosis.report(place))  # noqa: T201 - printing is what was asked for
        return 0
    try:
        if options.self_check is not None:
            return _check_self(place, options.self_check)
        is_terminal = any(asked is not None for asked in (options.ask, options.export_to, options.import_from))
        return _serve_terminal(place, options) if is_terminal else _open_window(place, options.files)
    except ProblemError as error:
        print(error.problem.sentence, *error.problem.remedies, sep="\n  - ", file=sys.stderr)  # noqa: T201 - no screen
        return FAILED


def build(place: Paths, settings: SettingsFile, presence: Presence, load: Loader | None = None) -> Services:
    """Everything but the front end. ProblemError where the data can't be opened at all.

    `load` takes the place of torch where the language model's answer does not matter.
    """
    from chatapp.library.shelf import open_shelf
    from chatapp.library.update_feed import open_feed
    from chatapp.storage.opening import open_store

    opened = open_store(place, presence.is_alone)
    loader, forget = load or _loader(place.cache, settings), _forgetting(place.cache)
    services = Services(opened.store, open_shelf(place), loader, settings, forget)
    services.updates.feed = open_feed(paths.resources())
    services.notices = (*opened.notices, *_settings_notices(settings))
    services.answers.recover(presence.is_alone)
    return services


def _settings_notices(settings: SettingsFile) -> tuple[Problem, ...]:
    return tuple(Problem(ProblemKind.SETTINGS, warning) for warning in settings.warnings)


def _loader(cache: Path, settings: SettingsFile) -> Loader:
    """Called on the engine thread: what runs a model is imported then, and not before; the settings are those of that
    moment."""

    def load_model(folder: Path, name: str, report: ReportProgress) -> LanguageModel:
        graphics.use_pack(paths.program_folder())
        from chatapp.lm.loading import load
        from chatapp.lm.means import Means

        return load(folder, name, report, cache, Means(*settings.current.model.means()))

    return load_model


def _forgetting(cache: Path) -> Callable[[], None]:
    """Called on the engine thread too."""

    def forget() -> None:
        from chatapp.lm.kv_store import SNAPSHOTS, forget_snapshots

        forget_snapshots(cache / SNAPSHOTS)

    return forget


def _serve_terminal(place: Paths, options: argparse.Namespace) -> int:
    from chatapp.headless import Terminal

    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal that knows no emoji still shows the rest
    with _present(place) as presence:
        settings = SettingsFile(place.settings)
        chosen = {key: getattr(options, key) for key in ("temperature", "seed") if getattr(options, key) is not None}
        settings.override_generation(**chosen)
        if options.packing is not None:
            settings.override_packing(options.packing)
        services = build(place, settings, presence)
        try:
            terminal = Terminal(services, sys.stdout, sys.stderr)
            if options.import_from is not None:
                return terminal.import_from(options.import_from)
            if options.export_to is not None:
                return terminal.export_to(options.export_to)
            return terminal.ask(options.ask, options.model)
        finally:
            services.close()


def _check_self(place: Paths, folder: Path) -> int:
    """Offscreen where there is no display, so that it runs on a machine without one too."""
    from chatapp import preflight, self_check

    if preflight.display_problem() is not None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with self_check.temporary_home(place.models) as home, _present(home) as presence:
        return self_check.run(home, lambda at: build(at, SettingsFile(at.settings), presence), folder)


def _open_window(place: Paths, files: Sequence[Path]) -> int:
    from chatapp import preflight

    if (problem := preflight.display_problem()) is not None:
        print(problem, file=sys.stderr)  # noqa: T201 - there is no screen to tell it on
        return NO_DISPLAY
    with _present(place) as presence:
        from chatapp.ui import window_app

        diagnosis = (*paths.own_command(), "--home", str(place.home), "--diagnose")
        return window_app.run(
            place,
            lambda: build(place, SettingsFile(place.settings), presence),
            diagnosis,
            [file.absolute() for file in files],
        )


@contextmanager
def _present(place: Paths) -> Iterator[Presence]:
    """The home made, the log begun, and other processes told that we are here."""
    from chatapp import logs

    place.create()
    begun = logs.start(place.logs)
    log.info("begins: %s", logs.versions())
    presence = Presence(place.presence)
    presence.enter()
    try:
        yield presence
    finally:
        presence.leave()
        begun.stop()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="causerie", description="Chat with a language model on your own computer.")
    parser.add_argument("files", metavar="FILE", type=Path, nargs="*", help="a GGUF model or conversations to take in")
    parser.add_argument("--version", action="version", version=f"Causerie {__version__}")
    parser.add_argument("--ask", metavar="QUESTION", help="answer on the terminal, without a window")
    parser.add_argument("--model", metavar="PATH", type=Path, help="a GGUF file or model folder, with --ask")
    parser.add_argument(
        "--packing", choices=[*Packing], type=Packing, help="how weights that come as floats are kept, with --model"
    )
    parser.add_argument("--temperature", metavar="T", type=_temperature, help="0 takes the likeliest word, with --ask")
    parser.add_argument("--seed", metavar="N", type=_seed, help="the same seed gives the same answer, with --ask")
    parser.add_argument(
        "--export",
        dest="export_to",
        metavar="FILE",
        type=Path,
        help="write everything: .json .md .html .jsonl",
    )
    parser.add_argument(
        "--import", dest="import_from", metavar="FILE", type=Path, help="take conversations in, of other programs too"
    )
    parser.add_argument("--home", metavar="DIR", type=Path, help=f"keep all data in DIR (or set {paths.HOME_VARIABLE})")
    parser.add_argument("--diagnose", action="store_true", help="print versions, device and paths, no private text")
    parser.add_argument(
        "--self-check",
        metavar="FOLDER",
        type=Path,
        nargs="?",
        const=Path("causerie-self-check"),
        help="use every part once and say whether it works; a picture of the window goes into FOLDER",
    )
    parser.add_argument("--convert", nargs=3, metavar=("SOURCE", "TARGET", "PACKING"), help=argparse.SUPPRESS)
    parser.add_argument("--precompile", nargs=2, metavar=("FAMILY", "FOLDER"), help=argparse.SUPPRESS)
    return parser


def _temperature(text: str) -> float:
    value = float(text)
    if not 0 <= value <= 5:
        raise argparse.ArgumentTypeError("a number from 0 to 5")
    return value


def _seed(text: str) -> int:
    value = int(text)
    if value < 0:
        raise argparse.ArgumentTypeError("a whole number from 0")
    return value
