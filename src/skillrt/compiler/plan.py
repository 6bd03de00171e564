"""Where variants will go, known before anything is compiled, so that clashes are found before anything is written."""

import re
import unicodedata
from collections.abc import Iterable

from skillrt.errors import Diagnostic, InputError
from skillrt.frontend import SkillSource
from skillrt.frontend.sources import skill_file_in
from skillrt.ir import parse_front_matter
from skillrt.store import MANIFEST_FILE, read_manifest
from skillrt.targets import Target
from skillrt.verify.names import is_valid_name, normal_name, slug

_FRONT_MATTER = re.compile(r"\ufeff?(---[ \t]*\r?\n(?:.*?\r?\n)??(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z))", re.DOTALL)
_HEAD = 256 * 1024


def variant_name(source: SkillSource, *, fix_names: bool = False) -> str:
    """The name that the variant of `source` will have; reads the front matter only.

    What cannot be compiled has some name here too; compiling says what is wrong. Raises InputError where the skill
    file cannot be read.
    """
    paths = frozenset(entry.path for entry in source.entries)
    if MANIFEST_FILE in paths:
        return read_manifest(source.read(MANIFEST_FILE), f"{source.where}/{MANIFEST_FILE}").name
    file = skill_file_in(paths)
    text = source.read(file)[:_HEAD].decode("utf-8", "surrogateescape") if file else ""
    match = _FRONT_MATTER.match(text)
    value = parse_front_matter(match.group(1)).get("name") if match else None
    written = value if isinstance(value, str) and value.strip() else ""
    if fix_names and not (written and is_valid_name(written)):
        return slug(written) or slug(source.folder)
    return normal_name(written) or source.folder


def require_distinct(planned: Iterable[tuple[str, str, Target]]) -> None:
    """Raise InputError where two variants would lie at one place; each is planned as (skill, name, target).

    Names that differ in case or in Unicode form only are one on many file systems.
    """
    taken: dict[tuple[str, str], str] = {}
    problems: dict[str, Diagnostic] = {}
    for where, name, target in planned:
        key = (target.folder.casefold(), unicodedata.normalize("NFKC", name).casefold())
        other = taken.setdefault(key, f"{where} for {target}")
        if other != f"{where} for {target}":
            message = (
                f"`{where}` and `{other.rpartition(' for ')[0]}` would both be written to `{target.folder}/{name}`"
            )
            problems.setdefault(f"{where} {other.rpartition(' for ')[0]}", Diagnostic.of("compile.clash", message))
    if problems:
        raise InputError(list(problems.values()))
