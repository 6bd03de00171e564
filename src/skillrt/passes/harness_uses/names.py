"""Products, hooks, models, sub-agent types and lines of output that one harness looks for."""

import re
from collections.abc import Iterator

from skillrt.passes.harness_uses.lexicon import Lexicon, Named
from skillrt.passes.harness_uses.patterns import any_of, holds_any, line_around
from skillrt.passes.harness_uses.presence import Presence
from skillrt.passes.harness_uses.use import Passage, Use
from skillrt.passes.harness_uses.wordlists import word_list

_OTHER_SENSE = re.compile(
    r"[ -](?:\d|v\d|API\b|SDK\b|Opus|Sonnet|Haiku|Instant|Studio\b|for (?:Microsoft|Office|Security)|Shannon|Monet)",
    re.I,
)
_OTHER_BEFORE = re.compile(
    r"(?:Microsoft(?: 365)?|M365|Security|Power BI|Anthropic|Jean-|mouse|text|database) ?$", re.I
)
_SCORE = re.compile(r"\W{0,3}: ?\d")
_AGENT_BEFORE = re.compile(
    r"\b(?:when|ask|tell|let|by|for|before|after|into|with|in|lets?|allows?|that|how|if|like)\W{1,3}$", re.I
)
_AGENT_AFTER = re.compile(
    r"(?:'s|’s)?\s+(?:will|should|can|must|may|needs?|to|does|is|has|sees?|reads?|uses?|creates?|executes?|writes?|"
    r"automatically|agents?|skills?|sessions?|commands?|plugins?|hooks?|settings|context|subagents?|extension|rules)\b",
    re.I,
)
_HOOK_AFTER = re.compile(r"[`\"'*]{0,3}\s{0,2}(?:hooks?\b|フック|钩子|\"?\s*:\s*\[)", re.I)
_MODEL_NEAR = re.compile(r"\b(?:model|sub-?agents?|agents?|claude|cheap|tier)\b|エージェント|モデル|模型", re.I)
_VERSIONED = re.compile(r"Claude [\d.]+ $")
_AGENT_TYPE = re.compile(r"(?:agents?|sub-?agents?|subagent_type|agent_type|代理|エージェント)\W{0,6}$", re.I)
_AGENT_TYPE_AFTER = re.compile(r"[`\"'*)]{0,4}\s{0,2}(?:sub-?agents?|agents?|代理|エージェント)\b", re.I)
_PLUGIN_SKILL = re.compile(
    r"(?<![\w/:.@#-])(?P<ns>[a-z][a-z0-9]*(?:-[a-z0-9]+)*):(?P<name>[a-z][a-z0-9]*(?:-[a-z0-9]+)*)(?![\w:/=-])(?!\.\w)"
)


def find_names(passage: Passage, present: Presence, known: Lexicon) -> Iterator[Use]:
    """Everything of a harness that is called by a name and is neither a tool, a path, a variable nor a command."""
    text = passage.text
    if passage.kind not in {"script", "front-matter"}:
        yield from _products(passage, present, known)
    if present.hooks and holds_any(text, present.hooks):
        for match in any_of(present.hooks, r"(?<![\w./])", r"(?!\w)").finditer(text):
            if match["w"] not in word_list("english_hooks") or _HOOK_AFTER.match(
                text[match.end() : match.end() + 12]
            ):
                row = known.hooks[match["w"]]
                yield Use(row.text, "product", row.harnesses, passage, *match.span("w"), row.text, "", "hook")
    if present.models and holds_any(text, present.models):
        for match in any_of(present.models, r"(?<![\w.-])", r"(?![\w-])").finditer(text):
            if (
                passage.kind == "prose"
                and not _VERSIONED.search(text[max(0, match.start() - 12) : match.start()])
                and _MODEL_NEAR.search(line_around(text, *match.span()))
            ):
                row = known.models[match["w"]]
                yield Use(row.text, "product", row.harnesses, passage, *match.span("w"), row.text, "", "model")
    yield from _agents(passage, present.agents, known)
    for row in present.output_lines:
        for match in any_of(frozenset((row.text,)), r"(?<![\w$])", r"(?!//)(?=\s*[<\w/`{\"'])").finditer(text):
            yield Use(row.text, "product", row.harnesses, passage, *match.span(), row.text, "", "output")


def find_products_in(passage: Passage, start: int, end: int, present: Presence, known: Lexicon) -> Iterator[Use]:
    """Products named in one stretch of the passage: the description in a front matter."""
    return (use for use in _products(passage, present, known) if start <= use.start < end)


def find_plugin_skills(passage: Passage, plugins: frozenset[str]) -> Iterator[Use]:
    """`superpowers:brainstorming`: a skill named with its plugin. `plugins` are those that the document shows."""
    if passage.kind not in {"prose", "code"} or ":" not in passage.text:
        return
    for match in _PLUGIN_SKILL.finditer(passage.text):
        if match["ns"] in plugins:
            yield Use(match.group(), "product", (), passage, *match.span(), match.group(), "", "plugin-skill")


def _products(passage: Passage, present: Presence, known: Lexicon) -> Iterator[Use]:
    text = passage.text
    firm, loose = present.products, present.loose
    taken: list[tuple[int, int]] = []
    if firm and holds_any(text, firm):
        for match in any_of(firm, r"(?<![\w./@~$-])", r"(?![\w/-])(?!\.\w)").finditer(text):
            taken.append(match.span())
            row = known.products[match["w"]]
            if not _is_part_of_name(passage, match.start("w"), match.end("w")):
                yield Use(
                    row.text, "product", row.harnesses, passage, *match.span("w"), row.harnesses[0], "", "product"
                )
    if loose and passage.kind in {"prose", "code", "front-matter"} and holds_any(text, loose):
        for match in any_of(loose, r"(?<![\w./@~$-])", r"(?![\w/-])(?!\.\w)").finditer(text):
            start, end = match.span("w")
            if not any(a <= start < b for a, b in taken) and _is_agent(text, start, end, known.loose[match["w"]]):
                row = known.loose[match["w"]]
                yield Use(row.text, "product", row.harnesses, passage, start, end, row.harnesses[0], "", "loose")


def _is_agent(text: str, start: int, end: int, row: Named) -> bool:
    """Whether a name that means other things too means the product here."""
    after, before = text[end : end + 40], text[max(0, start - 24) : start]
    if _OTHER_SENSE.match(after) or _SCORE.match(after) or _OTHER_BEFORE.search(before):
        return False
    if row.text in word_list("ambiguous_products"):
        return bool(_AGENT_AFTER.match(after) or _AGENT_BEFORE.search(before) or after[:1] in ":)")
    return True


def _is_part_of_name(passage: Passage, start: int, end: int) -> bool:
    """A lower-case product in a skill's, package's or command's name, or a link's address, is no mention of it."""
    if passage.text[start].isupper():
        return False
    line = line_around(passage.text, start, end, 80)
    return passage.kind in {"code", "data"} or "://" in line or "name:" in line


def _agents(passage: Passage, present: frozenset[str], known: Lexicon) -> Iterator[Use]:
    text = passage.text
    if not present or passage.kind not in {"prose", "code"} or not holds_any(text, present):
        return
    for match in any_of(present, r"(?<![\w./-])", r"(?![\w/-])").finditer(text):
        start, end = match.span("w")
        before, after = text[max(0, start - 30) : start], text[end : end + 30]
        firm = "-" in match["w"] or "_" in match["w"]
        typed = re.search(r"(?:subagent_type|agent_type|agent_name)\W{0,6}$", before)
        said = firm and (_AGENT_TYPE.search(before) or _AGENT_TYPE_AFTER.match(after))
        explore = match["w"] in {"Explore", "Plan"} and re.match(r"[`\"'*)]{0,4} (?:sub)?agent", after)
        if typed or said or explore:
            row = known.agents[match["w"]]
            form = "agent-type" if typed else "agent"
            yield Use(row.text, "product", row.harnesses, passage, start, end, row.text, row.meaning, form)
