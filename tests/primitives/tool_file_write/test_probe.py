from skillrt.primitives.probing import Attempt
from tests.primitives.judged import make, said

NAME = "tool.file.write"


def files(made, **changed):
    return {path: text.encode() for path, text in made.truth.items()} | changed


def test_the_ends_of_lines_and_of_the_file_do_not_matter():
    made = make(NAME, "L1")
    ((path, text),) = made.truth.items()
    assert said(NAME, made, Attempt("", {path: text.replace("\n", "\r\n").encode()})) == "passed: "
    assert said(NAME, made, Attempt("", {path: f"{text.rstrip()}\n\n".encode()})) == "passed: "
    assert "line 1 must be" in said(NAME, made, Attempt("", {path: f" {text}".encode()}))


def test_sizes_are_those_of_the_levels():
    for number in range(6):
        short, register = make(NAME, "L1", str(number)), make(NAME, "L2", str(number))
        assert all(len(text) < 1024 for text in short.truth.values())
        assert all(1024 < len(text) < 10240 for text in register.truth.values())
        assert len(make(NAME, "L3", str(number)).truth) == 6


def test_what_is_there_already_stays():
    made = make(NAME, "L3")
    (old,) = made.files
    assert said(NAME, made, Attempt("", files(made))) == "passed: "
    assert f"`{old}`" in said(NAME, made, Attempt("", files(made, **{old: b""})))
