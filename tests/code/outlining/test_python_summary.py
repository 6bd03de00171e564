import msgspec
import pytest

from skillrt.code.outlining import Snippet
from skillrt.code.outlining.python_block import Block, read_block
from skillrt.code.outlining.python_summary import file_name, summary_of


def made(text: str, title: str = "", lead: str = "") -> Block:
    found = read_block(0, Snippet("python", text, "", title, lead))
    assert isinstance(found, Block)
    return found


@pytest.mark.parametrize(
    ("title", "lead", "text", "expected"),
    [
        ("Merge PDFs", "", "x = 1", "Merge PDFs."),
        ("3. Merge **two** `files`", "", "x = 1", "Merge two files."),
        ("Quick Start", "Rotate all pages of a file:", "x = 1", "Rotate all pages of a file."),
        ("Example", "", "# Count the words of a text\nx = 1", "Count the words of a text."),
        ("", "", "def f():\n    '''Say hello to all.'''\n", "Say hello to all."),
        ("See [the docs](a.md) first", "", "x = 1", "See the docs first."),
        ("", "", "x = 1", "Run the code of this skill."),
        ('Say "hi" 100% \\ often', "", "x = 1", "Say hi 100 percent often."),
    ],
)
def test_one_line_says_what_it_does(title: str, lead: str, text: str, expected: str):
    assert summary_of(made(text, title, lead)) == expected


def test_a_long_line_is_cut_at_a_word():
    found = summary_of(made("x = 1", "word " * 60))
    assert len(found) <= 120
    assert found.endswith("word...")


def test_names_of_files_are_short_and_differ():
    taken: dict[str, None] = {}
    block = made("x = 1", "Merge the PDFs of a folder")
    assert file_name(block, taken) == "merge-pdfs-folder.py"
    assert file_name(block, taken) == "merge-pdfs-folder-2.py"
    odd = msgspec.structs.replace(block.snippet, title="日本語")
    assert file_name(made("x = 1", odd.title), taken) == "snippet.py"
