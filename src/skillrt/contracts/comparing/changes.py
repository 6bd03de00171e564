"""What changed between two sets of facts of one skill, in words, and for whom."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from skillrt.contracts.comparing.around import around, is_text_new
from skillrt.contracts.comparing.code_lines import told_lines
from skillrt.contracts.comparing.difference import Altered, Difference, Said
from skillrt.contracts.comparing.file_changes import file_changes
from skillrt.contracts.comparing.gaps import OPEN, gaps_opened
from skillrt.contracts.comparing.narrower import found_again, narrowed
from skillrt.contracts.comparing.own_changes import own_changes
from skillrt.contracts.comparing.widened import widened
from skillrt.contracts.comparing.wording import MANY, counted, harnesses, joined_words, signed
from skillrt.contracts.lines import (
    AuditLine,
    CodeLine,
    Fact,
    GapLine,
    NeedLine,
    PrimitiveLine,
    ProgramLine,
    RefusedLine,
    TokensLine,
    VariantLine,
)
from skillrt.errors import Diagnostic, Severity, code_info
from skillrt.ir import SKILL_FILE

_UNSURE: Final = frozenset({"lock.primitive-raised", "lock.primitive-lowered"})
# these say nothing of a text that changed
_QUIET: Final = frozenset(
    {"lock.tokens-grew", "lock.description-changed", "lock.front-changed", "lock.files-changed"}
)
# nor these of code that changed
_OF_TEXT: Final = frozenset(
    {"lock.names-changed", "lock.host-mentioned", "lock.file-named", "lock.file-absent", "lock.path-named"}
)
_SHORTER: Final = re.compile(r"-[\d,]+ tokens at activation\Z")
_TEXT_ONLY: Final = (
    "its text changed; its code blocks and programs are the same, and no command, need, variable, host, tool or path "
    "was seen that came or went"
)
# a lock from before has no digests of files
_FILES: Final = (
    "only the layout of its text, or other files, changed; no command, need, variable, host, tool or path was seen "
    "that came or went"
)
_CODE: Final = "its code blocks changed; no program, command, need, variable, host or path was seen that came or went"
# alone, and beside messages on names and files
_TEXTS: Final = (
    (_CODE, _TEXT_ONLY, _FILES),
    ("its code blocks changed", "its text changed; its code blocks and programs are the same", _FILES),
)
_OF_CODE: Final = "its code blocks changed"
_MAIN: Final = "the text of SKILL.md changed"
# the front matter is SKILL.md's, and a file may be placed in it
_OF_FRONT: Final = frozenset({"lock.description-changed", "lock.front-changed", "lock.files-changed"})
_OF_FILES: Final = frozenset({"lock.files-changed", "lock.names-changed", "lock.need-changed"})
_LOADING: Final = frozenset({"spec", "frontmatter", "text", "input"})


def changes(difference: Difference, *, same_source: bool) -> list[Diagnostic]:
    """Everything that changed, in words. `same_source`: the skill itself is the same, what is known of it is not."""
    found: list[Diagnostic] = []
    moved = _moved(difference)
    altered = [item for item in difference.altered() if item[1] not in moved]
    if same_source:  # another skill of the library came or got another name
        altered = [item for item in altered if not (isinstance(item[1], NeedLine) and item[1].kind == "skill")]
    opened = {fact.primitive for _, fact in altered if isinstance(fact, GapLine) and fact.status in OPEN}
    found += _raised(difference, altered, opened)
    found += _programs(difference, altered)
    if moved:
        pairs = joined_words([f"`{old.path}` to `{new.path}`" for new, old in moved.items()])
        found.append(difference.at("lock.program-moved", next(iter(moved)), f"moved {pairs}"))
    found += widened(difference, altered)
    found += around(difference, altered)
    for before, after in altered:
        found += (*_audit(difference, before, after), *_tokens(difference, before, after))
    found += gaps_opened(difference, altered, same_source=same_source)
    found += _refused(difference, [fact for _, fact in altered if isinstance(fact, RefusedLine)])
    left = frozenset(moved.values())
    found += file_changes(difference, altered, left)
    gone = [fact for fact in difference.gone() if fact not in left]
    found += narrowed(gone, difference.before, difference.after, difference.left)
    if same_source:
        found += _variants(altered)
        return found
    code = any(isinstance(fact, CodeLine) and _code_of(before) != fact.digest for before, fact in altered)
    if difference.said != Said():
        from skillrt.contracts.comparing.said import text_changes  # loaded only where both texts are known

        found += text_changes(difference, found)
    found += _text(difference, found, code=code)
    return found


def _text(difference: Difference, found: Sequence[Diagnostic], *, code: bool) -> Iterator[Diagnostic]:
    """What is said of the text where messages leave that open. `code`: its code blocks changed."""
    told = [item for item in found if item.code not in _UNSURE]
    is_new = is_text_new(difference)
    if code and told and all(_is_quiet(item) or item.code in _OF_TEXT for item in told):
        yield Diagnostic.of("lock.text-changed", _with_lines(_TEXTS[True][0], difference))
    elif (code or is_new or not told) and all(map(_is_quiet, told)):
        # the digest is over the code of all documents
        is_short = bool(told) or difference.said.is_other
        message = _TEXTS[is_short][0 if code else 1 if is_new else 2]
        yield Diagnostic.of("lock.text-changed", _with_lines(message, difference) if code else message)
    elif is_new and not any(_is_of_text(item, difference) for item in told):
        yield Diagnostic.of("lock.text-changed", _MAIN)


def _with_lines(message: str, difference: Difference) -> str:
    """The message that code changed, with the lines that did."""
    return f"{_OF_CODE}{told_lines(*difference.said.code)}{message.removeprefix(_OF_CODE)}"


def _is_of_text(item: Diagnostic, difference: Difference) -> bool:
    """Whether a message shows something of SKILL.md's text, or nothing tells what it is of."""
    if item.place is None:
        # of names and versions those of SKILL.md are known
        return item.code not in _OF_FILES or any(f"{name}`" in item.message for name in difference.said.of_main)
    return item.code not in _OF_FRONT and item.place.file.rpartition("/")[2].lower() == SKILL_FILE.lower()


def _is_quiet(item: Diagnostic) -> bool:
    """Whether a message says nothing of what changed in the text: that it is shorter, for one."""
    return item.code in _QUIET or (item.code == "lock.narrowed" and _SHORTER.match(item.message) is not None)


def _code_of(fact: Fact | None) -> str:
    return fact.digest if isinstance(fact, CodeLine) else ""


def _moved(difference: Difference) -> dict[ProgramLine, ProgramLine]:
    """Programs that are new at their path, with the one of the same content that is gone from another."""
    gone = {fact.digest: fact for fact in difference.gone() if isinstance(fact, ProgramLine)}
    return {
        fact: gone.pop(fact.digest)
        for before, fact in difference.altered()
        if before is None and isinstance(fact, ProgramLine) and fact.digest in gone
    }


def _programs(difference: Difference, altered: Altered) -> Iterator[Diagnostic]:
    """One diagnostic for all that are new, and one for all that changed."""
    for is_new, code, one, many in (
        (True, "lock.program-added", "now brings along the program", "now brings along the programs"),
        (False, "lock.program-changed", "has another content in its program", "has another content in its programs"),
    ):
        found = [fact for old, fact in altered if isinstance(fact, ProgramLine) and (old is None) is is_new]
        if found:
            words = one if len(found) == 1 else many
            named = [f"`{fact.path}`{'' if is_new else own_changes(difference, fact.path)}" for fact in found]
            yield difference.at(code, found[0], f"{words} {joined_words(named, MANY)}")


def _raised(difference: Difference, altered: Altered, opened: Collection[str]) -> Iterator[Diagnostic]:
    """One diagnostic for all primitives; what opens a gap is told by the gap."""
    found: list[PrimitiveLine] = []
    words: list[str] = []
    for old, fact in altered:
        if isinstance(fact, PrimitiveLine) and fact.primitive not in opened:
            level = old.level if isinstance(old, PrimitiveLine) else ""
            if fact.level > level:
                found.append(fact)
                words.append(f"{fact.primitive} {fact.level}{f' ({level} before)' if level else ''}")
    if found:
        yield difference.at("lock.primitive-raised", found[0], f"now asks for {joined_words(words)}")


def _audit(difference: Difference, before: Fact | None, after: Fact) -> Iterator[Diagnostic]:
    if not isinstance(after, AuditLine) or before is not None or difference.was_there(after):
        return
    if not found_again(after, difference.before):
        shown = (
            f"adds `{after.text}`: {after.message}" if after.text else f"adds what an audit reports: {after.message}"
        )
        found = difference.at("lock.audit-added", after, f"{shown} [{after.code}]")
        yield found.at(Severity(code_info(after.code).severity))


def _tokens(difference: Difference, before: Fact | None, after: Fact) -> Iterator[Diagnostic]:
    if not isinstance(after, TokensLine) or not isinstance(before, TokensLine):
        return
    for old, new, what, least in (
        (before.activation, after.activation, "at activation", 100),
        (before.listed, after.listed, "in every listing", 10),
    ):
        if new - old >= max(least, old // 20):
            message = f"{signed(new - old)} tokens {what} ({old:,} before, {new:,} now)"
            yield difference.at("lock.tokens-grew", after, message)


def _refused(difference: Difference, found: Collection[RefusedLine]) -> Iterator[Diagnostic]:
    """One diagnostic for each reason, with the targets that it concerns; those that had no variant before are left
    out where the reason alone is new."""
    groups: dict[tuple[str, str], list[RefusedLine]] = defaultdict(list)
    had = {fact.target for fact in difference.before.values() if isinstance(fact, VariantLine)}
    for line in found:
        if line.target in had or not any(line.target in _target_of(fact) for fact in difference.before.values()):
            groups[line.code, line.message].append(line)
    for (code, message), lines in sorted(groups.items()):
        for loads in (False, True):
            targets = [line.target for line in lines if line.loads is loads]
            if not targets:
                continue
            what = (
                f"loads in {harnesses(targets)}"
                if code.split(".", 1)[0] in _LOADING and not loads
                else f"compiles for {joined_words(targets)}"
            )
            verb = "no longer" if had & set(targets) else "never"
            but = f"; {harnesses(targets)} would load it all the same" if loads else ""
            item = difference.at("lock.no-longer-loads", lines[0], f"{verb} {what}: {message} [{code}]{but}")
            yield item.at(Severity.WARNING) if loads else item


def _target_of(fact: Fact) -> tuple[str, ...]:
    return (fact.target,) if isinstance(fact, VariantLine | RefusedLine | GapLine) else ()


def _variants(altered: Altered) -> Iterator[Diagnostic]:
    targets = [after.target for before, after in altered if before is not None and isinstance(after, VariantLine)]
    if targets:
        message = f"{counted(len(targets), 'variant')} changed although the skill did not: {joined_words(targets)}"
        yield Diagnostic.of("lock.variant-changed", message)
