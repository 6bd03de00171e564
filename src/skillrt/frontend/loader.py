"""A skill's source -> module: every Markdown file parsed, every other file classed, everything digested."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import Final

from skillrt.code.language import script_language
from skillrt.errors import Diagnostic, Edit, Fix, InputError, Place, Severity
from skillrt.frontend.markdown import Parsed, parse, parse_opaque
from skillrt.frontend.sources import SkillSource, SourceEntry, skill_file_in
from skillrt.frontend.tiling import decode
from skillrt.ir import SKILL_FILE, BundledFile, Document, FileKind, Module

MAX_MARKDOWN: Final = 2 * 1024 * 1024
MAX_TEXT: Final = 2 * 1024 * 1024
_MARKDOWN: Final = (".md", ".markdown", ".mdx")
_SNIFF: Final = 8192
# languages that describe and do not run
_FORMATS: Final = frozenset({"json", "yaml", "toml", "markdown", "html", "sql", "text"})


def load(source: SkillSource) -> Module:
    """Read a skill. Raises InputError where SKILL.md is missing or a file cannot be read."""
    name = skill_file_in(frozenset(entry.path for entry in source.entries))
    if not name:
        # a skill file that is left out (a link out of the folder, a pipe, too large) is why the folder was found
        told = (item for item in source.problems if item.place and skill_file_in(frozenset({item.place.file})))
        why = next((item.message for item in told), f"`{source.where}` holds no SKILL.md")
        raise InputError(Diagnostic.of("input.not-a-skill", why))
    digest = hashlib.sha256()
    documents: list[Document] = []
    files: list[BundledFile] = []
    problems = [*source.problems, *_case_clashes([entry.path for entry in source.entries])]
    for entry in source.entries:
        data = source.read(entry.path)
        own = hashlib.sha256(data).hexdigest()
        record = f"{len(entry.path)}:{entry.path}:{int(entry.executable)}:{own}\n"
        digest.update(record.encode("utf-8", "surrogateescape"))
        if entry.path.lower().endswith(_MARKDOWN):
            parsed = _parse(entry.path, data)
            documents.append(Document(entry.path, parsed.blocks, entry.executable))
            problems += _oddities(entry.path, data, parsed)
        else:
            files.append(_file(entry, data, own))
    documents.sort(key=lambda item: (item.path != name, item.path))
    if name != SKILL_FILE:
        message = f"the skill file is named `{name}`; most harnesses look for `{SKILL_FILE}` only"
        problems.append(Diagnostic.of("spec.skill-file-name", message, Place(name, 1)))
    return Module(
        source.folder,
        f"sha256:{digest.hexdigest()}",
        tuple(documents),
        tuple(files),
        diagnostics=tuple(problems),
    )


def _case_clashes(paths: Sequence[str]) -> Iterator[Diagnostic]:
    """Files whose place another file, or a folder, takes where case is ignored."""
    parents = (parent.as_posix() for path in paths for parent in PurePosixPath(path).parents)
    alike: dict[str, list[str]] = {}
    for path in dict.fromkeys((*paths, *parents)):
        alike.setdefault(path.lower(), []).append(path)
    files = frozenset(paths)
    for path in paths:
        first, *others = alike[path.lower()]
        if path != first:
            continue
        for other in others:
            what = f"`{other}`" if other in files else f"the folder `{other}`"
            message = f"`{path}` and {what} differ in case only; where case is ignored, one takes the other's place"
            yield Diagnostic.of("input.case-clash", message, Place(path, 1))


def _parse(path: str, data: bytes) -> Parsed:
    if len(data) > MAX_MARKDOWN:
        return parse_opaque(path, data)
    return parse(path, data, front_matter=True)


def _oddities(path: str, data: bytes, parsed: Parsed) -> list[Diagnostic]:
    """What is odd about a Markdown file as a file."""
    found: list[Diagnostic] = []
    if len(data) > MAX_MARKDOWN:
        message = f"`{path}` has {len(data):,} bytes; Markdown over {MAX_MARKDOWN // 2**20} MiB is not analysed"
        found.append(Diagnostic.of("text.too-large", message, Place(path, 1)))
    hides = any(block.kind == "front-matter" for block in parsed.blocks[:2])
    # elsewhere the mark harms nobody
    if parsed.bom and hides:
        fix = Fix("remove the byte-order mark", (Edit(path, 0, 3, ""),))
        mark = Diagnostic.of("text.bom", f"`{path}` begins with a byte-order mark", Place(path, 1), fix=fix)
        # in front of a front matter it makes strict readers drop the skill
        found.append(mark.at(Severity.ERROR) if hides and skill_file_in(frozenset({path})) else mark)
    if parsed.too_deep:
        message = "lists and quotes are nested too deeply here; the rest of them is not analysed"
        found.append(Diagnostic.of("text.too-deep", message, Place(path, parsed.too_deep)))
    # a reference may begin with a horizontal rule and a line `Note: ...`
    if parsed.unclosed_front_matter and skill_file_in(frozenset({path})):
        message = "the front matter is not closed by a line `---`"
        found.append(Diagnostic.of("frontmatter.unclosed", message, Place(path, 1)))
    invalid = parsed.invalid
    if invalid >= 0:
        line = data.count(b"\n", 0, invalid) + 1
        column = len(decode(data[data.rfind(b"\n", 0, invalid) + 1 : invalid])) + 1
        message = f"the byte 0x{data[invalid]:02x} is not UTF-8"
        found.append(Diagnostic.of("text.not-utf8", message, Place(path, line, column, line, column + 1)))
    return found


def _file(entry: SourceEntry, data: bytes, digest: str) -> BundledFile:
    text = decode(data) if len(data) <= MAX_TEXT and b"\0" not in data[:_SNIFF] else None
    language = script_language(entry.path, text) if text is not None else ""
    kind: FileKind = "asset" if text is None else "script" if language and language not in _FORMATS else "data"
    return BundledFile(entry.path, kind, len(data), digest, entry.executable, language, text)
