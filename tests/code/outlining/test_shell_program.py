import subprocess

from skillrt.code.outlining.shell_program import ShellProgram
from skillrt.code.outlining.slots import Slot


def made(*slots: Slot, shell: str = "sh") -> str:
    return ShellProgram(
        file="tool.sh",
        shell=shell,
        summary="It's a tool.",
        places="SKILL.md:3",
        slots=slots,
        body="echo done\n",
        needs=(),
        given=(),
        prefix="opt_",
        stops=False,
    ).text()


def test_a_program_without_inputs_has_help_and_refuses_the_rest():
    text = made()
    shown = subprocess.run(["sh", "-s", "--", "-h"], input=text, capture_output=True, text=True, check=True)
    assert shown.stdout == "usage: tool.sh\n\nIt's a tool.\n"
    assert (
        subprocess.run(["sh", "-s", "--", "x"], input=text, capture_output=True, text=True, check=False).returncode
        == 2
    )


def test_the_pieces_stand_in_order_and_no_place_is_left():
    slots = (
        Slot("input-file", "a b.txt", name="input", required=True, checked=True),
        Slot("number", "1.5", name="scale"),
        Slot("folder", "out/", name="folder", checked=True),
        Slot("text", "it's", name="title", in_json=True),
        Slot("url", "", name="base", own="BASE", required=True),
        Slot("secret", "", name="TOKEN", required=True),
    )
    text = made(*slots)
    assert subprocess.run(["sh", "-n"], input=text, text=True, check=False).returncode == 0
    assert "@" not in text.replace('"$@"', "")
    assert "opt_title='it'\\''s'" in text
    assert (
        text.index("usage()") < text.index("while") < text.index('json_text "$opt_title"') < text.index("echo done")
    )
