"""Read what was asked for out of an answer: a code block, a last line, a value. Nothing here raises on any text."""

import json
import re
from typing import Any, Final

from skillrt.primitives.probing import Attempt, Call

MOST: Final = 200_000
"""Characters of an answer that are looked at; more is no answer to any probe."""
DEEPEST: Final = 60
MARK: Final = "ANSWER:"
BY_LINE: Final = f"End with one line that holds `{MARK}` and the result, nothing after it."
BY_HEAD: Final = "Work it out yourself: run no program or command for it."
_COMPUTES: Final = ("shell.run", "code.run")
_LOOKED_AT: Final = 2000
_LOOKS: Final = re.compile(r"(?:pwd|ls|cat)(?: [\w ./~*-]{0,1000})?")
"""Commands that show what is there, with plain words behind them: nothing is substituted, piped or redirected."""
_FENCE: Final = re.compile(r"[ \t>]{0,8}(`{3,}|~{3,})[ \t]*([\w+#.-]*)")
_DECORATION: Final = " \t*_`#>\"'"


def block(answer: str, *languages: str) -> str:
    """The code of an answer: its last block in one of the languages, else its longest, else the answer itself."""
    blocks = _blocks(answer[:MOST])
    if not blocks:
        return answer[:MOST].strip("\n") + "\n"
    named = [text for language, text in blocks if language in languages]
    return named[-1] if named else max((text for _, text in blocks), key=len)


def _blocks(answer: str) -> list[tuple[str, str]]:
    """Language and text of each fenced block; one that is not closed reaches to the end."""
    found: list[tuple[str, str]] = []
    language, fence = "", ""
    lines: list[str] = []
    for line in answer.split("\n"):
        match = _FENCE.match(line)
        if not fence:
            if match:
                language, fence = match[2].lower(), match[1]
                lines = []
        elif match and match[1].startswith(fence) and not line.strip(" \t>`~"):
            found.append((language, "".join(f"{one}\n" for one in lines)))
            fence = ""
        else:
            lines.append(line)
    if fence:
        found.append((language, "".join(f"{one}\n" for one in lines)))
    return found


def last_line(answer: str) -> str | None:
    """What stands after the last `ANSWER:` at the start of a line, without decoration; None where there is none."""
    for line in reversed(answer[-MOST:].split("\n")):
        plain = line.strip().strip(_DECORATION)
        if plain.upper().startswith(MARK):
            return plain[len(MARK) :].strip().strip(_DECORATION).strip()
    return None


def by_program(attempt: Attempt) -> str:
    """What speaks against it that the agent worked something out itself; empty where nothing does.

    To look where it is, and what lies there, works nothing out.
    """
    ran = any(call.operation in _COMPUTES and not _LOOKS.fullmatch(_command(call)) for call in attempt.calls)
    return "a program was run, though the task forbids it" if ran else ""


def _command(call: Call) -> str:
    return call.arguments.get("command", "").strip()[:_LOOKED_AT] if call.operation == "shell.run" else ""


def items(text: str) -> list[str]:
    """`[a, b, c]` or `a, b, c.` as its words."""
    inner = text.strip().removesuffix(".").strip("[](){} ")
    return [word.strip().strip(_DECORATION) for word in inner.split(",")] if inner else []


def number(text: str) -> str:
    """A number without thousands' separators, signs of currency and units; compared as text by `same_number`."""
    match = re.search(r"[-−]?[0-9][0-9,_' ]{0,40}(?:\.[0-9]{1,40})?", text[:400])
    return re.sub(r"[,_' ]", "", match[0]).replace("−", "-") if match else ""


def same_number(text: str, expected: str) -> bool:
    """`1,250.50 EUR` and `1250.5` are the same number; nothing is rounded."""
    return _plain(number(text)) == _plain(expected)


def _plain(digits: str) -> str:
    sign = "-" if digits.startswith("-") else ""
    whole, _, part = digits.removeprefix("-").partition(".")
    plain = f"{whole.lstrip('0') or '0'}.{part.rstrip('0')}".rstrip(".")
    return plain if plain == "0" or not digits else sign + plain


def json_of(text: str) -> tuple[Any, str]:
    """The value of JSON text, and the complaint where it is none."""
    if len(text) >= MOST:
        return None, "the JSON is longer than anything that was asked for"
    if depth_of(text) > DEEPEST:
        return None, "the JSON is nested deeper than anything that was asked for"
    try:
        return json.loads(text), ""
    except (ValueError, RecursionError) as error:
        return None, f"this is no JSON: {error}"


def depth_of(text: str) -> int:
    """How deep brackets are nested, those in strings counted as well."""
    depth = deepest = 0
    for mark in text:
        if mark in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif mark in "]}":
            depth -= 1
    return deepest
