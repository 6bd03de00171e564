"""What a command does: only look, change something outside the workspace, write files of it, or anything."""

import ast
import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from itertools import takewhile
from types import MappingProxyType
from typing import Any, Final, Literal, cast

import msgspec

from skillrt.code import Command, Program, interface_of, program_of
from skillrt.code.syntax import parse_python
from skillrt.passes.concurrency.web_requests import changes, fails_on_status, is_request

Effect = Literal["looks", "tests", "outside", "writes", "any"]
IDLE: Final = frozenset(("", "echo", "printf", "cd", "test", "true", "export", "sleep"))
"""Programs that neither look at anything nor change it: they say, wait, decide, or prepare another one."""
_DECIDES: Final = frozenset(("test", "sleep"))
_FILE: Final = re.compile(r"[\w@%+=:,./<>{}*$~-]{1,200}\Z")
_OUTPUT: Final = re.compile(r"out|dest|target", re.I)
_HOLE: Final = re.compile(r"<[^<>]*(?:out|dest|target)[^<>]*>\Z", re.I)
_TO_OUTPUT: Final = re.compile(r"--spider\b|(?:\A| )-\w*o ?-(?: |\Z)|--output-document=?\s?-(?: |\Z)")
_PLACE: Final = re.compile(r"<[A-Za-z][^<>\n]{0,40}>")
_SEVERAL: Final = 2
_NOUN: Final = re.compile(r"[a-z][a-z-]{1,24}\Z")
_NAMED: Final = re.compile(r"[a-z][a-z0-9-]{0,60}\Z")
_QUERY: Final = re.compile(r"\s|\A['\"]?\\[a-z]")
_READS: Final = re.compile(r"select\b|show\b|describe\b|explain\s+(?!analy)|\\(?:d|l|dt|di|du|conninfo)\b", re.I)
_ACTS: Final = re.compile(
    r"\b(?:into|insert|update|delete|drop|alter|create|truncate|(?!(?:count|sum|min|max|avg|version|now)\()\w+\()",
    re.I,
)
_ENDING: Final = re.compile(r"/|\.[A-Za-z][A-Za-z0-9]{0,6}\Z")


class Done(msgspec.Struct, frozen=True):
    """One command: what it does, the script that it runs, the paths that it reads and writes, the variables of the
    shell that it uses and sets."""

    text: str
    program: str
    effect: Effect
    script: str = ""
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()
    decides: bool = False
    """Whether it is there for its exit status, or to let time pass: what stands behind it is to come after it."""


def looks_itself(done: Done) -> bool:
    """Whether a command shows something, other than one that only says, waits or decides."""
    return done.effect == "looks" and done.program not in IDLE


def asked_by(done: Done) -> str:
    """What a command looks at: the same with other options (`list`, `list --all`, `?sort=new`) is a menu."""
    return " ".join(word.partition("?")[0] for word in done.text.split() if not word.startswith("-"))


def filled_alike(done: Sequence[Done]) -> bool:
    """Whether all commands have the same places to fill in: another one (`<run-id>`) may come from what one told."""
    return len({frozenset(_PLACE.findall(item.text)) for item in done}) < _SEVERAL


@cache
def _tables() -> dict[str, dict[str, Any]]:
    source = resources.files("skillrt.passes.concurrency") / "programs.toml"
    return cast("dict[str, dict[str, Any]]", tomllib.loads(source.read_text(encoding="utf-8")))


@cache
def _prefixes(table: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for line in _tables()[table]["commands"]:
        parts = tuple(line.split())
        found.setdefault(parts[0], []).append(parts)
    return {name: tuple(rows) for name, rows in found.items()}


def done_by(command: Command, scripts: Mapping[str, str] = MappingProxyType({})) -> Done:
    """What one simple command does, as far as its words tell, and the interface of the script that it runs."""
    program = program_of(command)
    words = tuple(word.text for word in command.words)
    uses = tuple(
        dict.fromkeys(name for word in (*command.words, *command.assignments) for name in _variables(word.raw))
    )
    sets = tuple(word.text.partition("=")[0].rstrip("+") for word in command.assignments) if not words else ()
    name = program.name.text.rpartition("/")[2].lower() if program else ""
    targets = tuple(item.target.text for item in command.redirects if item.operator in (">", ">>", ">|", "&>"))
    targets = tuple(item for item in targets if not item.startswith(("/dev/", "&")))
    sources = tuple(item.target.text for item in command.redirects if item.operator == "<")
    reads, writes = _paths(name, program, _outputs(program, scripts))
    effect = _effect(name, words, program)
    if effect == "looks" and (targets or writes):
        effect = "writes"
    text = " ".join(word.raw for word in command.words)
    script = program.script.text if program and program.script else ""
    decides = _decides(name, words)
    return Done(text, name, effect, script, (*sources, *reads), (*targets, *writes), uses, sets, decides)


def _decides(name: str, words: Sequence[str]) -> bool:
    quiet = set(words[1:]) & set(_tables()["looks"]["quiet"])
    return name in _DECIDES or bool(quiet) or fails_on_status(name, words[1:])


def _effect(name: str, written: tuple[str, ...], program: Program | None) -> Effect:
    words = tuple(word.lower() for word in written)
    if not words:
        return "looks"  # an assignment: what it sets is told apart
    if program is None or program.script is not None or program.code is not None:
        return "looks" if program is not None and _only_imports(program) else "any"
    if is_request(name, _behind(name, words)):
        return _requests(name, _behind(name, written))
    if written[0].isupper():
        return "any"  # what is typed to a server: `MAIL FROM:<a@b.example>`
    if _begins(name, words, "outside"):
        return "looks" if _only_tells(name, _behind(name, words)) else "outside"
    return _among(name, words)


def _among(name: str, words: tuple[str, ...]) -> Effect:
    """The effect of a program of this machine, by the tables."""
    if name in _tables()["writes"]["every"] or name in _tables()["writes"]["last"]:
        return "writes"
    table = _tables()["looks"]
    if _begins(name, words, "looks"):
        follows = name == "tail" or "logs" in words[1:]
        barred = set(table["endless"]) if follows else set(table["unless"]) - {"-o", "-w", "-i"}
        return "any" if set(words) & barred else "looks"
    if _begins(name, words, "tests"):
        return "tests"
    if _tells(name, words):
        return "any" if set(words) & set(table["unless"]) else "looks"
    return "looks" if name in IDLE else "any"


def _behind(name: str, words: Sequence[str]) -> Sequence[str]:
    """The words behind the program, also where another one starts it (`sudo systemctl ...`)."""
    at = next((at for at, word in enumerate(words) if word.rpartition("/")[2].lower() == name), 0)
    return words[at + 1 :]


def _requests(name: str, arguments: Sequence[str]) -> Effect:
    if changes(name, arguments):
        return "outside"
    # without a word on it wget writes a file
    return "any" if name == "wget" and not _TO_OUTPUT.search(" ".join((name, *arguments)).lower()) else "looks"


def _only_tells(name: str, arguments: Sequence[str]) -> bool:
    """Whether a program that acts outside is only asked: a trial, a verb for telling, a query."""
    table = _tables()["outside"]
    if set(arguments) & set(table["trials"]) or (name in table["trial_n"] and "-n" in arguments):
        return True
    if name in _tables()["verb_of"]:
        return _has_telling_verb(name, arguments)
    queries = [text for text in arguments if _QUERY.search(text)]
    asked = name in table["queried"] and bool(queries) and not {"-f", "--file"} & set(arguments)
    return asked and all(_is_query(text) for text in queries)


def _has_telling_verb(name: str, arguments: Sequence[str]) -> bool:
    """Whether the verb is one for telling. Elsewhere its words are names: `logs` in `aws logs delete-log-group`."""
    table = _tables()["outside"]
    first, last = _tables()["verb_of"][name]
    named = [list(takewhile(_NAMED.match, arguments[start:])) for start in _starts(arguments)]
    if any(
        word in table["changing"] or word.partition("-")[0] in table["changing"] for words in named for word in words
    ):
        return False
    verbs = {word for words in named for word in words[first : last + 1]}
    return any(word in table["tells"] or word.startswith(tuple(table["telling"])) for word in verbs)


def _is_query(text: str) -> bool:
    """Whether every statement only reads."""
    statements = [part.strip() for part in text.strip("\"' ").split(";")]
    return not _ACTS.search(text) and all(_READS.match(part) for part in statements if part)


def _tells(name: str, words: tuple[str, ...]) -> bool:
    """`tool status`, `tool tasks list`: a word for telling what there is, behind the program or a noun of it."""
    table = _tables()["looks"]
    first, noun, verb = (*words[:3], "", "", "")[:3]
    if first.rpartition("/")[2] != name:
        return False
    known = name not in table["runs"] and noun not in table["runs"]
    return noun in table["verbs"] or (known and verb in table["noun_verbs"] and bool(_NOUN.match(noun)))


def _only_imports(program: Program) -> bool:
    """`import a; print(a.__version__)`: that a module is there, and nothing else."""
    tree = parse_python(program.code.text) if program.code is not None and program.language == "python" else None
    if tree is None or not any(isinstance(item, ast.Import | ast.ImportFrom) for item in tree.body):
        return False
    rest = [item for item in tree.body if not isinstance(item, ast.Import | ast.ImportFrom)]
    calls = [node for item in rest for node in ast.walk(item) if isinstance(node, ast.Call)]
    return all(isinstance(item, ast.Expr) for item in rest) and all(_is_print(call) for call in calls)


def _is_print(call: ast.Call) -> bool:
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    return name == "print" or name.startswith("is_")


def _begins(name: str, words: tuple[str, ...], table: str) -> bool:
    """Whether the command is one of the table: the first words the same, options anywhere."""
    rest = words[words.index(name) + 1 :] if name in words else words[1:]
    begun = [[word for word in rest[start:] if not word.startswith("-")] for start in _starts(rest)]
    for parts in _prefixes(table).get(name, ()):
        plain = [part for part in parts[1:] if not part.startswith("-")]
        options = [part for part in parts[1:] if part.startswith("-")]
        if any(named[: len(plain)] == plain for named in begun) and all(option in rest for option in options):
            return True
    return False


def _starts(words: Sequence[str]) -> list[int]:
    """Where the words may begin that are no options in front: `git -C folder push`, `kubectl -n prod apply`; whether
    a word is what the option before it takes is not known."""
    starts, at = [0], 0
    while at < len(words) and words[at].startswith("-"):
        at += 1
        starts.append(at)
        if at + 1 < len(words) and not words[at].startswith("-") and "=" not in words[at - 1]:
            at += 1
            starts.append(at)
    return starts


def _outputs(program: Program | None, scripts: Mapping[str, str]) -> frozenset[int]:
    """Which positional arguments of a bundled script are places to write to, by their names in its interface."""
    if program is None or program.script is None or not scripts:
        return frozenset()
    wanted = program.script.text.removeprefix("./")
    path = next((item for item in sorted(scripts) if item == wanted or wanted.endswith(f"/{item}")), "")
    interface = interface_of(path, scripts[path]) if path else None
    if interface is None:
        return frozenset()
    return frozenset(at for at, item in enumerate(interface.positionals) if _OUTPUT.search(item.name))


def _paths(name: str, program: Program | None, outputs: frozenset[int]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The paths among the arguments: read, written. A place to fill in says by its name which it is."""
    if program is None:
        return (), ()
    table = _tables()["writes"]
    options, formats = frozenset(table["options"]), frozenset(table["formats"])
    reads: list[str] = []
    writes: list[str] = []
    before, position = "", -1
    for word in program.arguments:
        text = word.text
        position += 0 if text.startswith("-") or before.startswith("-") else 1
        option, equals, value = text.partition("=")
        if equals and option.startswith("-"):
            (writes if option in options else reads).extend([value] if _is_path(value) else [])
        elif before in options and text in formats:
            pass  # `--output json`
        elif before in options or (position in outputs and not text.startswith("-")) or _HOLE.match(text):
            writes.append(text)
        elif _is_path(text) and not text.startswith("-"):
            reads.append(text)
        before = text
    if name in table["every"]:
        return (), tuple(reads + writes)
    plain = [word.text for word in program.arguments if not word.text.startswith("-")]
    if name in table["last"] and len(plain) > 1 and not writes:
        return tuple(item for item in reads if item != plain[-1]), (plain[-1],)
    return tuple(reads), tuple(writes)


def _is_path(text: str) -> bool:
    return bool(_FILE.match(text) and _ENDING.search(text) and "://" not in text)


_NAME: Final = re.compile(r"\$\{?([A-Za-z_]\w*)")


def _variables(raw: str) -> list[str]:
    return _NAME.findall(raw) if "$" in raw else []
