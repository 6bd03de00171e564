"""The family of a model, by its name."""

import pytest

from skillrt.targets.families import nearest, read_name

QWEN = ("qwen/qwen3.5-9b", "qwen/qwen3.5-35b-a3b", "qwen/qwen3.5-122b-a10b", "qwen/qwen3.6-plus")
CLAUDE = ("anthropic/claude-haiku-4.5", "anthropic/claude-opus-4.6")


def test_a_name_has_vendor_stem_version_size_and_words() -> None:
    big = read_name("router/Qwen/qwen3.5-122b-a10b")
    assert (big.vendor, big.stem, big.version, big.size, big.words) == ("qwen", "qwen", (3, 5), 122, ())
    dated = read_name("claude-haiku-4-5-20251001")
    assert (dated.vendor, dated.stem, dated.version, dated.words) == ("", "claude", (4, 5), ())
    assert dated.size < read_name("claude-sonnet-4-5").size < read_name("claude-opus-4-1").size
    assert read_name("meta-llama/llama-3.3-70b-instruct").words == ("instruct",)


@pytest.mark.parametrize(
    ("model", "known", "found"),
    [
        ("qwen/qwen3.5-14b", QWEN, "qwen/qwen3.5-9b"),
        ("qwen/qwen3.5-27b", QWEN, "qwen/qwen3.5-35b-a3b"),
        ("qwen/qwen3-235b-a22b", QWEN, "qwen/qwen3.6-plus"),
        ("qwen/qwen3.5-9b:free", QWEN, "qwen/qwen3.5-9b"),
        ("qwen3:8b", QWEN, "qwen/qwen3.5-9b"),  # no vendor named
        ("claude-haiku-4-5-20251001", CLAUDE, "anthropic/claude-haiku-4.5"),
        ("anthropic/claude-opus-4.1", CLAUDE, "anthropic/claude-opus-4.6"),
        ("a/mm-2", ("a/mm-1", "a/mm-2.1", "a/mm-9"), "a/mm-2.1"),  # equal in size: the nearest version
        ("openai/gpt-5", QWEN + CLAUDE, None),
        ("other/qwen3.5-9b", QWEN, None),  # another vendor's model of that name
        ("openai/o3", ("openai/o1",), None),  # one letter is no name of a family
        ("9b", QWEN, None),
    ],
)
def test_the_nearest_of_the_family(model: str, known: tuple[str, ...], found: str | None) -> None:
    assert nearest(model, known) == found
    assert nearest(model, reversed(known)) == found


@pytest.mark.parametrize("name", ["", "/", "9" * 400 + "b", "a-0b", "x/" + "1." * 500 + "1", "é/ü"])
def test_any_name_can_be_read(name: str) -> None:
    assert 0 < read_name(name).size < 1e6
    assert nearest(name, QWEN) is None
