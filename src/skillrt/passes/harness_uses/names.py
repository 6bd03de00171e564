"""Products, hooks, models, sub-agent types and lines of output that one harness looks for."""

import re
from collections.abc import Iterator

from skillrt.code.alternatives import holds_any
from skillrt.passes.harness_uses.lexicon import Lexicon, Named
from skillrt.passes.harness_uses.patterns import any_of, line_around, within
from skillrt.passes.harness_uses.presence import Presence
from skillrt.passes.harness_uses.use import Passage, Use
from skillrt.passes.harness_uses.wordlists import word_list

_OTHER_SENSE = re.compile(
    r"[ -](?:\d|v\d|API\b|SDK\b|Opus|Sonnet|Haiku|Instant|Studio\b|for (?:Microsoft|Office|Security)|Shannon|Monet)",
    re.I,
)
# what is sold under a product's name, and no use of it
_SOLD = re.compile(r"[ -](?:Autofix|subscriptions?|licen[cs]es?|seats?|pricing)\b", re.I)
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
# a name that stands alone in a heading, a cell or before a colon
_ALONE_BEFORE = re.compile(r"(?:(?:^|\n)[ \t]*(?:#{1,6}|[-*+]|\d{1,3}[.)]|\|)?|\|)[ \t]*[*_`]{0,3}$")
_ALONE_AFTER = re.compile(r"[*_`]{0,3}[ \t]*(?:[|:：(（/]|\r?\n|$)")
_JOINED_BEFORE = re.compile(r"(?:[,/、]|\b(?:and|or)|[&+])\s*[*_`]{0,3}$")
_JOINED_AFTER = re.compile(r"[*_`]{0,3}\s*(?:[,/、&+]|(?:and|or)\b)")
# words of thanks: what a skill was made with is nothing that it uses
_CREDIT = re.compile(
    r"\b(?:inspired by|thanks to|credits?|(?:built|made|generated) with|powered by|co-authored)\b", re.I
)
# a text editor's cursor is no product: only these words behind it, or none
_PRODUCT_AFTER = re.compile(
    r"(?:'s|’s)?\s+(?:agents?|skills?|commands?|plugins?|hooks?|settings|rules|extension|IDE|editor|users?)\b|\W{0,3}(?:\n|$)"
    r"|\W{0,3}[.,;:)|]",
    re.I,
)
# what says that something works in whatever product
_ANYWHERE = re.compile(
    r"\b(?:across|works? (?:with|in|on)|compatib(?:le|ility)|support(?:s|ed)?|usable|portable|regardless|any of)\b",
    re.I,
)
_SEVERAL = 3
_VERSIONED = re.compile(r"Claude [\d.]+ $")
_AGENT_TYPE = re.compile(r"(?:agents?|sub-?agents?|subagent_type|agent_type|代理|エージェント)\W{0,6}$", re.I)
_AGENT_TYPE_AFTER = re.compile(r"[`\"'*)]{0,4}\s{0,2}(?:sub-?agents?|agents?|代理|エージェント)\b", re.I)
_PLUGIN_SKILL = re.compile(
    r"(?<![\w/:.@#-])(?P<ns>[a-z][a-z0-9]*(?:-[a-z0-9]+)*):(?P<name>[a-z][a-z0-9]*(?:-[a-z0-9]+)*)(?![\w:/=-])(?!\.\w)"
)
# the same form as a sub-agent's: `the PLUGIN:NAME agent`
_TYPED_AFTER = re.compile(r"[`\"'*]{0,4}\s(?:sub-?agents?|agents?|type)\b", re.I)


def find_names(passage: Passage, present: Presence, known: Lexicon) -> Iterator[Use]:
    """Everything of a harness that is called by a name and is neither a tool, a path, a variable nor a command."""
    text = passage.text
    if passage.kind == "script":
        yield from _in_comments(passage, present.products, known)
    elif passage.kind != "front-matter":
        yield from _products(passage, present, known)
    if present.hooks and holds_any(text, present.hooks):
        for match in any_of(present.hooks, r"\w./", r"(?!\w)").finditer(text):
            if _is_hook(passage, match):
                row = known.hooks[match["w"]]
                yield Use(row.text, "product", row.harnesses, passage, *match.span("w"), row.text, "", "hook")
    if present.models and holds_any(text, present.models):
        yield from _models(passage, present.models, known)
    yield from _agents(passage, present.agents, known)
    for row in present.output_lines:
        for match in any_of(frozenset((row.text,)), r"\w$", r"(?!//)(?=\s*[<\w/`{\"'])").finditer(text):
            yield Use(row.text, "product", row.harnesses, passage, *match.span(), row.text, "", "output")


def _is_hook(passage: Passage, match: re.Match[str]) -> bool:
    """Whether a hook's name is one here: no English word without `hook` behind it, no variable of a program."""
    text, name = passage.text, match["w"]
    if name in word_list("english_hooks"):
        return _HOOK_AFTER.match(text[match.end() : match.end() + 12]) is not None
    return (
        passage.kind != "script" or not name.islower() or text[match.start() - 1 : match.start()] in {'"', "'", "`"}
    )


def _models(passage: Passage, present: frozenset[str], known: Lexicon) -> Iterator[Use]:
    """Models by their short names, beside a word that says so."""
    text = passage.text
    if not present or passage.kind != "prose":
        return
    for match in any_of(present, r"\w.-", r"(?![\w-])").finditer(text):
        versioned = _VERSIONED.search(text[max(0, match.start() - 12) : match.start()])
        line = line_around(text, *match.span())
        if not versioned and _MODEL_NEAR.search(line) and not _CREDIT.search(line):
            row = known.models[match["w"]]
            yield Use(row.text, "product", row.harnesses, passage, *match.span("w"), row.text, "", "model")


def find_products_in(passage: Passage, start: int, end: int, present: Presence, known: Lexicon) -> Iterator[Use]:
    """Products named in one stretch of the passage: the description in a front matter."""
    return (use for use in _products(passage, present, known) if start <= use.start < end)


def find_plugin_skills(passage: Passage, plugins: frozenset[str], agents: frozenset[str]) -> Iterator[Use]:
    """`superpowers:brainstorming`: a skill, or a sub-agent, named with its plugin. `plugins` are those that the
    document shows, `agents` whole names that stand as a sub-agent's type in it."""
    text = passage.text
    if passage.kind not in {"prose", "code"} or ":" not in text:
        return
    for match in _PLUGIN_SKILL.finditer(text):
        typed = match.group() in agents
        if typed or match["ns"] in plugins:
            form = "plugin-agent" if typed or _TYPED_AFTER.match(text, match.end()) else "plugin-skill"
            yield Use(match.group(), "product", (), passage, *match.span(), match.group(), "", form)


def _products(passage: Passage, present: Presence, known: Lexicon) -> Iterator[Use]:
    text = passage.text
    firm, loose = present.products, present.loose
    others = frozenset(name for word in firm for name in known.products[word].harnesses)
    taken: list[tuple[int, int]] = []
    if firm and holds_any(text, firm):
        for match in any_of(firm, r"\w./@~$-", r"(?![\w/-])(?!\.\w)").finditer(text):
            taken.append(match.span())
            row = known.products[match["w"]]
            if not _is_part_of_name(passage, *match.span("w")) and not _is_no_use(text, *match.span("w"), known):
                yield Use(
                    row.text, "product", row.harnesses, passage, *match.span("w"), row.harnesses[0], "", "product"
                )
    if loose and passage.kind in {"prose", "code", "front-matter"} and holds_any(text, loose):
        is_taken = within(taken)
        for match in any_of(loose, r"\w./@~$=-", r"(?![\w/-])(?!\.\w)").finditer(text):
            start, end = match.span("w")
            row = known.loose[match["w"]]
            if is_taken(start) or _is_no_use(text, start, end, known):
                continue
            if _is_agent(text, start, end, row):
                yield Use(row.text, "product", row.harnesses, passage, start, end, row.harnesses[0], "", "loose")
            elif others - set(row.harnesses) and _is_among_others(text, start, end, row):
                yield Use(row.text, "product", row.harnesses, passage, start, end, row.harnesses[0], "", "listed")


def _in_comments(passage: Passage, firm: frozenset[str], known: Lexicon) -> Iterator[Use]:
    """Products named in whole lines of comment of a script."""
    if not firm:
        return
    for match in any_of(firm, r"\w./@~$-", r"(?![\w/-])(?!\.\w)").finditer(passage.text):
        start = match.start("w")
        line = passage.text[max(0, start - 400) : start].rpartition("\n")[2].lstrip()
        if line.startswith(("#", "//", "*", "/*", "--")) and passage.text[start].isupper():
            row = known.products[match["w"]]
            yield Use(row.text, "product", row.harnesses, passage, *match.span("w"), row.harnesses[0], "", "comment")


def _is_agent(text: str, start: int, end: int, row: Named) -> bool:
    """Whether a name that means other things too means the product here."""
    after, before = text[end : end + 40], text[max(0, start - 24) : start]
    if _OTHER_SENSE.match(after) or _SCORE.match(after) or _OTHER_BEFORE.search(before):
        return False
    if row.text in word_list("ambiguous_products"):
        told = _AGENT_AFTER.match(after) or _AGENT_BEFORE.search(before) or after[:1] in ":)"
        plain = row.text not in word_list("model_families") and not _PRODUCT_AFTER.match(after)
        return bool(told) and not plain
    return True


def _is_among_others(text: str, start: int, end: int, row: Named) -> bool:
    """Whether a name stands alone, or in a list, in a document that names another product: it is a product, too."""
    if row.text in word_list("model_families"):
        return False
    before, after = text[max(0, start - 40) : start], text[end : end + 40]
    if _OTHER_SENSE.match(after) or _SCORE.match(after) or _OTHER_BEFORE.search(before):
        return False
    alone = _ALONE_BEFORE.search(before) and _ALONE_AFTER.match(after)
    return bool(alone or _JOINED_BEFORE.search(before) or _JOINED_AFTER.match(after))


def _is_no_use(text: str, start: int, end: int, known: Lexicon) -> bool:
    """Whether the line speaks of what is sold under the name, or says that something works in several products."""
    if _SOLD.match(text, end):
        return True
    line = line_around(text, start, end)
    if _CREDIT.search(line):
        return True
    if not _ANYWHERE.search(line):
        return False
    tables = (known.products, known.loose)
    named = {row.harnesses for table in tables for word, row in table.items() if word in line}
    return len(named) >= _SEVERAL


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
    for match in any_of(present, r"\w./-", r"(?![\w/-])").finditer(text):
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
