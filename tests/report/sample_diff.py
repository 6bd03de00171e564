"""A manifest made from texts and replacements, for tests of diffs."""

from collections.abc import Sequence

import msgspec

from skillrt.report.diff import Diff, diff_of
from skillrt.store import (
    CompilerRecord,
    EditRecord,
    EliminationRecord,
    GuessRecord,
    MadeRecord,
    Manifest,
    Run,
    SourceRecord,
    TargetRecord,
    digest_of,
)
from skillrt.store.files import stored
from skillrt.store.manifest import file_records
from skillrt.targets import generic_host

DIGEST = "sha256:" + "0" * 64


def run_of(data: bytes, start: int, end: int) -> Run:
    line = data.count(b"\n", 0, start) + 1
    return Run(
        file="SKILL.md",
        start=start,
        end=end,
        line=line,
        end_line=line + data[start : max(start, end - 1)].count(b"\n"),
    )


def edited(text: str, edits: Sequence[tuple[int, int, str]], reason: str = "why") -> tuple[Manifest, bytes, bytes]:
    """Manifest, source and output; each edit replaces the characters `start:end` of the source by a text."""
    source = text.encode("utf-8", "surrogateescape")
    output, cursor, records = b"", 0, []
    placed: list[tuple[int, int, int, int, str, str]] = []
    for start, end, new in sorted(edits):
        first = len(text[:start].encode("utf-8", "surrogateescape"))
        last = len(text[:end].encode("utf-8", "surrogateescape"))
        output += source[cursor:first]
        begin = len(output)
        output += new.encode("utf-8", "surrogateescape")
        placed.append((first, last, begin, len(output), text[start:end], new))
        cursor = last
    output += source[cursor:]
    for first, last, begin, stop, old, new in placed:
        source_run, output_run = run_of(source, first, last), run_of(output, begin, stop)
        records.append(
            EditRecord(
                pass_name="retarget",
                rule="rule",
                reason=reason,
                source=source_run,
                output=output_run,
                old=old,
                new=new,
            )
        )
    return manifest_of(output, tuple(records)), source, output


def manifest_of(
    output: bytes, edits: tuple[EditRecord, ...], gone: tuple[EliminationRecord, ...] = (), name: str = "pdf"
) -> Manifest:
    return Manifest(
        name=name,
        compiler=CompilerRecord(version="0.1.0", level="O0", pipeline="link,retarget", passes=("link", "retarget")),
        source=SourceRecord(name="pdf", digest=digest_of(b"")),
        target=TargetRecord(model="m", harness="codex", descriptor=DIGEST),
        host=generic_host(),
        written_for=GuessRecord(harness="pi", guessed=True),
        files=file_records((stored("SKILL.md", output), stored("assets/x.txt", b"x"))),
        edits=edits,
        eliminations=gone,
    )


def diff_for(text: str, edits: Sequence[tuple[int, int, str]], reason: str = "why") -> Diff:
    manifest, source, output = edited(text, edits, reason)
    return diff_of(manifest, {"SKILL.md": output}.__getitem__, {"SKILL.md": source}.__getitem__)


def with_new_file() -> Diff:
    """No edits, and a program that the source does not have."""
    manifest = manifest_of(b"a\n", ())
    made = MadeRecord(pass_name="lower-capabilities", rule="outline", reason="made by")
    item = msgspec.structs.replace(stored("scripts/skillrt/a.sh", b"echo <b>\nexit\n"), made=made)
    manifest = msgspec.structs.replace(manifest, files=(*manifest.files, *file_records((item,))))
    return diff_of(manifest, lambda _: item.data or b"")
