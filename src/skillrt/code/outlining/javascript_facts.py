"""What is known of JavaScript and its packages: data/javascript.toml."""

import tomllib
from functools import cache

import msgspec

from skillrt.code.outlining.data_files import data_text


class JavascriptFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The tables of data/javascript.toml, which says what each means."""

    globals: frozenset[str]
    modules: frozenset[str]
    browser: frozenset[str]
    tests: frozenset[str]
    project: frozenset[str]
    project_scopes: frozenset[str]
    in_browser: frozenset[str]
    writers: frozenset[str]
    servers: frozenset[str]
    fixed_keys: frozenset[str]


@cache
def javascript_facts() -> JavascriptFacts:
    """The facts, read once."""
    return msgspec.convert(tomllib.loads(data_text("javascript.toml")), JavascriptFacts)
