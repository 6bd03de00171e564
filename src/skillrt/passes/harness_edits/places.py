"""Variables and paths: the target's own, a path inside the skill, or plain words."""

import re

from skillrt.code.shell_files import puts_files
from skillrt.passes.harness_edits.scene import Change, Scene
from skillrt.passes.harness_edits.several import is_general
from skillrt.passes.harness_uses import Use, line_around, normal, place_of_path
from skillrt.targets import meanings

_REST = re.compile(r"[\"']?[/\\](?P<path>[\w./-]*\w)")
# a string that is joined to a folder: `Path.home() / ".claude/x"`, `join(home, ".claude/x")`
_JOINED = re.compile(r"(?:/[ \t]*|\bjoin\([^\n]{1,60},[ \t]*)[rfbu]{0,2}[\"']\Z", re.I)
_JOINED_REACH = 90
_HOME = re.compile(r"\$HOME|\$\{HOME\}")
# the path, or address, that goes on at the end of a text; read backwards, which takes no second try
_BEGUN = re.compile(r"[/\\][\w.~$%{}@:/\\<>-]*")
_NO_PATH = re.compile(r"[^\w.~$}/-]+")
_REACH = 240
_NOTHING_SAID = re.compile(r"(?:^[\s>#*+-]*|:[\s*_]*)$")
# it begins at the root, at home or at a site; `"$X"/` and `$(x)/` leave a bare slash, and say not where
_FIXED = re.compile(r"(?!/path/to/)(?:~|[/\\](?!\Z)|\$HOME\b|\$\{HOME\}|[\w+.-]{1,20}:)")
# a file in the repository of a plugin, which its authors read whichever harness the user has
_OF_A_PLUGIN = re.compile(r"\bplugin(?:['’]s)?[*_]{0,2}\s[`*\"]{0,3}\Z", re.I)
_LABELLED = re.compile(r"[^\]\[\n]{0,80}\]\((?P<target>[^)\n]{0,400})")


def variable_change(use: Use, scene: Scene) -> Change | None:
    """What becomes of a variable; None where it must stay."""
    text = use.passage.text
    if use.meaning in {"skill.dir", "plugin.dir"}:
        return _skill_folder(use, scene)
    if use.meaning not in meanings().variables or use.meaning in {"harness", "home.dir", "plugin.data"}:
        return None
    meaning = meanings().variables[use.meaning]
    own = scene.target.variable_for(use.meaning)
    if own:
        new = f"${{{own.text}}}" if own.is_name else own.text
        return Change(use, use.start, use.end, new, "variable", f"{scene.target.title} names {meaning.does} so")
    if not text[use.start : use.end].startswith(("$", "{")):
        return None
    plain = (meaning.alone if meaning.alone and _is_alone(use) else meaning.plain).replace(
        "{number}", text[use.start : use.end].strip("${}")
    )
    plain = _quoted(plain, use)
    why = f"{scene.target.title} has no variable for {meaning.does}"
    return Change(use, use.start, use.end, plain, "variable-in-words", why, True, meaning.instruction)


def _is_alone(use: Use) -> bool:
    """Whether the variable is all that a line of prose says, or all that follows a colon."""
    text, passage = use.passage.text, use.passage
    before = text[max(0, use.start - 80) : use.start].rpartition("\n")[2]
    after = text[use.end : use.end + 4].partition("\n")[0]
    spoken = passage.kind == "prose" and passage.in_code(use.start, use.end) is None
    return spoken and not after.strip() and _NOTHING_SAID.search(before) is not None


def _quoted(plain: str, use: Use) -> str:
    """The words in quotes where they stand in a command, in which a bare `<` would mean something."""
    quoted = use.passage.text[max(0, use.start - 1) : use.start] in {'"', "'", "`"}
    return f'"{plain}"' if use.passage.kind == "code" and "<" in plain and not quoted else plain


def _skill_folder(use: Use, scene: Scene) -> Change | None:
    text = use.passage.text
    own = scene.target.skill_folder_in(use.passage.file)
    rest = _REST.match(text, use.end)
    path = _inside(rest["path"], use, scene) if rest else ""
    if own and (use.meaning == "skill.dir" or path):
        new = f"${{{own.text}}}" if own.is_name else own.text
        end = rest.end() if rest and path else use.end
        new = f"{new}{rest.group()[0] if rest and rest.group()[0] in '/' else '/'}{path}" if path else new
        return Change(use, use.start, end, new, "skill-folder", f"{scene.target.title} names the skill's folder so")
    if rest and path:
        why = f"{scene.target.title} fills in no variable for the skill's folder here; `install` fills in where it is"
        start, end = _unquoted(text, use.start, rest.end(), rest.group()[0] in "\"'")
        return Change(use, start, end, path, "path-in-skill", why, anchor=path)
    if use.meaning == "skill.dir" and text[use.start : use.end].startswith(("$", "{")):
        meaning = meanings().variables["skill.dir"]
        plain = _quoted(meaning.plain, use)
        why = f"{scene.target.title} fills in no variable for the skill's folder here"
        return Change(use, use.start, use.end, plain, "variable-in-words", why, True, meaning.instruction)
    return None


def _unquoted(text: str, start: int, end: int, inner: bool) -> tuple[int, int]:
    """`"$VAR"/path`: the quotes around the variable alone go with it."""
    return (start - 1, end) if inner and text[max(0, start - 1) : start] in {'"', "'"} else (start, end)


def _inside(path: str, use: Use, scene: Scene) -> str:
    """The path within this skill; a plugin keeps its skills in `skills/<name>`."""
    if use.meaning == "plugin.dir":
        parts = path.split("/")
        if len(parts) > 2 and parts[0] == "skills" and parts[1] in {scene.name, scene.folder}:
            return scene.bundled("/".join(parts[2:]))
        return ""
    return scene.bundled(path)


def path_change(use: Use, scene: Scene) -> Change | None:
    """What becomes of a path of another harness; None where the target has no place that serves the same end."""
    written = use.passage.text[use.start : use.end]
    path = normal(written)
    place = place_of_path(path, scene.known)
    if place is None:
        return None
    rest = path[len(place.text.rstrip("/")) :].strip("/")
    if place.meaning.startswith("skills.") and _is_joined(use, written):
        return _joined_path(use, scene, rest)
    if place.meaning.startswith("skills."):
        return _skill_path(use, scene, place.meaning, rest, written)
    if not place.meaning.startswith("instructions.") or rest:
        return None
    own = scene.target.place_for(place.meaning)
    if own is None or scene.is_at_home or scene.instruction_files - {place.text.rpartition("/")[2]}:
        return None  # a skill that names several such files tells them apart
    if _keeps_its_name_beside(use, scene) or _OF_A_PLUGIN.search(
        use.passage.text[max(0, use.start - 16) : use.start]
    ):
        return None
    lead = written[: written.find(place.text)] if place.text in written else ""
    does = meanings().places[place.meaning].does
    return Change(use, use.start, use.end, lead + own.path, "path", f"{scene.target.title} keeps {does} there")


def _joined_to(use: Use) -> str:
    return use.passage.text[max(0, use.start - _JOINED_REACH) : use.start].rpartition("\n")[2]


def _is_joined(use: Use, written: str) -> bool:
    """Whether code joins the path to a folder."""
    return use.passage.kind == "code" and written.startswith(".") and bool(_JOINED.search(_joined_to(use)))


def _joined_path(use: Use, scene: Scene, rest: str) -> Change | None:
    """The target's folder as it is called in the one that the path is joined to; never a path inside the skill."""
    at_home = "home" in _joined_to(use).lower()
    folders = scene.target.skills.user if at_home else scene.target.skills.project
    folder = folders[0].removeprefix("~/") if folders else ""
    if not folder or folder.startswith(("/", "$", "~")):
        return None
    new = f"{folder}/{rest}".rstrip("/")
    return Change(use, use.start, use.end, new, "path", f"{scene.target.title} looks for skills there")


def _keeps_its_name_beside(use: Use, scene: Scene) -> bool:
    """Whether the line has the same file with a folder before it, which stays as it is (`backtest/CLAUDE.md`)."""
    text, name = use.passage.text, use.what.rpartition("/")[2]
    line = line_around(text, use.start, use.end)
    longer = [path for path in _NO_PATH.split(line) if path.rstrip(".").endswith(f"/{name}")]
    places = (place_of_path(normal(path.rstrip(".")), scene.known) for path in longer)
    return any(place is None or "/" not in place.text for place in places)


def _begun(use: Use) -> str:
    """The part of a path that stands right before the use."""
    found = _BEGUN.match(use.passage.text[max(0, use.start - _REACH) : use.start][::-1])
    return found.group()[::-1] if found else ""


def _installs(use: Use) -> bool:
    """Whether the line puts files there: it is about the installed folder, not about a file of the skill at hand."""
    return puts_files(line_around(use.passage.text, use.start, use.end))


def _skill_path(use: Use, scene: Scene, meaning: str, rest: str, written: str) -> Change | None:
    first, _, inner = rest.partition("/")
    title = scene.target.title
    begun = _begun(use)
    label = _LABELLED.match(use.passage.text, use.end)
    if _FIXED.match(begun) or (label and f"/{written}" in label["target"]):
        return None  # on somebody's machine or a site the target's folder is not there
    own = first in {scene.name, scene.folder} and not begun
    if own and inner and scene.bundled(inner) and not _installs(use):
        new = scene.bundled(inner)
        why = "a file of this skill; `install` fills in where it is"
        return Change(use, use.start, use.end, new, "path-in-skill", why, anchor=new)
    of_others = scene.is_at_home and first not in {scene.name, scene.folder}
    if of_others or scene.apart.keeps(use, rest, general=is_general(use, scene.known)):
        return None
    folders = scene.target.skills.project if meaning == "skills.project" else scene.target.skills.user
    folder = (folders or scene.target.skills.user)[0]
    home = _HOME.match(written)
    if home and folder.startswith("~"):
        folder = home.group() + folder[1:]
    lead = re.match(r"(?:\{cwd\}|\$PWD|\$\{PWD\}|\$\(pwd\)|<[\w -]{1,30}>|\.{1,2})/", written)
    lead_text = lead.group() if lead and not folder.startswith(("~", "$")) else ""
    slash = "/" if written.endswith("/") else ""
    new = lead_text + "/".join(part for part in (folder, rest) if part) + slash
    return Change(use, use.start, use.end, new, "path", f"{title} looks for skills there")
