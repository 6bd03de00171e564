"""Compile at load: a harness loads a skill, and the model in the request calls for another variant than the one that
is installed (a sub-agent with a smaller model, a model switched in mid-session).

The variant for that model is compiled, kept in the store with its anchors filled, and its text is put in the place of
the other. What was put once is put again, to the byte, in every later request: it depends on what is installed and on
the model only, and lies at a place named by its content.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from threading import Lock
from typing import Final

import msgspec

from skillrt.errors import SkillrtError
from skillrt.gateway.kept_loads import LOADED, forget_loads, used
from skillrt.gateway.kept_variants import Prepared, Recipe, is_bound, prepared
from skillrt.gateway.recording import MISTAKES
from skillrt.gateway.whole_loads import Copy, Put, body_of, with_other_bodies
from skillrt.harness.install import install, is_whole
from skillrt.ir import SKILL_FILE
from skillrt.store import MANIFEST_FILE, read_manifest
from skillrt.store.environments import Environments
from skillrt.targets import Harness, ProfileOptions, Target, parse_target
from skillrt.targets.families import read_name
from skillrt.wire.dialects import codec
from skillrt.wire.exchange import Dialect, Request

_PROBE: Final = re.compile(r"[A-Za-z0-9 ,;:()*-]{12,80}")
_DIGITS: Final = 16
_MOST_TARGETS: Final = 2_000
Say = Callable[[str], None]


class Fitted(msgspec.Struct, frozen=True, kw_only=True):
    """A variant that was put in the place of the installed one: of which skill, for which model, its manifest's
    digest and its folder."""

    skill: str
    model: str
    variant: str
    folder: str


class _Installed(msgspec.Struct, frozen=True):
    """`probe` is a piece of the text that stands in JSON as it is, by which a request is known that may hold it."""

    copy: Copy
    probe: bytes
    recipe: Recipe
    prepared: Prepared


class Loading:
    """What is installed, and what was put in its place. `say` hears what is compiled, and why something is not."""

    def __init__(self, data: Path, say: Say) -> None:
        self._data = data
        self._say = say
        self._installed: list[_Installed] = []
        self._put: dict[tuple[str, str], Put | None] = {}
        self._targets: dict[tuple[str, str], Target | None] = {}
        self._one = Lock()
        self.fitted: list[Fitted] = []

    def know(self, skills: Sequence[Prepared], folders: Sequence[Path], *bases: Path) -> None:
        """Learn what is installed, and where; nothing that was known before counts any more. `bases` are folders that
        paths may be written from: the workspace, the user's home."""
        forget_loads(self._data)
        self._installed = list(_installed(zip(skills, folders, strict=True), bases))
        self._put.clear()
        self._targets.clear()

    def fit(self, dialect: Dialect, path: str, body: bytes, model: str, harness: str) -> bytes | None:
        """The body to send for `model` in the place of a decoded one; None: it is right as it is. `harness` is empty
        where it is not known who asks."""
        others = [item for item in self._others(model, harness) if item.probe in body]
        if not others:
            return None
        try:
            request = codec(dialect).decode_request(body, path)
            found = request
            for harness_of, items in _by_harness(others):
                found = self._fitted(found, harness_of, items, model)
            return None if found is request else codec(dialect).encode_request(found).body
        except MISTAKES:
            return None  # it goes on as it is

    def is_new(self, body: bytes, model: str, harness: str) -> bool:
        """Whether a text in the body may have to be compiled for `model`."""
        others = self._others(model, harness)
        return any((str(item.prepared.folder), model) not in self._put and item.probe in body for item in others)

    def refresh(self) -> None:
        """Nothing: what is installed for a run stays as it is."""

    def _others(self, model: str, harness: str) -> list[_Installed]:
        """Those that are installed for another model than this."""
        asked = [item for item in self._installed if harness in {"", item.recipe.target.harness.name}]
        return [item for item in asked if self._other_target(item, model)]

    def _fitted(self, request: Request, harness: Harness, items: Sequence[_Installed], model: str) -> Request:
        by_copy = {item.copy: item for item in items}
        return (
            with_other_bodies(request, harness, list(by_copy), lambda copy: self._for(by_copy[copy], model))
            or request
        )

    def _other_target(self, item: _Installed, model: str) -> Target | None:
        """The target that `model` calls for, None where that is the one that the skill is installed for."""
        target = item.recipe.target
        key = (target.harness.name, f"{target.model} {model}")
        try:
            return self._targets[key]
        except KeyError:
            found = _other_target(target, model, item.recipe.profiles)
        if len(self._targets) >= _MOST_TARGETS:  # clients may name any model
            self._targets.clear()
        self._targets[key] = found
        return found

    def _for(self, item: _Installed, model: str) -> Put | None:
        key = (str(item.prepared.folder), model)
        with self._one:  # two requests may come to it at once, each in a thread of its own
            if key not in self._put:
                self._put[key] = self._compiled(item, model)
            return self._put[key]

    def _compiled(self, item: _Installed, model: str) -> Put | None:
        target = self._other_target(item, model)
        assert target is not None
        try:
            new = prepared(item.recipe.aimed_at(target), self._data)
            if _same(item.prepared.folder, new.folder):
                return None
            if not is_bound(new, Environments(self._data)):
                self._say(f"skill {new.name} stays as it is for {model}: its variant for it is not bound")
                return None
            folder = self._laid(new, target.harness)
            put = _put(folder)
        except (SkillrtError, OSError, *MISTAKES) as error:
            self._say(f"skill {item.copy.name} stays as it is for {model}: {error}")
            return None
        self.fitted.append(Fitted(skill=new.name, model=model, variant=new.digest, folder=str(folder)))
        self._say(f"skill {new.name}: {'compiled' if new.compiled else 'kept'} for {target}, as it was loaded")
        return put

    def _laid(self, new: Prepared, harness: Harness) -> Path:
        """The variant as if installed, at a place that its content names; programs may have added files there."""
        skills = self._data / LOADED / new.digest.removeprefix("sha256:")[:_DIGITS]
        folder = skills / new.name
        if not is_whole(folder):
            folder = install(new.folder, harness, skills, force=True, by_path=True).folder
        used(skills)
        return folder


def _installed(pairs: Iterable[tuple[Prepared, Path]], bases: Sequence[Path]) -> Iterable[_Installed]:
    for skill, folder in pairs:
        if skill.recipe:
            text = (folder / SKILL_FILE).read_bytes().decode("utf-8", "replace")
            copy = Copy(skill.name, _names_of(folder, bases), text)
            yield _Installed(copy, _probe_of(text), skill.recipe, skill)


def _probe_of(text: str) -> bytes:
    """The longest piece of the body that every encoder of JSON leaves alone; the empty one is in everything."""
    pieces: list[str] = _PROBE.findall(body_of(text))
    return max(pieces, key=len, default="").encode()


def _names_of(folder: Path, bases: Sequence[Path]) -> tuple[str, ...]:
    """How the folder may be written: as it is, without links, from one of the bases."""
    names = [folder.as_posix(), folder.resolve().as_posix()]
    names += [folder.relative_to(base).as_posix() for base in bases if folder.is_relative_to(base)]
    return tuple(dict.fromkeys(names))


def _other_target(installed: Target, model: str, profiles: ProfileOptions | None) -> Target | None:
    """The target of `model`; None where that is the same model, nothing is known of it, or the same is known."""
    if not model or _is_same_model(installed.model, model):
        return None
    harness = installed.harness
    try:
        target = parse_target(f"{model}@{harness.name}", {harness.name: harness}, installed.host, profiles=profiles)
    except SkillrtError:
        return None
    known = target.capabilities
    return None if known.origin == "none" or known.digest == installed.capabilities.digest else target


def _is_same_model(one: str, other: str) -> bool:
    """Whether two names mean one model: providers add a vendor, a date, a letter case."""
    mine, theirs = read_name(one), read_name(other)
    if mine.vendor and theirs.vendor and mine.vendor != theirs.vendor:
        return False
    return msgspec.structs.replace(mine, vendor="") == msgspec.structs.replace(theirs, vendor="")


def _by_harness(items: Sequence[_Installed]) -> Iterable[tuple[Harness, list[_Installed]]]:
    for name in dict.fromkeys(item.recipe.target.harness.name for item in items):
        found = [item for item in items if item.recipe.target.harness.name == name]
        yield found[0].recipe.target.harness, found


def _same(one: Path, other: Path) -> bool:
    """Whether two variants hold the same files."""
    mine, theirs = (read_manifest((item / MANIFEST_FILE).read_bytes(), str(item)) for item in (one, other))
    return mine.files == theirs.files


def _put(folder: Path) -> Put:
    files = frozenset(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return Put((folder / SKILL_FILE).read_text(encoding="utf-8"), folder.as_posix(), files)
