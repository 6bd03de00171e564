import pytest

from skillrt.jit.actions import Action
from skillrt.jit.otherwise import otherwise_tied
from skillrt.jit.programs.shell_sites import shell_sites
from skillrt.jit.prove import filled_actions
from skillrt.jit.template import FilledSite, Hole

HOLES = (
    Hole("h1", "number", example="2"),
    Hole("h2", "number", unit="%", example="15"),
    Hole("h3", "word", example="Error"),
    Hole("h4", "word", example="semicolon"),
    Hole("h5", "word", example="three"),
    Hole("h6", "number", unit="MB", example="7"),
)


def filled(command: str, **values: str) -> str | None:
    found = shell_sites(command, 0)
    assert found is not None
    sites: list[FilledSite] = [item for site in found if (item := otherwise_tied(site, HOLES)) is not None]
    given = {hole.id: hole.example for hole in HOLES} | values
    done = filled_actions((Action("shell", command),), tuple(sites), given)
    return done[0].text if done is not None else None


@pytest.mark.parametrize(("command", "wanted"), [
    (r"sed 's/\t/  /g' a", r"sed 's/\t/    /g' a"),
    ("awk -v add=2000 '{print $1 + add}' a", "awk -v add=4000 '{print $1 + add}' a"),
    ("perl -pe 's/x/$1+2000/e' a", "perl -pe 's/x/$1+4000/e' a"),
    ("python3 -c 'print(x * 1.15, 2_000)'", "python3 -c 'print(x * 1.2, 4000)'"),
    ("grep ERROR a", "grep WARN a"),
    ("grep -c '^error: ' a", "grep -c '^warn: ' a"),
    ("cut -d ';' a", "cut -d , a"),
    ("python3 -c 'print(3)'", "python3 -c 'print(5)'"),
    ("awk '$2 > 7340032' a", "awk '$2 > 3145728' a"),
    ("python3 -c 'print(2, 15)'", "python3 -c 'print(2, 15)'"),
    ("cut -f 3000 a; echo 120 > 15", "cut -f 3000 a; echo 240 > 15"),
    ("eval 'grep ERROR a'", "eval 'grep ERROR a'"),
])  # fmt: skip
def test_values_that_are_said_in_another_way(command: str, wanted: str):
    assert filled(command, h1="4", h2="20", h3="Warn", h4="comma", h5="five", h6="3") == wanted


@pytest.mark.parametrize(("command", "values"), [
    (r"sed 's/\t/  /g' a", {"h1": "1.5"}),
    ("cut -d ';' a", {"h4": "bar; rm -r ."}),
    ("grep -c '^error: ' a", {"h3": "x/e;s/y"}),
    ("python3 -c 'print(3)'", {"h5": "some"}),
    ("python3 -c 'print(2000)'", {"h1": "__import__"}),
])  # fmt: skip
def test_what_cannot_be_said_so_is_refused(command: str, values: dict[str, str]):
    assert filled(command, **values) is None
