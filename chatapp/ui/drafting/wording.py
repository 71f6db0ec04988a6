"""The words of the drafting workspace that more than one of its parts says. GUI thread."""

from PySide6.QtCore import QCoreApplication

from chatapp.ui.translation_catalogue import said


def step_name(label: str) -> str:
    """What a step of the text is called where it can be taken back."""
    translate = QCoreApplication.translate
    names = {
        "Typing": translate("Drafting", "Typing"),
        "Replace": translate("Drafting", "Replace"),
        "Replace all": translate("Drafting", "Replace all"),
        "Restore version": translate("Drafting", "Restore version"),
    }
    return names.get(label) or said(label)
