import msgspec

from skillrt.primitives.probing import Attempt, Call
from tests.primitives.judged import as_calls, make, said

NAME = "tool.file.read"


def test_a_ware_however_it_is_written():
    made = make(NAME, "L1")
    word = made.truth["word"]
    assert said(NAME, made, Attempt(f"It is there.\n\n**ANSWER:** `{word.capitalize()}`.".replace(".\n", "\n"))) != ""
    assert said(NAME, made, Attempt(f"ANSWER: {word}")) == "passed: "
    assert said(NAME, made, Attempt(f"ANSWER: `{word}`")) == "passed: "
    assert f"the ware is {word}" in said(NAME, made, Attempt("ANSWER: none"))


def test_missing_files_in_any_order():
    made = make(NAME, "L2")
    first, second = made.truth["missing"]
    assert said(NAME, made, Attempt(f"ANSWER: {made.truth['sum']}; `{second}`, ./{first}")) == "passed: "
    assert "missing are" in said(NAME, made, Attempt(f"ANSWER: {made.truth['sum']};"))


def test_a_large_file_is_larger_than_one_reading_and_read_by_parts():
    made = make(NAME, "L3")
    (path,) = made.files
    assert made.files[path].count(b"\n") > 2000
    assert len(made.files[path]) > 200_000
    parts = tuple(
        Call("shell.run", {"command": f"sed -n '{at},{at + 5}p' {path}"}, at)
        for at in range(len(made.truth["words"]))
    )
    assert said(NAME, made, Attempt(made.reference.answer, calls=parts)) == "passed: "
    assert "not read in parts" in said(NAME, made, Attempt(made.reference.answer, calls=parts[:1]))
    broken = as_calls(made.reference, failed=True)
    assert "not read in parts" in said(NAME, made, Attempt(made.reference.answer, calls=broken))
    walker = Call("shell.run", {"command": f"python3 walk.py {path}"}, 9)
    assert "`python3` was run" in said(NAME, made, Attempt(made.reference.answer, calls=(*parts, walker)))


def test_each_line_of_a_large_file_is_like_the_others():
    made = make(NAME, "L3")
    (text,) = made.files.values()
    assert len({len(line.split(b" | ")) for line in text.splitlines()}) == 1
    assert msgspec.to_builtins(made.truth)["words"] == made.truth["words"]
