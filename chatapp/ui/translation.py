"""The language of the window: the one chosen, or the system's. GUI thread.

Qt asks the catalogues for each text; numbers, dates and sizes follow by the default locale.
"""

from enum import StrEnum

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTranslator
from PySide6.QtWidgets import QApplication

from chatapp import paths
from chatapp.ui.translation_catalogue import Catalogue


class Language(StrEnum):
    """Values are those of the setting and of the files."""

    ENGLISH = "en"
    CHINESE = "zh_CN"

    @property
    def own_name(self) -> str:
        return {Language.ENGLISH: "English", Language.CHINESE: "简体中文"}[self]


SYSTEM = "system"


class Translation(QObject):
    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._installed: list[QTranslator] = []
        self._system = QLocale.system()
        self.language = Language.ENGLISH

    def choose(self, choice: str) -> bool:
        """Whether the language is another now; what is on the screen already keeps its words."""
        language = language_of(self._system.uiLanguages()) if choice == SYSTEM else Language(choice)
        is_other = language is not self.language
        self.language = language
        QLocale.setDefault(self._locale(language))
        if is_other:
            self._install()
        return is_other

    def _install(self) -> None:
        for translator in self._installed:
            self._app.removeTranslator(translator)
            translator.setParent(None)
        self._installed = []
        if self.language is not Language.ENGLISH:
            own = Catalogue(paths.resources() / "i18n" / f"causerie_{self.language}.ts", self._app)
            qts = QTranslator(self._app)
            qts.load(f"qtbase_{self.language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
            self._installed = [qts, own]
        for translator in self._installed:
            self._app.installTranslator(translator)

    def _locale(self, language: Language) -> QLocale:
        """The system's own where it speaks that language: a Briton's dates differ from an American's."""
        wanted = QLocale(language.value)
        return self._system if self._system.language() is wanted.language() else wanted


def language_of(wanted: list[str]) -> Language:
    """The first of the languages that a person prefers which the window speaks."""
    for name in wanted:
        if name.startswith("en"):
            return Language.ENGLISH
        if name.startswith("zh") and not {"Hant", "TW", "HK", "MO"} & set(name.replace("_", "-").split("-")):
            return Language.CHINESE
    return Language.ENGLISH
