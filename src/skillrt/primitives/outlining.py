"""Outlining as a lowering: code that the agent would have to write becomes a program that it only has to run."""

import posixpath
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Final

from skillrt.code.outlining import Input, Outlined, Program, Refusal, Snippet, outline
from skillrt.code.outlining.holding import holds
from skillrt.code.python_imports import modules_at, python_imports
from skillrt.primitives.base import rank
from skillrt.primitives.draft import DerivedFile, Draft, Gap, NoDraft, Replacement, Use
from skillrt.primitives.fitting import Placed, fitting, is_composed, needed_names, set_names
from skillrt.primitives.losing import loses
from skillrt.primitives.view.view import SkillView
from skillrt.reading.fences import Fence
from skillrt.reading.instructions import is_aside
from skillrt.reading.present import is_lowered
from skillrt.store.files import PROGRAMS_FOLDER

RULE: Final = "outline"
_LONGEST: Final = 120
_LESS: Final = "its program would not do all that the block and the text around it say"
_TOLD: Final = 3  # places of which the reason is told
# a comment with one of these says when, or what to do with the answer; others say what the code does
_TELLS: Final = re.compile(
    r"\b(?:if|when|whenever|unless|otherwise|until|must|never|always|should|do not|don['’]t|recommend|ask|stop)\b",
    re.I,
)
_ITEM: Final = re.compile(r"(?:[-*+>=]|\d{1,3}[.)])[ \t]+")


def outline_drafts(
    view: SkillView, gap: Gap, languages: Mapping[str, str], runner: DerivedFile | None = None
) -> Iterator[Draft | NoDraft]:
    """One draft that outlines the blocks of the languages that ask for more than is held, where all of SKILL.md can
    stand alone: with one left to be written, as much is asked for as before. Else why there is none.

    `languages` maps a fence's language to the one that its programs are written in. The draft asks for `tool.exec` L1
    in place of the code. What cannot be run by itself, a query, is read by the bundled `runner`, which takes the
    values of its inputs as `name=value`.
    """
    replacements: list[Replacement] = []
    files: list[DerivedFile] = []
    taken = set(view.module.paths)
    above = {item.block for item in gap.detected.evidence if rank(item.level) > gap.held}
    # a document that is read on demand may show more; whether that is still too much is the detector's to say
    asked = above & {leaf.id for section in view.main for leaf in section.leaves}
    every = [written_fences(view, document.path) for document in view.documents]
    by_document = [[fence for fence in fences if fence.language in languages] for fences in every]
    shown = [fence for fences in by_document for fence in fences if fence.block.id in asked]
    if stays := [*_in_words(asked, shown, view), *_as_they_are(shown, view)]:
        yield _no_draft(stays)
        return
    reasons: list[tuple[str, str]] = []
    for fences in by_document:
        if fences:
            snippets = [snippet_of(fence, view) for fence in fences]
            wanted = frozenset(index for index, fence in enumerate(fences) if fence.block.id in asked)
            found = _standing_alone(outline(languages[fences[0].language], snippets, wanted), view)
            found = _telling(found, fences, view)
            needed: frozenset[str] = frozenset()
            if found.programs and fences[0].language == "shell":
                found, needed = _fitting(found, fences, view)
            for made, file in _named(found, fences, taken):
                # A block of which the program holds only what it needs stays in the text.
                last = fences[made.sources[-1]].block.id
                if last not in above or _is_example(fences[made.sources[-1]], view):
                    continue  # what the target can write itself, or is to be seen, stays as its author wrote it
                kept = {fences[index].block.id for index in made.sources if needed & set_names(fences[index].text)}
                places = [
                    item
                    for item in _replacements(made, file, fences, found, runner)
                    if _held(item, file, view)
                    and (item.block == last or (item.block in above and item.block not in kept))
                ]
                if any(item.block == last for item in places):
                    files.append(file)
                    replacements += places
            done = {item.block for item in replacements}
            reasons += _refused(found, fences, [index for index in wanted if fences[index].block.id not in done])
            if reasons:
                yield _no_draft(reasons)
                return
    if files and asked <= {item.block for item in replacements}:
        count = "a program" if len(files) == 1 else f"{len(files)} programs"
        files += [runner] if runner is not None else []
        reason = f"the code becomes {count} to run, so that the model need not write it"
        yield Draft(
            RULE, reason, "removes", tuple(_first_only(replacements)), tuple(files), 0, (("tool.exec", "L1"),)
        )


def _in_words(asked: set[str], shown: Sequence[Fence], view: SkillView) -> Iterator[tuple[str, str]]:
    """What is asked for without a block that shows it: place and reason."""
    blocks = {fence.block.id for fence in shown}
    for name in sorted(asked - blocks):
        if (block := view.block(name)) is not None:
            yield f"{block.span.file}:{block.span.line}", "it speaks of code that no block shows"


def _as_they_are(shown: Sequence[Fence], view: SkillView) -> Iterator[tuple[str, str]]:
    for fence in shown:
        if why := _stays(fence, view):
            yield _place(fence), why


def _refused(found: Outlined, fences: Sequence[Fence], left: Sequence[int]) -> Iterator[tuple[str, str]]:
    """Why these blocks did not become programs."""
    reasons = {item.index: item.reason for item in found.refusals}
    # where one is refused the others are not tried to the end
    for index in [index for index in left if index in reasons] or left:
        yield _place(fences[index]), reasons.get(index, _LESS)


def _place(fence: Fence) -> str:
    return f"{fence.path}:{fence.block.span.line}"


def _no_draft(reasons: Sequence[tuple[str, str]]) -> NoDraft:
    """The reasons with the places of each, in order; only the first places and reasons are named."""
    by_reason: dict[str, list[str]] = {}
    for place, why in reasons:
        by_reason.setdefault(why, []).append(place)
    told = [f"{_some(places)}: {why}" for why, places in list(by_reason.items())[:_TOLD]]
    more = f"; and {len(by_reason) - _TOLD} other reasons" if len(by_reason) > _TOLD else ""
    return NoDraft(RULE, "; ".join(told) + more)


def _some(places: Sequence[str]) -> str:
    more = f" and {len(places) - _TOLD} more" if len(places) > _TOLD else ""
    return ", ".join(places[:_TOLD]) + more


def _standing_alone(found: Outlined, view: SkillView) -> Outlined:
    """Without the Python programs that import a module of the skill: from the programs' folder it is not found."""
    own = modules_at(path for path in view.module.paths if path.endswith(".py")) - sys.stdlib_module_names
    kept = (item for item in found.programs if item.language != "python" or own.isdisjoint(_imported(item.text)))
    return Outlined(tuple(kept), found.refusals)


def _imported(text: str) -> Iterator[str]:
    return (item.module.partition(".")[0] for item in python_imports(text))


def _fitting(found: Outlined, fences: Sequence[Fence], view: SkillView) -> tuple[Outlined, frozenset[str]]:
    """The programs that do what the text around them promises, and the variables that blocks which stay need."""
    kept = fitting([_placed(program, fences) for program in found.programs], view)
    return Outlined(tuple(item.program for item in kept), found.refusals), needed_names(kept, view)


def _telling(found: Outlined, fences: Sequence[Fence], view: SkillView) -> Outlined:
    """Without the programs of blocks that tell what the text would miss, with the reasons."""
    kept: list[Program] = []
    refusals = list(found.refusals)
    for program in found.programs:
        why = loses(_placed(program, fences), view) if program.language in ("python", "shell") else None
        if why is None:
            kept.append(program)
        else:
            refusals.append(Refusal(program.sources[-1], *why))
    return Outlined(tuple(kept), tuple(refusals))


def _placed(program: Program, fences: Sequence[Fence]) -> Placed:
    own = tuple(fences[index] for index in program.sources)
    rows = own[-1].text.splitlines(keepends=True)
    return Placed(program, own, "".join(rows[slice(*(program.lines or (0, len(rows))))]))


def _stays(fence: Fence, view: SkillView) -> str:
    """Why a shell block stays whatever outlining makes of it: it prepares nothing for another one, and is an
    example or no more than plain commands. To know that beforehand is much cheaper. '' where it need not."""
    if fence.language != "shell" or set_names(fence.text):
        return ""
    if not is_composed(fence.text):
        return "plain commands, ready to be copied"
    return "an example" if _is_example(fence, view) else ""


def _is_example(fence: Fence, view: SkillView) -> bool:
    """Whether the block stands in a section of examples or the like: others than this one are asked for as well."""
    beside = tuple(item for item in view.sections if item.path == fence.path)
    return is_aside(next(item for item in beside if item.index == fence.section), beside)


def written_fences(view: SkillView, path: str) -> list[Fence]:
    """The code blocks of a document that the agent would write and that no lowering has touched, in order."""
    return [
        fence
        for fence in view.fences
        if fence.path == path
        and fence.role in ("code", "commands")
        and fence.block.fenced
        and not is_lowered(fence.block)
    ]


def snippet_of(fence: Fence, view: SkillView) -> Snippet:
    """The block as outlining takes it."""
    section = next(item for item in view.sections if item.path == fence.path and item.index == fence.section)
    lead = fence.lead.text.strip() if fence.lead is not None and fence.lead.kind != "heading" else ""
    return Snippet(fence.language, fence.text, _place(fence), section.title, lead)


def _named(found: Outlined, fences: Sequence[Fence], taken: set[str]) -> Iterator[tuple[Program, DerivedFile]]:
    """Each program with its file; a name that is taken gets a number."""
    for program in found.programs:
        stem, ending = posixpath.splitext(program.file)
        path, number = f"{PROGRAMS_FOLDER}/{program.file}", 2
        while path in taken:
            path, number = f"{PROGRAMS_FOLDER}/{stem}-{number}{ending}", number + 1
        taken.add(path)
        blocks = tuple(fences[index].block.id for index in program.sources)
        literals = tuple(word for item in program.inputs for word in _examples(item))
        yield program, DerivedFile(path, program.text, bool(program.run), blocks, (), "outlined", literals)


def _replacements(
    program: Program, file: DerivedFile, fences: Sequence[Fence], found: Outlined, runner: DerivedFile | None
) -> Iterator[Replacement]:
    """The usage in place of the last block; a block that only prepares is replaced where nothing else needs it."""
    last = program.sources[-1]
    own = {item.sources[-1] for item in found.programs}
    line = usage(program, file.path) if runner is None else _reading(program, file.path, runner)
    uses = (Use(file.path),) if runner is None else (Use(file.path, runs=False), Use(runner.path))
    for index in program.sources:
        block = fences[index].block
        size = len(block.text)
        ending = "\n" if block.text.endswith("\n") else ""
        if index == last and program.lines is not None:
            start, end = _stretch(fences[index], program.lines)
            # in a block of queries a command can only be a comment
            stands = line if runner is None else f"-- run: {line}"
            yield Replacement(block.id, start, end, stands, uses, file.path)
        elif index == last:
            new = f"{_told(fences[index])}Run: `{line}` (its code is in that file{_more(program)}){ending}"
            yield Replacement(block.id, 0, size, new, uses, file.path)
        elif index not in own:
            new = f"{_told(fences[index])}(Part of `{file.path}`.){ending}"
            yield Replacement(block.id, 0, size, new, (Use(file.path, runs=False),), file.path)


def _told(fence: Fence) -> str:
    """What the comments above a block's first command tell the agent, to stand before what replaces the block."""
    rows = (row.strip() for row in fence.text.splitlines())
    lead = [row for row in takewhile(lambda row: not row or row.startswith("#"), rows) if row.startswith("#")]
    text = " ".join(filter(None, (row.strip("#: \t") for row in lead if not row.startswith("#!"))))
    text = _ITEM.sub("", text, count=1) if _ITEM.match(text) else text
    if not _TELLS.search(text):
        return ""
    return f"{text} " if text.endswith((".", ":", "!", "?")) else f"{text}. "


def _held(item: Replacement, file: DerivedFile, view: SkillView) -> bool:
    """Whether the program holds all that it stands for; the verifier would refuse the variant otherwise."""
    block = view.block(item.block)
    return block is not None and holds(file.text, block.text[item.start : item.end], file.literals)


def _stretch(fence: Fence, lines: tuple[int, int]) -> tuple[int, int]:
    """The characters of the block's text that hold these lines of its content, the last line's end left out."""
    rows = fence.text.splitlines(keepends=True)
    first = len("".join(rows[: lines[0]]))
    last = len("".join(rows[: lines[1]]).rstrip("\r\n"))
    start = fence.block.offset_of_content(first)
    return start, fence.block.offset_of_content(max(first, last - 1)) + 1


def usage(program: Program, path: str) -> str:
    """The command line with the example's values: every option that is needed, and those of which the default can
    stand there; a longer one holds without being given."""
    words = [*program.run, path]
    for item in program.inputs:
        if item.kind == "secret" or not _is_shown(item):
            continue
        place = f"<{item.name.replace('_', '-')}>"
        given = [_quoted(value if _fits(value) else place) for value in _examples(item)]
        # a shell program takes one value an option, a Python one all that follow it
        words += _each(item.option, given) if program.language == "shell" else [item.option, *given]
    return " ".join(words)


def _each(option: str, values: Sequence[str]) -> list[str]:
    return [word for value in values for word in (option, value)]


def _reading(program: Program, path: str, runner: DerivedFile) -> str:
    """The command line of a runner that reads the file, with the values of all inputs."""
    values = (f"{item.name}={_quoted(item.example)}" for item in program.inputs if item.kind != "secret")
    return " ".join(("sh", runner.path, path, *values))


def _more(program: Program) -> str:
    """The options that the line does not show, and where the program takes its secrets from."""
    names = [f"`{item.name}`" for item in program.inputs if item.kind == "secret"]
    hidden = [f"`{item.option}`" for item in program.inputs if item.kind != "secret" and not _is_shown(item)]
    told = f"; {', '.join(hidden)} may be given, see `--help`" if hidden else ""
    return told + (f"; set {', '.join(names)} in its environment" if names else "")


def _is_shown(item: Input) -> bool:
    """Whether the usage line has the option: it is needed, or its default can stand there."""
    return item.required or all(map(_fits, _examples(item)))


def _examples(item: Input) -> list[str]:
    return list(item.examples) or (item.example.split() if item.repeated else [item.example])


def _fits(value: str) -> bool:
    """Whether an example can stand on a command line as it is."""
    return bool(value) and len(value) <= _LONGEST and "\n" not in value and "`" not in value


def _quoted(text: str) -> str:
    """A shell word that can stand in a code span."""
    if text and all(char.isalnum() or char in "@%+=:,./_-" for char in text):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("$", "\\$") + '"'


def _first_only(items: Sequence[Replacement]) -> Iterator[Replacement]:
    """No place is replaced twice: the first program that a preparing block is part of stands in its place."""
    taken: dict[str, list[Replacement]] = {}
    for item in items:
        there = taken.setdefault(item.block, [])
        if all(item.end <= other.start or other.end <= item.start for other in there):
            there.append(item)
            yield item
