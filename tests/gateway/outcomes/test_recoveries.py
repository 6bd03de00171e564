from skillrt.gateway.outcomes.recoveries import Change, recoveries_of
from tests.gateway.outcomes.samples import episode, shell, tool

MISSING = "ModuleNotFoundError: No module named 'pdfplumber'"


def _changes(*calls) -> list[tuple[Change, ...]]:
    return [found.changes for found in recoveries_of(episode(*calls))]


def test_a_missing_module_that_was_installed():
    (found,) = recoveries_of(
        episode(
            shell("python extract.py a.pdf", MISSING, failed=True),
            shell("pip install pdfplumber", "Successfully installed"),
            shell("python extract.py a.pdf", "3 pages"),
        )
    )
    assert (found.failed_turn, found.worked_turn, found.cause.key) == (0, 2, "missing-module:pdfplumber")
    assert found.changes == (Change("between", after="pip install pdfplumber"),)


def test_another_program_name():
    assert _changes(
        shell("python x.py a", "bash: python: command not found", failed=True), shell("python3 x.py a", "ok")
    ) == [(Change("replaced", "python", "python3"),)]


def test_an_option_that_was_missing():
    calls = (
        shell("fold sheet.txt", "Exit code 2\nerror: the following arguments are required: --shape"),
        shell("fold --shape crane sheet.txt", "ok"),
    )
    assert _changes(*calls) == [(Change("added", "", "--shape crane"),)]


def test_a_corrected_path():
    assert _changes(
        shell("cat sheets/a.txt", "cat: sheets/a.txt: No such file or directory", failed=True),
        shell("cat sheet/a.txt", "x"),
    ) == [(Change("replaced", "sheets/a.txt", "sheet/a.txt"),)]


def test_the_same_again():
    assert _changes(shell("curl x", "Exit code 28\ntimed out"), shell("curl x", "ok")) == [(Change("again"),)]


def test_a_program_that_does_without_what_was_missing():
    first = "python - <<'E'\nimport pandas\n" + "\n".join(f"print(pandas.a{n}(b{n}))" for n in range(9)) + "\nE"
    second = "python - <<'E'\nimport csv\n" + "\n".join(f"print(csv.a{n}(b{n}))" for n in range(9)) + "\nE"
    failed = shell(first, "ModuleNotFoundError: No module named 'pandas'", failed=True)
    assert _changes(failed, shell(second, "ok")) == [(Change("removed", before="pandas"),)]


def test_an_edit_of_the_same_file():
    failed = tool("edit", "file.edit", {"path": "a", "old": "x"}, "Error: Could not find the exact text", failed=True)
    other = tool("edit", "file.edit", {"path": "b", "old": "x"}, "ok")
    same = tool("edit", "file.edit", {"path": "a", "old": "y"}, "ok")
    assert recoveries_of(episode(failed, other)) == []
    (found,) = recoveries_of(episode(failed, other, same))
    assert found.worked_turn == 2


def test_only_the_last_failure_before_the_one_that_worked():
    found = recoveries_of(
        episode(
            shell("fold -a x", "Exit code 2\nbad"), shell("fold -b x", "Exit code 2\nbad"), shell("fold -c x", "ok")
        )
    )
    assert [(item.failed_turn, item.worked_turn) for item in found] == [(1, 2)]


def test_what_is_no_recovery():
    failed = shell("cat a.txt", "cat: a.txt: No such file or directory", failed=True)
    assert recoveries_of(episode(failed)) == []
    assert recoveries_of(episode(failed, shell("git status", "clean"))) == []
    assert recoveries_of(episode(failed, shell("cat b.txt", "x", answered=False))) == []
    assert recoveries_of(episode(shell("cat a.txt", "x"), shell("cat b.txt", "y"))) == []


def test_variables_and_commands_before_it_make_no_other_command():
    bare = shell("python a.py x", "KeyError: 'PAPER_HOME'", exit=1)
    assert _changes(bare, shell("PAPER_HOME=. python a.py x", "ok", exit=0)) == [
        (Change("added", after="PAPER_HOME=."),)
    ]
    lost = shell("python a.py x", "FileNotFoundError: [Errno 2] No such file or directory: 'out/x'", exit=1)
    assert _changes(lost, shell("mkdir -p out && python a.py x", "ok", exit=0)) == [
        (Change("added", after="mkdir -p out &&"),)
    ]


def test_another_job_of_the_same_program_is_no_recovery():
    missing = "No such file or directory"
    pairs = [
        (shell("cat settings.yaml", f"cat: settings.yaml: {missing}", exit=1), shell("cat notes.txt", "x", exit=0)),
        (
            shell(
                'python -c "import paper; print(paper.fold(1))"',
                "ModuleNotFoundError: No module named 'paper'",
                exit=1,
            ),
            shell('python -c "print(sum([1, 2]))"', "3", exit=0),
        ),
        (shell("cat a.txt", f"cat: a.txt: {missing}", exit=1), shell("touch a.txt", "", exit=0)),
        (shell("ls a && (echo b; exit 3)", "b", exit=3), shell("ls a && cat c", "c", exit=0)),
    ]
    assert [recoveries_of(episode(*pair)) for pair in pairs] == [[]] * len(pairs)


def test_a_file_that_was_read_from_another_folder():
    failed = tool("read", "file.read", {"path": "/w/in/a.txt"}, "File not found: /w/in/a.txt", failed=True)
    other, same = (tool("read", "file.read", {"path": path}, "x") for path in ("/w/b.txt", "/w/a.txt"))
    assert recoveries_of(episode(failed, other)) == []
    (found,) = recoveries_of(episode(failed, other, same))
    assert found.worked_turn == 2
