"""What a use case changed, so that each part of the screen knows whether it must draw again."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """`list_changed`: titles, order, bin. `path_of`: conversations whose shown path is another. `messages`: whose
    text or status moved on. `engine_changed`: model, run figures or queue. `documents`: of which something was saved or
    could not be, or whose notes are others; their text is followed with services.documents. `drafts`: runs for
    documents whose proposals moved on. `views`: documents of which the model's view moved on."""

    list_changed: bool = False
    path_of: frozenset[int] = frozenset()
    messages: frozenset[int] = frozenset()
    engine_changed: bool = False
    documents: frozenset[int] = frozenset()
    drafts: frozenset[int] = frozenset()
    views: frozenset[int] = frozenset()

    def __or__(self, other: "Change") -> "Change":
        return Change(
            self.list_changed or other.list_changed,
            self.path_of | other.path_of,
            self.messages | other.messages,
            self.engine_changed or other.engine_changed,
            self.documents | other.documents,
            self.drafts | other.drafts,
            self.views | other.views,
        )
