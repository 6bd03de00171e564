"""Whether a call failed, and of what."""

import re
import shlex
from posixpath import normpath
from typing import Final, cast

import msgspec

from skillrt.gateway.assembly.calls import arguments_of
from skillrt.gateway.outcomes.command_lines import Step, steps_of
from skillrt.gateway.outcomes.rules import Cause as KnownCause
from skillrt.gateway.outcomes.rules import compiled, first_match, words
from skillrt.store.traces import Call, FailureClass

_END: Final = 8_000  # characters; the message that counts stands at the end
_EVIDENCE: Final = 300
_SHELLS: Final = ("bash", "sh", "dash", "zsh")
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
    if status == _TIMED_OUT:
        return Cause("time-out", "timed-out", "", _last_line(text))
    found = _last_cause(text)
    if found is None:
        return Cause("tool", f"exit-{status}" if status else "error", "", _last_line(text))
    cause, match = found
    detail = next((group for group in match.groups() if group), "") if match.groups() else ""
    return Cause(cause.failure, cause.kind, _named(_plain(detail), cause.kind, call), _line_at(text, match.start()))


def exit_of(call: Call) -> int | None:
    """The status with which a command ended, where the result says it."""
    if call.exit is not None:
        return call.exit
    if call.operation not in {"shell.run", "shell.output", ""}:
        return None
    found = first_match(words().exits, call.result[-_END:]) or first_match(words().exits, call.result[:_END])
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
    if call.operation == "shell.run" or command_of(call):
        return _crashed(command_of(call), text)
    if first_match(words().tool_errors, call.result[:_END]):
        return call.operation not in words().shows or len(call.result) < _EVIDENCE
    return not call.operation and first_match(words().crashes, text) is not None


def _crashed(command: str, text: str) -> bool:
    """Whether what a command printed ends as only a failure does. What shows files may show failures of others."""
    steps = steps_of(command)
    program = steps[-1].program if steps else ""
    complaint = first_match(words().complaints, _last_line(text))
    if complaint and complaint["program"].rpartition("/")[2] in {program, *_SHELLS}:
        meant = complaint["object"].strip(" '\"‘’`").rpartition("/")[2]
        return meant in {word.rpartition("/")[2] for step in steps for word in step.words}
    return program not in words().shows_files and first_match(words().crashes, text) is not None


def _says_no(call: Call, text: str) -> bool:
    """Whether the command only answered a question: nothing found, not the same. By the manuals the status is 1
    then, and another one where they fail."""
    steps = steps_of(command_of(call))
    if not steps or not _asks(steps[-1]):
        return False
    answerable = _needed_before(steps) | {steps[-1].program}
    complaints = (first_match(words().complaints, line) for line in text.splitlines())
    return not any(found and found["program"].rpartition("/")[2] in answerable for found in complaints)


def _asks(step: Step) -> bool:
    return step.program in words().says_no or " ".join((step.program, *step.words[1:2])) in words().says_no


def _needed_before(steps: tuple[Step, ...]) -> set[str]:
    """The programs that had to succeed for the last step to run, and the shell that runs them."""
    found: set[str] = set()
    for at in range(len(steps) - 1, 0, -1):
        if steps[at].joint != "&&":
            break
        found |= {steps[at - 1].program, *_SHELLS}
    return found


def _last_cause(text: str) -> tuple[KnownCause, re.Match[str]] | None:
    """The cause that is named in the last line that names one: what comes before may be of an attempt that was got
    over. In that line the first counts: what is behind it may be quoted."""
    best: tuple[tuple[int, bool, int], KnownCause, re.Match[str]] | None = None
    for cause in words().causes:
        found = [match for pattern in cause.patterns for match in compiled(pattern).finditer(text)]
        last = max((_line_of(text, match) for match in found), default=-1)
        there = [match for match in found if _line_of(text, match) == last]
        if there:
            rank = last, not cause.general, -min(match.start() for match in there)
            if best is None or rank > best[0]:
                best = rank, cause, there[0]
    return best[1:] if best else None


def _line_of(text: str, found: re.Match[str]) -> int:
    """Where the line begins in which it ends."""
    return text.rfind("\n", 0, found.end()) + 1


def _named(detail: str, kind: str, call: Call) -> str:
    """The detail as the call has it: who complains of a path may say more of it, or nothing."""
    if kind != "wrong-path":
        return detail
    given = arguments_of(call.arguments).items() if not command_of(call) else ()
    paths = [value for name, value in given if "path" in name.lower() and isinstance(value, str)]
    if paths:
        return paths[0] if not detail or paths[0] in detail else detail
    named = [normpath(word) for step in steps_of(command_of(call)) for word in step.words]
    full = f"/{normpath(detail)}" if detail.startswith("/") else ""
    return next((word for word in named if word != "." and full.endswith(f"/{word}")), detail)


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
