"""How the model writes: how much at once, in which tone, how many ways; kept with the settings. GUI thread."""

import logging
from dataclasses import replace

from PySide6.QtCore import QObject

from chatapp.settings import SettingsFile
from chatapp.tasks.drafting import Length, Wish
from chatapp.ui.actions import Actions

log = logging.getLogger(__name__)


class Manner(QObject):
    """The menu shows what was chosen last, from the beginning on."""

    def __init__(self, actions: Actions, file: SettingsFile) -> None:
        super().__init__(actions)
        self._actions = actions
        self._file = file
        kept = file.current.drafts
        for action in actions.draft_lengths.actions():
            action.setChecked(action.data() == kept.length)
        actions.write_in_place.setChecked(kept.in_place)
        actions.suggest_words.setChecked(kept.suggests)
        actions.draft_lengths.triggered.connect(lambda action: self._keep(length=Length(action.data()).value))
        actions.write_in_place.toggled.connect(lambda is_on: self._keep(in_place=is_on))
        actions.suggest_words.toggled.connect(lambda is_on: self._keep(suggests=is_on))

    @property
    def wish(self) -> Wish:
        """As the menu says now."""
        kept = self._file.current.drafts
        return Wish(Length(kept.length), kept.tone, in_place=kept.in_place)

    def wish_for(self, alternatives: int) -> Wish:
        return replace(self.wish, alternatives=alternatives, in_place=False)

    @property
    def tone(self) -> str:
        return self._file.current.drafts.tone

    @tone.setter
    def tone(self, tone: str) -> None:
        self._keep(tone=tone)

    @property
    def alternatives(self) -> int:
        """So many are written where several are asked for."""
        return self._file.current.drafts.alternatives

    @alternatives.setter
    def alternatives(self, count: int) -> None:
        self._keep(alternatives=count)

    def _keep(self, **values: object) -> None:
        """A disk that refuses is no reason to stop: it is in force all the same."""
        drafts = self._file.current.drafts.model_copy(update=values)
        if drafts == self._file.current.drafts:
            return
        try:
            self._file.change(drafts=drafts)
        except OSError as error:
            log.warning("how the model writes was not saved: %s", error)
