"""Watch the sessions that go through `skillrt serve`: which of them work in a folder of this machine that they name
themselves, what templates do about their first requests, and when they have ended.

Looking at a request takes a while, so it is done in a thread before the request is handled (`ahead`). A request is
known by its header fields from there to its end: the same object all the way.
"""

import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import Lock, Thread
from typing import Final

import msgspec

from skillrt.errors import SkillrtError
from skillrt.gateway.access import Granted, Run
from skillrt.gateway.account import Account
from skillrt.gateway.acting import Mode
from skillrt.gateway.assembly.skills import listed_skills
from skillrt.gateway.bodies import CannotDecode, decoded
from skillrt.gateway.events import Headers, RequestHead
from skillrt.gateway.headers import value_of
from skillrt.gateway.plain_turns import PlainTurns
from skillrt.gateway.policy import Taken
from skillrt.gateway.recording import MISTAKES, answered
from skillrt.gateway.working_folder import working_folder
from skillrt.jit.live.conditions import Conditions
from skillrt.jit.placing import relative
from skillrt.runs.interpreter import environment_of, interpreter_of
from skillrt.runs.watching.first import Ask, ask_of
from skillrt.runs.watching.place import skill_digests, unfit_place
from skillrt.runs.watching.shelved import Shelved
from skillrt.runs.watching.spool import Spool
from skillrt.runs.watching.watched import Standing, Watched
from skillrt.runs.workspace import ignored_in
from skillrt.store.variants import kept_variants
from skillrt.targets import Harness
from skillrt.wire.dialects import codec
from skillrt.wire.exchange import Dialect

_SILENT: Final = 600.0  # seconds after which a session that waits for nothing is taken to be over
_MOST: Final = 500
_DOUBTFUL: Final = "another session works in the same folder"


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """What sessions are watched with. `data` is SkillRT's folder, `variables` those that programs are run with,
    `folder` where harnesses work that do not say it (empty: not known), `say` hears what is done."""

    data: Path
    mode: Mode
    variables: Mapping[str, str]
    harnesses: Mapping[str, Harness]
    home: Path | None
    folder: str
    say: Callable[[str], None]


class _Seen(msgspec.Struct, frozen=True):
    """A request that was looked at, until it ends: what becomes of it, and the session that it is of."""

    headers: Headers
    taken: Taken
    watched: Watched | None = None
    is_main: bool = False


class Watch:
    """`ended` is called, in any thread, with the folder of a session whose outcome lies in the spool."""

    def __init__(self, look: Look, spool: Spool, ended: Callable[[Path], None]) -> None:
        self._look = look
        self._spool = spool
        self._ended = ended
        self._shelved = Shelved(look.data, look.say)
        self._plain = PlainTurns()
        self._lock = Lock()
        self._seen: dict[int, _Seen] = {}
        self._sessions: dict[tuple[str, str], Watched] = {}
        self._unused: set[str] = set()  # what was said of templates that did not act

    def ahead(
        self, granted: Granted, dialect: Dialect, head: RequestHead, body: Sequence[bytes], most: int
    ) -> Callable[[], object] | None:
        """Looks at the request, where it may be one of a session: only who knows the token has templates."""
        if not granted.keyed or granted.run is not None:
            return None
        self._seen[id(head.headers)] = _Seen(head.headers, Taken())
        return lambda: self._see(granted, dialect, head, b"".join(body), most)

    def take(self, dialect: Dialect, path: str, body: bytes, head: RequestHead, run: Run | None) -> Taken:
        """What was found when it was looked at."""
        seen = self._seen.get(id(head.headers))
        if seen and (seen.watched or seen.taken.jit):
            return seen.taken
        return self._plain.take(dialect, path, body, head, run)

    def heard(self, account: Account) -> Account:
        """The account of a request that has ended, with the run that its session is kept under. It does not block."""
        with self._lock:
            seen = self._seen.pop(id(account.request_headers), None)
            if seen is None or seen.watched is None:
                return account
            watched = seen.watched
            watched.busy -= 1
            watched.heard_at = time.monotonic()
        is_open = watched.state == "open"
        if is_open and seen.is_main:
            Thread(target=self._judge, args=(watched, account), daemon=True).start()
        # what comes after the session's answer is a conversation of its own
        return msgspec.structs.replace(account, run=watched.run) if is_open else account

    def close(self) -> None:
        """Forget what goes on."""
        self._spool.close()

    def _see(self, granted: Granted, dialect: Dialect, head: RequestHead, raw: bytes, most: int) -> None:
        try:
            body = decoded(raw, value_of(head.headers, "content-encoding"), most)
            request = codec(dialect).decode_request(body, granted.target)
            ask = ask_of(dialect, granted.target, body, head, request, self._look.harnesses)
            seen = self._of(ask) if ask else None
        except (CannotDecode, OSError, SkillrtError, *MISTAKES):
            return  # it goes on as it is
        if seen is None:
            return
        with self._lock:
            if id(head.headers) in self._seen:
                self._seen[id(head.headers)] = seen
            elif seen.watched:
                seen.watched.busy -= 1  # the client has gone meanwhile

    def _of(self, ask: Ask) -> _Seen | None:
        """The session of a request, and what becomes of it."""
        with self._lock:
            watched = self._sessions.get(ask.key)
            if watched is not None and watched.state != "dropped" and not _begins_anew(watched, ask):
                watched.busy += 1
                watched.heard_at = time.monotonic()
            else:
                watched = None
        if watched is None:
            return self._begun(ask) if ask.is_first and not ask.is_child else None
        try:
            return _Seen(ask.head.headers, watched.take(ask), watched, watched.is_main(ask))
        except BaseException:
            with self._lock:
                watched.busy -= 1
            raise

    def _begun(self, ask: Ask) -> _Seen:
        """A session that begins, where it can be watched."""
        look = self._look
        said = working_folder(ask.request, ask.harness.traffic) or look.folder
        ignored = ignored_in(ask.harness)
        why = unfit_place(said, ignored) if ask.task else "its first request is more than one text"
        if why:
            return _Seen(ask.head.headers, Taken(jit=f"off: {why}"))
        workspace = Path(said).resolve()
        with self._lock:
            watched = self._opened(ask, workspace)
        if watched is None:
            return _Seen(ask.head.headers, Taken(jit=f"off: {_DOUBTFUL}"))
        try:
            taken = watched.begin(lambda: self._standing(ask, workspace, ignored), look.mode, look.say)
        except BaseException:
            self._drop(watched)
            raise
        self._say_unused(watched)
        return _Seen(ask.head.headers, taken, watched, is_main=True)

    def _say_unused(self, watched: Watched) -> None:
        """Why promoted templates left the request to the model: each reason once."""
        for template, why in watched.unused.items():
            line = f"template {template} did not act: {why}"
            with self._lock:
                is_new = line not in self._unused
                if len(self._unused) >= _MOST:
                    self._unused.clear()
                self._unused.add(line)
            if is_new:
                self._look.say(line)

    def _opened(self, ask: Ask, workspace: Path) -> Watched | None:
        """A new session; None where another one works in the same folder: what changes there is of both."""
        self._forget_silent(ask.key)
        others = [item for item in self._sessions.values() if item.state == "open" and _shared(item, workspace)]
        for other in others:
            other.spoiled = True
        if others:
            return None
        watched = self._sessions[ask.key] = Watched(ask, workspace, self._spool)
        return watched

    def _standing(self, ask: Ask, workspace: Path, ignored: tuple[str, ...]) -> Standing:
        look = self._look
        kept = self._shelved.looking_like(relative(ask.task, str(workspace)))
        if not kept:
            return Standing(workspace=workspace, ignored=ignored)
        skills = skill_digests(listed_skills(ask.request, ask.harness.traffic), ask.harness, workspace, look.home)
        found = interpreter_of(workspace, look.variables)
        conditions = Conditions(skills, environment_of(ask.harness.name, found))
        # only who calls scripts of a skill asks where it lies
        called = {action.skill for item in kept for action in item.template.actions if action.skill}
        folders = kept_variants(look.data, {name: skills[name] for name in called & skills.keys()})
        return Standing(workspace=workspace, ignored=ignored, kept=kept, conditions=conditions, skills=folders)

    def _judge(self, watched: Watched, account: Account) -> None:
        """See whether this answer was the last; in a thread of its own."""
        try:
            if watched.ended(answered(account), account.model):
                self._ended(watched.folder)
            elif watched.state == "dropped":
                self._drop(watched)
        except (OSError, *MISTAKES) as error:
            self._look.say(f"what a session did cannot be kept: {error}")
            self._drop(watched)

    def _forget_silent(self, key: tuple[str, str]) -> None:
        """Let go of sessions that were given up, and of the oldest where there are many."""
        now = time.monotonic()
        for name, item in list(self._sessions.items()):
            if name == key or (item.state == "open" and not item.busy and now - item.heard_at > _SILENT):
                self._drop(item)
                del self._sessions[name]
        while len(self._sessions) >= _MOST:
            oldest = next(iter(self._sessions))
            self._drop(self._sessions.pop(oldest))

    def _drop(self, watched: Watched) -> None:
        if watched.state in {"open", "dropped"}:
            watched.state = "dropped"
            shutil.rmtree(watched.folder, ignore_errors=True)


def _begins_anew(watched: Watched, ask: Ask) -> bool:
    """Whether a first request is more than one that is sent again."""
    return ask.is_first and not ask.is_child and (watched.state != "open" or not watched.acts)


def _shared(watched: Watched, folder: Path) -> bool:
    return folder.is_relative_to(watched.workspace) or watched.workspace.is_relative_to(folder)
