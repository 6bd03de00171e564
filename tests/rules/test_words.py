"""One word a thing; and nothing that belongs to one machine or one index."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.rules.source_tree import project_files, python_files, shown, tree_of

BANNED = frozenset({"core", "common", "utils", "util", "helpers", "helper", "manager", "framework", "engine"})
NUMBERED_PASS = re.compile(r"(?i)^(pass|phase|stage)_?\d+$")
WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")

# Written in pieces, so that this file does not break its own rule.
MACHINE_PATH = re.compile(r"(?<![\w.~$}-])/(?:" + "|".join(("work", "root", "tmp/bash" + "_jobs")) + r")/")
REGISTRY_HOST = re.compile(
    r"(?i)\b(?:"
    + "|".join(
        re.escape(".".join(parts))
        for parts in (
            ("pypi", "org"),
            ("files", "pythonhosted", "org"),
            ("registry", "npmjs", "org"),
            ("registry", "yarnpkg", "com"),
            ("deb", "debian", "org"),
            ("crates", "io"),
            ("proxy", "golang", "org"),
        )
    )
    + r")\b"
)


def test_module_names_use_the_words_of_the_project():
    names = [path for path in python_files("src", "tests", "tools", "benchmarks") if _has_banned_part(path)]
    assert [shown(path) for path in names] == []


def test_classes_and_functions_use_the_words_of_the_project():
    assert list(_badly_named()) == []


def test_nothing_names_a_place_on_one_machine():
    assert list(_lines_with(MACHINE_PATH)) == []


def test_nothing_names_a_package_index():
    assert list(_lines_with(REGISTRY_HOST)) == []


def test_the_patterns_find_what_they_are_for():
    assert MACHINE_PATH.search('open("/' + 'work/data")')
    assert not MACHINE_PATH.search("docs/work/plan.md")
    assert REGISTRY_HOST.search("https://" + "pypi" + ".org/simple")
    assert NUMBERED_PASS.match("pass_1")
    assert not NUMBERED_PASS.match("link")


def _has_banned_part(path: Path) -> bool:
    parts = path.with_suffix("").parts[-3:]
    return any(BANNED & set(WORD.findall(part)) for part in parts if part != "src")


def _badly_named() -> Iterator[str]:
    for path in python_files("src"):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                words = {word.lower() for word in WORD.findall(node.name)}
                if words & BANNED or NUMBERED_PASS.match(node.name):
                    yield f"{shown(path)}:{node.lineno} {node.name}"


def _lines_with(pattern: re.Pattern[str]) -> Iterator[str]:
    for path in project_files():
        text = path.read_bytes().decode("utf-8", "replace")
        for match in pattern.finditer(text):
            yield f"{shown(path)}:{text.count(chr(10), 0, match.start()) + 1} {match.group()}"
