"""`allowed-tools` that allow a command by its beginning go on allowing it behind the launcher, and nothing more."""

import re
from collections.abc import Iterator
from typing import Final

from skillrt.environment.launch import LAUNCHER
from skillrt.ir import Anchor, Block, Module, TextEdit, parse_front_matter, replace_blocks, rewrite
from skillrt.passes.harness_edits.front_matter import listed_tools, spelled_tools
from skillrt.targets import Target
from skillrt.verify.launched import LAUNCHING

RULE: Final = "allowed-tools"
_REASON: Final = "a command that was allowed is allowed behind the launcher"
_KEY: Final = "allowed-tools"
_ENTRY: Final = re.compile(r"([A-Za-z]\w*)\(([^()]*?)(:\*| \*|)\)")
Launched = tuple[str, str]


def with_permissions(module: Module, target: Target, commands_rule: str) -> Module:
    """The module whose `allowed-tools` cover the commands that edits of `commands_rule` put behind the launcher; as
    it is where the target knows no patterns, or none covered such a command."""
    block = module.front_matter_block
    shell = target.harness.tool_for("shell.run") if target.harness.syntax.tool_patterns else None
    if block is None or shell is None:
        return module
    text = block.text
    read = parse_front_matter(text)
    entry = read.entry(_KEY)
    items = listed_tools(entry.value) if entry else []
    more = _more(items, shell.name, tuple(_launched(module, commands_rule)))
    if entry is None or not more:
        return module
    written = text[entry.value_start : entry.value_end]
    edit = TextEdit(entry.value_start, entry.value_end, spelled_tools(written, [*items, *more]), RULE, _REASON)
    changed = rewrite(block, LAUNCHING, [edit])
    again = parse_front_matter(changed.text)
    if again.problem or listed_tools(again.get(_KEY)) != [*items, *more]:
        return module
    if any(again.get(item.key) != item.value for item in read.entries if item.key != _KEY):
        return module
    return replace_blocks(module, {block.id: changed}).with_facts(*_anchors(changed))


def _launched(module: Module, rule: str) -> Iterator[Launched]:
    """Each command that changed, to the end of its line: as it stood, and as it stands."""
    for document in module.documents:
        for leaf in document.leaves():
            for item in leaf.derivations:
                if item.rule == rule:
                    tail = leaf.text[item.end :].partition("\n")[0]
                    yield item.old + tail, leaf.text[item.start : item.end] + tail


def _more(items: list[str], shell: str, launched: tuple[Launched, ...]) -> list[str]:
    found: list[str] = []
    for item in items:
        entry = _ENTRY.fullmatch(item)
        if entry is None or entry.group(1) != shell or not entry.group(2):
            continue
        for old, new in launched:
            beginning = _beginning(entry.group(2), old, new)
            allowed = f"{shell}({beginning}{entry.group(3)})"
            if beginning and allowed not in (*items, *found):
                found.append(allowed)
    return found


def _beginning(pattern: str, old: str, new: str) -> str:
    """How the new command begins where the old one begins with the pattern; empty where it does not."""
    rest = old[len(pattern) :]
    if not old.startswith(pattern) or rest[:1] not in ("", " ", "\t", "`"):
        return ""
    # a pattern that ends inside what went (`uv`): of what it allowed, the interpreter behind the launcher
    kept = new.removesuffix(rest) if new.endswith(rest) else " ".join(new.split(" ")[:2])
    return kept if kept.startswith(f"{LAUNCHER} ") and not re.search(r"[()\"'\n]", kept) else ""


def _anchors(block: Block) -> Iterator[Anchor]:
    made = next(item for item in block.derivations if LAUNCHER in block.text[item.start : item.end])
    anchor = Anchor(blocks=(block.id,), span=made.span, path=LAUNCHER, written=LAUNCHER, within=True)
    yield from [anchor] * block.text.count(LAUNCHER, made.start, made.end)
