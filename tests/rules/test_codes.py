"""The catalogue of codes, the code that raises them and the page that explains them agree."""

import ast
import re
from collections.abc import Iterator

import pytest

from skillrt.errors import Severity, catalogue
from skillrt.report.codes import checks_page
from skillrt.targets.vocabulary import operations
from tests.rules.source_tree import ROOT, SRC, python_files, shown, tree_of

CODE = re.compile(r"[a-z]+(?:-[a-z]+)*\.[a-z0-9]+(?:-[a-z0-9]+)*")
FILE_ENDINGS = frozenset(
    {"md", "toml", "json", "yaml", "yml", "py", "js", "ts", "sh", "html", "lock", "txt", "zip", "skir"}
)


def _strings() -> Iterator[tuple[str, str]]:
    for path in python_files("src"):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield f"{shown(path)}:{node.lineno}", node.value


def _given_codes() -> Iterator[tuple[str, str]]:
    """The literal codes of `Diagnostic(...)` and `Diagnostic.of(...)` calls, with their places."""
    for path in python_files("src"):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {"Diagnostic", "Diagnostic.of"} and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield f"{shown(path)}:{node.lineno}", first.value


def _named_codes() -> Iterator[tuple[str, str]]:
    """Every string that reads like a code of a known family, so that codes kept in tables are seen too; operations of
    tools are named alike."""
    families = {code.split(".")[0] for code in catalogue()}
    for where, text in _strings():
        if CODE.fullmatch(text):
            family, name = text.split(".", 1)
            if family in families and name not in FILE_ENDINGS and text not in operations():
                yield where, text


def test_each_code_in_the_source_is_in_the_catalogue():
    known = catalogue()
    used = {*_given_codes(), *_named_codes()}
    assert used
    assert sorted(f"{where} {code}" for where, code in used if code not in known) == []


def test_each_code_of_the_catalogue_is_raised_somewhere():
    """Codes stand in the source as whole strings, never composed, so that a search for one finds where it arises."""
    used = {code for _, code in _named_codes()}
    data = "\n".join(
        path.read_text(encoding="utf-8")
        for path in sorted(SRC.rglob("*.toml"))
        if path.parent != SRC / "errors" / "codes"
    )
    assert sorted(code for code in catalogue() if code not in used and f'"{code}"' not in data) == []


@pytest.mark.parametrize("code", sorted(catalogue()))
def test_each_entry_is_complete(code: str):
    info = catalogue()[code]
    assert CODE.fullmatch(code)
    assert Severity(info.severity) is not Severity.OFF
    assert info.title
    assert not info.title.endswith(".")
    assert len(info.title) <= 70
    assert info.meaning.rstrip().endswith((".", "!", "?"))
    assert info.remedy.rstrip().endswith((".", "!", "?"))


def test_the_page_is_what_the_generator_writes():
    """Run `make update` where this fails."""
    page = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    assert page == checks_page()


def test_each_code_has_its_section():
    page = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    headings = re.findall(r"^### `(.+)`$", page, re.MULTILINE)
    assert headings == sorted(catalogue())
