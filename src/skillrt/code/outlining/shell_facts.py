"""What is known of shell programs: data/shell_programs.toml."""

import tomllib
from functools import cache

import msgspec

from skillrt.code.outlining.data_files import data_text


class ShellFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The tables of data/shell_programs.toml, which says what each means."""

    install: dict[str, tuple[str, ...]]
    interactive: dict[str, tuple[str, ...]]
    interactive_with_options: dict[str, tuple[str, ...]]
    project: frozenset[str]
    code: frozenset[str]
    message: frozenset[str]
    keeps_state: frozenset[str]
    read_only: frozenset[str]
    changing: frozenset[str]
    status: frozenset[str]
    basic: frozenset[str]
    builtins: frozenset[str]
    bash_only: frozenset[str]
    output_last: frozenset[str]
    output_first: frozenset[str]
    output_options: frozenset[str]
    flags: frozenset[str]
    counts: dict[str, tuple[str, ...]]
    environment: frozenset[str]
    anchors: frozenset[str]
    languages: frozenset[str]
    runners: frozenset[str]
    models: frozenset[str]


@cache
def shell_facts() -> ShellFacts:
    """The facts, read once."""
    return msgspec.convert(tomllib.loads(data_text("shell_programs.toml")), ShellFacts)
