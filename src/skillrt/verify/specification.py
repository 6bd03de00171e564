"""The Agent Skills specification (agentskills.io, read 2026-11-23) as diagnostics. Codes: `spec.*`, `frontmatter.*`.

What `skills-ref`, the reference implementation, refuses is an error here, or (`spec.foreign-key` and
`frontmatter.strict-yaml`) a note that becomes a warning where a skill must be portable. Two differences are meant:
strictyaml knows no null, every other reader does, so `name: null` is no name here; and OpenClaw asks for its own part
of `metadata` as one line of JSON, so that is no finding unless the skill must be portable.
"""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final, cast

from skillrt.errors import Diagnostic, Edit, Fix, Place, Severity
from skillrt.ir import Block, Entry, Module, span_of
from skillrt.targets import Harness, shipped_harnesses
from skillrt.verify.names import MAX_NAME, name_problems, normal_name, slug
from skillrt.verify.yaml_block import check_yaml, front_matter_finding

MAX_DESCRIPTION: Final = 1024
MAX_COMPATIBILITY: Final = 500
KEYS: Final = frozenset({"name", "description", "license", "compatibility", "metadata", "allowed-tools"})
_SHORT_DESCRIPTION: Final = 30  # the specification's poor example has 16 characters, its good one 190
_LONG_LICENSE: Final = 200
_BODY_LINES: Final = 500
_BODY_BYTES: Final = 4 * 5000
# notes that weigh more where a skill must work in more than one harness
_PORTABILITY: Final = frozenset({"spec.foreign-key", "frontmatter.strict-yaml", "spec.allowed-tools-shape"})


def check(module: Module, harness: Harness | None = None, *, portable: bool = False) -> tuple[Diagnostic, ...]:
    """What of SKILL.md breaks the specification, in reading order.

    With `harness`, the keys that it heeds are no finding, and other foreign keys weigh more; with `portable`,
    everything that only some readers accept weighs more. Without it, what a known harness reads below `metadata`
    may have the form that this harness asks for.
    """
    if not module.documents or any(block.kind == "opaque" for block in module.documents[0].blocks[:1]):
        return ()
    own = frozenset[str]() if portable else _keys_of_harnesses(harness)
    found = [*check_yaml(module, _bracketed(module, own)), *_fields(module, harness, own), *_body(module)]
    weighed = (_weighed(item, harness, portable) for item in found)
    return tuple(sorted(weighed, key=lambda item: item.sort_key))


def _weighed(item: Diagnostic, harness: Harness | None, portable: bool) -> Diagnostic:
    raised = item.code in _PORTABILITY and (portable or (harness is not None and item.code == "spec.foreign-key"))
    return item.at(Severity.WARNING) if raised else item


def _keys_of_harnesses(harness: Harness | None) -> frozenset[str]:
    known = (harness,) if harness else tuple(shipped_harnesses().values())
    return frozenset(key for item in known if item.syntax.one_line_values for key in item.metadata_keys)


def _bracketed(module: Module, own: frozenset[str]) -> Entry | None:
    """`metadata`, where it holds something that is `own` to a harness which wants it on one line."""
    entry = module.front_matter.entry("metadata")
    if entry is None or not isinstance(entry.value, dict):
        return None
    return entry if own & cast("dict[str, object]", entry.value).keys() else None


def _fields(module: Module, harness: Harness | None, own: frozenset[str]) -> Iterator[Diagnostic]:
    front = module.front_matter
    block = module.front_matter_block
    if block is None or (front.problem and not front.mended):
        return
    yield from _required(module, block)
    for entry in front.entries:
        checked = _OPTIONAL.get(entry.key)
        if entry.key == "metadata":
            yield from _metadata(block, entry, own)
        elif checked:
            yield from checked(block, entry)
        elif entry.key not in KEYS and not (harness and harness.heeds(entry.key)):
            message = f"`{entry.key[:80]}` is no key of the Agent Skills specification"
            yield front_matter_finding(block, (entry.start, _key_end(block, entry)), "spec.foreign-key", message)


def _required(module: Module, block: Block) -> Iterator[Diagnostic]:
    for key, code, rules in (
        ("name", "spec.name-missing", _name),
        ("description", "spec.description-missing", _description),
    ):
        entry = module.front_matter.entry(key)
        if entry is None:
            yield front_matter_finding(block, (0, 3), code, f"the front matter has no `{key}`")
            continue
        value = _text_of(block, entry)
        if value is None or not value.strip():
            what = "is not text" if isinstance(entry.value, list | dict) else "is empty"
            yield _at_entry(block, entry, code, f"`{key}` {what}")
            continue
        if not isinstance(entry.value, str):
            yield _not_text(block, entry)
        yield from rules(module, block, entry, value)


def _name(module: Module, block: Block, entry: Entry, value: str) -> Iterator[Diagnostic]:
    name = normal_name(value)
    if len(name) > MAX_NAME:
        yield _at_entry(
            block, entry, "spec.name-too-long", f"the name has {len(name)} characters, {MAX_NAME} are allowed"
        )
    problems = name_problems(value)
    if problems:
        better = slug(value)
        hint = f"a valid name would be `{better}`" if better else ""
        yield _at_entry(
            block, entry, "spec.name-invalid", f"the name `{name[:80]}` {', and '.join(problems)}", hint=hint
        )
    if normal_name(module.folder) != name:
        message = f"the name is `{name[:80]}`, but the folder `{module.folder[:80]}`"
        yield _at_entry(block, entry, "spec.name-folder", message)


def _description(_: Module, block: Block, entry: Entry, value: str) -> Iterator[Diagnostic]:
    if len(value) > MAX_DESCRIPTION:
        message = f"the description has {len(value):,} characters, {MAX_DESCRIPTION:,} are allowed"
        yield _at_entry(block, entry, "spec.description-too-long", message)
    elif len(value.strip()) < _SHORT_DESCRIPTION:
        message = f"the description has {len(value.strip())} characters; say what the skill does and when to use it"
        yield _at_entry(block, entry, "spec.description-short", message)


def _compatibility(block: Block, entry: Entry) -> Iterator[Diagnostic]:
    value = _text_of(block, entry)
    if value is None and entry.value is not None:
        yield _at_entry(block, entry, "spec.compatibility-shape", "`compatibility` is not text")
    elif not value or not value.strip():
        yield _at_entry(block, entry, "spec.compatibility-empty", "`compatibility` is empty")
    elif len(value) > MAX_COMPATIBILITY:
        message = f"`compatibility` has {len(value)} characters, {MAX_COMPATIBILITY} are allowed"
        yield _at_entry(block, entry, "spec.compatibility-too-long", message)


def _license(block: Block, entry: Entry) -> Iterator[Diagnostic]:
    value = _text_of(block, entry)
    if value is None or not isinstance(entry.value, str):
        yield _not_text(block, entry)
    elif len(value) > _LONG_LICENSE:
        yield _at_entry(block, entry, "spec.license-long", f"`license` has {len(value)} characters")


def _metadata(block: Block, entry: Entry, own: frozenset[str]) -> Iterator[Diagnostic]:
    if not isinstance(entry.value, dict):
        if entry.value is not None:
            yield _at_entry(block, entry, "spec.metadata-shape", "`metadata` is not a map")
        return
    items = cast("dict[str, object]", entry.value)
    odd = [key for key, value in items.items() if not isinstance(value, str) and key not in own]
    if odd:
        keys = ", ".join(f"`{key[:40]}`" for key in odd[:5])
        yield _at_entry(block, entry, "spec.metadata-value", f"`metadata` has values that are not text: {keys}")


def _allowed_tools(block: Block, entry: Entry) -> Iterator[Diagnostic]:
    if isinstance(entry.value, list | dict):
        message = "`allowed-tools` is a list; the specification wants one text, separated by spaces"
        yield _at_entry(block, entry, "spec.allowed-tools-shape", message)


_OPTIONAL: Final[Mapping[str, Callable[[Block, Entry], Iterator[Diagnostic]]]] = MappingProxyType(
    {
        "compatibility": _compatibility,
        "license": _license,
        "allowed-tools": _allowed_tools,
    }
)


def _body(module: Module) -> Iterator[Diagnostic]:
    document = module.documents[0]
    leaves = [block for block in document.leaves() if block.kind != "front-matter"]
    file = document.path
    if not any(block.text.strip("\ufeff \t\r\n") for block in leaves):
        yield Diagnostic.of("spec.body-empty", f"`{file}` has no instructions", Place(file, 1))
        return
    lines = leaves[-1].span.end_line - leaves[0].span.line + 1
    size = leaves[-1].span.end - leaves[0].span.start
    if lines > _BODY_LINES or size > _BODY_BYTES:
        message = f"the instructions have {lines:,} lines and about {size // 4:,} tokens"
        yield Diagnostic.of("spec.body-too-long", message, Place(file, leaves[0].span.line))


def _text_of(block: Block, entry: Entry) -> str | None:
    """The value as the reference reader sees it: scalars are text as written; None for null, lists and maps."""
    if isinstance(entry.value, str):
        return entry.value
    if entry.value is None or isinstance(entry.value, list | dict):
        return None
    return block.text[entry.value_start : entry.value_end].strip()


def _not_text(block: Block, entry: Entry) -> Diagnostic:
    written = block.text[entry.value_start : entry.value_end]
    plain = isinstance(entry.value, bool | int | float) and "\n" not in written
    kind = "a truth value" if isinstance(entry.value, bool) else "a number" if plain else "no text"
    fix = None
    if plain:
        span = span_of(block, entry.value_start, entry.value_start + len(written.rstrip()))
        fix = Fix("put the value in quotes", (Edit(span.file, span.start, span.end, f'"{written.rstrip()}"'),))
    return _at_entry(block, entry, "spec.not-text", f"YAML reads `{entry.key}` as {kind}", fix=fix)


def _at_entry(
    block: Block, entry: Entry, code: str, message: str, *, hint: str = "", fix: Fix | None = None
) -> Diagnostic:
    """At the first line of the entry's value; at its key where the value is empty."""
    start = entry.value_start
    stop = block.text.find("\n", start)
    end = min(entry.value_end, stop if stop >= 0 else entry.value_end)
    if end <= start:
        start, end = entry.start, _key_end(block, entry)
    return front_matter_finding(block, (start, end), code, message, hint=hint, fix=fix)


def _key_end(block: Block, entry: Entry) -> int:
    colon = block.text.find(":", entry.start, entry.end)
    return colon if colon > entry.start else entry.start + 1
