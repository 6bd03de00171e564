"""The tables of `rules.toml`, compiled once."""

import re
import tomllib
from functools import cache
from importlib import resources

import msgspec


class _Endings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    document: tuple[str, ...]
    program: tuple[str, ...]
    data: tuple[str, ...]


class _Folders(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    specified: frozenset[str]
    told: frozenset[str]
    usual: frozenset[str]
    made: frozenset[str]


class _Foreign(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    names: frozenset[str]
    everywhere: frozenset[str]
    folders: frozenset[str]


class _Placeholder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pieces: tuple[str, ...]
    stems: frozenset[str]
    products: frozenset[str]


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    see: tuple[str, ...]
    direct: tuple[str, ...]
    seen: tuple[str, ...]
    taken: tuple[str, ...]
    stated: tuple[str, ...]
    run: tuple[str, ...]
    edit: tuple[str, ...]
    make: tuple[str, ...]
    suppose: tuple[str, ...]


class _Commands(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    makers: frozenset[str]
    copiers: frozenset[str]
    output_option: str


class _Tables(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    endings: _Endings
    folders: _Folders
    foreign: _Foreign
    placeholder: _Placeholder
    words: _Words
    commands: _Commands


class Rules(msgspec.Struct, frozen=True):
    """The tables in the form in which they are asked. Endings are lower case, without the dot."""

    documents: frozenset[str]
    programs: frozenset[str]
    endings: frozenset[str]
    specified: frozenset[str]
    told: frozenset[str]
    usual: frozenset[str]
    made: frozenset[str]
    foreign_names: frozenset[str]
    everywhere: frozenset[str]
    foreign_folders: frozenset[str]
    placeholder: re.Pattern[str]
    placeholder_stems: frozenset[str]
    products: frozenset[str]
    see: re.Pattern[str]
    direct: re.Pattern[str]
    seen: re.Pattern[str]
    taken: re.Pattern[str]
    stated: re.Pattern[str]
    run: re.Pattern[str]
    edit: re.Pattern[str]
    make: re.Pattern[str]
    suppose: re.Pattern[str]
    makers: frozenset[str]
    copiers: frozenset[str]
    output_option: re.Pattern[str]


@cache
def rules() -> Rules:
    """The tables, read on first use."""
    source = resources.files("skillrt.passes.linking") / "rules.toml"
    table = msgspec.convert(tomllib.loads(source.read_text(encoding="utf-8")), _Tables)
    endings = [*table.endings.document, *table.endings.program, *table.endings.data]
    return Rules(
        frozenset(table.endings.document),
        frozenset(table.endings.program),
        frozenset(endings),
        table.folders.specified,
        table.folders.told,
        table.folders.usual,
        table.folders.made,
        table.foreign.names,
        table.foreign.everywhere,
        table.foreign.folders,
        re.compile("|".join(map(re.escape, table.placeholder.pieces)), re.IGNORECASE),
        table.placeholder.stems,
        table.placeholder.products,
        _word_pattern(table.words.see),
        _word_pattern(table.words.direct),
        _word_pattern(table.words.seen),
        _word_pattern(table.words.taken),
        _statement(table.words.stated),
        _word_pattern(table.words.run),
        _word_pattern(table.words.edit),
        _word_pattern(table.words.make),
        _word_pattern(table.words.suppose),
        table.commands.makers,
        table.commands.copiers,
        re.compile(table.commands.output_option, re.IGNORECASE),
    )


def _statement(verbs: tuple[str, ...]) -> re.Pattern[str]:
    """What follows a name in a sentence about it: perhaps more names, then the verb."""
    more = r"(?:(?:[/,&、]|and|or|和|と)[`*\s]*[\w.-]{1,60}\.\w{1,5}[`*\s]*)"
    return re.compile(rf"[`*\s]*{more}{{0,4}}(?:{_word_pattern(verbs).pattern})", re.IGNORECASE | re.ASCII)


def _word_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the words; those of scripts that put no blanks between words match anywhere."""
    spaced = sorted((re.escape(word) for word in words if word.isascii()), key=len, reverse=True)
    other = sorted((re.escape(word) for word in words if not word.isascii()), key=len, reverse=True)
    return re.compile(rf"(?<![a-z])(?:{'|'.join(spaced)})(?![a-z])|{'|'.join(other) or '(?!)'}", re.IGNORECASE)
