from skillrt.passes.shaking.cold import cold_sections
from tests.skills import module_of

WORK = (
    "# T\n\n" + "Read the table row by row and say what each column holds, in the order of the header. " * 12 + "\n\n"
)
OLD = "People wrote tables on paper when nobody had a machine that reads them, and drew the lines by hand. " * 4


def titles(folder, section):
    module = module_of(folder / "s", {"SKILL.md": WORK + section})
    return [item.blocks[0].text.strip() for item in cold_sections(module)]


def test_background_moves(tmp_path):
    assert titles(tmp_path, f"## Background\n\n{OLD}\n") == ["## Background"]


def test_what_belongs_to_the_work_stays(tmp_path):
    for number, text in enumerate(
        (
            f"## Background\n\n{OLD} You must never guess.\n",
            f"## Background\n\n{OLD} On an error stop.\n",
            f"## Background\n\n1. Read this first.\n\n{OLD}\n",
            f"## Workflow\n\n{OLD}\n",
            "## Background\n\nShort.\n",
        )
    ):
        assert titles(tmp_path / str(number), text) == []


def test_what_the_rest_sends_the_reader_to_stays(tmp_path):
    module = module_of(tmp_path / "s", {"SKILL.md": WORK + f"See Background below.\n\n## Background\n\n{OLD}\n"})
    assert cold_sections(module) == ()


SHOWN = '- "What does the second column of the table of last year hold, and how many rows have it empty?"\n' * 4


def test_examples_that_only_show_move(tmp_path):
    assert titles(tmp_path, f"## Example prompts\n\n{SHOWN}") == ["## Example prompts"]


def test_examples_that_prescribe_or_show_something_new_stay(tmp_path):
    for number, more in enumerate(
        (
            "When the user says so, list the tables.\n",
            '- "How many?" → run the count\n',
            "Agent: lists the tables\n",
            "- `tool count --all` for all of them\n",
            "Works with tables 2.1+.\n",
            "$TABLE_HOME holds them.\n",
        )
    ):
        assert titles(tmp_path / str(number), f"## Example prompts\n\n{SHOWN}\n{more}") == []


def test_one_of_a_numbered_series_stays(tmp_path):
    assert titles(tmp_path, f"## 4. Background\n\n{OLD}\n") == []


def test_neighbours_move_into_one_file(tmp_path):
    module = module_of(tmp_path / "s", {"SKILL.md": WORK + f"## Background\n\n{OLD}\n\n## History\n\n{OLD}\n"})
    (part,) = cold_sections(module)
    assert part.moved_to == "references/skillrt/background.md"
    assert part.pointer == "More on Background, History: `references/skillrt/background.md`"


def test_what_names_a_bundled_file_stays(tmp_path):
    for number, more in enumerate(("- **deep-guide.md**: how to go on", "- `references/` has more")):
        files = {"SKILL.md": WORK + f"## Resources\n\n{OLD}\n\n{more}\n", "references/deep-guide.md": "# G\n"}
        assert cold_sections(module_of(tmp_path / str(number) / "s", files)) == ()
