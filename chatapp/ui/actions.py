"""Every action of the window: its words and its keys. GUI thread; what an action does is connected elsewhere."""

import re
from collections.abc import Iterator, Mapping

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from chatapp.tasks.drafting import Length
from chatapp.ui.key_tips import follow
from chatapp.ui.theme import ThemeChoice

_MNEMONIC = re.compile(r"\(&\w\)|&")  # Chinese words have their letter behind them, in brackets


class Actions(QObject):
    """Shortcuts written after a tab belong to the part of the window that has the keyboard; it handles them itself."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._add_file_and_edit()
        self._add_view()
        self._add_conversation()
        self._add_draft()
        self._add_model_and_help()
        self._name_all()
        self._own = {action: action.shortcuts() for action in self.all()}
        self.bound: Mapping[str, str] = {}

    def bindable(self) -> Iterator[QAction]:
        """Those whose keys can be chosen; keys written after a tab belong to a part of the window."""
        return (action for action in self.all() if "\t" not in action.text())

    def own_keys(self, action: QAction) -> list[QKeySequence]:
        """The program's own, whatever was chosen."""
        return self._own[action]

    def has_own_keys(self, action: QAction) -> bool:
        return action.objectName() not in self.bound

    def bind(self, keys: Mapping[str, str]) -> None:
        """Keys by the name of the action in place of the program's own; "" is none. A key that a person chose is taken
        from the action whose own it was, else neither would hear it."""
        self.bound = dict(keys)
        chosen = [QKeySequence(text) for text in self.bound.values() if text]
        for action in self.bindable():
            text = self.bound.get(action.objectName())
            own = [key for key in self._own[action] if key not in chosen]
            action.setShortcuts(own if text is None else [QKeySequence(text)] if text else [])
        follow(self.all(), self._window)

    def all(self) -> Iterator[QAction]:
        yield from self._window.actions()

    def _add_file_and_edit(self) -> None:
        self.new = self._action(self.tr("&New conversation"), "Ctrl+N")
        self.new_incognito = self._action(self.tr("New &incognito conversation"), "Ctrl+Alt+N")
        self.new_folder = self._action(self.tr("New &folder"), "Ctrl+Shift+N")
        self.folder_up = self._action(self.tr("Move the folder &up"), "Alt+Shift+Up")
        self.folder_down = self._action(self.tr("Move the folder &down"), "Alt+Shift+Down")
        self.folder_into = self._action(self.tr("Move the folder &into the one above"), "Alt+Shift+Right")
        self.folder_out = self._action(self.tr("Move the folder &out of its folder"), "Alt+Shift+Left")
        self.tags = self._action(self.tr("&Tags…"), "Ctrl+Shift+J")
        self.import_conversations = self._action(self.tr("Import con&versations…"), "Ctrl+Shift+O")
        self.export = self._action(self.tr("&Export…"), "Ctrl+Shift+E")
        self.import_documents = self._action(self.tr("I&mport documents…"), "Ctrl+Alt+O")
        self.export_documents = self._action(self.tr("Ex&port documents…"), "Ctrl+Alt+E")
        self.import_persona = self._action(self.tr("Import a pers&ona…"))
        self.backups = self._action(self.tr("&Backups…"))
        self.attach = self._action(self.tr("Attac&h a text file…"), "Ctrl+Shift+U")
        self.quit = self._action(self.tr("&Quit"), "Ctrl+Q")
        self.quit.setMenuRole(QAction.MenuRole.QuitRole)
        self.undo = self._action(self.tr("&Undo"), "Ctrl+Z")
        self.redo = self._action(self.tr("&Redo"), "Ctrl+Shift+Z", "Ctrl+Y")
        self.copy_answer = self._action(self.tr("&Copy the last answer"), "Ctrl+Shift+C")
        self.copy_markdown = self._action(self.tr("Copy as &Markdown"), "Ctrl+Shift+M")
        self.select_all = self._action(self.tr("Select the &whole conversation") + "\t" + self.tr("Ctrl+A twice"))
        self.find = self._action(self.tr("&Find in the conversation"), "Ctrl+F")
        self.find_next = self._action(self.tr("Find &next"), "F3")
        self.find_previous = self._action(self.tr("Find &previous"), "Shift+F3")
        self.search_everywhere = self._action(self.tr("Search &everywhere"), "Ctrl+Shift+F")
        self.search = self._action(self.tr("Search &titles"), "Ctrl+Shift+L")
        self.palette = self._action(self.tr("Command pa&lette"), "Ctrl+K")
        self.preferences = self._action(self.tr("Preference&s"), "Ctrl+,")
        self.preferences.setMenuRole(QAction.MenuRole.PreferencesRole)

    def _add_view(self) -> None:
        self.sidebar = self._action(self.tr("&Sidebar"), "Ctrl+B")
        self.sidebar.setCheckable(True)
        self.bin = self._action(self.tr("&Bin"), "Ctrl+Shift+X")
        self.bin.setCheckable(True)
        self.next_pane = self._action(self.tr("Next &pane"), "F6")
        self.token_view = self._action(self.tr("To&ken view"), "Ctrl+Shift+H")
        self.token_view.setCheckable(True)
        self.side_panel = self._action(self.tr("Side p&anel"), "Ctrl+Shift+B")
        self.side_panel.setCheckable(True)
        self.context_map = self._action(self.tr("What the &model reads"), "Ctrl+Shift+K")
        self.replay_card = self._action(self.tr("&How the answer was made"), "Ctrl+Shift+I")
        self.chat_settings = self._action(self.tr("Settings of the con&versation"), "Ctrl+Shift+S")
        self.branch_tree = self._action(self.tr("B&ranches"), "Ctrl+Shift+T")
        self.zoom_in = self._action(self.tr("Zoom &in"), "Ctrl++", "Ctrl+=")
        self.zoom_out = self._action(self.tr("Zoom &out"), "Ctrl+-")
        self.zoom_reset = self._action(self.tr("&Normal size"), "Ctrl+0")
        self.full_screen = self._action(self.tr("&Full screen"), "F11")
        self.full_screen.setCheckable(True)
        self.themes = QActionGroup(self)
        for choice, text in (
            (ThemeChoice.SYSTEM, self.tr("As the &system")),
            (ThemeChoice.LIGHT, self.tr("&Light")),
            (ThemeChoice.DARK, self.tr("&Dark")),
        ):
            action = self._action(text)
            action.setCheckable(True)
            action.setData(choice)
            self.themes.addAction(action)

    def _add_conversation(self) -> None:
        self.regenerate = self._action(self.tr("&Regenerate the answer"), "Ctrl+R")
        self.continue_answer = self._action(self.tr("&Continue the answer"), "Alt+Return", "Alt+Enter")
        self.stop = self._action(self.tr("&Stop the answer") + "\tEsc")
        self.edit_last = self._action(self.tr("&Edit the last message") + "\t" + self.tr("Up in an empty field"))
        self.several_answers = self._action(self.tr("Se&veral answers"), "Ctrl+Shift+R")
        self.side_by_side = self._action(self.tr("Answers si&de by side"), "Ctrl+Shift+V")
        self.begin_answer = self._action(self.tr("&Begin the answer with…"), "Ctrl+Shift+G")
        self.edit_turn = self._action(self.tr("Edit t&his message"), "Ctrl+E")
        self.insert_yours = self._action(self.tr("As &yours"), "Ctrl+Alt+1")
        self.insert_answer = self._action(self.tr("As the &model's"), "Ctrl+Alt+2")
        self.insert_instructions = self._action(self.tr("As &instructions"), "Ctrl+Alt+3")
        self.previous_version = self._action(self.tr("&Previous version"), "Alt+Left")
        self.next_version = self._action(self.tr("Ne&xt version"), "Alt+Right")
        self.turn_above = self._action(self.tr("T&urn above"), "Alt+Up")
        self.turn_below = self._action(self.tr("Turn be&low"), "Alt+Down")
        self.branch_delete = self._action(self.tr("Move the &branch to the bin"), "Ctrl+Shift+Del")
        self.branch_restore = self._action(self.tr("Restore the d&eleted branch"))
        self.branch_purge = self._action(self.tr("Delete the branch &for good…"))
        self.rename = self._action(self.tr("Re&name"), "F2")
        self.pin = self._action(self.tr("P&in"), "Ctrl+Shift+P")
        self.archive = self._action(self.tr("&Archive"), "Ctrl+Shift+D")
        self.delete = self._action(self.tr("&Move to the bin") + "\t" + self.tr("Del in the list"))

    def _add_draft(self) -> None:
        self.new_document = self._action(self.tr("New &document"), "Ctrl+D", "Ctrl+Alt+D")
        self.find_in_document = self._action(self.tr("Find and re&place"), "Ctrl+H")
        self.focus_mode = self._action(self.tr("&Focus mode"), "Shift+F11")
        self.focus_mode.setCheckable(True)
        self.continue_text = self._action(self.tr("&Continue the text"), "Ctrl+Return", "Ctrl+Enter")
        self.insert_text = self._action(self.tr("&Insert here"), "Ctrl+Alt+I")
        self.write_in_place = self._action(self.tr("Write straig&ht into the text"))
        self.write_in_place.setCheckable(True)
        self.suggest_words = self._action(self.tr("S&uggest words while I pause"))
        self.suggest_words.setCheckable(True)
        self.draft_tone = self._action(self.tr("&Tone…"), "Ctrl+Alt+T")
        self.alternatives = self._action(self.tr("&Alternatives"), "Ctrl+Alt+A")
        self.outline = self._action(self.tr("&Outline…"), "Ctrl+Alt+K")
        self.draft_section = self._action(self.tr("Write this s&ection"), "Ctrl+Alt+C")
        self.draft_sections = self._action(self.tr("Write a&ll sections"), "Ctrl+Alt+Shift+C")
        self.summarise = self._action(self.tr("&Summarise"), "Ctrl+Alt+Y")
        self.title = self._action(self.tr("Find a title"), "Ctrl+Alt+U")
        self.ask_document = self._action(self.tr("As&k about this document…"), "Ctrl+Alt+Q")
        self.quote = self._action(self.tr("Talk a&bout the selection"), "Ctrl+Alt+B")
        self.talk_in = self._action(self.tr("Into a conversation…"), "Ctrl+Alt+Shift+B")
        self.answer_into = self._action(self.tr("Answer into a document…"), "Ctrl+Alt+Shift+W")
        self.answer_to_document = self._action(self.tr("Answer into a ne&w document"), "Ctrl+Alt+W")
        self.draft_notes = self._action(self.tr("&Notes for the model"), "Ctrl+Alt+M")
        self.model_view = self._action(self.tr("&Model's view"), "Ctrl+Alt+H")
        self.draft_versions = self._action(self.tr("&Versions"), "Ctrl+Alt+V")
        self._add_rewrites()
        self._add_lengths()

    def _add_rewrites(self) -> None:
        self.rewrite_own = self._action(self.tr("As I &say…"), "Ctrl+Alt+R")
        self.rewrite_correct = self._action(self.tr("&Correct spelling and grammar"), "Ctrl+Alt+G")
        self.rewrite_shorter = self._action(self.tr("S&horter"), "Ctrl+Alt+S")
        self.rewrite_longer = self._action(self.tr("&Longer"), "Ctrl+Alt+X")
        self.rewrite_plainer = self._action(self.tr("&Plainer"), "Ctrl+Alt+P")
        self.rewrite_formal = self._action(self.tr("&Formal"), "Ctrl+Alt+F")
        self.rewrite_translate = self._action(self.tr("&Translate into…"), "Ctrl+Alt+J")

    @property
    def rewrites(self) -> list[QAction]:
        return [
            self.rewrite_own,
            self.rewrite_correct,
            self.rewrite_shorter,
            self.rewrite_longer,
            self.rewrite_plainer,
            self.rewrite_formal,
            self.rewrite_translate,
        ]

    def _add_lengths(self) -> None:
        """How much the model goes on at once."""
        self.draft_lengths = QActionGroup(self)
        for length, text in (
            (Length.WORDS, self.tr("A few &words")),
            (Length.SENTENCE, self.tr("A &sentence")),
            (Length.PARAGRAPH, self.tr("A &paragraph")),
            (Length.PAGE, self.tr("A p&age")),
        ):
            action = self._action(text)
            action.setCheckable(True)
            action.setChecked(length is Length.PARAGRAPH)
            action.setData(length)
            self.draft_lengths.addAction(action)

    def _add_model_and_help(self) -> None:
        self.choose_model = self._action(self.tr("&Choose a model"), "Ctrl+L")
        self.install_starter = self._action(self.tr("Install the &starter model"))
        self.import_file = self._action(self.tr("Add a &GGUF file…"))
        self.import_folder = self._action(self.tr("Add a &folder in Hugging Face form…"))
        self.cancel_install = self._action(self.tr("Cance&l the installation"))
        self.shortcuts = self._action(self.tr("&Shortcuts"), "Ctrl+/")
        self.diagnosis = self._action(self.tr("Copy for a &report"))
        self.tour = self._action(self.tr("Show the &tour"))
        self.check_updates = self._action(self.tr("Check for a new &version"))
        self.about = self._action(self.tr("&About Causerie"))
        self.about.setMenuRole(QAction.MenuRole.AboutRole)

    def _name_all(self) -> None:
        """After its attribute: a name that stays, whatever the language."""
        for name, value in vars(self).items():
            if isinstance(value, QAction):
                value.setObjectName(name)
        for action in self.themes.actions():
            action.setObjectName(f"theme_{action.data()}")
        for action in self.draft_lengths.actions():
            action.setObjectName(f"draft_{action.data()}")

    def _action(self, text: str, *keys: str) -> QAction:
        action = QAction(text, self._window)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setMenuRole(QAction.MenuRole.NoRole)
        self._window.addAction(action)
        return action


def plain_text(action: QAction) -> str:
    """An action's words without mnemonic and keys."""
    return _MNEMONIC.sub("", action.text().partition("\t")[0])


def full_text(action: QAction) -> str:
    """Its words as they stand outside any menu: those in a menu within another have that one's name before them."""
    menus = (menu for menu in action.associatedObjects() if isinstance(menu, QMenu))
    inner = next((menu for menu in menus if isinstance(menu.parent(), QMenu)), None)
    words = plain_text(action)
    return words if inner is None else f"{plain_text(inner.menuAction())}: {words}"


def keys_text(action: QAction) -> str:
    """Its keys as this system spells them; "" for none."""
    written = action.text().partition("\t")[2]
    native = QKeySequence.SequenceFormat.NativeText
    return written or ", ".join(key.toString(native) for key in action.shortcuts())
