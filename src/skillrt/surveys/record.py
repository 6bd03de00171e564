"""The record of one skill in a survey: counts and names only, a pure function of the skill and of SkillRT."""

import json
from typing import Any, cast

import msgspec

from skillrt.errors import InputError

Counts = dict[str, int]


class Sizes(msgspec.Struct, frozen=True):
    """Bytes of the skill file, of every document, of all files; how many files, documents and programs there are."""

    skill: int = 0
    documents: int = 0
    all: int = 0
    files: int = 0
    texts: int = 0
    programs: int = 0


class Tokens(msgspec.Struct, frozen=True):
    """What a model pays: for the line in the list of skills, for the body, for all that the body makes it read."""

    listed: int
    activation: int
    read: int


class Contents(msgspec.Struct, frozen=True):
    """What is in the documents. `procedures` are steps prescribed in order, `fences` code blocks with code or
    commands, `code_lines` their lines; the `main_` ones stand in the skill file itself. `languages` are of code
    blocks, `programs` of bundled files: how many of each."""

    main_procedures: int = 0
    procedures: int = 0
    main_fences: int = 0
    fences: int = 0
    code_lines: int = 0
    languages: Counts = {}
    programs: Counts = {}


class Needs(msgspec.Struct, frozen=True):
    """Of one kind of need: how many are required, how many optional, and how many of the required ones nothing in
    the skill tells people to have."""

    required: int = 0
    optional: int = 0
    undeclared: int = 0


class Work(msgspec.Struct, frozen=True):
    """The workflow: steps, dependences by kind, and parallel regions by kind."""

    workflows: int = 0
    steps: int = 0
    edges: Counts = {}
    regions: Counts = {}


class SkillRecord(msgspec.Struct, frozen=True):
    """One skill. `skill` is its path as it was found, all else depends on the skill alone.

    `kind` is empty where no text tells. `uses` are harness-specific words by the harness that they belong to
    (`several` where more than one has them, `unknown` where none is known), `use_kinds` the same by what they are.
    `references` are mentions of files by status, `broken` problems of links and calls by code. `primitives` are
    levels, 1 to 3. `audit` are findings by code, `errors` those of other families that are errors. `unread`: the
    skill could not be read, and `errors` says why.
    """

    skill: str
    digest: str = ""
    name: str = ""
    unread: bool = False
    kind: str = ""
    written_for: str = ""
    sizes: Sizes = Sizes()
    tokens: Tokens | None = None
    contents: Contents = Contents()
    needs: dict[str, Needs] = {}
    uses: Counts = {}
    use_kinds: Counts = {}
    references: Counts = {}
    broken: Counts = {}
    primitives: Counts = {}
    work: Work = Work()
    audit: Counts = {}
    errors: Counts = {}


def record_line(record: SkillRecord) -> bytes:
    """The record as one line of JSON: ASCII, fields in the order of the structs, keys of maps sorted."""
    # the standard library's JSON, because it carries lone surrogates (bytes that are not UTF-8) as they are
    return json.dumps(_plain(record), ensure_ascii=True, separators=(",", ":")).encode("ascii") + b"\n"


def read_record(line: bytes) -> SkillRecord | None:
    """The record of a line; None for a line that is damaged or no record."""
    try:
        return msgspec.convert(json.loads(line), SkillRecord)
    except (ValueError, RecursionError, msgspec.ValidationError):
        return None


def unread_record(skill: str, error: InputError, digest: str = "") -> SkillRecord:
    """The record of a skill that cannot be read."""
    return SkillRecord(skill, digest, unread=True, errors=counted(item.code for item in error.diagnostics))


def counted(words: Any) -> Counts:  # noqa: ANN401  (any iterable of texts)
    """How often each word occurs, sorted by word."""
    found: Counts = {}
    for word in words:
        found[word] = found.get(word, 0) + 1
    return dict(sorted(found.items()))


def _plain(value: Any) -> Any:  # noqa: ANN401  (any part of a record)
    if isinstance(value, msgspec.Struct):
        return {name: _plain(getattr(value, name)) for name in value.__struct_fields__}
    if isinstance(value, dict):
        mapping = cast("dict[str, Any]", value)
        return {key: _plain(mapping[key]) for key in sorted(mapping)}
    return value
