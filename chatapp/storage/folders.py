"""Folders: a tree that never holds itself, whose conversations move up when one goes."""

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from chatapp.domain.folder import Folder, below
from chatapp.storage.columns import storable
from chatapp.storage.database import Database
from chatapp.storage.tables import ConversationRow, FolderRow


class Folders:
    """Implements services.ports.FolderStore."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Folder]:
        with self._database.reading() as session:
            return all_folders(session)

    def create(self, name: str, parent_id: int | None = None) -> Folder:
        name = storable(name)
        last = select(func.max(FolderRow.position)).where(FolderRow.parent_id.is_(parent_id))
        with self._database.writing() as session:
            if parent_id is not None:
                _require(session, parent_id)
            found = session.execute(last).scalar()
            position = 0 if found is None else found + 1
            row = {"name": name, "parent_id": parent_id, "position": position}
            added = session.execute(insert(FolderRow).values(row).returning(FolderRow.id)).scalar_one()
        return Folder(added, name, parent_id, position)

    def put(self, folders: Sequence[Folder]) -> None:
        with self._database.writing() as session:
            _put(session, folders)

    def remove(self, folder_id: int) -> tuple[int, ...]:
        with self._database.writing() as session:
            parent_id = _require(session, folder_id)
            moved = session.execute(
                update(ConversationRow)
                .where(ConversationRow.folder_id == folder_id)
                .values(folder_id=parent_id)
                .returning(ConversationRow.id)
            )
            conversation_ids = tuple(sorted(moved.scalars()))
            session.execute(update(FolderRow).where(FolderRow.parent_id == folder_id).values(parent_id=parent_id))
            session.execute(delete(FolderRow).where(FolderRow.id == folder_id))
        return conversation_ids

    def restore(self, folder: Folder, inside: Sequence[Folder], conversation_ids: Sequence[int]) -> None:
        with self._database.writing() as session:
            session.execute(insert(FolderRow).values({**_columns(folder), "id": folder.id}))
            _put(session, (folder, *inside))
            session.execute(
                update(ConversationRow).where(ConversationRow.id.in_(conversation_ids)).values(folder_id=folder.id)
            )


def all_folders(session: Session) -> list[Folder]:
    columns = (FolderRow.id, FolderRow.name, FolderRow.parent_id, FolderRow.position, FolderRow.colour)
    return [Folder(*row) for row in session.execute(select(*columns).order_by(FolderRow.id))]


def _require(session: Session, folder_id: int) -> int | None:
    """The parent of a folder; KeyError for an unknown one."""
    found = session.execute(select(FolderRow.parent_id).where(FolderRow.id == folder_id)).first()
    if found is None:
        raise KeyError(folder_id)
    return found[0]


def _put(session: Session, folders: Iterable[Folder]) -> None:
    for folder in folders:
        if folder.parent_id is not None:
            _require(session, folder.parent_id)
            if folder.parent_id in below(all_folders(session), folder.id):
                raise ValueError(f"folder {folder.id} can't stand in itself")
        changed = session.execute(
            update(FolderRow).where(FolderRow.id == folder.id).values(_columns(folder)).returning(FolderRow.id)
        )
        if changed.first() is None:
            raise KeyError(folder.id)


def _columns(folder: Folder) -> dict[str, object]:
    return {
        "name": folder.name,
        "parent_id": folder.parent_id,
        "position": folder.position,
        "colour": folder.colour,
    }
