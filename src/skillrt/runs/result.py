"""What came of a run, and which exit status says so."""

from typing import Final, Literal

import msgspec

from skillrt.gateway.loading import Fitted
from skillrt.wire.exchange import Usage

Status = Literal["ok", "failed", "time-out", "provider", "interrupted"]
EXIT_STATUSES: Final[dict[Status, int]] = {"ok": 0, "failed": 4, "time-out": 5, "provider": 6, "interrupted": 130}
"""1 to 3 are what they are everywhere: wrong input, wrong command, a machine that cannot."""


class SkillRow(msgspec.Struct, frozen=True, kw_only=True):
    """A skill of the run: whether the harness listed it to the model, and whether the model fetched its text (None:
    that could not be seen)."""

    name: str
    variant: str
    folder: str
    listed: bool | None = None
    loaded: bool | None = None


class TemplateRow(msgspec.Struct, frozen=True, kw_only=True):
    """What a template did in the run: it answered, did the part that it is for, began and handed over to the model,
    predicted only, or did nothing because a guard held it back.

    `right` is whether the prediction was what the model then did (None: that could not be told), `why` why not, or
    why it was handed over; `state` what the template is now. What was saved is by what the model took for such
    requests when the template was in shadow (medians); None where that was never seen.
    """

    template: str
    did: Literal["answered", "did-a-part", "handed-over", "predicted", "held-back"]
    right: bool | None = None
    why: str = ""
    state: str = ""
    turns_saved: int | None = None
    tokens_saved: int | None = None


class Jit(msgspec.Struct, frozen=True, kw_only=True):
    """Templates in the run: whether they might act, and why they might not against what was asked for; how long the
    decision took (milliseconds, -1: there was none to make)."""

    mode: Literal["off", "shadow", "on"] = "off"
    why_off: str = ""
    decision_ms: float = -1.0
    templates: tuple[TemplateRow, ...] = ()


class RunResult(msgspec.Struct, frozen=True, kw_only=True):
    """A run. Times are milliseconds; `usage` and `cost` (US dollars) are None where nothing is known of them.

    `fitted` are variants for other models that were put in the place of the installed ones as they were loaded.
    `exchanges` are the model requests, `served` those of them that a template answered. `counted_by` says who counted
    the tokens: the gateway, or the harness where it ran past the gateway. `id` is what the traces call the run;
    `exit_status` is the harness's (None: it has no process).
    """

    id: str
    harness: str
    model: str
    upstream: str
    dialect: str
    translated: bool
    status: Status
    answer: str
    failure: str
    took: int
    exchanges: int
    attempts: int
    unattended: bool
    native: bool
    served: int = 0
    tool_calls: tuple[str, ...] = ()
    usage: Usage | None = None
    counted_by: Literal["gateway", "harness", "nobody"] = "nobody"
    cost: float | None = None
    skills: tuple[SkillRow, ...] = ()
    fitted: tuple[Fitted, ...] = ()
    changed: tuple[str, ...] = ()
    outcome: str = "unknown"
    outcome_why: str = ""
    exit_status: int | None = None
    notes: tuple[str, ...] = ()
    jit: Jit = Jit()

    @property
    def exit_code(self) -> int:
        """The exit status of `skillrt run`."""
        return EXIT_STATUSES[self.status]
