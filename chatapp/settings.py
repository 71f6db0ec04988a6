"""The person's settings: one frozen declaration each, kept as TOML, written atomically. Used on the GUI thread."""

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import tomli_w
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.config import JsonDict

from chatapp.domain.generation import ContextPolicy, GenerationOptions, Sampling

REMEMBERED: JsonDict = {"is_remembered": True}
"""What the window keeps by itself: no row in the preferences."""
SHARE: JsonDict = {"is_share": True}
"""A factor that is shown in percent."""
FONT: JsonDict = {"is_font": True}
"""The name of a family; "" is the system's."""


class Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Generation(Section):
    """How answers are drawn; see domain.generation.Sampling."""

    model_config = ConfigDict(title="Answers")

    temperature: float = Field(0.7, ge=0, le=5, title="Temperature", description="0 always takes the likeliest word")
    top_k: int = Field(40, ge=0, le=1000, title="Top k", description="Choose among this many words; 0: all")
    top_p: float = Field(0.95, gt=0, le=1, title="Top p", description="Choose among the words that make up this share")
    min_p: float = Field(0.05, ge=0, le=1, title="Min p", description="Leave out words this much rarer than the best")
    repetition_penalty: float = Field(
        1.1, ge=0.5, le=2, title="Repetition penalty", description="Above 1 makes words that were used already rarer"
    )
    presence_penalty: float = Field(
        0, ge=-2, le=2, title="Presence penalty", description="Above 0 makes words rarer that the answer has already"
    )
    frequency_penalty: float = Field(
        0, ge=-2, le=2, title="Frequency penalty", description="The same, more for each time that a word was used"
    )
    max_tokens: int | None = Field(None, ge=1, title="Longest answer", description="In tokens; empty: until it ends")
    min_tokens: int = Field(
        0, ge=0, le=1 << 20, title="Shortest answer", description="In tokens; before that, an answer does not end"
    )
    seed: int | None = Field(None, ge=0, title="Seed", description="The same seed gives the same answer; empty: random")
    stop: tuple[str, ...] = Field((), title="Stop at", description="Texts at which an answer ends")
    system_prompt: str = Field("", title="System prompt", description="Said to the model before every conversation")

    long_conversations: Literal["drop_old", "summarise", "stop"] = Field(
        "drop_old",
        title="Long conversations",
        description="What happens where the model's window is full",
        json_schema_extra={
            "labels": {
                "drop_old": "Leave old turns out",
                "summarise": "Have a summary read instead of old turns",
                "stop": "Write nothing more",
            }
        },
    )

    def options(self, seed: int) -> GenerationOptions:
        """As the engine takes them; `seed` stands in where the person fixed none."""
        sampling = Sampling(
            self.temperature,
            self.top_k,
            self.top_p,
            self.min_p,
            self.repetition_penalty,
            self.presence_penalty,
            self.frequency_penalty,
        )
        return GenerationOptions(
            sampling,
            seed if self.seed is None else self.seed,
            self.stop,
            self.max_tokens,
            self.min_tokens,
            context_policy=ContextPolicy(self.long_conversations),
        )


class Window(Section):
    model_config = ConfigDict(title="Appearance")

    theme: Literal["system", "light", "dark"] = Field(
        "system",
        title="Theme",
        description="Follow the system, or not",
        json_schema_extra={"labels": {"system": "As the system", "light": "Light", "dark": "Dark"}},
    )
    language: Literal["system", "en", "zh_CN"] = Field(
        "system",
        title="Language",
        description="Of menus and messages, not of answers",
        json_schema_extra={"labels": {"system": "As the system", "en": "English", "zh_CN": "简体中文"}},
    )
    density: Literal["comfortable", "compact"] = Field(
        "comfortable",
        title="Density",
        description="How much space stands between lines and rows",
        json_schema_extra={"labels": {"comfortable": "Comfortable", "compact": "Compact"}},
    )
    reading_font: str = Field("", title="Font for reading", description="Of messages", json_schema_extra=FONT)
    zoom: float = Field(
        1.0, ge=0.5, le=3, title="Size for reading", description="Of the system's size", json_schema_extra=SHARE
    )
    code_font: str = Field("", title="Font for code", description="One with equal widths", json_schema_extra=FONT)
    code_size: float = Field(
        1.0, ge=0.5, le=2, title="Size of code", description="Of the size for reading", json_schema_extra=SHARE
    )
    geometry: str = Field("", description="Place and size of the window, in base64", json_schema_extra=REMEMBERED)
    is_sidebar_shown: bool = Field(True, json_schema_extra=REMEMBERED)
    sidebar_width: int = Field(264, ge=120, le=2000, json_schema_extra=REMEMBERED)
    tour_step: int = Field(0, ge=0, json_schema_extra=REMEMBERED)
    toggled_folders: tuple[int, ...] = Field(
        (), description="Those that are closed in the list; 0 for an archive that is open", json_schema_extra=REMEMBERED
    )


class Model(Section):
    """All of it but `last` applies when a model is loaded next."""

    model_config = ConfigDict(title="Model")

    last: str = Field("", description="Folder of the model that is loaded at the start", json_schema_extra=REMEMBERED)
    known_card: str = Field("", json_schema_extra=REMEMBERED)
    threads: int = Field(
        0, ge=0, le=256, title="Threads", description="Processor cores that the model uses; 0: all but one"
    )
    cache_megabytes: int = Field(
        1024, ge=64, le=1 << 20, title="Memory for conversations", description="In MB; what was read lately stays there"
    )
    disk_megabytes: int = Field(
        2048,
        ge=0,
        le=1 << 20,
        title="Disk for conversations",
        description="In MB; what was read stays there for the next start; 0: nothing",
    )
    kv_cache: Literal["fastest", "f16", "int8"] = Field(
        "fastest",
        title="Precision of what was read",
        description="How finely the model keeps what it has read, on a processor",
        json_schema_extra={
            "labels": {
                "fastest": "What is fastest here",
                "f16": "16 bits: no loss, more memory",
                "int8": "8 bits: half the memory, hardly a loss",
            }
        },
    )
    packing: Literal["int8", "int4", "bf16"] = Field(
        "int8",
        title="Weights of models added",
        description="Of folders in Hugging Face form; what is loaded stays as it is",
        json_schema_extra={
            "labels": {
                "int8": "8 bits: hardly a loss",
                "int4": "4 bits: half the memory, some loss",
                "bf16": "As they are, 16 bits: slower",
            }
        },
    )

    def means(self) -> tuple[int | None, int, int, str | None]:
        """Threads, bytes of memory, bytes of disk and the form of the cache, as lm.means takes them."""
        form = None if self.kv_cache == "fastest" else self.kv_cache
        return self.threads or None, self.cache_megabytes << 20, self.disk_megabytes << 20, form


class Chats(Section):
    """What is done beside answering."""

    model_config = ConfigDict(title="Conversations")

    model_titles: bool = Field(
        False, title="Titles by the model", description="Let the model name a conversation after its first answer"
    )
    several_answers: int = Field(
        3, ge=2, le=8, title="Answers side by side", description="So many are written where several are asked for"
    )
    beginning: str = Field(
        "", description="What the next new conversation has of its own, in JSON", json_schema_extra=REMEMBERED
    )
    token_report: bool = Field(
        False, title="Keep the token view", description="Store how likely each token of an answer was, with the answer"
    )


class Drafts(Section):
    """How the model writes in documents; all but `alternatives` is chosen in the menu. `tone` is in the person's own
    words, `in_place` brings what is written straight into the text, `suggests` a few words unasked at a pause."""

    model_config = ConfigDict(title="Documents")

    alternatives: int = Field(
        5, ge=3, le=8, title="Alternatives", description="So many are written beside each other for one place"
    )
    length: Literal["words", "sentence", "paragraph", "page"] = Field("paragraph", json_schema_extra=REMEMBERED)
    tone: str = Field("", json_schema_extra=REMEMBERED)
    in_place: bool = Field(False, json_schema_extra=REMEMBERED)
    suggests: bool = Field(False, json_schema_extra=REMEMBERED)


class Updates(Section):
    model_config = ConfigDict(title="Updates")

    is_on: bool = Field(
        False,
        title="Tell of new versions",
        description="Once a day, one address of this program's makers is asked; nothing of you is sent",
    )
    asked_at: str = Field("", json_schema_extra=REMEMBERED)


class Shortcuts(Section):
    """Keys that differ from the program's own, in Qt's portable spelling, by the name of the action; "" is none."""

    keys: dict[str, str] = Field({}, json_schema_extra=REMEMBERED)


class Settings(Section):
    window: Window = Window()
    generation: Generation = Generation()
    model: Model = Model()
    chats: Chats = Chats()
    updates: Updates = Updates()
    drafts: Drafts = Drafts()
    shortcuts: Shortcuts = Shortcuts()


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    settings: Settings
    warnings: tuple[str, ...] = ()


class SettingsFile:
    """Holds the settings in force. A file that can't be read is kept aside; a bad value falls back to its default."""

    def __init__(self, path: Path) -> None:
        self._path = path
        loaded = load(path)
        self._stored = loaded.settings
        self.current = loaded.settings
        self.warnings = loaded.warnings

    def override_generation(self, **values: float) -> None:
        """For this process only, as the command line asks; ValueError (pydantic's) out of range."""
        merged = Generation.model_validate(self.current.generation.model_dump() | values)
        self.current = self.current.model_copy(update={"generation": merged})

    def override_packing(self, packing: str) -> None:
        """For this process only, as the command line asks."""
        self.current = self.current.model_copy(
            update={"model": self.current.model.model_copy(update={"packing": packing})}
        )

    def change(self, **sections: Section) -> None:
        """Takes whole sections by name and saves them. Raises OSError if the disk refuses; the new settings are in
        force all the same."""
        self.current = self.current.model_copy(update=sections)
        self._stored = self._stored.model_copy(update=sections)
        content = self.text()
        beside = self._path.with_suffix(f".{os.getpid()}.tmp")
        try:
            with beside.open("w", encoding="utf-8") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(self._path)
        finally:
            beside.unlink(missing_ok=True)

    def text(self) -> str:
        """As the file holds them."""
        return tomli_w.dumps(self._stored.model_dump(mode="json", exclude_none=True))

    def take(self, text: str) -> None:
        """All of them from the text of such a file; what it has that can't be taken gets its default. ValueError for
        what is no such text, OSError as `change`."""
        settings = validate(tomllib.loads(text)).settings
        self.change(**{name: getattr(settings, name) for name in Settings.model_fields})


def load(path: Path) -> LoadedSettings:
    """Reads the file; a missing one gives the defaults. Never raises for what the file holds."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return LoadedSettings(Settings())
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        aside = _keep_aside(path)
        return LoadedSettings(Settings(), (f"The settings could not be read ({error}); {aside}.",))
    return validate(raw)


def validate(raw: dict[str, Any]) -> LoadedSettings:
    """Takes every value that can be taken; `raw` loses the others."""
    warnings: list[str] = []
    while True:
        try:
            return LoadedSettings(Settings.model_validate(raw), tuple(warnings))
        except ValidationError as error:
            for fault in error.errors():
                warnings.append(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}; its default is used.")
                _remove(raw, fault["loc"])


def _keep_aside(path: Path) -> str:
    aside = path.with_suffix(".unreadable.toml")
    try:
        path.replace(aside)
    except OSError:
        return "defaults are used"
    return f"the file is kept as {aside.name} and defaults are used"


def _remove(raw: Any, place: tuple[int | str, ...]) -> None:
    """Takes the value at a fault's place out: the whole setting, where the fault lies deeper than a section's key."""
    section, *rest = place
    if rest and isinstance(raw.get(section), dict):
        raw[section].pop(rest[0], None)
    else:
        raw.pop(section, None)
