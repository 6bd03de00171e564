"""A diff as one HTML file that needs nothing else: no network, no other file; readable without its script, too."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import count, zip_longest
from types import MappingProxyType

from skillrt.report.diff import Change, Diff, FileDiff, Line, NewFile, Reason, Same
from skillrt.report.diff_text import CONTEXT, headline
from skillrt.report.fragments import escaped, filled, framed

_LONGEST_LINE = 20_000  # characters; browsers lay out longer lines very slowly
_SHORT_DIGEST = len("sha256:") + 12


def diff_html(diff: Diff) -> str:
    """The page. Every text of the skill is escaped, and a content policy forbids whatever might be overlooked."""
    numbers = count(1)
    manifest = diff.manifest
    guess = manifest.written_for
    rules = Counter(f"{edit.pass_name}/{edit.rule}" for edit in manifest.edits)
    files = "".join(_file(file, numbers) for file in diff.files) + "".join(_made(item, numbers) for item in diff.made)
    body = _filled(
        "body",
        {
            "name": manifest.name,
            "aim": manifest.aim,
            "origin": f"{guess.harness}{' (guessed)' if guess.guessed else ''}" if guess.harness else "any harness",
            "pipeline": manifest.compiler.pipeline,
            "host": manifest.host.name,
            "digest": manifest.source.digest,
            "short": manifest.source.digest[:_SHORT_DIGEST],
        },
        {
            "rules": "".join(
                _filled("rule", {"rule": rule, "count": str(number)}) for rule, number in sorted(rules.items())
            ),
            "files": files or _filled("nothing", {}),
            "rest": _rest(diff.unchanged),
        },
    )
    version = manifest.compiler.version
    return framed(headline(diff), body, style="diff.css", script="diff.js", version=version)


def _rest(paths: Sequence[str]) -> str:
    if not paths:
        return ""
    return _filled("rest", {}, {"items": "".join(_filled("item", {"text": path}) for path in paths)})


def _file(file: FileDiff, numbers: Iterator[int]) -> str:
    last = len(file.parts) - 1
    parts: list[str] = []
    for index, part in enumerate(file.parts):
        if isinstance(part, Same):
            fold = f"{0 if index == 0 else CONTEXT} {0 if index == last else CONTEXT}"
            rows = "".join(_row(old, new, "", "") for old, new in zip(part.old, part.new, strict=True))
            parts.append(_filled("same", {"fold": fold}, {"rows": rows}))
        else:
            parts.append(_change(part, next(numbers)))
    edits = f"{file.edits} edit{'' if file.edits == 1 else 's'}"
    return _filled("file", {"path": file.path, "edits": edits}, {"parts": "".join(parts)})


def _made(file: NewFile, numbers: Iterator[int]) -> str:
    change = _change(Change((), file.lines, (file.reason,)), next(numbers))
    return _filled("file", {"path": file.path, "edits": "new"}, {"parts": change})


def _change(part: Change, number: int) -> str:
    rows = "".join(
        _row(old, new, "old" if old else "none", "new" if new else "none")
        for old, new in zip_longest(part.old, part.new)
    )
    reasons = "".join(_reason(item) for item in part.reasons)
    return _filled("change", {"id": f"change-{number}"}, {"rows": rows, "reasons": reasons})


def _row(old: Line | None, new: Line | None, old_class: str, new_class: str) -> str:
    return _filled(
        "row",
        {
            "old_number": str(old.number) if old else "",
            "new_number": str(new.number) if new else "",
            "old_class": old_class,
            "new_class": new_class,
        },
        {"old": _text(old, "old-piece"), "new": _text(new, "new-piece")},
    )


def _reason(item: Reason) -> str:
    return _filled("reason", {"rule": f"{item.pass_name}/{item.rule}", "words": item.words})


def _text(line: Line | None, fragment: str) -> str:
    parts: list[str] = []
    room = _LONGEST_LINE
    for piece in line.pieces if line else ():
        text = piece.text if len(piece.text) <= room else piece.text[:room] + "…"
        room -= min(room, len(piece.text))
        if text:
            parts.append(_filled(fragment, {"text": text}).strip("\n") if piece.changed else escaped(text))
    return "".join(parts)


def _filled(fragment: str, texts: Mapping[str, str], markup: Mapping[str, str] = MappingProxyType({})) -> str:
    return filled("diff.html", fragment, texts, markup)
