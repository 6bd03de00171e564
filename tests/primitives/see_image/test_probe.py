import io

from PIL import Image

from skillrt.primitives.probing import Attempt, Call
from skillrt.primitives.probing_parts.pictures import PALETTE
from tests.primitives.judged import make, said

NAME = "see.image"


def colours(made, path):
    image = Image.open(io.BytesIO(made.files[path])).convert("RGB")
    by_value = {value: name for name, value in PALETTE.items()}
    return {by_value[value]: count for count, value in image.getcolors()}


def test_the_shape_has_its_colour():
    made = make(NAME, "L1")
    (path,) = made.files
    assert set(colours(made, path)) == {"white", made.truth[0]}
    assert said(NAME, made, Attempt(f"ANSWER: {made.truth[0].upper()}, {made.truth[1]}.")) == "passed: "
    assert "the result is" in said(NAME, made, Attempt(f"ANSWER: {made.truth[1]}"))


def test_writing_may_be_read_with_blanks():
    made = make(NAME, "L2")
    spread = " ".join(made.truth[0].upper())
    assert said(NAME, made, Attempt(f"ANSWER: {spread}")) == "passed: "
    assert "the result is" in said(NAME, made, Attempt(f"ANSWER: {spread[:-2]}"))


def test_a_program_sees_nothing():
    made = make(NAME, "L3")
    looked = tuple(Call("file.read", {"path": path}, 0) for path in made.files)
    assert said(NAME, made, Attempt(made.reference.answer, calls=looked)) == "passed: "
    listed = (Call("shell.run", {"command": "ls -l *.png"}, 1),)
    assert said(NAME, made, Attempt(made.reference.answer, calls=listed)) == "passed: "
    ran = (Call("shell.run", {"command": "python3 count.py"}, 1),)
    assert "`python3` was run" in said(NAME, made, Attempt(made.reference.answer, calls=ran))
    assert len(made.files) == 3
