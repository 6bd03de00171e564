"""Whether a call failed, and of what."""

import re
import shlex
from typing import Final, cast

import msgspec

from skillrt.gateway.assembly.calls import arguments_of
from skillrt.gateway.outcomes.rules import first_match, words
from skillrt.store.traces import Call, FailureClass

_END: Final = 8_000  # characters; the message that counts stands at the end
_EVIDENCE: Final = 300
_TIMED_OUT: Final = 124  # coreutils' timeout


class Cause(msgspec.Struct, frozen=True):
    """Why a call failed: the class, the kind (`missing-module`), the detail (`pdfplumber`), the words that say so."""

    failure: FailureClass
    kind: str
    detail: str
    evidence: str

    @property
    def key(self) -> str:
        """What two failures with the same cause have in common."""
        return f"{self.kind}:{self.detail}" if self.detail else self.kind


def cause_of(call: Call) -> Cause | None:
    """Why a call failed; None where it did not, or where nothing says so."""
    if not call.answered:
        return None
    text = "\n".join(filter(None, (call.result, call.stderr)))[-_END:]
    status = exit_of(call)
    if status == 0:
        return None
    if not (call.is_error or status or _says_error(call, text)):
        return None
    if status == 1 and _says_no(call, text):
        return None
    for cause in words().causes:
        found = first_match(cause.patterns, text)
        if found:
            detail = next((group for group in found.groups() if group), "") if found.groups() else ""
            return Cause(cause.failure, cause.kind, _plain(detail), _line_at(text, found.start()))
    kind = "timed-out" if status == _TIMED_OUT else f"exit-{status}" if status else "error"
    return Cause("time-out" if status == _TIMED_OUT else "tool", kind, "", _last_line(text))


def exit_of(call: Call) -> int | None:
    """The status with which a command ended, where the result says it."""
    if call.exit is not None:
        return call.exit
    if call.operation not in {"shell.run", "shell.output", ""}:
        return None
    found = first_match(words().exits, call.result[-_END:]) or first_match(words().exits[:2], call.result[:_END])
    return int(found[1]) if found else None


def command_of(call: Call) -> str:
    """The command line of a call to a shell; '' for other tools."""
    if call.operation not in {"shell.run", ""}:
        return ""
    arguments = arguments_of(call.arguments)
    value = next((arguments[name] for name in ("command", "cmd", "script") if name in arguments), "")
    if isinstance(value, list):
        return shlex.join(str(item) for item in cast("list[object]", value))
    return value if isinstance(value, str) else ""


def _says_error(call: Call, text: str) -> bool:
    """Whether the result of a call whose status is not known is plainly that of a failure."""
    if first_match(words().tool_errors, call.result[:_END]):
        return call.operation not in words().shows or len(call.result) < _EVIDENCE
    return call.operation in {"shell.run", ""} and first_match(words().crashes, text) is not None


def _says_no(call: Call, text: str) -> bool:
    """Whether the command only answered a question: nothing found, not the same."""
    command = command_of(call)
    last = re.split(r"&&|\|\||[;|\n]", command.strip())[-1].split()
    program = " ".join(last[:2]) if " ".join(last[:2]) in words().says_no else (last[0] if last else "")
    if program.rpartition("/")[2] not in words().says_no:
        return False
    return not any(first_match(cause.patterns, text) for cause in words().causes)


def _plain(detail: str) -> str:
    detail = detail.strip()[:120]
    return detail[1:-1] if len(detail) > 1 and detail[0] == detail[-1] and detail[0] in "'\"`" else detail


def _line_at(text: str, position: int) -> str:
    start = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    return text[start : end if end >= 0 else len(text)].strip()[:_EVIDENCE]


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1][:_EVIDENCE] if lines else ""
