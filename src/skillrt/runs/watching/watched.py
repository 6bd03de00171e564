"""One watched session: what templates do about its first request, and what it has done when its answer is there."""

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Lock
from typing import Final, Literal

import msgspec

from skillrt.gateway.access import Run, new_id
from skillrt.gateway.acting import Acting, Mode, Setting
from skillrt.gateway.policy import Taken
from skillrt.jit.live.acting import Act, Place
from skillrt.jit.live.conditions import Conditions
from skillrt.jit.live.since import Stamps, stamps_of
from skillrt.jit.placing import relative
from skillrt.jit.replay import copy_files
from skillrt.jit.state import Kept
from skillrt.runs.watching.first import Ask
from skillrt.runs.watching.place import copy_changed
from skillrt.runs.watching.spool import AFTER, BEFORE, SessionRecord, Spool
from skillrt.wire.exchange import Response, Text, ToolCall

_ENDS: Final = frozenset(("end", "stop-sequence"))
State = Literal["open", "ending", "ended", "dropped"]


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What holds when a session begins: the folder that it works in, and names of folders in there that are no part
    of a task; the templates that look like serving it, with what they are observed under; the folders of skills."""

    workspace: Path
    ignored: tuple[str, ...]
    kept: tuple[Kept, ...] = ()
    conditions: Conditions = Conditions({}, "")
    skills: Mapping[str, Path] = {}


class Watched:
    """A session from its first request on. `run` is what its requests are kept under, `busy` counts those under way,
    `heard_at` is when the last one came or ended, by the monotonic clock."""

    def __init__(self, ask: Ask, workspace: Path, spool: Spool) -> None:
        self._first = ask
        self._spool = spool
        self._lock = Lock()
        self._began = time.time()
        self._predicted: tuple[Act, ...] = ()
        self._copied = False
        self._stamps: Stamps = {}
        self._standing = Standing(workspace=workspace, ignored=())
        self._acting: Acting | None = None
        self.run = Run(id=new_id(), harness=ask.harness.name)
        self.folder = spool.room(self.run.name)
        self.workspace = workspace
        self.state: State = "open"
        self.spoiled = False
        self.busy = 1
        self.heard_at = time.monotonic()

    def begin(self, standing_of: Callable[[], Standing], mode: Mode, say: Callable[[str], None]) -> Taken:
        """What becomes of the first request; others of the session wait for it. Raises OSError where the workspace
        cannot be copied."""
        with self._lock:
            self._standing = standing = standing_of()
            self._stamps = stamps_of(self.workspace, standing.ignored)
            acting = Acting(
                Setting(
                    run=self.run,
                    task=relative(self._first.task, str(self.workspace)),
                    place=Place(self.workspace, standing.ignored, standing.skills),
                    harness=self._first.harness,
                    conditions=standing.conditions,
                    kept=standing.kept,
                    mode=mode,
                    say=say,
                    predicted=self._predict,
                )
            )
            acting.given = self._first.task
            found = acting.take(*self._parts(self._first))
            if found.answer is None:
                copy_files(self.workspace, self.folder / BEFORE, standing.ignored)
                self._copied = True
            self._acting = acting
            return found

    @property
    def acts(self) -> bool:
        """Whether a template serves it, or did."""
        return self._acting is not None and self._acting.act is not None

    @property
    def unused(self) -> dict[str, str]:
        """Why promoted templates that know the wording did not act, by their ids."""
        return self._acting.unused if self._acting else {}

    def take(self, ask: Ask) -> Taken:
        """What becomes of a further request of it."""
        with self._lock:
            if self.state == "ending" or (self.state == "open" and ask.texts > self._first.texts):
                self.spoiled = True  # the user said more, or the work goes on
            return self._acting.take(*self._parts(ask)) if self._acting else Taken()

    def is_main(self, ask: Ask) -> bool:
        """Whether a request is of the agent that the user speaks to."""
        return not ask.is_child and ask.agent == self._first.agent

    def ended(self, response: Response | None, model: str) -> bool:
        """Whether the main agent's answer ends the session; then its outcome lies in the spool."""
        final = _final(response)
        with self._lock:
            if self.state != "open" or not final or self.busy:
                return False
            self.state = "ending"
        gone = copy_changed(self.workspace, self._stamps, self.folder / AFTER, self._standing.ignored)
        with self._lock:
            if self.spoiled or gone is None or self._acting is None:
                self.state = "dropped"
                return False
            self._spool.put(self.folder, self._record(self._acting, final, model, gone))
            self.state = "ended"
            return True

    def _predict(self, acts: tuple[Act, ...]) -> None:
        self._predicted = acts

    def _parts(self, ask: Ask):  # noqa: ANN202  (the arguments of Acts.take)
        return ask.dialect, ask.path, ask.body, ask.head, self.run

    def _record(self, acting: Acting, final: str, model: str, gone: tuple[str, ...]) -> SessionRecord:
        standing = self._standing
        kept = {item.template.id: item for item in standing.kept}
        return SessionRecord(
            run=self.run.name,
            harness=self.run.harness,
            model=model,
            task=self._first.task,
            workspace=str(standing.workspace),
            began=int(self._began * 1000),
            took=int((time.time() - self._began) * 1000),
            final=final,
            copied=self._copied,
            gone=gone,
            known=bool(acting.act or self._predicted or acting.held_back),
            predicted=tuple(kept[act.template] for act in self._predicted),
            acted=acting.act.template if acting.act else "",
            why=acting.handed_over,
            skills=standing.conditions.skills,
            environment=standing.conditions.environment,
            tool=acting.tool,
            instructions=acting.instructions,
        )


def _final(response: Response | None) -> str:
    """The last answer's text; empty where the work goes on."""
    if response is None or response.error or response.stop not in _ENDS:
        return ""
    if any(isinstance(part, ToolCall) for part in response.parts):
        return ""
    return "".join(part.text for part in response.parts if isinstance(part, Text)).strip()
