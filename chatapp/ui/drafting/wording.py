"""The words of the drafting workspace that more than one of its parts says. GUI thread."""

from PySide6.QtCore import QCoreApplication, QLocale

from chatapp.domain.proposal import Stage
from chatapp.services.draft_run import DraftRun
from chatapp.ui.translation_catalogue import said


def step_name(label: str) -> str:
    """What a step of the text is called where it can be taken back."""
    translate = QCoreApplication.translate
    names = {
        "Typing": translate("Drafting", "Typing"),
        "Replace": translate("Drafting", "Replace"),
        "Replace all": translate("Drafting", "Replace all"),
        "Restore version": translate("Drafting", "Restore version"),
        "Continue": translate("Drafting", "Continue"),
        "Rewrite": translate("Drafting", "Rewrite"),
        "Insert": translate("Drafting", "Insert"),
        "Outline": translate("Drafting", "Outline"),
        "Write section": translate("Drafting", "Write section"),
        "Summarise": translate("Drafting", "Summarise"),
        "Title": translate("Drafting", "Title"),
        "Answer": translate("Drafting", "Answer"),
        "Import": translate("Drafting", "Import"),
    }
    return names.get(label) or said(label)


def progress_of(run: DraftRun, stage: Stage) -> str:
    """What the model is about, and in which part of a long text; "" once it is done."""
    translate, (part, parts), doing = QCoreApplication.translate, run.part, _doing(run, stage)
    if parts == 1 or not doing:
        return doing
    return translate("Drafting", "Part {0} of {1}: {2}").format(part, parts, doing)


def _doing(run: DraftRun, stage: Stage) -> str:
    translate, number = QCoreApplication.translate, QLocale().toString
    if stage is Stage.WAITING:
        return translate("Drafting", "Waiting for the model…")
    if stage is Stage.READING and run.progress.total:
        reading = translate("Drafting", "The model reads: {0} of {1} tokens")
        return reading.format(number(run.progress.done), number(run.progress.total))
    if stage is Stage.READING:
        return translate("Drafting", "The model reads…")
    return translate("Drafting", "The model writes…") if stage is Stage.WRITING else ""
