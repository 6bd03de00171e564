"""Run actions on a copy of a workspace in the sandbox and say what they changed."""

import hashlib
import re
import shutil
import tempfile
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from threading import Lock
from typing import Final

import msgspec

from skillrt.errors import Diagnostic, MachineError
from skillrt.jit.actions import Action
from skillrt.jit.recorded import files_below
from skillrt.jit.skill_folders import placed
from skillrt.process.sandbox import Sandbox

_MAX_PRINTED: Final = 200_000
_SCRATCH: Final = re.compile(r"(?<![\w.-])/tmp/")


class Replayed(msgspec.Struct, frozen=True):
    """What a replay did: the files that are new or changed, those that are gone, what was printed; `failed` says in
    words what went wrong, empty where nothing did, and `stopped` is the action that failed."""

    changed: dict[str, bytes]
    gone: tuple[str, ...]
    printed: str
    failed: str = ""
    stopped: int = -1


def _never() -> bool:
    return False


class Replayer:
    """Replays, each only once: the same actions on the same workspace give the same result. Once `is_over` says so,
    nothing more is run: what was not replayed before counts as failed. `folders` are those of skills by their names,
    which programs may read."""

    def __init__(
        self, sandbox: Sandbox, is_over: Callable[[], bool] = _never, folders: Mapping[str, Path] | None = None
    ) -> None:
        self.sandbox = sandbox
        self._is_over = is_over
        self.folders: Mapping[str, Path] = folders or {}
        self._known: dict[str, Replayed] = {}
        self._digests: dict[Path, str] = {}
        self._lock = Lock()
        self.runs = 0

    def replay(self, actions: tuple[Action, ...], before: Path) -> Replayed:
        """What `actions` do to a copy of the workspace `before`. Raises Unavailable where there is no sandbox."""
        key = hashlib.sha256(msgspec.json.encode(actions) + self._digest(before).encode()).hexdigest()
        with self._lock:
            known = self._known.get(key)
        if known is not None:
            return known
        if self._is_over():
            return Replayed({}, (), "", "there was no time left to try it")
        result = self._run(actions, before)
        with self._lock:
            self.runs += 1
            self._known[key] = result
        return result

    def _digest(self, before: Path) -> str:
        with self._lock:
            known = self._digests.get(before)
        if known is None:
            total = hashlib.sha256()
            for path in files_below(before):
                data = (before / path).read_bytes()
                total.update(f"{path}\0{len(data)}\0".encode("utf-8", "surrogateescape") + data)
            known = total.hexdigest()
            with self._lock:
                self._digests[before] = known
        return known

    def _run(self, actions: tuple[Action, ...], before: Path) -> Replayed:
        try:
            with tempfile.TemporaryDirectory(prefix="skillrt-replay-") as name:
                folder, scratch = Path(name) / "workspace", Path(name) / "scratch"
                folder.mkdir()
                scratch.mkdir()
                copy_files(before, folder)
                printed, failed, done = self._act(actions, folder, scratch)
                return _difference(before, folder, printed, failed, done if failed else -1)
        except OSError as error:
            message = f"a workspace cannot be copied to be replayed: {error.strerror or error}"
            raise MachineError(Diagnostic.of("machine.io", message)) from error

    def _act(self, actions: tuple[Action, ...], folder: Path, scratch: Path) -> tuple[str, str, int]:
        """Run them one after the other until one fails, and say how many were done; a folder of the replay's own
        stands for `/tmp`."""
        printed: list[str] = []
        for at, action in enumerate(actions):
            if action.kind == "shell":
                own = self.folders.get(action.skill)
                text = _in_scratch(action.text, scratch, str(own) if own else "")
                command = placed(msgspec.structs.replace(action, text=text), self.folders)
                if command is None:
                    return "".join(printed), f"the folder of the skill `{action.skill}` is not known", at
                readable = [self.folders[action.skill]] if action.skill else []
                ran = self.sandbox.run(["bash", "-c", command], folder, writable=(scratch,), readable=readable)
                printed.append(ran.out[:_MAX_PRINTED])
                if ran.status != 0:
                    said = " ".join(ran.err.split())[-300:]
                    failed = "it took too long" if ran.status is None else f"status {ran.status}: {said}"
                    return "".join(printed), failed, at
                continue
            if _SCRATCH.match(action.path):
                action = msgspec.structs.replace(action, path=_SCRATCH.sub("", action.path))
                failed = _put(action, scratch)
            else:
                failed = _put(action, folder)
            if failed:
                return "".join(printed), failed, at
        return "".join(printed), "", len(actions)


def _in_scratch(text: str, scratch: Path, own: str) -> str:
    """With the replay's folder for `/tmp`, but in `own`, the folder of a skill, which stays where it is."""
    parts = text.split(own) if own else [text]
    return own.join(_SCRATCH.sub(f"{scratch}/", part) for part in parts)


def copy_files(source: Path, folder: Path, ignored: Collection[str] = ()) -> None:
    """Copy the regular files below `source`; links are left out, and folders with a name in `ignored`."""
    for path in files_below(source, ignored):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / path, target, follow_symlinks=False)


def inside(path: str, folder: Path) -> Path | None:
    """The place that `path` names in `folder`; None where it leads out of it."""
    target = (folder / path).resolve()
    return target if target.is_relative_to(folder.resolve()) and target != folder.resolve() else None


def _put(action: Action, folder: Path) -> str:
    target = inside(action.path, folder)
    if target is None:
        return f"`{action.path}` lies outside the workspace"
    text = action.text
    if action.kind == "edit":
        old = target.read_text(encoding="utf-8", errors="surrogateescape") if target.is_file() else ""
        found = old.count(action.old) if action.old else 0
        if not found or (found > 1 and not action.every):
            return f"`{action.path}` does not hold once what was to be replaced"
        text = old.replace(action.old, action.text)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8", errors="surrogateescape", newline="")
    return ""


def _difference(before: Path, after: Path, printed: str, failed: str, stopped: int) -> Replayed:
    old, new = set(files_below(before)), files_below(after)
    changed: dict[str, bytes] = {}
    for path in new:
        data = (after / path).read_bytes()
        if path not in old or (before / path).read_bytes() != data:
            changed[path] = data
    return Replayed(changed, tuple(sorted(old - set(new))), printed, failed, stopped)
