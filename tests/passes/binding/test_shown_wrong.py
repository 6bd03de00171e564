import pytest

from skillrt.passes.binding.shown_wrong import is_shown_wrong


def shown_wrong(text, command):
    start = text.index(command)
    return is_shown_wrong(text, start, start + len(command))


@pytest.mark.parametrize(
    "text",
    [
        "# ✅ right\nrun a\n# ❌ wrong\nrun b\n",
        "run a\nrun b  # ModuleNotFoundError!\n",
        "run a\n# Never like this:\nrun x\nrun b\n",
    ],
)
def test_a_comment_says_what_is_wrong_and_only_of_that(text):
    assert shown_wrong(text, "run b")
    assert not shown_wrong(text, "run a")


@pytest.mark.parametrize(
    "text",
    [
        "# wrong\nrun a\n\nrun b\n",
        "# instead of what fails:\nrun b\n",
        "# if it fails, once more\nrun b\n",
        "run b 'wrong#'\n",
        "run b",
    ],
)
def test_other_comments_say_nothing(text):
    assert not shown_wrong(text, "run b")
