import json
import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from skillrt.jit.actions import Action
from skillrt.jit.dispatch import Choice, choose
from skillrt.jit.effects import same_effects
from skillrt.jit.exporting.options import options_of
from skillrt.jit.exporting.program import CannotExport, program_of
from skillrt.jit.learn import Workshop
from skillrt.jit.programs.sites import Site
from skillrt.jit.recorded import Recorded
from skillrt.jit.replay import Replayer
from skillrt.jit.scenes import episode_scene
from skillrt.jit.template import FileGuard, FilledSite, Hole, OutputGuard, Piece, Template
from tests.jit.exporting.made import FIELD, INPUT, NUMBER, OUTPUT, made

SUM = """python3 - <<'EOF'
import csv, json
rows = list(csv.DictReader(open('in.csv')))
json.dump({'total': sum(float(row['amount']) for row in rows), 'kept': 10}, open("out.json", 'w'))
EOF"""
INLINE = """python3 -c "
import json
print('in.csv', 'amount')
json.dump([10, 'in.csv'], open('out.json', 'w'))
" """
SHELL = """head -n 10 in.csv > out.json
python3 - <<'EOF'
print(repr("amount"), 10)
EOF"""
ALL = (INPUT, OUTPUT, FIELD, NUMBER)
VALUES = {"input": "it's.csv", "output": "o.json", "column": "amount", "number": "7"}


def written(template: Template) -> str:
    return program_of(template, options_of(template), "sums")


def run(text: str, folder: Path, **values: str) -> subprocess.CompletedProcess[str]:
    program = folder / "program.py"
    program.write_text(text)
    words = [f"--{name.replace('_', '-')}={value}" for name, value in values.items()]
    return subprocess.run(
        [sys.executable, str(program), *words], cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "it's.csv").write_text("name,amount\na,1.5\nb,2\n")
    return tmp_path


def test_a_python_program_reads_its_values_where_its_literals_stood(folder: Path):
    text = written(made(SUM, ALL))
    assert "csv.DictReader(open(given.input))" in text
    done = run(text, folder, **VALUES)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads((folder / "o.json").read_text()) == {"total": 3.5, "kept": 7}


def test_a_program_on_the_command_line_is_one_too(folder: Path):
    done = run(written(made(INLINE, ALL)), folder, **VALUES)
    assert done.stdout == "it's.csv amount\n"
    assert json.loads((folder / "o.json").read_text()) == [7, "it's.csv"]


@pytest.mark.skipif(os.name != "posix", reason="runs a shell")
def test_a_command_finds_its_values_in_its_environment(folder: Path):
    text = written(made(SHELL, ALL))
    assert '"$SKILLRT_INPUT" > "$SKILLRT_OUTPUT"' in text
    done = run(text, folder, **{**VALUES, "column": '"; touch x; $(touch y)'})
    assert (done.returncode, done.stdout) == (0, "'\"; touch x; $(touch y)' 7\n")
    assert (folder / "o.json").read_text() == (folder / "it's.csv").read_text()
    assert not {"x", "y"} & set(os.listdir(folder))


def test_an_attribute_becomes_a_lookup_also_within_another(folder: Path):
    command = "python3 - <<'EOF'\nfrom types import SimpleNamespace as S\nd = S(amount=S(amount=4))\n"
    command += "print(d.amount.amount, open('in.csv').name)\nEOF"
    done = run(written(made(command, (INPUT, FIELD))), folder, input="it's.csv", column="amount")
    assert (done.stdout, done.stderr) == ("4 it's.csv\n", "")


def test_what_goes_wrong_is_one_line(folder: Path):
    done = run(written(made(SUM, ALL)), folder, **{**VALUES, "column": "price"})
    assert (done.returncode, done.stderr) == (1, "program.py: KeyError: 'price'\n")


@pytest.mark.parametrize(
    ("template", "why"),
    [
        (msgspec.structs.replace(made(SUM, ALL), actions=(Action("write", "x", "y"),)), "more than one command"),
        (msgspec.structs.replace(made(SUM, ALL), inputs=(FileGuard("", {}, every=".csv"),)), "whatever files"),
        (msgspec.structs.replace(made(SUM, ALL), endings=(".csv",)), "whatever files"),
        (made("sh -c 'in.csv' > out.json", (Hole("h1", "file", ".csv", example="in.csv"), OUTPUT)), "piece of code"),
        (made("python3 - <<'E'\nprint(f'{row[\"amount\"]}')\nE", (FIELD,)), "expression of an f-string"),
        (made("ls; python3 - <<'E'\nprint(f'amount{1}')\nE", (FIELD,)), "f-string of a command"),
        (msgspec.structs.replace(made(SUM, ALL), seen={"h3": ("a", "b")}), "only words that proofs had"),
        (made("cat in.csv", (Hole("h1", "files", ".csv", example="in.csv"),)), "as many files"),
        (
            msgspec.structs.replace(
                made("grep AMOUNT x", (FIELD,)),
                sites=(FilledSite(Site(0, 5, 11, "shell-word", "AMOUNT"), (Piece(hole="h1", use="upper"),)),),
            ),
            "in another way",
        ),
        (
            msgspec.structs.replace(
                made("jq .amount x", (FIELD,)),
                sites=(FilledSite(Site(0, 3, 10, "shell-word", ".amount"), (Piece(hole="h3", use="name-of-key"),)),),
            ),
            "another language",
        ),
        (
            msgspec.structs.replace(
                made("cat > x <<'E'\namount\nE", (FIELD,)),
                sites=(FilledSite(Site(0, 14, 21, "document", "amount\n"), (Piece(hole="h3", use="plain"),)),),
            ),
            "another language",
        ),
    ],
)
def test_what_cannot_stand_alone_is_refused(template: Template, why: str):
    with pytest.raises(CannotExport, match=why):
        written(template)


def test_a_command_whose_program_would_no_longer_parse_is_refused():
    command = "mkdir -p out\npython3 - <<'EOF'\nprint(f\"{round(1.23456, 10)} in.csv\")\nEOF"
    with pytest.raises(CannotExport, match="cannot be written with options"):
        written(made(command, (NUMBER,)))


def test_a_program_does_what_its_template_was_proven_by(sums: list[Recorded], workshop: Workshop, replayer: Replayer):
    templates = workshop.learn().templates
    for episode in sums:
        scene = episode_scene(episode)
        choice = choose(templates, scene)
        assert isinstance(choice, Choice)
        options = options_of(choice.template)
        words = " ".join(f"--{option.name}='{choice.values[option.hole]}'" for option in options)
        text = written(choice.template)
        command = f"cat > /tmp/program.py <<'PROGRAM'\n{text}\nPROGRAM\npython3 /tmp/program.py {words}"
        assert same_effects(replayer.replay((Action("shell", command),), scene.workspace), episode)


def test_files_named_by_the_data_and_text_of_f_strings(folder: Path):
    command = "python3 - <<'E'\nfor x in 'ab':\n    open(f'parts/{x}.csv', 'w').write(f'{{parts/{x}')\nE"
    some = OutputGuard((Piece(hole="h5"), Piece(text="/"), Piece(text="*", use="any"), Piece(text=".csv")), False, {})
    word = Hole("h5", "word", example="parts/")
    template = made(command, (word,))
    part = next(item for item in template.sites if item.site.value == "parts/")
    whole = msgspec.structs.replace(
        template,
        holes=(msgspec.structs.replace(word, example="parts"),),
        sites=(FilledSite(part.site, (Piece(hole="h5"), Piece(text="/"))),),
        outputs=(some,),
    )
    (folder / "b{it's}").mkdir()
    done = run(written(whole), folder, word="b{it's}")
    assert (done.returncode, done.stderr) == (0, "")
    assert {path.name: path.read_text() for path in (folder / "b{it's}").iterdir()} == {
        "a.csv": "{parts/a", "b.csv": "{parts/b",
    }  # fmt: skip
    again = run(written(whole), folder, word="b{it's}")
    assert again.returncode == 2
    assert "is already there" in again.stderr
