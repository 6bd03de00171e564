"""`skills.lock` as text: written in one order only, and read with whatever is wrong said by its line."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any, Final

import msgspec

from skillrt.config import LOCK_FILE
from skillrt.contracts.lines import FORMAT, AnyLine, Fact, Head, Key, SkillLine, TargetLine, key_of
from skillrt.errors import Diagnostic, Place, UsageError

SCHEMA_FILE: Final = "skills.lock.schema.json"
_MAX_SIZE: Final = 256 * 1024 * 1024
_MAX_PROBLEMS: Final = 20
_MARKS: Final = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
_SHORT: Final = 16
_LIKE_A_BYTE: Final = re.compile(r"(\\+)(?=x[89a-f][0-9a-f]|[\udc80-\udcff])")
_LINE: Final = msgspec.json.Decoder(AnyLine)


@dataclass(frozen=True, slots=True)
class Entry:
    """What the lock says of one skill: the line of its own, and its facts, sorted."""

    line: SkillLine
    facts: tuple[Fact, ...] = ()

    @property
    def by_key(self) -> dict[Key, Fact]:
        """The facts by what they speak of."""
        return {key_of(fact): fact for fact in self.facts}


@dataclass(frozen=True, slots=True)
class Lock:
    """The whole file. `entries` are by the folder of the skill, `places` the numbers of their lines where it was
    read."""

    head: Head
    targets: tuple[TargetLine, ...] = ()
    entries: dict[str, Entry] = field(default_factory=dict[str, Entry])
    places: dict[str, int] = field(default_factory=dict[str, int])


def entry_of(
    skill: str, name: str, source: str, names: Iterable[str], facts: Iterable[Fact], sketch: str = ""
) -> Entry:
    """An entry with its digests. `names` are the paths of the skill's files. Of equal facts one is kept."""
    by_key = {key_of(fact): fact for fact in facts}
    kept = tuple(by_key[key] for key in sorted(by_key))
    digests = (names_digest(name, names), facts_digest(kept))
    line = SkillLine(skill=skill, name=name, source=source, names=digests[0], facts=digests[1], sketch=sketch)
    return Entry(line, kept)


def names_digest(name: str, files: Iterable[str]) -> str:
    """The digest of a skill's name and the paths of its files: what other skills may mean by a reference."""
    return short_digest("\0".join((clean(name), *map(clean_path, files))))


def facts_digest(facts: Iterable[Fact]) -> str:
    """The digest over the lines of a skill, as its own line has it."""
    return short_digest("\n".join(map(line_text, facts)))


def short_digest(text: str) -> str:
    """16 hexadecimal digits of sha256."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_SHORT]


def clean(text: str) -> str:
    """Bytes that are not UTF-8 would make a lock that strict readers refuse; they are written as reports show them,
    `\\xff`."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def clean_path(path: str) -> str:
    """The same for the name of a file: two names stay two. Backslashes before such a byte, or before what would look
    like one, are doubled, so that an odd number of them stands for a byte and an even one for themselves."""
    return clean(_LIKE_A_BYTE.sub(r"\1\1", path))


def line_text(line: AnyLine) -> str:
    """One line, without its end. ASCII: names may hold bytes that are not UTF-8."""
    return json.dumps(msgspec.to_builtins(line), ensure_ascii=True)


def lock_text(lock: Lock) -> str:
    """The file."""
    lines = [line_text(lock.head), *(line_text(item) for item in sorted(lock.targets, key=lambda item: item.target))]
    for skill in sorted(lock.entries):
        entry = lock.entries[skill]
        lines.append(line_text(entry.line))
        lines += map(line_text, entry.facts)
    return "\n".join(lines) + "\n"


def read_lock(file: Path, shown: str) -> Lock:
    """Read a lock; `shown` is its name in messages. Raises UsageError with everything that is wrong in it."""
    try:
        with file.open("rb") as stream:
            data = stream.read(_MAX_SIZE)
    except FileNotFoundError:
        raise UsageError(Diagnostic.of("lock.missing", f"there is no `{shown}`")) from None
    except OSError as error:
        message = f"`{shown}` cannot be read: {error.strerror}"
        raise UsageError(Diagnostic.of("lock.damaged", message)) from error
    return parse_lock(data.decode("utf-8", "replace"), shown)


def parse_lock(text: str, shown: str = LOCK_FILE) -> Lock:
    """A lock from its text. Raises UsageError with everything that is wrong, each at its line."""
    reading = _Reading(shown)
    for number, row in enumerate(text.split("\n"), 1):
        if row.strip():
            reading.take(number, row)
    return reading.done()


def lock_schema_text() -> str:
    """The JSON Schema of one line, made from the structs that read it."""
    (schema,), definitions = msgspec.json.schema_components((AnyLine,), ref_template="#/$defs/{name}")
    published: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": LOCK_FILE,
        "description": "One line of the lock of a library of Agent Skills: a JSON object, told apart by `fact`.",
        **schema,
        "$defs": definitions,
    }
    return json.dumps(published, indent=2, ensure_ascii=True) + "\n"


def published_schema() -> str:
    """The text of the schema that ships with the package."""
    return (resources.files("skillrt.contracts") / "schemas" / SCHEMA_FILE).read_text(encoding="utf-8")


class _Reading:
    """A lock while it is read, line by line."""

    def __init__(self, shown: str) -> None:
        self.shown = shown
        self.problems: list[Diagnostic] = []
        self.head: Head | None = None
        self.targets: dict[str, TargetLine] = {}
        self.skills: dict[str, tuple[int, SkillLine]] = {}
        self.facts: dict[str, dict[Key, Fact]] = {}
        self.orphans: dict[str, int] = {}

    def take(self, number: int, row: str) -> None:
        """One line."""
        if row.startswith(_MARKS):
            self.wrong("lock.merged", number, "a merge left its mark here", row)
            return
        try:
            line = _LINE.decode(row)
        except (ValueError, RecursionError) as error:
            self.wrong("lock.damaged", number, f"this is no line of a lock: {error}", row)
            return
        if isinstance(line, Head):
            self.take_head(number, line, row)
        elif isinstance(line, TargetLine):
            self.once(line.target in self.targets, number, f"the target `{line.target}`", row)
            self.targets[line.target] = line
        elif isinstance(line, SkillLine):
            self.once(line.skill in self.skills, number, f"the skill `{line.skill}`", row)
            self.skills[line.skill] = (number, line)
        else:
            known = self.facts.setdefault(line.skill, {})
            key = key_of(line)
            self.once(key in known, number, "this fact", row)
            known[key] = line
            self.orphans.setdefault(line.skill, number)

    def take_head(self, number: int, line: Head, row: str) -> None:
        """The first line, and only that."""
        self.once(self.head is not None, number, "the line of the lock itself", row)
        self.head = line
        if line.format > FORMAT:
            message = f"this lock has the format {line.format}; this SkillRT reads {FORMAT}"
            raise UsageError(Diagnostic.of("lock.newer", message, Place(self.shown, number), excerpt=row))

    def once(self, again: bool, number: int, what: str, row: str) -> None:
        """Complain of what stands there twice."""
        if again:
            self.wrong("lock.merged", number, f"{what} stands here a second time", row)

    def wrong(self, code: str, number: int, message: str, row: str = "") -> None:
        """Note a problem at a line."""
        self.problems.append(Diagnostic.of(code, message, Place(self.shown, number), excerpt=row[:400]))

    def done(self) -> Lock:
        """The lock. Raises UsageError."""
        if self.head is None and not self.problems:
            self.wrong("lock.damaged", 1, "the lock has no first line, which says its format")
        for skill, number in self.orphans.items():
            if skill not in self.skills:
                self.wrong("lock.merged", number, f"the skill `{skill}` has facts, but no line of its own")
        entries = dict(self.entries())
        if self.problems or self.head is None:
            found = sorted(self.problems, key=lambda item: item.sort_key)
            raise UsageError(found[:_MAX_PROBLEMS])
        places = {skill: number for skill, (number, _) in self.skills.items()}
        return Lock(self.head, tuple(self.targets[name] for name in sorted(self.targets)), entries, places)

    def entries(self) -> Iterator[tuple[str, Entry]]:
        """The entries, each beside the digest of its facts."""
        for skill, (number, line) in sorted(self.skills.items()):
            found = self.facts.get(skill, {})
            facts = tuple(found[key] for key in sorted(found))
            if facts_digest(facts) != line.facts:
                message = f"the facts of `{skill}` are not those that were written with this line"
                self.wrong("lock.merged", number, message)
            yield skill, Entry(line, facts)
