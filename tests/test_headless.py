import io
from pathlib import Path

from chatapp.domain.errors import Problem, ProblemKind
from chatapp.domain.generation import FinishReason
from chatapp.domain.message import Status
from chatapp.engine.scripted import Script
from chatapp.headless import Terminal
from tests.fakes import echo, running_services


def test_the_answer_goes_to_stdout_and_everything_else_to_stderr(tmp_path: Path) -> None:
    with running_services(tmp_path, Script(echo)) as driver:
        driver.services.notices = (Problem(ProblemKind.DATABASE, "Two conversations were saved."),)
        out, err = io.StringIO(), io.StringIO()
        status = Terminal(driver.services, out, err).ask("你好，法国？")
        assert (status, out.getvalue()) == (0, "You said: 你好，法国？\n")
        told = err.getvalue()
        assert "Two conversations were saved." in told
        assert "tokens/s" in told
        conversation = driver.store.conversations()[0]
        assert conversation.title == "你好，法国？"


def test_a_failing_model_ends_with_its_reason_and_the_text_it_had(tmp_path: Path) -> None:
    calls: list[int] = []

    def fail_at_fourth() -> None:
        calls.append(1)
        if len(calls) == 4:
            raise MemoryError

    with running_services(tmp_path, Script(echo, fail_at_fourth)) as driver:
        out, err = io.StringIO(), io.StringIO()
        assert Terminal(driver.services, out, err).ask("Hello") == 1
        assert out.getvalue() == "You\n"
        assert "ran out of memory" in err.getvalue()


def test_ctrl_c_keeps_what_was_written(tmp_path: Path) -> None:
    class Interrupting(io.StringIO):
        """A terminal at which the person presses Ctrl+C once text comes."""

        def write(self, text: str) -> int:
            if text:
                raise KeyboardInterrupt
            return 0

    with running_services(tmp_path, Script(echo)) as driver:
        err = io.StringIO()
        assert Terminal(driver.services, Interrupting(), err).ask("Hello") == 130
        assert "kept" in err.getvalue()
    with running_services(tmp_path, Script(echo)) as again:
        head_id = again.store.conversations()[0].head_id
        assert head_id is not None
        message = again.store.message(head_id)
        run = again.store.run(head_id)
        assert message.status in (Status.STOPPED, Status.COMPLETE)
        assert run is None or run.reason is FinishReason.END


def test_conversations_go_out_and_come_in_on_a_terminal(tmp_path: Path) -> None:
    fixture = Path(__file__).parent / "exchange" / "fixtures" / "open_webui.json"
    out, err = io.StringIO(), io.StringIO()
    with running_services(tmp_path / "home", Script(echo)) as driver:
        terminal = Terminal(driver.services, out, err)
        assert terminal.import_from(fixture) == 0
        assert terminal.export_to(tmp_path / "all.md") == 0
        assert terminal.export_to(tmp_path / "all.doc") == 1
        assert terminal.export_to(tmp_path / "all.pdf") == 1
        assert terminal.import_from(tmp_path / "missing.json") == 1
    assert "Ten grams a" in (tmp_path / "all.md").read_text()
    told = err.getvalue()
    for words in (
        "Conversations read (Open WebUI): 2, new: 2.",
        "not taken as it stood: 1 messages whose predecessor is missing: lost",
        f"Conversations in {tmp_path / 'all.md'}: 2, ",
        "name a file that ends in one of",
        "can only be made in the window",
        "missing.json is not there",
    ):
        assert words in told
