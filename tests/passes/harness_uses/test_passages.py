"""Cutting a module into passages."""

from skillrt.passes.harness_uses.passages import passage_of, texts
from tests.skills import module_of


def test_documents_come_first_then_files_by_path(tmp_path) -> None:
    files = {
        "SKILL.md": "# A\n\nText `code`.\n\n```py\nx\n```\n",
        "ref.md": "b\n",
        "z.sh": "#!/bin/sh\n",
        "a.json": "{}\n",
    }
    found = list(texts(module_of(tmp_path / "s", files)))
    assert [text.path for text in found] == ["SKILL.md", "ref.md", "a.json", "z.sh"]
    assert found[0].text.endswith("```py\nx\n```\n")
    kinds = [passage_of(part).kind for text in found for part in text.parts]
    assert kinds == ["front-matter", "prose", "prose", "code", "prose", "data", "script"]


def test_code_spans_and_languages_are_known(tmp_path) -> None:
    files = {"SKILL.md": "Text `code`.\n\n```py\nx\n```\n"}
    parts = [passage_of(part) for text in texts(module_of(tmp_path / "s", files)) for part in text.parts]
    assert parts[1].text[slice(*parts[1].code[0])] == "`code`"
    assert parts[2].language == "py"


def test_a_binary_file_is_left_out(tmp_path) -> None:
    files = {"SKILL.md": "x\n", "logo.png": b"\x89PNG\r\n\x1a\n\0\0"}
    assert [text.path for text in texts(module_of(tmp_path / "s", files))] == ["SKILL.md"]
