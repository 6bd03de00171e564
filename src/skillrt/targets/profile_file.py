"""Profiles of one's own: JSON files with trial counts by primitive and level. docs/profiles.md says how."""

import json
import re
from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Final, Literal, cast

import msgspec
from msgspec import Meta

from skillrt.errors import Diagnostic, InputError, Place, UsageError

SCHEMA_FILE: Final = "profile.schema.json"
_MAX_SIZE: Final = 4 * 1024 * 1024
_MAX_FILES: Final = 10_000
_KEY_IN_PATH = re.compile(r"\.(\w+)|\[(?:\.\.\.|\d+)\]")
_PATH = re.compile(r" - at (?:`key` in )?`\$([^`]*)`")
_UNKNOWN = re.compile(r"unknown field `([^`]*)`")
Text = Annotated[str, Meta(min_length=1)]
PrimitiveName = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+$")]


class Trials(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The trials of a primitive at one level: how many there were and how many passed."""

    passes: Annotated[int, Meta(ge=0, le=1_000_000)]
    trials: Annotated[int, Meta(ge=1, le=1_000_000)]


Levels = dict[Annotated[str, Meta(pattern="^L[1-3]$")], Trials]
Primitives = dict[PrimitiveName, Levels]


Day = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]
LevelName = Annotated[str, Meta(pattern="^L[1-3]$")]


class Said(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What sequential tests decided of a level, and how: by its own trials, by another level's, or not (`open`)."""

    status: Literal["held", "missing", "doubtful", "unmeasured"]
    how: Literal["tested", "implied", "open"]


class Failure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A trial that failed: its number, what was wrong, and the id of its transcript (empty: none was kept)."""

    primitive: PrimitiveName
    level: LevelName
    number: Annotated[int, Meta(ge=0)]
    why: str
    episode: str = ""


class Cost(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What all trials of a primitive took together. `dollars` None: the model's price is not known."""

    tokens: int = 0
    dollars: float | None = None
    seconds: float = 0.0


class Promise(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the tests of a run promise: a rate of `held` or more is called missing, and one of `missing` or less held,
    with a chance of at most `error` each."""

    held: Annotated[float, Meta(gt=0, lt=1)]
    missing: Annotated[float, Meta(gt=0, lt=1)]
    error: Annotated[float, Meta(gt=0, lt=1)]


class MeasuredRun(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What `skillrt profile` measured with one seed: its share of the counts, and what its tests decided.

    `design` says how in words, `promise` what its tests promise; `probes` has the date of each probe. `open` says why
    a primitive is not decided, or was left out. `contradicts` are primitives with a level that stayed missing below
    one that is held.
    """

    seed: Text
    date: Day
    design: str = ""
    promise: Promise | None = None
    probes: dict[PrimitiveName, Day] = {}
    primitives: Primitives = {}
    verdicts: dict[PrimitiveName, dict[LevelName, Said]] = {}
    open: dict[PrimitiveName, str] = {}
    contradicts: tuple[PrimitiveName, ...] = ()
    failures: tuple[Failure, ...] = ()
    costs: dict[PrimitiveName, Cost] = {}


class Observed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Steps of recorded work whose primitive and success are known: each counts `weight` trials. `until` is when the
    last episode began that was counted, ms since the epoch."""

    weight: Annotated[float, Meta(gt=0, le=1)]
    until: Annotated[int, Meta(ge=0)]
    episodes: Annotated[int, Meta(ge=0)]
    primitives: Primitives


class OwnProfile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Trials of a model in a harness. Levels and primitives that were not tried are left out."""

    schema_version: Annotated[Literal[1], Meta(description="The version of this format.")] = 1
    model: Annotated[Text, Meta(description="The model, as targets name it: `qwen/qwen3.5-9b`.")]
    harness: Annotated[Text, Meta(description="The harness, as targets name it: `opencode`.")]
    date: Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$", description="When the trials ended: `2026-11-28`.")]
    source: Annotated[str, Meta(description="Who measured, with what; shown beside the levels.")] = ""
    notes: Annotated[tuple[Text, ...], Meta(description="What to beware of.")] = ()
    primitives: Annotated[
        Primitives,
        Meta(description="The trials by primitive (`gen.code.python`) and level."),
    ]
    runs: Annotated[
        tuple[MeasuredRun, ...],
        Meta(description="What `skillrt profile` measured of the trials, run by run; counted in `primitives`."),
    ] = ()
    observed: Annotated[
        Observed | None,
        Meta(description="What recorded episodes add, at less weight; not counted in `primitives`."),
    ] = None


class Named(msgspec.Struct, frozen=True):
    """A profile with the name of its file, without folders."""

    file: str
    profile: OwnProfile


def load_profiles(paths: Iterable[Path]) -> tuple[Named, ...]:
    """The profiles in files, and in the `*.json` of folders; each file once, in the order of the paths.

    Raises UsageError where a path does not exist, InputError with the place of whatever is wrong in a file.
    """
    found: dict[Path, Named] = {}
    for path in _files(paths):
        key = path.resolve()
        if key not in found:
            found[key] = Named(path.name, read_profile(path))
        if len(found) > _MAX_FILES:
            raise _bad(str(path), 1, f"there are more than {_MAX_FILES:,} profiles")
    return tuple(found.values())


def read_profile(path: Path) -> OwnProfile:
    """Read one file. Raises InputError."""
    try:
        with path.open("rb") as stream:
            data = stream.read(_MAX_SIZE + 1)  # a device may never end
        if len(data) > _MAX_SIZE:
            raise _bad(str(path), 1, "a profile may have 4 MiB at most")
        text = data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise _bad(str(path), 1, f"it cannot be read: {error}") from None
    return parse_profile(text, str(path))


def parse_profile(text: str, file: str) -> OwnProfile:
    """A profile from its JSON. Raises InputError with the place in `file` of what is wrong."""
    try:
        plain = json.loads(text)
    except json.JSONDecodeError as error:
        raise _bad(file, error.lineno, f"this is not JSON: {error.msg}") from None
    except (ValueError, RecursionError) as error:
        raise _bad(file, 1, f"this is not JSON: {type(error).__name__}") from None
    try:
        profile = msgspec.convert(plain, OwnProfile)
    except msgspec.ValidationError as error:
        raise _bad(file, _line_of(text, _keys(plain, str(error))), str(error)) from None
    for primitive, levels in sorted(profile.primitives.items()):
        for level, count in sorted(levels.items()):
            if count.passes > count.trials:
                message = f"`{primitive}` at {level} has {count.passes} passes in {count.trials} trials"
                raise _bad(file, _line_of(text, ("primitives", primitive, level)), message)
    return profile


def profile_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12), made from the structs that read profiles."""
    _, definitions = msgspec.json.schema_components((OwnProfile,), ref_template="#/$defs/{name}")
    body = definitions.pop("OwnProfile")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "profile",
        "description": "Trials of a model in a harness, by primitive and level, for SkillRT.",
        **{key: value for key, value in body.items() if key not in {"title", "description"}},
        "$defs": definitions,
    }


def profile_schema_text() -> str:
    """The schema as it is published."""
    return json.dumps(profile_schema(), indent=2, ensure_ascii=True) + "\n"


def published_schema() -> str:
    """The text of the file that ships with the package."""
    return (resources.files("skillrt.targets") / "schemas" / SCHEMA_FILE).read_text(encoding="utf-8")


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(path.glob("*.json"))
        elif path.is_file():
            yield path
        else:
            message = f"there is no file or folder `{path}` with profiles"
            raise UsageError(Diagnostic.of("target.no-profiles", message))


def _keys(plain: object, message: str) -> tuple[str, ...]:
    """The keys that lead to what a msgspec message is about; it does not name those of maps, so they are tried."""
    path = _PATH.search(message)
    keys = [key for key in cast("list[str]", _KEY_IN_PATH.findall(path.group(1) if path else "")) if key]
    unknown = _UNKNOWN.search(message)
    last = (*keys[1:], unknown.group(1)) if unknown else tuple(keys[1:])
    if keys[:1] != ["primitives"]:
        return (*keys[:1], *last)
    return ("primitives", *_wrong_entry(cast("dict[str, Any]", plain)["primitives"], Primitives), *last)


def _wrong_entry(entries: object, kind: Any) -> tuple[str, ...]:  # noqa: ANN401  (a type that a dict is)
    """The key of the first entry that cannot be one, and the key in that which is to blame."""
    for key, entry in cast("dict[str, object]", entries).items() if isinstance(entries, dict) else ():
        try:
            msgspec.convert({key: entry}, kind)
        except msgspec.ValidationError:
            return (key, *(_wrong_entry(entry, Levels) if kind is Primitives else ()))
    return ()


def _line_of(text: str, keys: Iterable[str]) -> int:
    """The line of the last of `keys`, each looked for after the one before."""
    at = 0
    for key in keys:
        place = text.find(json.dumps(key), at)
        at = place if place >= 0 else at
    return text.count("\n", 0, at) + 1


def _bad(file: str, line: int, message: str) -> InputError:
    return InputError(
        Diagnostic.of("target.bad-profile", f"this profile cannot be used: {message}", Place(file, line))
    )
