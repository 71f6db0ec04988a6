"""How an import, an export or a backup is told of. Pure but for translation."""

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from chatapp.domain.backup import Backup, BackupKind
from chatapp.exchange.oddity import OddityKind, Tally
from chatapp.services.exchange import Exported, ExportFormat
from chatapp.ui import quantities
from chatapp.ui.translation_catalogue import said


def conversations(count: int) -> str:
    translate = QCoreApplication.translate
    if count == 1:
        return translate("Exchange", "1 conversation")
    return translate("Exchange", "{0} conversations").format(quantities.count(count))


def messages(count: int) -> str:
    translate = QCoreApplication.translate
    if count == 1:
        return translate("Exchange", "1 message")
    return translate("Exchange", "{0} messages").format(quantities.count(count))


def imported(tally: Tally) -> str:
    """One sentence: what came, and whether something was not understood."""
    translate = QCoreApplication.translate
    if not tally.conversations:
        said = translate("Exchange", "There was no conversation to import.")
    elif not tally.messages_added and not tally.conversations_added:
        said = translate("Exchange", "Nothing new: all {0} were here already.").format(
            conversations(tally.conversations)
        )
    else:
        said = translate("Exchange", "Imported {0} with {1} from {2}.").format(
            conversations(tally.conversations_added), messages(tally.messages_added), ", ".join(tally.formats)
        )
    if tally.not_understood:
        odd = translate("Exchange", "{0} things were not taken as they stood.")
        said += " " + odd.format(quantities.count(tally.not_understood))
    return said


def exported(done: Exported) -> str:
    words = QCoreApplication.translate("Exchange", "Exported {0} to {1} ({2}).")
    return words.format(conversations(done.conversations), done.target.name, quantities.size(done.size_bytes))


def oddity(kind: OddityKind) -> str:
    return said(kind.value)


def format_name(form: ExportFormat) -> str:
    translate = QCoreApplication.translate
    return {
        ExportFormat.MARKDOWN: translate("Exchange", "Markdown, for other programs to read (.md)"),
        ExportFormat.HTML: translate("Exchange", "A page for any browser (.html)"),
        ExportFormat.PDF: translate("Exchange", "A document to print (.pdf)"),
        ExportFormat.JSON: translate("Exchange", "Everything, for Causerie to read again (.json)"),
        ExportFormat.TRAINING: translate("Exchange", "Lines for training a model (.jsonl)"),
    }[form]


def format_hint(form: ExportFormat) -> str:
    translate = QCoreApplication.translate
    if form.is_lossless:
        return translate(
            "Exchange", "All branches and versions, marks, folders, tags, settings and how each answer was made."
        )
    if form is ExportFormat.TRAINING:
        return translate("Exchange", "The shown branch of each conversation, as a list of roles and texts.")
    return translate("Exchange", "The shown branch of each conversation, as it is read.")


def backup_kind(backup: Backup) -> str:
    translate = QCoreApplication.translate
    return {
        BackupKind.DAILY: translate("Exchange", "of the day"),
        BackupKind.MIGRATION: translate("Exchange", "before an update"),
        BackupKind.RESTORE: translate("Exchange", "before a restoring"),
    }[backup.kind]


def backup_date(backup: Backup) -> str:
    moment = QDateTime.fromSecsSinceEpoch(int(backup.made_at.timestamp()))
    return QLocale().toString(moment, QLocale.FormatType.ShortFormat)
