"""A template as a program that runs by itself: what a hole fills reads the value of an option."""

import ast
import pprint
import re
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any, Final, Literal

import msgspec

from skillrt.code.outlining.shell_nodes import root_of
from skillrt.code.syntax import parse_python
from skillrt.jit.exporting.options import Option
from skillrt.jit.programs.shell_sites import python_texts
from skillrt.jit.programs.sites import Edit, Site, Unfit, edited, edits_at
from skillrt.jit.template import FilledSite, Piece, Template
from skillrt.jit.uses import OTHERWISE, Use

Form = Literal["text", "number", "word"]
# those that an exported program knows (data/standalone.py)
_USES: Final[frozenset[Use]] = frozenset(
    ("value", "stem", "name", "folder", "hundredth", "plain", "any", "less", "more")
)
_NAMES: Final = ("given", "given_values")
_READS: Final = re.compile(r"\b(?:argv|stdin|__file__|__future__|input\s*\()")
# a command that is one Python program and nothing else; the program is cut out of it
_ONLY_PYTHON: Final = re.compile(
    r"\s*python3?(?:\.\d+)?\s+(?:"
    r"(?:-\s*)?<<\s*(?P<quote>['\"\\]?)(?P<mark>\w+)(?P=quote)[ \t]*\n\0(?P=mark)"
    r"|-c\s+(?P<around>['\"])\0(?P=around))\s*"
)
_HEAD: Final = '''#!/usr/bin/env python3
"""$summary

Learnt by SkillRT from recorded runs and proven on others (template $id).
"""
'''


class CannotExport(Exception):
    """The template cannot stand alone; the text says why."""


class _Value(msgspec.Struct, frozen=True):
    """A value that the program reads: what it is made of, and how it is used."""

    pieces: tuple[Piece, ...]
    form: Form


def program_of(template: Template, options: Sequence[Option], summary: str) -> str:
    """The text of the program. Raises CannotExport."""
    _require_alone(template)
    text = template.actions[0].text
    values = _named_values(template.sites, options)
    spec = _spec(template, options, values, summary)
    body = _python_body(text, template.sites, values) or _shell_body(text, template.sites, values)
    spec_text = pprint.pformat(spec, width=110, sort_dicts=False)
    head = _HEAD.replace("$summary", summary.replace("\\", "/").replace('"', "'")).replace("$id", template.id)
    whole = f"{head}\n{_standalone()}\n\n_SPEC = {spec_text}\n\n{body}"
    if parse_python(whole) is None:
        raise CannotExport("its program cannot be written with options")
    return whole


def _require_alone(template: Template) -> None:
    _require_own(template)
    if len(template.actions) != 1 or template.actions[0].kind != "shell":
        raise CannotExport("it is more than one command")
    if template.endings or any(guard.every for guard in template.inputs):
        raise CannotExport("it works on whatever files are there, and was proven for some kinds of them only")
    if any(item.site.form == "plain" or item.site.bare or item.site.in_path for item in template.sites):
        raise CannotExport("a value stands inside a piece of code")
    if any(item.site.form == "python-plain" for item in template.sites):
        raise CannotExport("a value stands inside an expression of an f-string")
    if any(hole.kind == "files" for hole in template.holes):
        raise CannotExport("it takes as many files as a request lists")
    if template.seen:
        raise CannotExport("it takes only words that proofs had")
    uses = {piece.use for item in template.sites for piece in item.pieces}
    if not uses.isdisjoint(OTHERWISE):
        raise CannotExport("it says a value of the request in another way")
    if not uses <= _USES or any(item.site.form == "document" for item in template.sites):
        raise CannotExport("a value stands inside a program of another language")


def _require_own(template: Template) -> None:
    """That it does all of a job, by a program of its own."""
    if template.partial:
        raise CannotExport("it does a part of the job only")
    if any(action.skill for action in template.actions):
        raise CannotExport("it calls a script that the skill has already")


def _named_values(sites: Sequence[FilledSite], options: Sequence[Option]) -> dict[_Value, str]:
    """Each value with its name."""
    names = {option.hole: option.name.replace("-", "_") for option in options}
    found: dict[_Value, str] = {}
    for item in sites:
        value = _value_of(item)
        if value in found:
            continue
        whole = item.pieces[0] if len(item.pieces) == 1 else Piece()
        name = names.get(whole.hole, "value") + ("" if whole.use in ("value", "plain") else f"_{whole.use}")
        taken = set(found.values())
        number = 1
        while name in taken or (name == "value" and number == 1):
            number += 1
            name = f"{names.get(whole.hole, 'value')}_{number}"
        found[value] = name
    return found


def _value_of(item: FilledSite) -> _Value:
    site = item.site
    form: Form = "number" if site.form == "python-number" else "text"
    if site.form == "shell-word" and not site.value.startswith("-"):
        form = "word"
    return _Value(item.pieces, form)


def _spec(template: Template, options: Sequence[Option], values: dict[_Value, str], summary: str) -> dict[str, Any]:
    names = {option.hole: option.name for option in options}

    def pieces(given: Sequence[Piece]) -> list[tuple[str, str, str]]:
        return [
            (piece.text, names.get(piece.hole, ""), piece.use if piece.hole or piece.use == "any" else "")
            for piece in given
        ]

    return {
        "summary": summary.replace("%", "%%"),
        "options": [
            {key: value for key, value in msgspec.to_builtins(each).items() if key != "hole"} for each in options
        ],
        "values": {name: {"pieces": pieces(value.pieces), "form": value.form} for value, name in values.items()},
        "outputs": [{"pieces": pieces(item.path), "may_exist": item.existed} for item in template.outputs],
    }


def _python_body(text: str, sites: Sequence[FilledSite], values: dict[_Value, str]) -> str:
    """The program itself, where the command is one Python program; else nothing."""
    places = python_texts(text)
    if len(places) != 1:
        return ""
    low, high = places[0]
    found = _ONLY_PYTHON.fullmatch(f"{text[:low]}\0{text[high:]}")
    inner = text[low:high]
    tree = parse_python(inner)
    if found is None or tree is None or _READS.search(inner):
        return ""
    name = next((name for name in _NAMES if not re.search(rf"\b{name}\b", inner)), None)
    if name is None or any(isinstance(node, ast.ImportFrom) and node.module == "__future__" for node in tree.body):
        return ""
    edits: list[Edit] = []
    for item in sites:
        edits += _python_edits(item.site, text, f"{name}.{values[_value_of(item)]}")
    whole = _edited(text, edits)
    program = whole[low : len(whole) - (len(text) - high)].strip("\n")
    return f"{name} = values_given(_SPEC, sys.argv[1:])\n\n# as it was proven\n{program}\n"


def _shell_body(text: str, sites: Sequence[FilledSite], values: dict[_Value, str]) -> str:
    """The command, whose values stand in its environment. Raises CannotExport."""
    places = python_texts(text)
    edits: list[Edit] = []
    for item in sites:
        site, variable = item.site, f"SKILLRT_{values[_value_of(item)].upper()}"
        if site.form == "shell-word":
            edits.append(Edit(site.start, site.end, f'"${variable}"'))
            continue
        if site.form == "python-part":
            raise CannotExport("a value stands inside an f-string of a command")
        low = next((low for low, high in places if low <= site.start and site.end <= high), 0)
        quote = "'" if text[low - 1 : low] == '"' else '"'
        read = f"__import__({quote}os{quote}).environ[{quote}{variable}{quote}]"
        if site.form == "python-number":
            read = f"(lambda text: float(text) if {quote}.{quote} in text else int(text))({read})"
        edits += _python_edits(site, text, read)
    command = _edited(text, edits)
    programs = [command[low:high] for low, high in python_texts(command)]
    if root_of(command) is None or any(parse_python(program) is None for program in programs):
        raise CannotExport("its command cannot be written with options")
    written = command.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    if written.endswith('"'):
        written = written[:-1] + '\\"'
    return (
        f'# as it was proven, with the values in its environment\n_COMMAND = """\\\n{written}"""\n\n'
        "sys.exit(run_command(_COMMAND, values_given(_SPEC, sys.argv[1:])))\n"
    )


def _python_edits(site: Site, text: str, expression: str) -> list[Edit]:
    if site.form == "python-part":
        return [Edit(site.start, site.end, f"{{{expression}}}")]
    before, after = text[site.start - 1 : site.start], text[site.end : site.end + 1]
    touches = before.isalnum() or after.isalnum() or "_" in (before, after)
    return edits_at(site, f"({expression})" if touches else expression, text)


def _edited(text: str, edits: Sequence[Edit]) -> str:
    try:
        return edited(text, edits)
    except Unfit as error:
        raise CannotExport(str(error)) from error


@cache
def _standalone() -> str:
    """The text that every program brings along, without its first words."""
    text = resources.files("skillrt.jit.exporting").joinpath("data/standalone.py").read_text(encoding="utf-8")
    return text[text.index("\nimport ") + 1 :].rstrip() + "\n"
