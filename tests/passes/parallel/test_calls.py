import pytest

from tests.passes.parallel.sample import body, lowered, mechanisms

ALL = " (all in one turn)"
SEVERAL = " (several in one turn)"


def after(folder, text: str, harness: str = "claude-code") -> str:
    return body(lowered(folder, f"# T\n\n## Steps\n\n{text}\n", harness)).partition("## Steps\n\n")[2].rstrip("\n")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Read `a.md`, `b.md`, and `c.md`.", f"Read `a.md`, `b.md`, and `c.md`{ALL}."),
        ("Read the persona's `a.md` and `b.md`", f"Read the persona's `a.md` and `b.md`{ALL}"),
        ("**Before writing**: read [a](a.md) + [b](b.md)", f"**Before writing**: read [a](a.md) + [b](b.md){ALL}"),
        ("Read `a.md` and `b.md` for the details.", f"Read `a.md` and `b.md`{ALL} for the details."),
        ("Read ALL files in the folder.", f"Read ALL files{SEVERAL} in the folder."),
        ("For each question, search the web.", f"For each question{SEVERAL}, search the web."),
        (
            "Fetch the page for each service (with curl).",
            "Fetch the page for each service (several in one turn; with curl).",
        ),
        ("Read all source files, and think.", f"Read all source files{SEVERAL}, and think."),
    ],
)
def test_the_clause_stands_where_the_calls_are_named(tmp_path, old: str, new: str):
    assert after(tmp_path, old) == new


@pytest.mark.parametrize(
    "text",
    [
        "See `a.md` for examples and `b.md` for rules.",
        "Read `a.md` or `b.md`.",
        "Read `a.md`, take `b.md` as the form, and write `c.md`.",
        "Read `a.md` and `b.md` as needed.",
        "Read `a.md` and `b.md`, `Makefile`, and whatever else is there.",
        "Read `a.md` → `b.md`.",
        "Read `a.md` and `b.md` in parallel.",
        "Read two tests of each part rather than every test file.",
        "Examine each file and fix it.",
        "Fetch every URL one at a time.",
        # the items are not what is named, but what belongs to them
        "Read each generated skill's `SKILL.md` and note its title.",
        "Read each skill-folder.",
        "Read each file header.",
        # the call is a part of the work on each
        "For each file, load the questions from `a.md` and work through every checkbox.",
        "For each question, search the web, then write the answer.",
        # English in the middle of another language
        "Read `a.md`, `b.md`：これらのファイルを読んでください。",
    ],
)
def test_elsewhere_none_does(tmp_path, text: str):
    assert after(tmp_path, text) == text


def commands(lead: str, *lines: str) -> str:
    listed = "\n".join(f"   {line}" for line in lines)
    return f"1. Look around.\n\n   {lead}\n\n   ```sh\n{listed}\n   ```\n\n2. Go on.\n3. End."


def test_commands_that_only_look(tmp_path):
    assert f"Check the state{ALL}:" in after(tmp_path, commands("Check the state:", "git status", "git log"))


def test_a_comment_goes_to_the_shell_with_the_commands_in_one_call(tmp_path):
    text = commands("Check.", "# Check the state", "git status", "git log")
    assert after(tmp_path, text) == text


@pytest.mark.parametrize(
    "lines",
    [
        ("git status && git log", "git diff"),
        ("BASE=$(git rev-parse HEAD)", "git log"),
        ("gh run list", "gh run view <run-id>"),
        ("ls -d a  # preferred", "ls -d b  # alternative"),
        ("kubectl get pods --watch", "kubectl get nodes"),
        ("git status; git log", "git diff"),
        ("git commit -m x", "git status"),
    ],
)
def test_commands_of_which_that_is_not_certain(tmp_path, lines):
    assert ALL not in after(tmp_path, commands("Check the state:", *lines))


def test_commands_outside_of_steps_are_a_list_to_choose_from(tmp_path):
    text = "# T\n\n## Check\n\nCheck the state:\n\n```sh\ngit status\ngit log\n```\n"
    assert ALL not in body(lowered(tmp_path, text))


def test_a_list_of_documents(tmp_path):
    text = "Read these documents:\n\n- `a.md`\n- `b.md`"
    assert after(tmp_path, text) == text.replace("documents:", f"documents{ALL}:")


def test_a_target_that_makes_one_call_a_turn(tmp_path):
    text = "Read `a.md` and `b.md`."
    assert after(tmp_path, text, "cline") == text
    assert mechanisms(lowered(tmp_path, f"# T\n\n{text}\n", "cline")) == [""]
