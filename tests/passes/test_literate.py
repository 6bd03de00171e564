"""Runs the Markdown files under `literate/`; see tests/literate.py for their form."""

from pathlib import Path

import pytest

from tests.literate import cases, results, rewrite_expectations

FILES = sorted((Path(__file__).parent / "literate").glob("*.md"))
CASES = [(path, case) for path in FILES for case in cases(path)]


@pytest.mark.parametrize(("path", "case"), CASES, ids=[f"{path.stem}: {case.title}" for path, case in CASES])
def test_case(path, case, tmp_path, update):
    assert case.expected, f"{path.name}:{case.line}: the case expects nothing"
    actual = results(case, tmp_path)
    if update:
        rewrite_expectations(path, case.title, actual)
        return
    for block, text in zip(case.expected, actual, strict=True):
        assert text == block.content, f"{path.name}:{block.span.line}: {block.info}"


def test_there_are_cases_for_every_built_in_pass():
    from skillrt.passes.pipeline import PASSES

    named = {name for _, case in CASES for name in PASSES if name in case.pipeline}
    assert named == set(PASSES)


def test_updating_changes_only_what_differs(tmp_path):
    fence = "```"
    text = (
        f"# T\n\n## One\n\n{fence}pipeline\nlink\n{fence}\n\n{fence}diagnostics\n{fence}\n\n{fence}facts\n{fence}\n\n"
        f"## Two\n\n{fence}diagnostics\n{fence}"
    )
    file = tmp_path / "case.md"
    file.write_text(text)
    rewrite_expectations(file, "One", ["", "a fact\n"])
    assert file.read_text() == text.replace(f"{fence}facts\n", f"{fence}facts\na fact\n")
    rewrite_expectations(file, "One", ["", ""])
    assert file.read_text() == text
