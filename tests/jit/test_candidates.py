from pathlib import Path

import pytest

from skillrt.jit.actions import Action
from skillrt.jit.candidates import Candidate, candidates_of
from skillrt.jit.minimise import Minimal
from skillrt.jit.recorded import Recorded
from skillrt.jit.replay import Replayed
from skillrt.jit.scenes import episode_scene
from skillrt.jit.template import Piece


def candidate(tmp_path: Path, prompt: str, *actions: Action, writes: tuple[str, ...] = ()) -> Candidate | str:
    (tmp_path / "data.csv").write_text("price,name\n1.5,Ada\n")
    episode = Recorded("e", "", prompt, (), "", tmp_path, {})
    minimal = Minimal(actions, Replayed(dict.fromkeys(writes, b""), (), ""))
    found = candidates_of(episode, minimal, episode_scene(episode))
    return found if isinstance(found, str) else found[0]


def tied(found: Candidate | str) -> dict[str, str]:
    assert isinstance(found, Candidate)
    examples = {hole.id: hole.example for hole in found.holes}
    return {
        filled.site.value: "".join(
            piece.text or f"<{examples[piece.hole]}{'' if piece.use == 'value' else '.' + piece.use}>"
            for piece in filled.pieces
        )
        for filled in found.sites
    }


def shell(text: str) -> Action:
    return Action("shell", text)


def test_literals_are_tied_to_the_words_of_the_request(tmp_path: Path):
    found = candidate(
        tmp_path,
        "Show the 10 highest price of data.csv in out.txt",
        shell("python3 -c \"d = read('./data.csv').price.nlargest(10); open('out.txt', 'w').write(str(d))\""),
        writes=("out.txt",),
    )
    assert tied(found) == {"./data.csv": "<data.csv>", "price": "<price>", "10": "<10>", "out.txt": "<out.txt>"}
    assert isinstance(found, Candidate)
    assert [piece.hole for piece in found.outputs["out.txt"]] == [
        hole.id for hole in found.holes if hole.example == "out.txt"
    ]


def test_names_made_from_names_and_shares_from_percentages(tmp_path: Path):
    found = candidate(
        tmp_path, "Scale data.csv to 50%", shell("python3 -c \"f('data.csv', 0.5, 'out/data_small.json')\"")
    )
    assert tied(found) == {
        "data.csv": "<data.csv>",
        "0.5": "<50.hundredth>",
        "out/data_small.json": "out/<data.csv.stem>_small.json",
    }


def test_a_file_that_only_the_workspace_names(tmp_path: Path):
    found = candidate(tmp_path, "Sort it", shell("sort data.csv > sorted.txt"), writes=("sorted.txt",))
    assert tied(found) == {"data.csv": "<data.csv>"}
    assert isinstance(found, Candidate)
    assert [hole.kind for hole in found.holes] == ["workspace-file"]
    assert found.outputs == {"sorted.txt": (Piece(text="sorted.txt"),)}


def test_words_in_prose_are_tied_as_they_are_and_in_code_as_plain_words(tmp_path: Path):
    greeting = candidate(tmp_path, 'Greet "Ada"', shell("python3 -c \"print('Hello, Ada!')\""))
    assert tied(greeting) == {"Hello, Ada!": "Hello, <Ada>!"}
    query = candidate(
        tmp_path, "Rows with price over 3 of data.csv", shell("python3 -c \"q('data.csv', 'price > 3')\"")
    )
    assert tied(query) == {"data.csv": "<data.csv>", "price > 3": "<price.plain> > <3.plain>"}


def test_a_value_in_code_cannot_vary(tmp_path: Path):
    found = candidate(
        tmp_path,
        "Mean price of data.csv",
        shell("python3 -c \"price = r('data.csv').query(f'{price.name} > 3')['price']; print(f'''price''' 'x')\""),
    )
    assert isinstance(found, Candidate)
    exposed = {hole.example for hole in found.holes if hole.id in found.exposed}
    assert exposed == {"price"}
    fine = candidate(
        tmp_path, "Mean price of data.csv", shell("python3 -c \"price = r('data.csv')['price'].mean()\"")
    )
    assert isinstance(fine, Candidate)
    assert "price" not in {hole.example for hole in fine.holes if hole.id in fine.exposed}


def test_files_that_are_written_as_they_are(tmp_path: Path):
    found = candidate(tmp_path, 'Write a card for "Ada" to card.md', Action("write", "# Dear Ada\n", "card.md"))
    assert tied(found) == {"card.md": "<card.md>", "Ada": "<Ada>"}
    program = candidate(tmp_path, "Sort data.csv", Action("write", "open('data.csv')", "sort.py"))
    assert tied(program) == {"data.csv": "<data.csv>"}


@pytest.mark.parametrize("text", ["python3 -c 'x = ", "if true; then"])
def test_a_program_that_does_not_parse_gives_none(tmp_path: Path, text: str):
    assert candidate(tmp_path, "Do it", shell(text)) == "its program does not parse"


def test_a_number_beside_that_of_the_request_makes_a_second_one(tmp_path: Path):
    (tmp_path / "data.csv").write_text("price,name\n1.5,Ada\n")
    episode = Recorded("e", "", "Rows 2 to 4 of data.csv", (), "", tmp_path, {})
    actions = (shell("python3 -c \"print(open('data.csv').readlines()[1:4])\"; sed -n '3,5p' data.csv"),)
    found = candidates_of(episode, Minimal(actions, Replayed({}, (), "")), episode_scene(episode))
    assert isinstance(found, tuple)
    plain, beside = found
    assert tied(plain) == {"data.csv": "<data.csv>", "4": "<4>"}
    assert tied(beside) == {
        "data.csv": "<data.csv>", "1": "<2.less>", "4": "<4>", "3,5p": "<2.more>,<4.more>p",
    }  # fmt: skip


def test_pieces_of_f_strings_vary_and_names_of_variables_in_them_mean_nothing(tmp_path: Path):
    text = """python3 - <<'E'
for price in rows('data.csv'):
    write(f"out.txt.{price}", f'{price["price"]}')
E"""
    found = candidate(tmp_path, "Put each price of data.csv into out.txt", shell(text), writes=("out.txt",))
    assert tied(found) == {"data.csv": "<data.csv>", "out.txt.": "<out.txt>.", "price": "<price>"}
    assert isinstance(found, Candidate)
    assert found.exposed == frozenset()


def test_the_only_script_is_a_program_and_no_input(tmp_path: Path):
    """The only script of another workspace would be another program."""
    (tmp_path / "tool.py").write_text("")
    found = candidate(
        tmp_path, "Count the rows", shell("python3 -u ./tool.py data.csv > out.txt"), writes=("out.txt",)
    )
    assert isinstance(found, Candidate)
    assert [hole.example for hole in found.holes] == ["data.csv"]


def test_the_number_of_a_codec_does_not_expose_one_of_the_request(tmp_path: Path):
    text = "python3 - <<'E'\nt = open('data.csv', encoding='utf-8').read()\nprint(t.expandtabs(8))\nE"
    found = candidate(tmp_path, "In data.csv make each tab 8 spaces", shell(text))
    assert isinstance(found, Candidate)
    assert "8" in found.values.values()
    assert not found.exposed


def test_files_in_a_row_are_a_list_where_they_stand_nowhere_else(tmp_path: Path):
    for name in ("x.txt", "y.txt", "z.txt"):
        (tmp_path / name).write_text("text\n")
    episode = Recorded("e", "", "Put x.txt, y.txt and z.txt into all.txt", (), "", tmp_path, {})

    def readings(command: str) -> list[str]:
        found = candidates_of(episode, Minimal((shell(command),), Replayed({}, (), "")), episode_scene(episode))
        assert not isinstance(found, str)
        return [item.reading for item in found]

    assert readings("cat x.txt y.txt z.txt > all.txt") == ["plain", "listed"]
    assert readings("cat x.txt y.txt z.txt > all.txt; head -1 x.txt") == ["plain", "listed"]
    assert readings("cat x.txt y.txt z.txt > all.txt; head -1 z.txt") == ["plain"]
    assert readings("cat x.txt > all.txt; cat y.txt >> all.txt; cat z.txt >> all.txt") == ["plain"]
