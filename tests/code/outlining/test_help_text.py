import pytest

from skillrt.code.outlining.help_text import one_line, titled, usage_text
from skillrt.code.outlining.program import Snippet
from skillrt.code.outlining.slots import Slot


def test_examples_are_one_line():
    assert one_line("a\n b\tc") == "a b c"
    assert len(one_line("x" * 100)) == 60


def test_help_names_every_option_and_secret():
    slots = (
        Slot("input-file", "a.txt", name="input", required=True, repeated=True),
        Slot("integer", "3", name="page_size"),
        Slot("text", "", name="topic", own="TOPIC", required=True),
        Slot("secret", "", name="API_KEY", required=True),
    )
    text = usage_text("x.sh", "Do it.", slots, variables=True)
    assert text.splitlines()[0] == "usage: x.sh --input FILE... [--page-size NUMBER] --topic TEXT"
    assert "may be given several times (for example: a.txt)" in text
    assert "(default: 3)" in text
    assert "(or set the variable TOPIC)" in text
    assert "  API_KEY  secret" in text
    assert "variable" not in usage_text("x.mjs", "", slots)


def test_a_default_is_told_as_a_whole():
    text = "Draw the process as a chart. Label each step. Include the places where it branches, and what ends it."
    assert f"(default: {text})" in usage_text("x.sh", "", (Slot("text", text, name="prompt"),))


def test_a_heading_over_any_block_gives_way_to_the_sentence():
    lead = "Makes a job that looks for new prices:"
    found = titled(Snippet("shell", "", title="Quick Start", lead=lead), "", whole=True)
    assert found == ("Makes a job that looks for new prices", "makes-job-that-looks-for-new")
    assert titled(Snippet("shell", "", title="Quick Start", lead="Run:"), "", whole=True)[1] == "quick-start"


@pytest.mark.parametrize(
    ("title", "comment", "whole", "stem"),
    [
        ("Merge PDFs", "", True, "merge-pdfs"),
        ("Usage", "Count all words", True, "count-all-words"),
        ("Merge PDFs", "From a folder of files", False, "from-folder-of-files"),
        ("Merge PDFs", "Fast", False, "merge-pdfs-fast"),
        ("", "", True, "tool"),
    ],
)
def test_names_of_programs(title: str, comment: str, whole: bool, stem: str):
    assert titled(Snippet("shell", "", title=title), comment, whole=whole, fallback="tool")[1] == stem
