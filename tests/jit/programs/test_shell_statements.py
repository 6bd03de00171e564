import pytest

from skillrt.jit.programs.shell_statements import look_only, only_looks, statements, words


def test_a_command_is_cut_into_statements():
    text = "ls; head -3 a.csv && wc -l a.csv\npython3 - <<'E'\nprint(1)\nE\ncat b.json"
    assert statements(text) == ["ls", "head -3 a.csv", "wc -l a.csv", "python3 - <<'E'\nprint(1)\nE", "cat b.json"]
    assert statements("# only a comment") == []
    assert statements("if true; then ls") is None


def test_what_acts_stays_whole():
    assert statements("cd out && python3 a.py") == ["cd out && python3 a.py"]


@pytest.mark.parametrize(
    "text", ["ls -la", "head a | wc -l", "cat a 2>/dev/null", "file x; stat x", "grep -n a b 2>&1"]
)
def test_looking(text: str):
    assert only_looks(text)


@pytest.mark.parametrize(
    "text", ["cat a > b", "ls | tee x", "python3 a.py", "echo x >> y", "for f in *; do cat $f; done", "x=1", "$cmd a"]
)
def test_acting(text: str):
    assert not only_looks(text)


def test_the_data_names_what_looks():
    assert "cat" in look_only()
    assert "tee" not in look_only()
    assert words()["date"]


def test_a_program_behind_env_is_run():
    assert only_looks("env")
    assert not only_looks("env A=1 python3 x.py")


def test_what_is_no_unicode_is_cut_too():
    assert statements("ls é && printf '\ud83d'; cat \ud800 b") == ["ls é", "printf '?'", "cat ? b"]
