import pytest

from skillrt.code.outlining import Snippet
from skillrt.code.outlining.python_block import Block, read_block
from skillrt.code.outlining.python_closure import closure_of
from skillrt.code.outlining.python_frozen import frozen, still_needed, taken_from_elsewhere
from skillrt.code.outlining.python_outline import outline_python


def block(text, index=0, title="One"):
    found = read_block(index, Snippet("python", text, "", title))
    assert isinstance(found, Block)
    return found


def why(text, *, options=True, given=True):
    found = block(text)
    return frozen(found, closure_of([found], 0), frozenset(), options=options, given=given)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("print(load('model-id'))\n", "says what belongs there"),
        ("print(speak(text, voice='nova'))  # or 'onyx'\n", "choice"),
        ("print(size)  # fine\nprint(bits(n=4))  # choose from 4 and 8\n", "choice"),
        ("print(tag('Our office is in Lisbon'))\n", "built in"),
        ("speak(first)\nspeak(second)\n", "several uses"),
        (
            "first = load(a)\nprint(first)\nwith open(b) as f:\n    first = load(f)\n    print(first)\n",
            "several uses",
        ),
        ("def main():\n    go([{'url': 'https://a.example'}])\nmain()\n", "data"),
        ("# csv\nframe.to_csv(name)\n# json\nframe.to_json(name)\n", "several uses"),
    ],
)
def test_what_would_be_set_in_stone(text, part):
    assert part in (why(text) or "")


def test_a_sample_without_any_option():
    assert "sample" in (why("print(load('iris'))\n", options=False) or "")
    assert why("print(load('iris'))\n") is None
    assert why("import sys\nprint(sys.version)\n", options=False, given=False) is None
    assert "sample" in (why("y = sin(space(0, 20, 500))\nprint(y)\n", options=False, given=False) or "")
    assert why("y = sin(space(0, 20, 500))\nprint(y)\n", options=False) is None


def test_a_variable_with_several_values_is_not_taken_from_another_section():
    texts = [("model = load('a')\n", "One"), ("model = load('b')\n", "Two"), ("print(model.size)\n", "Three")]
    blocks = [block(text, index, title) for index, (text, title) in enumerate(texts)]
    assert taken_from_elsewhere(blocks[2], closure_of(blocks, 2), blocks) == "model"
    assert taken_from_elsewhere(blocks[1], closure_of(blocks, 1), blocks) is None
    alone = [blocks[0], block("print(model.size)\n", 1, "Two")]
    assert taken_from_elsewhere(alone[1], closure_of(alone, 1), alone) is None


def test_what_a_block_that_stays_calls_does_not_vanish():
    define = "def count(path: str) -> int:\n    return len(open(path).read())\n"
    snippets = [Snippet("python", text) for text in (define, "while True:\n    count(name)\n")]
    found = outline_python(snippets)
    assert found.programs == ()
    assert "still-needed" in [item.rule for item in found.refusals]
    (alone,) = outline_python(snippets[:1]).programs
    assert still_needed([alone], [block(define)]) == [alone]
    assert still_needed([alone], [block(define), block("print(count(name))\n", 1)]) == []


def test_a_block_that_stays_may_bring_its_own():
    texts = ["rows = open('a.txt').read()\nprint(rows)\n", "rows = load()\n", "while True:\n    show(rows)\n"]
    found = outline_python([Snippet("python", text) for text in texts])
    assert [program.sources for program in found.programs] == [(0,)]


def test_functions_without_anything_to_put_in_are_a_demonstration():
    assert "sample" in (why("def f():\n    print(1)\nf()\n", options=False) or "")
    assert why("def f():\n    print(1)\nf()\n") is None
