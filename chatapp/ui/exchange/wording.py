"""How an import, an export or a backup is told of. Pure but for translation."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from chatapp.domain.backup import Backup, BackupKind
from chatapp.domain.conversation import Conversation
from chatapp.exchange.oddity import OddityKind, Tally
from chatapp.services.exchange import Exported, ExportFormat
from chatapp.ui import quantities
from chatapp.ui.exchange.export_dialog import Form, Offer
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
        said = (
            translate("Exchange", "Nothing new: the conversation was here already.")
            if tally.conversations == 1
            else translate("Exchange", "Nothing new: all {0} were here already.").format(
                conversations(tally.conversations)
            )
        )
    else:
        said = translate("Exchange", "Imported {0} with {1} from {2}.").format(
            conversations(tally.conversations_added), messages(tally.messages_added), ", ".join(tally.formats)
        )
    if tally.not_understood:
        odd = translate("Exchange", "{0} things were not taken as they stood.")
        return after_each_other(said, odd.format(quantities.count(tally.not_understood)))
    return said


def after_each_other(first: str, second: str) -> str:
    """Two sentences, with as much between as the language wants."""
    return QCoreApplication.translate("Exchange", "{0} {1}").format(first, second)


def summary(tally: Tally) -> str:
    """The head of a report."""
    translate = QCoreApplication.translate
    read, new = translate("Exchange", "Read: {0} with {1}."), translate("Exchange", "New: {0}, {1}.")
    return "\n".join(
        (
            read.format(conversations(tally.conversations), messages(tally.messages)),
            new.format(conversations(tally.conversations_added), messages(tally.messages_added)),
        )
    )


def details(tally: Tally) -> str:
    translate = QCoreApplication.translate
    if not tally.counts:
        return translate("Exchange", "Everything was taken as it stood.")
    paragraphs = [translate("Exchange", "Not taken as it stood:")]
    for kind, number in sorted(tally.counts.items(), key=lambda item: -item[1]):
        paragraphs.append(f"{quantities.count(number)}  {oddity(kind)}")
        paragraphs += [f"        {example}" for example in tally.examples.get(kind, [])]
    return "\n".join(paragraphs)


def offer(listed: Sequence[Conversation]) -> Offer:
    """What can be exported of conversations."""
    translate = QCoreApplication.translate
    extents = (
        translate("Exchange", "This conversation"),
        translate("Exchange", "Chosen conversations"),
        translate("Exchange", "Everything"),
    )
    return Offer(
        listed,
        extents,
        translate("Exchange", "Conversations to export"),
        translate("Exchange", "New conversation"),
        tuple(Form(form.value, format_name(form), format_hint(form)) for form in ExportFormat),
    )


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
        BackupKind.DAILY: translate("Exchange", "daily"),
        BackupKind.MIGRATION: translate("Exchange", "before an update"),
        BackupKind.VERSION: translate("Exchange", "before a new version"),
        BackupKind.RESTORE: translate("Exchange", "before a restore"),
    }[backup.kind]


def backup_date(backup: Backup) -> str:
    moment = QDateTime.fromSecsSinceEpoch(int(backup.made_at.timestamp()))
    return QLocale().toString(moment, QLocale.FormatType.ShortFormat)
