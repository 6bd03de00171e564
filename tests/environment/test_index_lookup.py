import pytest

from skillrt.environment.index_lookup import IndexLookup, Standing
from skillrt.process import Completed

DAY = "2026-08-30"
GONE = b"cause: Because zq was not found in the package registry and you require zq, we can conclude that ..."
NEW = b"hint: `zq` was filtered by `exclude-newer` to only include packages uploaded before 2026-08-31."
DOWN = b"error: Failed to fetch: operation timed out"


def lookup(folder, uv=(), npm=None):
    calls, replies = [], list(uv)

    def run_uv(arguments, where):
        assert where == folder
        calls.append(tuple(arguments))
        return replies.pop(0)

    def run_npm(arguments, _where):
        calls.append(tuple(arguments))
        return npm

    return IndexLookup(run_uv, run_npm if npm else None, folder, DAY), calls


OK = Completed(0, b"zq==1.0\n", b"")


@pytest.mark.parametrize(
    ("replies", "expected"),
    [
        ([OK], Standing(found=True)),
        ([Completed(1, b"", GONE)], Standing(found=False)),
        ([Completed(1, b"", NEW), OK], Standing(found=True, young=True)),
        ([Completed(2, b"", DOWN), Completed(2, b"", DOWN)], None),
    ],
)
def test_names_of_python_by_uv(tmp_path, replies, expected):
    index, calls = lookup(tmp_path, replies)
    assert index.standing("python", "zq") == expected
    assert calls[0][:2] == ("pip", "compile")
    assert calls[0][-3:] == ("--exclude-newer", DAY, "name.in")
    assert len(calls) == len(replies)
    assert (tmp_path / "name.in").read_text() == "zq\n"


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (Completed(0, b'{"created": "2013-08-03T00:21Z", "9.0.0": "2026-11-01T00:00Z"}', b""), Standing(found=True)),
        (Completed(0, b'{"1.0.0": "2026-11-01T00:00:00.000Z"}', b""), Standing(found=True, young=True)),
        (Completed(0, b"", b""), Standing(found=True)),
        (Completed(0, b"{}", b""), Standing(found=True)),
        (Completed(1, b"", b"npm error code E404\n"), Standing(found=False)),
        (Completed(1, b"", b"npm error code ETIMEDOUT\n"), None),
    ],
)
def test_names_of_node_by_npm(tmp_path, reply, expected):
    index, calls = lookup(tmp_path, npm=reply)
    assert index.standing("node", "@zq/a") == expected
    assert calls == [("view", "--json", "--", "@zq/a", "time")]


@pytest.mark.parametrize(
    "name", ["", "-r x", "--index-url=x", "a b", "a;b", "../a", "zq\n-e .", "a" * 500, "git+ssh://x"]
)
@pytest.mark.parametrize("kind", ["python", "node"])
def test_what_is_no_name_is_not_asked_for(tmp_path, kind, name):
    index, calls = lookup(tmp_path, npm=Completed(0, b"", b""))
    assert index.standing(kind, name) == Standing(found=False)
    assert calls == []


def test_other_kinds_have_no_index(tmp_path):
    assert lookup(tmp_path)[0].standing("system", "jq") is None


def test_without_npm_there_is_no_answer_for_node(tmp_path):
    assert lookup(tmp_path)[0].standing("node", "chalk") is None
