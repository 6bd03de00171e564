import pytest

from skillrt.environment.finding.program_words import sightings, span_in
from skillrt.errors import Span
from skillrt.ir import Block
from tests.environment.sighted import names, sighted


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Open it with `gh pr create --fill`.\n", {("gh", "use")}),
        ("Requires ffmpeg on the machine.\n", {("ffmpeg", "use")}),
        ("Install pandoc first.\n", {("pandoc", "use")}),
        ("The kubectl CLI must be there.\n", {("kubectl", "use")}),
        ("Commit the document to git.\n", {("git", "use")}),
        ("Look at git diff and recent commits.\n", {("git", "use")}),
        ("Optional: install pandoc for reports.\n", {("pandoc", "optional")}),
        ("Get it by `brew install jq`.\n", {("brew", "alternative"), ("jq", "install"), ("jq", "use")}),
    ],
)
def test_what_words_ask_for(tmp_path, body, expected):
    assert names(tmp_path, sightings, body) == expected


@pytest.mark.parametrize(
    "body",
    [
        "Make sure that you go step by step and open the file.\n",
        "Set `service = build(x)` and `host: name`.\n",
        "Run `grep -r x .` and `echo hi`.\n",
        "Use node 4 of the graph; make it act.\n",
        "It needs python skills.\n",
        "Call `open(path)`.\n",
    ],
)
def test_what_only_looks_like_it(tmp_path, body):
    assert names(tmp_path, sightings, body) == set()


def test_the_front_matter(tmp_path):
    head = (
        "---\nname: a\ndescription: b\ncompatibility: Needs Python 3.11 and git; optional ffmpeg\n"
        'metadata: {"openclaw": {"requires": {"bins": ["frob", "cat"], "anyBins": ["one", "two"]}}}\n---\n\nText.\n'
    )
    found = {(name, manner) for _, name, manner, _ in sighted(tmp_path, sightings, {"SKILL.md": head})}
    assert found == {
        ("python3", "declare"),
        ("git", "declare"),
        ("ffmpeg", "optional"),
        ("frob", "declare"),
        ("one", "alternative"),
        ("two", "alternative"),
    }


def test_metadata_of_any_shape_is_survived(tmp_path):
    for number, value in enumerate(
        ("[1, 2]", "x", "{requires: [1]}", "{a: {requires: {bins: {b: 1}}}}", "{requires: {bins: 7}}")
    ):
        head = f"---\nname: a\ndescription: b\nmetadata: {value}\n---\n\nText.\n"
        assert sighted(tmp_path / str(number), sightings, {"SKILL.md": head}) == []


def test_places_in_a_block():
    block = Block("b", "paragraph", Span("SKILL.md", 10, 30, 4, 6), text="é one\ntwo\nthree")
    assert span_in(block, 6, 9) == Span("SKILL.md", 17, 20, 5, 5)


def test_git_in_words(tmp_path):
    assert names(tmp_path / "a", sightings, "Then commit it to a branch of its own.\n") == {("git", "use")}
    assert names(tmp_path / "b", sightings, "Keep it in a Git repository.\n") == {("git", "alternative")}
    assert names(tmp_path / "c", sightings, "People commit this day to rest.\n") == set()


def test_a_program_that_is_installed_separately(tmp_path):
    assert names(tmp_path, sightings, "Install StarMaker separately.\n") == {("starmaker", "use")}


def test_what_is_only_considered_is_not_asked_for(tmp_path):
    assert names(tmp_path, sightings, "Consider using Helm for templates.\n") == set()


def test_commands_with_placeholders(tmp_path):
    assert ("bun", "use") in names(tmp_path, sightings, "Run `bun <path>`.\n")


def test_a_thing_of_git_is_no_call(tmp_path):
    found = sighted(tmp_path, sightings, {"SKILL.md": "A git checkout resets all times, and so does a git clone.\n"})
    assert {manner for _, _, manner, _ in found} == {"alternative"}


def test_one_of_a_list_that_is_left_open_is_an_example(tmp_path):
    body = "Start it with whatever is there: `pnpm <name>`, `bun <path>`, etc.\n"
    assert ("bun", "example") in names(tmp_path, sightings, body)
    assert ("bun", "example") in names(tmp_path, sightings, "Run `bun <path>` or similar.\n")
    assert ("bun", "use") in names(tmp_path, sightings, "Run `bun <path>`, then `ls x`.\n")


def test_a_cli_by_the_name_of_its_product(tmp_path):
    assert names(tmp_path / "a", sightings, "Dispatch the task via Copilot CLI.") == {("copilot", "use")}
    assert names(tmp_path / "b", sightings, "It runs in Codex CLI, Copilot CLI and Gemini CLI.") == set()
    assert names(tmp_path / "c", sightings, "Your copilot answers.") == set()


def test_a_scheme_is_no_program(tmp_path):
    assert names(tmp_path, sightings, "It needs an `http://` origin.\n") == set()


def test_a_program_alone_in_a_span_where_a_list_or_a_table_asks_for_it(tmp_path):
    table = "| Language | Requirements |\n|---|---|\n| C | `gcc`/`clang` in PATH |\n| Words | `jq` |\n"
    found = names(tmp_path, sightings, table)
    assert found == {("gcc", "alternative"), ("clang", "alternative"), ("jq", "use")}
    assert names(tmp_path / "a", sightings, "## Prerequisites\n\n- `ffmpeg` 6\n") == {("ffmpeg", "use")}
    assert names(tmp_path / "b", sightings, "The option `jq` of `mode`. Requires `watch` and `host`.\n") == set()
    assert names(tmp_path / "d", sightings, "Requires `ffmpeg` and `jq`.\n") == {("ffmpeg", "use"), ("jq", "use")}
    assert names(tmp_path / "c", sightings, "`jq` must be installed.\n") == {("jq", "use")}


def test_a_command_that_is_ruled_out(tmp_path):
    assert names(tmp_path, sightings, "Served at once, no `docker restart x`.\n") == set()
    assert names(tmp_path / "x", sightings, "Then `docker restart x`.\n") == {("docker", "use")}


def test_what_the_text_forbids_is_no_need(tmp_path):
    said = ("Do NOT use curl, call no REST APIs.", "This does not require ffmpeg for still images.")
    for number, text in enumerate(said):
        assert names(tmp_path / str(number), sightings, text) == set()
    assert names(tmp_path / "x", sightings, "Never use ffmpeg without -y.") == {("ffmpeg", "use")}


def test_code_spans_to_choose_from(tmp_path):
    one = "## Dependencies\n\nAt least one CLI installed: `copilot`, `claude`, or `gemini`.\n"
    assert names(tmp_path / "a", sightings, one) == {
        ("copilot", "alternative"),
        ("claude", "alternative"),
        ("gemini", "alternative"),
    }
    row = "| a | b |\n|---|---|\n| `npm audit`, or `dotnet list package --vulnerable` | x |\n"
    assert names(tmp_path / "b", sightings, row) == {("npm", "alternative"), ("dotnet", "alternative")}
    # one program, whichever of its commands
    assert names(tmp_path / "c", sightings, "Run `gh pr list` or `gh pr view 1`.") == {("gh", "use")}
    assert names(tmp_path / "d", sightings, "## Requirements\n\n`jq` and `ffmpeg`\n") == {
        ("jq", "use"),
        ("ffmpeg", "use"),
    }
