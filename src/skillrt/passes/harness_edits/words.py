"""Commands, names of products and sub-agents, and what a harness expands in the text."""

import re

from skillrt.ir import Module
from skillrt.passes.harness_edits.scene import Change, Scene, fitted
from skillrt.passes.harness_uses import Use, line_around

_ROLE_AFTER = re.compile(
    r"(?:'s|’s)?\s+(?:will|would|should|can|must|may|needs?|to|does(?!\s+not\b)|has\s+to|sees?|reads?|uses?|creates?|executes?|"
    r"writes?|automatically|is\s+(?:\w{1,20}ing|asked|told|called|given|used|expected|supposed|about))\b"
)
# what is claimed of the product, unless it is of one run of it (`the next Claude has`)
_STATE_AFTER = re.compile(r"\s+(?:is|has|does)\b")
# `Claude in Chrome`, `Claude for Excel`, `Claude Desktop`: a product of its own
_PART_OF_A_NAME = re.compile(r"\s(?:(?:in|for|on|by)\s)?[A-Z](?![A-Z])")
# a program that calls the product does so whichever agent follows the skill
_CALLED_BEFORE = re.compile(r"\b(?:calls?|called|calling|invok(?:es?|ed|ing)|queries|runs|launche?s|spawns)\s$", re.I)
_ROLE_BEFORE = re.compile(r"\b(?:ask|tell|let|lets|allows?|when)\s$", re.I)
_DETERMINED = re.compile(
    r"\b(?:the|a|an|next|another|each|every|your|this|new|other)\s(?:[a-z]+(?:ing|ed)\s|fresh\s|new\s|second\s)?$",
    re.I,
)
_SKILL = re.compile(r"\bskills?\b", re.I)
# `the /NAME skill`, `skill: /NAME`, `skills (/NAME`: the word is beside the command, with at most marks between
_SKILL_AFTER = re.compile(r"[`*_]{0,3}\s[*_]{0,2}(?:\w+\s)?skill\b", re.I)
_SKILL_BEFORE = re.compile(r"\bskills?[`*_]{0,3}\s?(?:[:(=—–-]\s?|called\s|named\s)?[`*_(\"]{0,4}$", re.I)
# `passed on the /NAME line`, `run the /NAME command`
_ON_THE_BEFORE = re.compile(r"\bon\s(?:the|a)\s$")
_LINE_AFTER = re.compile(r"\s(?:command\s)?line\b")
_COMMAND_AFTER = re.compile(r"\s(?:(?:slash[ -])?command|skill)\b")
_ARTICLE_BEFORE = re.compile(r"\b(?:the|a|an|this|that|your|each|every)\s$", re.I)
# what is told under such a heading is told of the product that it names
_FAULTS = re.compile(
    r"\b(?:pitfalls?|mistakes?|errors?|failures?|gotchas?|quirks?|limitations?|weaknesses|bugs|problems)\b", re.I
)
_INJECTED = re.compile(r"!(`[^`\n]+`)")


def command_change(use: Use, scene: Scene) -> Change | None:
    """Slash commands of skills, injected commands and includes."""
    title = scene.target.title
    if use.form == "injected":
        match = _INJECTED.match(use.what)
        new = f"(run {match.group(1)} and use its output)" if match else use.what
        advice = "Run the command and use what it prints."
        return Change(use, use.start, use.end, new, "injected-command", f"{title} does not run it", True, advice)
    if use.form == "injected-fence":
        new, advice = "bash run this and use its output", "Run the commands and use what they print."
        return Change(use, use.start, use.end, new, "injected-command", f"{title} does not run it", True, advice)
    if use.form == "include":
        path = use.what[1:].removeprefix("./")
        advice = "Read the file before going on."
        new = f"`{path}` (read this file)"
        return Change(use, use.start, use.end, new, "included-file", f"{title} does not include it", True, advice)
    return _slash(use, scene) if use.form == "slash" else None


def _slash(use: Use, scene: Scene) -> Change | None:
    if not starts_skill(use, scene):
        return None
    name = _called(use)
    form = scene.target.skills.invoke
    if form:
        new = form.replace("{name}", name)
        return Change(use, use.start, use.end, new, "invocation", f"{scene.target.title} starts a skill so")
    span = use.passage.in_code(use.start, use.end)
    if span and _fills_code(use):
        why = f"{scene.target.title} has no command that starts a skill"
        start, end, new = _in_words(use.passage.text, *span, name)
        return Change(use, start, end, new, "invocation-in-words", why, True, "Ask for the skill by name.")
    return None


def _fills_code(use: Use) -> bool:
    """Whether the name is all that its code span holds."""
    span = use.passage.in_code(use.start, use.end)
    return span is not None and use.passage.text[span[0] : span[1]].strip("`") == use.what


def _in_words(text: str, start: int, end: int, name: str) -> tuple[int, int, str]:
    """Words for the command that fills `start:end`; with what stands around it that they replace or take over."""
    before = text[max(0, start - 12) : start]
    on_the, line = _ON_THE_BEFORE.search(before), _LINE_AFTER.match(text, end)
    if on_the and line:
        return start - len(on_the.group()), line.end(), f"when calling the `{name}` skill"
    command = None if line else _COMMAND_AFTER.match(text, end)
    last = command.end() if command else end
    article = "" if _ARTICLE_BEFORE.search(before) else "the "
    return start, last, f"{fitted(article, text, start)}`{name}` skill"


def starts_skill(use: Use, scene: Scene) -> bool:
    """Whether a slash command starts a skill: this one, one beside it, or one that is called a skill just there."""
    if use.what in scene.known.commands:
        return False
    text = use.passage.text
    return (
        _is_known(use, scene)
        or _SKILL_AFTER.match(text, use.end) is not None
        or _SKILL_BEFORE.search(text[max(0, use.start - 40) : use.start]) is not None
    )


def may_start_skill(use: Use, scene: Scene) -> bool:
    """Whether a slash command can be taken for a skill: it is no built-in command, has no plugin in its name, and its
    line speaks of skills."""
    if use.what in scene.known.commands:
        return False
    line = line_around(use.passage.text, use.start, use.end)
    return _is_known(use, scene) or (":" not in use.what and _SKILL.search(line) is not None)


def _is_known(use: Use, scene: Scene) -> bool:
    return _called(use) == scene.name or _called(use) in scene.siblings


def _called(use: Use) -> str:
    return use.what.removeprefix("/").rpartition(":")[2]


def name_change(use: Use, scene: Scene) -> Change | None:
    """A product's name in the role of the agent, a type of sub-agent, a skill named with its plugin."""
    text = use.passage.text
    if use.form == "plugin-skill":
        new = use.what.partition(":")[2]
        why = f"{scene.target.title} knows skills without the name of a plugin"
        return Change(use, use.start, use.end, new, "skill-name", why)
    if use.form == "agent-type" or (use.form == "agent" and _fills_code(use)):
        own = scene.target.agent_for(use.meaning)
        if own is None or own.name == use.what:
            return None
        return Change(use, use.start, use.end, own.name, "sub-agent", f"{scene.target.title} calls it so")
    if use.form == "loose" and " " not in use.what and "." not in use.what and use.passage.kind != "code":
        after, before = text[use.end : use.end + 30], text[max(0, use.start - 24) : use.start]
        if _PART_OF_A_NAME.match(after) or _CALLED_BEFORE.search(before):
            return None
        one = _DETERMINED.search(before)
        if _ROLE_AFTER.match(after) or _ROLE_BEFORE.search(before) or (one and _STATE_AFTER.match(after)):
            new = "agent" if one else fitted("the agent", text, use.start)
            return Change(use, use.start, use.end, new, "agent-name", "any agent may follow this skill")
    return None


def under_faults(module: Module) -> dict[str, str]:
    """Block id -> the heading that it stands under, where that is about faults (`Common Copilot Pitfalls`)."""
    found: dict[str, str] = {}
    for document in module.documents:
        heading = ""
        for block in document.leaves():
            if block.kind == "heading":
                heading = block.text if _FAULTS.search(block.text) else ""
            elif heading:
                found[block.id] = heading
    return found
