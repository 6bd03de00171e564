from pathlib import Path

import msgspec

from skillrt.environment.bind import Binding
from skillrt.environment.bound import Bound
from skillrt.environment.lock import Lock, ProgramRow
from skillrt.environment.needs import Need, Needs
from skillrt.environment.outcome import is_bound, rows_of, todos
from skillrt.environment.prove import Proof


def need(kind, name, required=True):
    return Need(kind=kind, name=name, required=required, why="one of several ways")


NEEDS = Needs(
    needs=tuple(
        sorted(
            [
                need("python", "Rich"),
                need("python", "pandas", required=False),
                need("node", "docx"),
                need("system", "jq"),
                need("system", "pdftoppm"),
                need("env", "API_KEY"),
                need("service", "api.example.com"),
                need("mcp", "github"),
            ]
        )
    )
)
LOCK = Lock(
    needs="a" * 64,
    host="b" * 64,
    date="2026-11-28",
    packages=("rich==15.0.0 --hash=sha256:" + "0" * 64,),
    node={"packages": {"node_modules/docx": {"version": "9.5.0"}}},
    programs=(ProgramRow("jq", True, "1.6"), ProgramRow("pdftoppm", False, packages=("apt-get install -y p",))),
)


def rows(*proofs, variables=("API_KEY",)):
    chosen = tuple(item for item in NEEDS.needs if item.required)
    found = rows_of(Binding(LOCK, Bound(Path("x")), chosen, proofs, True, True), NEEDS, variables)
    return {(row.kind, row.name): row for row in found}


def test_each_need_says_what_it_became():
    found = rows()
    told = {name: (row.state, row.became) for (_, name), row in found.items()}
    assert told == {
        "Rich": ("ok", "rich 15.0.0"),
        "pandas": ("left out", ""),
        "docx": ("ok", "docx 9.5.0"),
        "jq": ("ok", "found 1.6"),
        "pdftoppm": ("missing", "not on the search path"),
        "API_KEY": ("ok", "set"),
        "api.example.com": ("untried", "not tried: `--probe-services`"),
        "github": ("untried", "the harness has to offer it"),
    }
    assert list(todos(found.values())) == ["apt-get install -y p"]
    assert not is_bound(found.values())


def test_a_variable_that_is_not_set_is_missing():
    found = rows(variables=())
    assert found["env", "API_KEY"].state == "missing"
    assert list(todos(found.values())) == ["set API_KEY", "apt-get install -y p"]


def test_a_program_that_no_known_package_brings_is_left_to_do_too():
    wanted = need("system", "bun")
    lock = msgspec.structs.replace(LOCK, programs=(ProgramRow("bun", False),))
    found = rows_of(Binding(lock, Bound(Path("x")), (wanted,), (), True, True), Needs(needs=(wanted,)), ())
    assert list(todos(found)) == ["put bun on the search path"]


def test_proofs_decide():
    found = rows(
        Proof("python", "Rich", "import rich", True),
        Proof("node", "docx", "require('docx')", False, "no such module"),
        Proof("service", "api.example.com", "HEAD", True),
        Proof("script", "scripts/x.py", "x.py --help", False, "traceback"),
        Proof("script", "scripts/y.py", "y.py --help", True),
    )
    assert found["python", "Rich"].proof == "import rich"
    assert found["node", "docx"].state == "failed"
    assert found["service", "api.example.com"].state == "ok"
    assert found["script", "scripts/x.py"].proof == "x.py --help: traceback"
    assert found["script", "scripts/y.py"].state == "ok"


def test_a_program_outside_the_stated_range_fails_the_skill():
    def state(version, python=""):
        ruled = Need(kind="system", name="python3", required=True, why="", version=version)
        lock = msgspec.structs.replace(LOCK, python=python, programs=(ProgramRow("python3", True, "3.11.7"),))
        (row,) = rows_of(Binding(lock, Bound(Path("x")), (ruled,), (), True, True), Needs(needs=(ruled,)), ())
        return row.state, row.became

    assert state(">=3.10") == ("ok", "found 3.11.7")
    assert state(">=3.14") == ("failed", "found 3.11.7, needed >=3.14")
    assert state("^3.x or so") == ("ok", "found 3.11.7")
    # the environment has an interpreter of its own
    assert state(">=3.14", python="3.14") == ("ok", "found 3.11.7")


def test_what_is_optional_or_untried_does_not_stop_a_skill():
    found = [row for row in rows().values() if row.state != "missing"]
    assert is_bound(found)
