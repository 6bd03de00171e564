import pytest

from tests.code.outlining.shell_runs import only


def inputs(text: str) -> dict[str, tuple[str, str, bool]]:
    return {item.name: (item.kind, item.example, item.required) for item in only(text).inputs}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("N=5\nseq $N | sort", {"n": ("integer", "5", False)}),
        ('NAME="A b"\ntool "$NAME" | sort', {"name": ("text", "A b", False)}),
        ("IN=report.pdf\ntool $IN | sort", {"in": ("input-file", "report.pdf", True)}),
        ("OUTPUT=x.csv\nls | sort > $OUTPUT", {"output": ("output-file", "x.csv", False)}),
        ("export REPO=<owner/repo>\ntool $REPO | sort", {"repo": ("text", "<owner/repo>", True)}),
        ("tool $FOO | sort", {"foo": ("text", "", True)}),
        ("tool $HOME $PWD $RANDOM | sort | uniq", {}),
        ("i=0\nfor x in a b; do i=$((i+1)); done\necho $i | sort", {}),
        ('ARGS=""\nls | sort $ARGS | uniq', {}),
        ("for i in 1 2; do tool $i | sort; done", {}),
    ],
)
def test_variables(text: str, expected: dict[str, tuple[str, str, bool]]):
    assert inputs(text + "\n") == expected


def test_expansions_of_inputs_are_quoted_and_others_are_not():
    body = only('IN=a.csv\nFLAGS="-r -n"\ntool $FLAGS $IN ${IN%.csv}.txt | sort\n').text.rpartition("\n\n")[2]
    assert 'tool $FLAGS "$IN" "${IN%.csv}".txt' in body
