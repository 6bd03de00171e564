"""Templates as programs of a skill: which can be, under which name, and the paragraph that says how to use each."""

import re
import tomllib
from collections.abc import Collection, Sequence
from functools import cache
from importlib import resources
from string import Template as Text
from typing import Final

import msgspec

from skillrt.jit.exporting.options import options_of
from skillrt.jit.exporting.program import CannotExport, program_of
from skillrt.jit.programs.plain_words import function_words
from skillrt.jit.template import Template, Wording
from skillrt.passes.base import ReadyProgram
from skillrt.store.files import PROGRAMS_FOLDER

_LONGEST: Final = 200
_NAME_WORDS: Final = 4
_SHOWN: Final = 2
_UNFIT: Final = re.compile(r"[^\w .,:;!?()+/@=%<>-]")


class Exports(msgspec.Struct, frozen=True):
    """The programs, and why others are none: template id -> reason."""

    programs: tuple[ReadyProgram, ...]
    refused: dict[str, str]


def exports_of(templates: Sequence[Template], taken: Collection[str]) -> Exports:
    """The programs of the templates, in their order; `taken` are paths of the skill."""
    programs: list[ReadyProgram] = []
    refused: dict[str, str] = {}
    for template in templates:
        try:
            paths = {*taken, *(program.path for program in programs)}
            programs.append(_exported(template, paths))
        except CannotExport as error:
            refused[template.id] = str(error)
    return Exports(tuple(programs), refused)


def _exported(template: Template, taken: Collection[str]) -> ReadyProgram:
    options = options_of(template)
    names = {option.hole: option.metavar for option in options}
    text = program_of(template, options, asked(template.wordings[0], names))
    path = _path(template.wordings[0], taken)
    usage = resources.files("skillrt.jit.exporting").joinpath("usage.md").read_text(encoding="utf-8").strip()
    filled = Text(usage).substitute(
        wordings=" or ".join(f'"{asked(wording, names)}"' for wording in template.wordings[:_SHOWN]),
        proven=_proven(template, names),
        command=" ".join(["python3", path, *(f"--{option.name} {option.metavar}" for option in options)]),
    )
    return ReadyProgram(template.id, path, text, filled)


def _proven(template: Template, names: dict[str, str]) -> str:
    """What the inputs were like in all proofs, as far as somebody can tell by looking at them."""
    said: dict[str, list[str]] = {}
    for guard in template.inputs:
        words = _feature_words().get(guard.features.get("kind", ""), {}) if not guard.field else {}
        held = [words[f"{name} {value}"] for name, value in guard.features.items() if f"{name} {value}" in words]
        if held:
            said.setdefault(", ".join(held), []).append(names[guard.hole])
    told = (f"{' and '.join(inputs)}: {words}" for words, inputs in said.items())
    return f" Proven where, in {'; '.join(told)}." if said else ""


@cache
def _feature_words() -> dict[str, dict[str, str]]:
    text = resources.files("skillrt.jit").joinpath("data/feature_words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def asked(wording: Wording, names: dict[str, str]) -> str:
    """A wording with what stands for its holes, on one line."""
    words = [names.get(word.hole, word.hole) if word.hole else _UNFIT.sub("", word.literal) for word in wording.words]
    text = re.sub(r" ([.,:;!?)])", r"\1", " ".join(word for word in words if word))
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _path(wording: Wording, taken: Collection[str]) -> str:
    """A path that says what the program is for."""
    literals = [word.literal for word in wording.words if not word.hole]
    telling = [word for word in literals if re.fullmatch(r"[a-z0-9]{2,20}", word) and word not in function_words()]
    stem = "-".join(telling[:_NAME_WORDS]) or "program"
    path, number = f"{PROGRAMS_FOLDER}/{stem}.py", 2
    while path in taken:
        path, number = f"{PROGRAMS_FOLDER}/{stem}-{number}.py", number + 1
    return path
