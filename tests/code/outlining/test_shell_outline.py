import json
import subprocess
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from skillrt.code import interface_of
from skillrt.code.outlining.program import Snippet
from skillrt.code.outlining.shell_outline import outline_shell
from tests.code.outlining.shell_runs import only, outlined, run

# Nothing that a shell cannot hold in a variable or an argument.
VALUES = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40)
AWKWARD = [
    "",
    " ",
    "-n",
    "--help",
    "a b",
    "it's",
    '"',
    "$HOME",
    "`id`",
    "\\",
    "\n",
    "a\n",
    "*",
    "x;y",
    "é",
    "\\n",
    "--a=b=c",
]

SHOW = """# Show the words of a line
LABEL="first draft"
printf '[%s]' "$LABEL" | cat
"""


def shown(value: str, folder: Path) -> str:
    return run(only(SHOW), folder, "--label", value).stdout


@given(value=VALUES)
@example(value="--label")
def test_any_value_arrives_unchanged(value: str, tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("runs") / "here"
    program = only(SHOW)
    for shell in ("sh", "bash"):
        found = run(program, folder, "--label", value)
        assert found.stdout == f"[{value}]", (shell, found.stderr)


@pytest.mark.parametrize("value", AWKWARD)
def test_awkward_values_arrive_unchanged_as_arguments_and_behind_an_equals_sign(value: str, tmp_path: Path):
    program = only(SHOW)
    assert run(program, tmp_path / "here", "--label", value).stdout == f"[{value}]"
    assert run(program, tmp_path / "here", f"--label={value}").stdout == f"[{value}]"


@given(value=VALUES.filter(lambda text: "\r" not in text))
@example(value='it\'s "quoted" $x `y`\\n\nend\n')
def test_any_literal_of_a_block_is_its_default(value: str, tmp_path_factory: pytest.TempPathFactory):
    """A literal goes through the tree, the default and the shell again."""
    quoted = "'" + value.replace("'", "'\\''") + "'"
    text = f"TITLE={quoted}\nprintf '[%s]' \"$TITLE\" | cat\n"
    for program in outlined(text).programs:
        folder = tmp_path_factory.mktemp("runs") / "here"
        if all(not item.required and item.kind != "secret" for item in program.inputs):
            assert run(program, folder).stdout == f"[{value}]"


@given(value=VALUES)
@example(value='a "b" \\ \t \n c\n')
def test_any_value_is_the_same_in_json(value: str, tmp_path_factory: pytest.TempPathFactory):
    """Values are made JSON before they go into a JSON text; control characters that JSON forbids are not promised."""
    value = "".join(char for char in value if char.isprintable() or char in "\n\t\r")
    program = only("""echo '{"subject": "Hello", "count": 3}' | tee message.json | wc -c\n""")
    folder = tmp_path_factory.mktemp("runs") / "here"
    run(program, folder, "--subject", value, "--count", "3")
    assert json.loads((folder / "message.json").read_text(encoding="utf-8")) == {"subject": value, "count": 3}


def test_files_become_options_and_the_job_is_done(tmp_path: Path):
    program = only("cat notes.txt | sort | uniq -c | sort -rn > counts.txt\n", title="Count lines")
    assert program.file == "count-lines.sh"
    assert [(item.name, item.kind, item.required) for item in program.inputs] == [
        ("input", "input-file", True),
        ("output", "output-file", False),
    ]
    here = tmp_path / "here"
    here.mkdir()
    (here / "my notes.txt").write_text("b\na\nb\n")
    found = run(program, here, "--input", "my notes.txt", "--output", "the counts.txt")
    assert (found.returncode, found.stderr) == (0, "")
    assert (here / "the counts.txt").read_text().split() == ["2", "b", "1", "a"]


def test_the_program_does_what_the_block_did(tmp_path: Path):
    block = """mkdir -p out
for f in *.csv; do
  name=$(basename $f .csv)
  head -n 1 $f > out/$name.head
done
cat out/*.head | sort > heads.txt
"""
    program = only(block)
    results: list[dict[str, str]] = []
    for way in ("block", "program"):
        here = tmp_path / way
        here.mkdir()
        (here / "one.csv").write_text("a,b\n1,2\n")
        (here / "two.csv").write_text("c,d\n")
        if way == "block":
            subprocess.run(["bash", "-c", block], cwd=here, check=True)
        else:
            assert run(program, here).returncode == 0
        results.append(
            {str(path.relative_to(here)): path.read_text() for path in sorted(here.rglob("*")) if path.is_file()}
        )
    assert results[0] == results[1]
    assert "heads.txt" in results[0]


def test_a_loop_over_files_with_blanks_works_where_the_block_left_out_quotes(tmp_path: Path):
    program = only("for f in *.txt; do\n  wc -l $f | cut -d' ' -f1 >> counts.log\ndone\n")
    here = tmp_path / "here"
    here.mkdir()
    (here / "a b.txt").write_text("1\n2\n")
    assert run(program, here).stderr == ""
    assert (here / "counts.log").read_text() == "2\n"


def test_a_list_of_files_is_one_option_given_several_times(tmp_path: Path):
    program = only("for f in a.txt b.txt c.txt; do\n  cat $f\ndone | sort -r\n")
    (given_files,) = program.inputs
    assert (given_files.name, given_files.repeated, program.run) == ("input", True, ("bash",))
    here = tmp_path / "here"
    here.mkdir()
    (here / "x 1").write_text("1\n")
    (here / "y").write_text("2\n")
    assert run(program, here, "--input", "x 1", "--input", "y").stdout == "2\n1\n"
    assert "--input is missing" in run(program, here).stderr


def test_help_needs_none_of_the_programs():
    program = only("frobnicate-images photo.png --width 300 | frobnicate-more > small.png\n")
    found = subprocess.run(
        ["sh", "-s", "--", "--help"], input=program.text, capture_output=True, text=True, check=True
    )
    assert found.stdout.startswith("usage: do-job.sh --input FILE [--width NUMBER] [--output FILE]")
    assert "(default: 300)" in found.stdout


def test_errors_are_one_line(tmp_path: Path):
    program = only("frobnicate photo.png --width 300 | frobnicate-more > small.png\n")
    here = tmp_path / "here"
    here.mkdir()
    (here / "x.png").write_text("")
    cases = {
        (): "--input is missing (see --help)",
        ("--input",): "--input wants a value",
        ("--input", "gone.png"): "no such file: gone.png",
        ("--depth", "1"): "unknown argument: --depth (see --help)",
        ("--input", "x.png", "--width", "wide"): "--width wants a whole number, not: wide",
        ("--input", "x.png"): "the program frobnicate is not installed",
    }
    for words, message in cases.items():
        found = run(program, here, *words)
        assert found.returncode in (2, 127)
        assert (found.stdout, found.stderr) == ("", f"bin-{program.file}: {message}\n")


def test_secrets_stay_in_the_environment(tmp_path: Path):
    program = only(
        'API_KEY="your-api-key"\necho "{\\"key\\": \\"$API_KEY\\"}" | tr a-z A-Z > sent.txt\n',
    )
    assert [(item.name, item.kind) for item in program.inputs if item.kind == "secret"] == [("API_KEY", "secret")]
    assert "your-api-key" not in program.text
    here = tmp_path / "here"
    assert "set the environment variable API_KEY" in run(program, here).stderr
    assert run(program, here, environment={"API_KEY": "xyz"}).returncode == 0
    assert (here / "sent.txt").read_text() == '{"KEY": "XYZ"}\n'


def test_variables_that_nobody_sets_are_options_or_come_from_the_environment(tmp_path: Path):
    program = only('echo "$GREETING, $NAME_OF_GUEST" | tr a-z A-Z\n')
    assert [item.name for item in program.inputs] == ["greeting", "name_of_guest"]
    here = tmp_path / "here"
    assert run(program, here, "--greeting", "hi", environment={"NAME_OF_GUEST": "ann"}).stdout == "HI, ANN\n"
    assert "--greeting is missing" in run(program, here).stderr


def test_the_default_of_an_expansion_stays(tmp_path: Path):
    program = only('echo "${PORT:-8000}" | cat\n')
    assert [(item.name, item.example, item.required) for item in program.inputs] == [("port", "8000", False)]
    assert run(program, tmp_path / "here").stdout == "8000\n"
    assert run(program, tmp_path / "here", "--port", "9").stdout == "9\n"


def test_positional_parameters_become_options(tmp_path: Path):
    program = only('GREETING="$1"\nWHOM="${2:-world}"\nprintf "%s %s" "$GREETING" "$WHOM" | tr a-z A-Z\n')
    assert [(item.name, item.required) for item in program.inputs] == [("greeting", True), ("whom", False)]
    assert run(program, tmp_path / "here", "--greeting", "hello there").stdout == "HELLO THERE WORLD"


def test_a_block_takes_along_what_earlier_blocks_define(tmp_path: Path):
    found = outlined(
        'NAME="ann"\n',
        'shout() { printf "%s!" "$1" | tr a-z A-Z; }\n',
        'shout "$NAME" | cat -\n',
    )
    assert [item.rule for item in found.refusals] == ["no-effect", "no-effect"]
    (program,) = found.programs
    assert program.sources == (0, 1, 2)
    assert run(program, tmp_path / "here", "--name", "bob b").stdout == "BOB B!"


def test_what_an_earlier_block_computed_with_effects_is_asked_for():
    """Repeating the request would make a second job; the program asks for what the first one printed."""
    found = outlined(
        'JOB=$(curl -s -X POST -d "x=1" https://api.service.test/jobs | jq -r .id)\necho "$JOB"\n',
        'curl -s "https://api.service.test/jobs/$JOB" | jq .state\n',
    )
    later = found.programs[-1]
    assert later.sources == (1,)
    assert [item.name for item in later.inputs] == ["job"]


def test_a_menu_gives_a_program_for_each_entry_that_is_work():
    found = outlined(
        "# Plain\nsorter data.csv\n\n# Count values\ncut -d, -f2 data.csv | sort | uniq -c\n"
        "\n# Other\nsorter --fast data.csv\n"
    )
    (program,) = found.programs
    assert (program.file, program.lines) == ("do-job-count-values.sh", (4, 5))
    assert "sorter" not in program.text


def test_steps_that_hand_on_files_are_one_program_that_stops_at_a_failure(tmp_path: Path):
    program = only("# Clean\ntr a-z A-Z < raw.txt > clean.txt\n\n# Count\nwc -w clean.txt > total.txt\n")
    assert program.lines is None
    assert "\nset -e\n" in program.text
    assert [item.name for item in program.inputs] == ["input", "clean", "total"]
    here = tmp_path / "here"
    here.mkdir()
    (here / "r").write_text("a b\n")
    assert run(program, here, "--input", "r").returncode == 0
    assert (here / "total.txt").read_text() == "2 clean.txt\n"
    found = run(program, here, "--input", "r", "--clean", "no/such/place")
    assert found.returncode != 0
    assert (here / "total.txt").read_text() == "2 clean.txt\n"


def test_commands_whose_status_is_an_answer_do_not_stop_a_program():
    program = only("grep -c TODO notes.txt > hits.txt\ncat hits.txt | tail -n 1\n")
    assert "set -e" not in program.text


def test_prompts_without_output_are_taken_off(tmp_path: Path):
    program = only("$ cat in.txt | sort > out.txt\n")
    here = tmp_path / "here"
    here.mkdir()
    (here / "i").write_text("b\na\n")
    run(program, here, "--input", "i")
    assert (here / "out.txt").read_text() == "a\nb\n"


def test_here_documents_are_preserved(tmp_path: Path):
    program = only("cat > page.html <<'EOF'\n<p>$HOME `id` it's</p>\nEOF\nwc -c < page.html | tr -d ' '\n")
    here = tmp_path / "here"
    assert run(program, here, "--output", "my page").returncode == 0
    assert (here / "my page").read_text() == "<p>$HOME `id` it's</p>\n"


def test_placeholders_become_required_options(tmp_path: Path):
    program = only("cat <input-file> | head -n <count> > {result}\n")
    assert {item.name: item.required for item in program.inputs} == {
        "input_file": True,
        "count": True,
        "result": True,
    }
    here = tmp_path / "here"
    here.mkdir()
    (here / "a").write_text("1\n2\n3\n")
    found = run(program, here, "--input-file", "a", "--count", "2", "--result", "b c")
    assert (found.stderr, (here / "b c").read_text()) == ("", "1\n2\n")


def test_a_place_to_fill_in_keeps_its_marks():
    program = only("cat \"<input-file>\" | grep '{word}' | head -n <count> > <destination-path>\n")
    marks = {"input_file": "<input-file>", "count": "<count>", "destination_path": "<destination-path>"}
    assert marks.items() <= {item.name: item.example for item in program.inputs}.items()
    assert "(in place of <destination-path>)" in program.text
    assert "for example" not in program.text


def test_placeholders_in_comments_behind_commands_stand_as_the_author_wrote_them():
    text = only('base64 -i "<FILE_PATH>" | tr -d \'\\n\'   # on Linux `base64 -w0 "<FILE_PATH>"`\n').text
    assert "tr -d '\\n'   # on Linux `base64 -w0 \"<FILE_PATH>\"`\n" in text
    assert "OutlineHole" not in text


def test_bash_is_asked_for_only_where_it_is_needed():
    assert only("cat a.txt | sort > b.txt\n").run == ("sh",)
    assert only("diff <(sort a.txt) <(sort b.txt) | head -n 3\n").run == ("bash",)
    assert only('name=$(cat a.txt); echo "${name^^}" | cat\n').run == ("bash",)


def test_names_of_our_variables_keep_out_of_the_way(tmp_path: Path):
    program = only('opt_input=5\necho "$opt_input" | cat - a.txt\n')
    here = tmp_path / "here"
    here.mkdir()
    (here / "f").write_text("x\n")
    found = run(program, here, "--input", "f")
    assert found.stdout == "5\nx\n"


@given(text=st.text(max_size=300))
def test_any_text_is_outlined_or_refused(text: str):
    found = outline_shell([Snippet("shell", text), Snippet("shell", "cat a.txt | sort > b.txt\n" + text)])
    covered = {index for program in found.programs for index in program.sources} | {
        item.index for item in found.refusals
    }
    assert covered == {0, 1}


PIECES = st.lists(
    st.sampled_from(
        [
            "cat a.txt",
            "| sort",
            "> out.txt",
            "\n",
            "X='a b'\n",
            "$X",
            '"$Y"',
            "<file>",
            "# note\n",
            "&& wc -l in.csv",
            "--size 3",
            "for f in *.md; do echo $f; done\n",
            "$(date)",
            "{id}",
            '-d \'{"a": "b"}\'',
            "curl https://example.com/x",
            "| jq .a",
        ]
    ),
    max_size=12,
)


@given(pieces=PIECES)
def test_programs_parse_and_their_options_are_their_inputs(pieces: list[str]):
    for program in outlined(" ".join(pieces) + "\n").programs:
        checked = subprocess.run(
            [program.run[0], "-n"], input=program.text, capture_output=True, text=True, check=False
        )
        assert checked.returncode == 0, program.text
        interface = interface_of(program.file, program.text)
        assert interface is not None
        options = {
            name: option for option in interface.options for name in option.names if name not in ("-h", "--help")
        }
        assert set(options) == {item.option for item in program.inputs if item.kind != "secret"}
        assert all((option.minimum, option.maximum, option.loose) == (1, 1, False) for option in options.values())
        assert not interface.open_options


def test_the_same_blocks_give_the_same_programs():
    texts = ["A=x.csv\ncat $A | sort > y.csv\n", "cut -f1 $A | uniq -c | head -n 5\n"]
    assert outlined(*texts) == outlined(*texts)
