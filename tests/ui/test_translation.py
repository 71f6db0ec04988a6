import platform
import re
import shutil
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QDate, QLocale, QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QApplication, QGroupBox, QLabel, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from chatapp.domain.errors import Problem, ProblemKind
from chatapp.engine.scripted import Script
from chatapp.ui.main_window import MainWindow
from chatapp.ui.translation import Language, language_of
from chatapp.ui.translation_catalogue import SENTENCES, Catalogue, said
from tests.translations.catalogue import CATALOGUE, SOURCES, messages, unfinished, update
from tests.translations.literals import unreadable, untranslated
from tests.ui.desktop import Desktop, Gate, Plan, desktop
from tests.ui.draft_states import alternatives, asking, finding, ghost, notes, rewriting, versions

# Names of things that are called so in Chinese too.
NAMES = """
    Causerie GGUF Hugging Face Python Qt MIT pip CPU Ctrl Alt Shift Esc Del Enter Return End Home Up Down Tab PgUp
    PgDown Space Ins Backspace Scripted scripted gguf models Top Min Open Apache Markdown HTML PDF JSON JSONL PNG
    ChatGPT WebUI LM Studio GPT All English KB MB GB bytes zip PyTorch
""".split()  # noqa: SIM905 - a list of words
FILTERS = (
    "tag:",
    "folder:",
    "pinned:",
    "archived:",
    "role:",
    "model:",
    "kind:",
    "before:",
    "after:",
)  # typed as they stand
WORD = re.compile(r"[A-Za-z]{2,}")
NOT_WORDS = st.text("文件模型0123456789/.", min_size=1)


def test_the_catalogue_holds_what_the_program_says_and_all_of_it_in_chinese(tmp_path: Path) -> None:
    """Else run `python -m tests.translations`, and translate what it names."""
    copy = tmp_path / CATALOGUE.name
    shutil.copyfile(CATALOGUE, copy)
    update(copy)
    assert unfinished(copy) == []
    assert copy.read_bytes() == CATALOGUE.read_bytes()


def test_a_translation_has_the_places_and_the_mnemonic_of_its_source() -> None:
    for _, source, translation in messages(CATALOGUE):
        assert _places(source) == _places(translation), source
        assert ("&" in source) == bool(re.search(r"\(&[A-Z]\)", translation)), source
        assert source.endswith("…") == translation.endswith("…"), source


def test_every_word_on_the_screen_can_be_translated() -> None:
    files = sorted(SOURCES.rglob("*.py"))
    assert [found for path in files for found in untranslated(path)] == []
    assert [found for path in files for found in unreadable(path)] == []


def test_the_language_is_the_first_that_the_system_prefers_and_the_window_speaks() -> None:
    assert language_of(["zh-Hans-CN", "en-US"]) is Language.CHINESE
    assert language_of(["zh_CN"]) is Language.CHINESE
    assert language_of(["fr-FR", "zh-Hans-CN", "en"]) is Language.CHINESE
    assert language_of(["en-GB", "zh-Hans-CN"]) is Language.ENGLISH
    assert language_of(["zh-Hant-TW"]) is Language.ENGLISH
    assert language_of(["fr-FR"]) is Language.ENGLISH
    assert language_of([]) is Language.ENGLISH


@pytest.fixture(scope="module")
def catalogue(qapp: QApplication) -> Catalogue:
    assert qapp is not None
    return Catalogue(CATALOGUE)


TEMPLATES = [
    (source, translation)
    for context, source, translation in messages(CATALOGUE)
    if context == SENTENCES and len(WORD.findall(source)) > 4
]


@given(st.sampled_from(TEMPLATES), st.tuples(NOT_WORDS, NOT_WORDS, NOT_WORDS))
def test_a_sentence_is_found_again_whatever_was_put_into_it(
    catalogue: Catalogue, template: tuple[str, str], parts: tuple[str, str, str]
) -> None:
    source, translation = template
    assert catalogue.sentence(source.format(*parts)) == translation.format(*parts)


def test_a_sentence_in_a_sentence_is_translated_too(catalogue: Catalogue) -> None:
    whole = "model.gguf cannot be used: the header of model.gguf is damaged. Nothing else was changed."
    assert catalogue.sentence(whole) == "无法使用 model.gguf：model.gguf 的文件头已损坏。其他内容没有改动。"
    assert catalogue.sentence("What a library said, in its own words") == "What a library said, in its own words"


def test_the_whole_window_speaks_chinese_and_english_again(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot, Plan(Script(lambda _prompt: "晴天"))) as desk:
        desk.ready()
        desk.ask("天气怎么样？")
        desk.window.list.delete_marked()
        desk.ask("明天呢？")
        _choose(desk, "zh_CN")
        assert desk.window.chat_page.title.text() == "明天呢？"
        data = ("The bakery", str(tmp_path), desk.library.starter.description, platform.platform(terse=True), *FILTERS)
        for page in _pages(desk):
            page()
            assert _english(desk.window, data) == [], getattr(page, "__self__", page)
        assert said("Try again") == "重试"
        assert QLocale().toString(QDate(2026, 3, 1), "MMMM") == "三月"
        _choose(desk, "en")
        assert desk.window.menus.model.title() == "&Model"
        assert not any("\u4e00" <= sign <= "\u9fff" for text in _texts(desk.window.commands) for sign in text)


def test_what_goes_on_goes_on_in_another_language(tmp_path: Path, qtbot: QtBot) -> None:
    gate = Gate(8)
    with desktop(tmp_path, qtbot, Plan(Script(lambda _prompt: "一二三四五六", gate))) as desk:
        desk.ready()
        desk.say("数一数")
        desk.until(lambda: desk.window.chat.live is not None)
        desk.window.chat_page.composer.edit.setPlainText("还没写完")
        desk.window.resize(700, 480)
        open_id, size = desk.window.chat.open_id, desk.window.size()
        _choose(desk, "zh_CN")
        assert (desk.window.chat.open_id, desk.window.size()) == (open_id, size)
        assert desk.window.chat_page.composer.edit.toPlainText() == "还没写完"
        assert desk.has_keyboard(desk.window.chat_page.composer)
        gate.open()
        desk.until_idle()
        assert desk.texts() == ["数一数", "一二三四五六"]
        assert desk.services.conversations.undo_label is None


KEYS_TO: dict[str, tuple[int, Callable[[MainWindow], QWidget]]] = {
    "status bar": (1, lambda window: window.status.model),
    "list": (2, lambda window: window.panel.view),
    "transcript": (3, lambda window: window.chat_page.transcript),
}


@pytest.mark.parametrize("pane", KEYS_TO)
def test_the_keyboard_is_where_it_was(tmp_path: Path, qtbot: QtBot, pane: str) -> None:
    with desktop(tmp_path, qtbot) as desk:
        desk.ready()
        desk.ask("Hello")
        keys, place = KEYS_TO[pane]
        for _ in range(keys):
            desk.press(Qt.Key.Key_F6)
        assert desk.has_keyboard(place(desk.window))
        desk.window.commands.preferences.trigger()
        _choose(desk, "zh_CN")
        assert desk.window.preferences.dialog is not None
        desk.window.preferences.dialog.close()
        desk.window.activateWindow()
        desk.until(lambda: desk.has_keyboard(place(desk.window)))


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def _choose(desk: Desktop, language: str) -> None:
    before = desk.window
    settings = desk.services.settings
    settings.change(window=settings.current.window.model_copy(update={"language": language}))
    desk.window.settings_changed.emit()
    desk.until(lambda: desk.window is not before and desk.window.isVisible())
    desk.until(lambda: _is_in_front(desk.window))  # or its preferences, where they were open


def _is_in_front(window: QWidget) -> bool:
    active = QApplication.activeWindow()
    return active is not None and window in (active, active.parentWidget())


def _pages(desk: Desktop) -> list[Callable[[], object]]:
    """What brings the window into each of its states."""
    window = desk.window
    commands = window.commands
    problem = Problem(
        ProblemKind.DISK_FULL,
        "The disk takes no more; the last change was not stored, everything stored before it is unchanged.",
        ("Free some space on the disk", "Try again"),
    )
    return [
        lambda: None,
        lambda: window.open_to_write(None),
        lambda: window.notices.tell(problem),
        commands.shortcuts.trigger,
        commands.about.trigger,
        commands.preferences.trigger,
        commands.palette.trigger,
        commands.find.trigger,
        commands.search_everywhere.trigger,
        commands.context_map.trigger,
        commands.replay_card.trigger,
        commands.branch_tree.trigger,
        commands.chat_settings.trigger,
        commands.export.trigger,
        commands.backups.trigger,
        lambda: commands.bin.setChecked(True),
        lambda: window.central.setCurrentWidget(window.first_run),
        *(partial(state, desk) for state in (finding, asking, ghost, rewriting, alternatives, notes, versions)),
        commands.export_documents.trigger,
    ]


def _english(window: QWidget, data: Sequence[str]) -> list[str]:
    """Words of it that no Chinese would write, and that are not part of what is shown as it is."""
    found = []
    for thing in [window, *window.findChildren(QObject)]:
        for text in _own_texts(thing):
            words = [word for word in WORD.findall(_without(text, ("&", *data))) if word not in NAMES]
            if words:
                found.append(f"{type(thing).__name__}: {text}")
    return found


def _without(text: str, parts: Sequence[str]) -> str:
    for part in parts:
        text = text.replace(part, "")
    return text


def _texts(owner: QObject) -> list[str]:
    actions = [value for value in vars(owner).values() if isinstance(value, QAction)]
    return [text for action in actions for text in _own_texts(action)]


def _own_texts(thing: QObject) -> list[str]:
    texts: list[str] = []
    if isinstance(thing, QWidget):
        texts += [thing.accessibleName(), thing.accessibleDescription(), thing.toolTip(), thing.windowTitle()]
    if isinstance(thing, QAction):
        texts += [thing.text(), thing.toolTip()]
    if isinstance(thing, QAbstractButton | QLabel):
        texts.append(thing.text())
    if isinstance(thing, QMenu | QGroupBox):
        texts.append(thing.title())
    if isinstance(thing, QLineEdit):
        texts.append(thing.placeholderText())
    return texts


def test_counts_and_stages_that_others_name_are_translated_too(catalogue: Catalogue) -> None:
    assert catalogue.sentence("Fetching") == "正在下载"
    saved = "The file that holds the conversations was damaged. 1 conversation with 1,204 messages could be read and are in a new file; the damaged one is kept as old.sqlite3."  # noqa: E501 - as it is said
    assert "已读出1 个对话、1,204 条消息" in catalogue.sentence(saved)
