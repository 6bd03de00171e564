import pytest

from skillrt.jit.actions import Action
from skillrt.jit.programs.shell_sites import shell_sites
from skillrt.jit.programs.sites import Site
from skillrt.jit.prove import filled_actions
from skillrt.jit.template import FilledSite, Hole, Piece
from skillrt.jit.ties import pieces_of, tied

HOLES = (
    Hole("h1", "file", ".csv", example="data.csv"),
    Hole("h2", "word", example="lift"),
    Hole("h3", "number", example="45"),
    Hole("h4", "field", example="price"),
    Hole("h5", "quoted", example="two words"),
)


def sites(command: str) -> list[FilledSite]:
    found = shell_sites(command, 0)
    assert found is not None
    return [item for site in found if (item := tied(site, HOLES)) is not None]


def filled(command: str, **values: str) -> str | None:
    """The command with other values; None where one cannot stand there."""
    given = {hole.id: hole.example for hole in HOLES} | values
    done = filled_actions((Action("shell", command),), tuple(sites(command)), given)
    return done[0].text if done is not None else None


@pytest.mark.parametrize(("command", "wanted"), [
    (r"sed -i 's/\blift\b/x/g' data.csv", r"sed -i 's/\bcrane\b/x/g' data.csv"),
    ("awk -F, '$2 == \"lift\" && $3 > 45' data.csv", "awk -F, '$2 == \"crane\" && $3 > 7' data.csv"),
    ("head -45 data.csv", "head -7 data.csv"),
    ("sort --lines=45 data.csv", "sort --lines=7 data.csv"),
    ("for f in data.csv; do cat $f; done", "for f in data.csv; do cat $f; done"),
    ("f=data.csv; cat $f", "f=data.csv; cat $f"),
])  # fmt: skip
def test_plain_words_in_programs_and_patterns_may_change(command: str, wanted: str):
    assert filled(command, h2="crane", h3="7") == wanted


def test_words_of_python_strings_too():
    done = filled("python3 - <<'E'\nd.query('price > 45')\nre.sub(r'\\blift\\b', 'x', t)\nE", h2="crane", h4="cost")
    assert done is not None
    assert "'cost > 45'" in done
    assert "\\x5cbcrane\\x5cb" in done


def test_files_named_in_loops_and_variables_are_tied():
    assert "other.csv" in (filled("for f in data.csv; do cat $f; done", h1="other.csv") or "")
    assert "other.csv" in (filled("f=data.csv; cat $f", h1="other.csv") or "")


@pytest.mark.parametrize("value", ["a b", "$(id)", "x'; rm", "a/g;e", "-n", "a\nb", "", "x" * 101, "system(", "../a"])
def test_nothing_but_a_plain_word_stands_in_a_program(value: str):
    assert filled(r"sed -i 's/\blift\b/x/g' data.csv", h2=value) is None
    assert filled("head -45 data.csv", h3=value) is None


def test_what_is_called_and_what_a_shell_reads_is_no_value():
    assert sites("awk '{print lift(1), $45}' x") == []
    assert sites("bash -c 'lift; ls'") == []
    assert sites("eval 'lift; ls'") == []


def test_names_made_of_names():
    assert pieces_of("out/data_new.json", HOLES) == (
        Piece(text="out/"), Piece(hole="h1", use="stem"), Piece(text="_new.json"),
    )  # fmt: skip
    assert pieces_of("Hello, two words!", HOLES)[1] == Piece(hole="h5")


def test_the_number_of_a_codec_is_not_that_of_a_request():
    hole = Hole("h1", "number", example="8")
    for value in ("utf-8", "UTF-8-SIG"):
        site = Site(0, 0, len(value), "python-text", value)
        assert tied(site, (hole,), "beside") is None
        assert tied(site, (Hole("h1", "word", example=value),)) == FilledSite(site, (Piece(hole="h1"),))


@pytest.mark.parametrize(("command", "wanted"), [
    ("jq '.price > 45' data.csv", "jq '.cost > 7' 'a b.csv'"),
    ("node -e 'f(\"x\").price; price(45)'", "node -e 'f(\"x\").cost; price(7)'"),
    ("awk '$.price' x", "awk '$.price' x"),
    ("sqlite3 x.db <<'E'\nselect price from lift where n > 45;\nE",
     "sqlite3 x.db <<'E'\nselect cost from crane where n > 7;\nE"),
    ("cat > q.mjs <<'E'\nconst n = d.price + 45;\nE", "cat > q.mjs <<'E'\nconst n = d.cost + 7;\nE"),
    ("bash <<'E'\nhead -45 lift\nE", "bash <<'E'\nhead -45 lift\nE"),
    ("cat > q.sh <<'E'\nhead -45 lift\nE", "cat > q.sh <<'E'\nhead -45 lift\nE"),
    ("sqlite3 x.db <<E\nselect '$HOME' from lift;\nE", "sqlite3 x.db <<E\nselect '$HOME' from lift;\nE"),
])  # fmt: skip
def test_values_inside_programs_of_other_languages(command: str, wanted: str):
    assert filled(command, h1="a b.csv", h2="crane", h3="7", h4="cost") == wanted


def test_a_path_between_quotes_gives_way_to_one_that_is_no_code():
    command = "node -e 'read(\"data.csv\")'"
    assert filled(command, h1="new/x.csv") == "node -e 'read(\"new/x.csv\")'"
    for hostile in ('x".csv', "x'.csv", "a b.csv", "$(id).csv", "x\\.csv", "-x.csv"):
        assert filled(command, h1=hostile) is None
    assert filled("sqlite3 x.db <<'E'\n.import \"data.csv\" t\nE", h1="x\nE\nrm .csv") is None


@pytest.mark.parametrize("hostile", ["a;b", "a b", "x.y", "'", "constructor()", "ä"])
def test_a_key_behind_a_dot_gives_way_to_a_name_only(hostile: str):
    assert filled("jq '.price' x", h4=hostile) is None


@pytest.mark.parametrize("command", [
    "sqlite3 x.db 'select price from lift'", "python3 -c \"c.execute('select price from lift')\"",
    "awk lift data.csv", "perl -ne 'print lift' x", "sqlite3 x.db <<'E'\nselect price from lift\nE",
])  # fmt: skip
def test_what_may_be_code_though_it_is_all_words_takes_plain_words_only(command: str):
    assert filled(command, h2="crane", h4="cost") == command.replace("price", "cost").replace("lift", "crane")
    for hostile in ("t; drop table t", "a-b", "x.y", "system('x')"):
        assert filled(command, h2=hostile) is None
