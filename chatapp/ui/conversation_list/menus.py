"""Menus about conversations and folders: what can be done to those that are marked. GUI thread; ask by signals."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget, QWidgetAction

from chatapp.domain.colour import Colour
from chatapp.domain.conversation import Conversation
from chatapp.domain.folder import Folder, Way, children, place_of
from chatapp.domain.tag import Tag, tag_key
from chatapp.ui.colours import colour_name, dot_icon
from chatapp.ui.translation_catalogue import tr


@dataclass(frozen=True, slots=True)
class Drawers:
    """What conversations can be put into or under."""

    folders: Sequence[Folder]
    tags: Sequence[Tag]


class Wishes(QObject):
    """What a person asks of the conversations that a menu is about: ids first."""

    pinned = Signal(object, bool)
    archived = Signal(object, bool)
    moved = Signal(object, object)  # a folder's id or None
    moved_to_new = Signal(object)
    tagged = Signal(object, str, bool)
    coloured = Signal(object, object)  # a Colour or None
    folder_renamed = Signal(int)
    folder_coloured = Signal(int, object)
    folder_added = Signal(object)  # the folder's id that it is to stand in, or None
    folder_deleted = Signal(int)
    folder_moved = Signal(int, object)  # a Way
    folder_put = Signal(int, object, object)  # into a folder or None, before another one or None


def fill(menu: QMenu, marked: Sequence[Conversation], drawers: Drawers, wishes: Wishes) -> None:
    """All that keeps order, for one conversation or many."""
    ids = [conversation.id for conversation in marked]
    is_pinned, is_archived = all(each.is_pinned for each in marked), all(each.is_archived for each in marked)
    pin = menu.addAction(tr("Un&pin") if is_pinned else tr("&Pin"))
    pin.triggered.connect(lambda: wishes.pinned.emit(ids, not is_pinned))
    fill_folders(menu.addMenu(tr("Move to &folder")), marked, drawers.folders, wishes)
    fill_tags(menu.addMenu(tr("&Tags")), marked, drawers.tags, wishes)
    colours = {each.colour for each in marked}
    chosen = colours.pop() if len(colours) == 1 else None
    fill_colours(
        menu.addMenu(tr("&Colour")),
        chosen,
        lambda colour: wishes.coloured.emit(ids, colour),
    )
    archive = menu.addAction(tr("Take out of the &archive") if is_archived else tr("&Archive"))
    archive.triggered.connect(lambda: wishes.archived.emit(ids, not is_archived))


def fill_folders(menu: QMenu, marked: Sequence[Conversation], folders: Sequence[Folder], wishes: Wishes) -> None:
    ids = [conversation.id for conversation in marked]
    places = {conversation.folder_id for conversation in marked}

    def offer(name: str, folder_id: int | None) -> None:
        action = menu.addAction(name)
        action.setCheckable(True)
        action.setChecked(places == {folder_id})
        action.triggered.connect(lambda: wishes.moved.emit(ids, folder_id))

    def offer_below(parent_id: int | None, indent: str) -> None:
        for folder in children(folders, parent_id):
            offer(indent + escaped(folder.name), folder.id)
            offer_below(folder.id, indent + "    ")

    offer(tr("&No folder"), None)
    offer_below(None, "")
    menu.addSeparator()
    menu.addAction(tr("&New folder…")).triggered.connect(lambda: wishes.moved_to_new.emit(ids))


def fill_tags(menu: QMenu, marked: Sequence[Conversation], tags: Sequence[Tag], wishes: Wishes) -> None:
    """A tag that some of them have is not checked, and given to all."""
    ids = [conversation.id for conversation in marked]
    worn = [{tag_key(name) for name in conversation.tags} for conversation in marked]
    new = QLineEdit()
    new.setPlaceholderText(tr("New tag"))
    new.setAccessibleName(tr("New tag"))
    new.setMaxLength(80)
    field = QWidgetAction(menu)
    field.setDefaultWidget(new)

    def give() -> None:
        if new.text().strip():
            wishes.tagged.emit(ids, new.text(), True)
        above: QWidget | None = menu
        while isinstance(above, QMenu):  # one that stays open keeps the keyboard
            above.close()
            above = above.parentWidget()

    new.returnPressed.connect(give)
    menu.addAction(field)
    QTimer.singleShot(0, new, new.setFocus)  # the menu may be filled just before it is shown
    for tag in tags:
        action = menu.addAction(escaped(tag.name))
        action.setCheckable(True)
        action.setChecked(all(tag_key(tag.name) in names for names in worn))
        action.triggered.connect(lambda is_on, name=tag.name: wishes.tagged.emit(ids, name, is_on))


def fill_colours(menu: QMenu, chosen: Colour | None, choose: Callable[[Colour | None], None]) -> None:
    none = menu.addAction(tr("No colour"))
    none.triggered.connect(lambda: choose(None))
    for colour in Colour:
        action = menu.addAction(dot_icon(colour, menu.palette()), colour_name(colour))
        action.setCheckable(True)
        action.setChecked(colour is chosen)
        action.triggered.connect(lambda _checked=False, colour=colour: choose(colour))


def folder_menu(folder: Folder, folders: Sequence[Folder], wishes: Wishes, parent: QWidget) -> QMenu:
    menu = QMenu(parent)
    fill_folder(menu, folder, wishes)
    menu.addSeparator()
    for words, way in (
        (tr("Move &up"), Way.UP),
        (tr("Move &down"), Way.DOWN),
        (tr("Move &into the folder above"), Way.INTO),
        (tr("Move &out of its folder"), Way.OUT),
    ):
        action = menu.addAction(words)
        action.setEnabled(place_of(folders, folder.id, way) is not None)
        action.triggered.connect(lambda _checked=False, way=way: wishes.folder_moved.emit(folder.id, way))
    return menu


def fill_folder(menu: QMenu, folder: Folder, wishes: Wishes) -> None:
    """What can be done to a folder where it stands."""
    menu.addAction(tr("&Rename")).triggered.connect(lambda: wishes.folder_renamed.emit(folder.id))
    colours = menu.addMenu(tr("&Colour"))
    fill_colours(colours, folder.colour, lambda colour: wishes.folder_coloured.emit(folder.id, colour))
    menu.addAction(tr("&New folder in it")).triggered.connect(lambda: wishes.folder_added.emit(folder.id))
    menu.addSeparator()
    remove = menu.addAction(tr("&Take the folder away"))
    remove.setToolTip(tr("What stands in it moves up"))
    remove.triggered.connect(lambda: wishes.folder_deleted.emit(folder.id))


def escaped(text: str) -> str:
    """A menu takes an ampersand for the mark of a key."""
    return text.replace("&", "&&")
