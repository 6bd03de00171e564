import pytest

from skillrt.jit.programs.shell_sites import programs_run, python_sites, python_texts, shell_sites


def values(text: str) -> list[str]:
    return [site.value for site in shell_sites(text, 0) or [] if site.form != "python-attribute"]


def test_words_redirections_and_python_inside():
    text = "sort -k 2 'in put.csv' > out.txt; python3 - <<'E'\nopen('a.csv')\nE\npython -c \"open('b.csv')\" c.csv"
    assert values(text) == ["-k", "2", "in put.csv", "out.txt", "a.csv", "-c", "b.csv", "c.csv"]
    assert all(text[site.start : site.end].strip("'\"") == site.value for site in shell_sites(text, 0) or [])


def test_what_the_shell_would_change_is_left_alone():
    assert values("python3 -c \"open('$HOME/a')\"") == ["-c"]
    assert values("python3 - <<E\nopen('$x')\nE") == []
    assert values('cat $x "a$y" b*') == []


def test_a_program_that_is_written_to_a_file_is_read_too():
    assert values("cat > run.py <<'E'\nopen('a.csv')\nE\npython3 run.py") == ["run.py", "a.csv", "run.py"]
    assert values("cat > notes.txt <<'E'\nopen('a.csv')\nE") == ["notes.txt", "open('a.csv')\n"]


def test_python_texts_are_where_they_stand():
    text = "ls\npython3 - <<'E'\nx = 1\nE\npython3 -c 'y = 2'"
    assert [text[low:high] for low, high in python_texts(text)] == ["x = 1\n", "y = 2"]
    assert [site.start for site in python_sites("x = 'a'", 10, 0)] == [14]


def test_a_command_that_does_not_parse_has_no_sites():
    assert shell_sites("for x in", 0) is None
    assert python_texts("for x in") == []


@pytest.mark.parametrize("text", [
    "mkdir -p out && python3 - <<'E'\nopen('a.csv')\nE",
    "cd x; mkdir y && cd z && python3 -u - <<'E' > log\nopen('a.csv')\nE",
    "cat a | python3 - <<'E' | tail\nopen('a.csv')\nE",
    "x=$(python3 <<'E'\nopen('a.csv')\nE\n)",
    "mkdir y && python3 -u -c \"open('a.csv')\"",
    "mkdir y && cat > y/run.py <<'E'\nopen('a.csv')\nE",
])  # fmt: skip
def test_a_program_is_found_wherever_a_python_reads_it(text: str):
    assert "a.csv" in values(text)


def test_a_text_for_another_program_is_none():
    assert "a.csv" not in values("python3 x.py && cat <<'E'\nopen('a.csv')\nE")


@pytest.mark.parametrize(
    ("text", "programs"),
    [
        ("cd x && python3 -u 'my tool.py' data.csv", {"my tool.py"}),
        ("env A=1 bash ./run.sh a.csv; node made.js | sort b.csv", {"./run.sh", "made.js"}),
        ("python3 - < a.py; cat b.py", set[str]()),
        ("python3 'unfinished", set[str]()),
    ],
)
def test_files_that_are_run_as_programs(text: str, programs: set[str]):
    assert programs_run(text) == programs


def test_what_is_no_unicode_moves_no_site():
    text = "sort '\ud83d' é in.csv > out.txt"
    written = [text[site.start : site.end] for site in shell_sites(text, 0) or []]
    assert written[-2:] == ["in.csv", "out.txt"]
