from pathlib import Path

from skillrt.checks.text import torn_fences, unclosed_fences
from tests.skills import module_of


def test_a_fence_that_is_not_closed(tmp_path: Path):
    body = "# A\n\n- item\n\n  ```sh\n  echo\n\nafter\n\n```python\nx = 1\n"
    found = list(unclosed_fences(module_of(tmp_path / "s", {"SKILL.md": body, "more.md": "~~~\nx\n~~~\n"})))
    assert [str(item.place) for item in found] == ["SKILL.md:9:3", "SKILL.md:14:1"]
    assert {item.code for item in found} == {"text.unclosed-fence"}


def test_closed_and_indented_blocks_are_fine(tmp_path: Path):
    body = "# A\n\n```\nx\n```\n\n    indented\n"
    assert list(unclosed_fences(module_of(tmp_path / "s", {"SKILL.md": body}))) == []


TORN = "a\n\n```\n# Report\n\n```sh\necho\n```\n\nmore\n```\n"


def messages(folder: Path, text: str) -> list[str]:
    return [item.message for item in unclosed_fences(module_of(folder, {"SKILL.md": "", "x.md": text}))]


def test_a_fence_that_closes_nothing(tmp_path: Path):
    assert messages(tmp_path / "a", "a\n\n~~~~\n") == ["no code block is open where this fence closes one"]
    assert messages(tmp_path / "b", f"{TORN}\n") == [
        "no code block is open where this fence closes one; that of line 3 ended at a fence inside it, on line 8"
    ]


def test_a_fence_with_a_language_or_text_behind_it_opens_a_block(tmp_path: Path):
    opens = "the code block that begins here is not closed before line"
    assert messages(tmp_path / "a", "a\n\n```sh\n") == [f"{opens} 3"]
    assert messages(tmp_path / "b", "- ```\n\nnpm install\n") == [f"{opens} 2"]
    torn = f"{opens} 13; that of line 3 ended at a fence inside it, on line 8"
    assert messages(tmp_path / "c", f"{TORN}\nend\n") == [torn]


def test_a_block_that_ends_at_a_fence_inside_it(tmp_path: Path):
    body = f"{TORN}end\n```\n\n````\n```sh\nx\n```\n````\n"
    found = list(torn_fences(module_of(tmp_path / "s", {"SKILL.md": "", "x.md": body})))
    assert [(item.code, str(item.place)) for item in found] == [("text.torn-fence", "x.md:3:1")]
    assert found[0].message == "this code block ends on line 8, with the block that begins in it on line 6"


def test_only_the_first_torn_block_of_a_document_is_told(tmp_path: Path):
    body = f"{TORN}\n```sh\nls\n```\n\n{TORN}"
    assert len(list(torn_fences(module_of(tmp_path / "s", {"SKILL.md": body})))) == 1
