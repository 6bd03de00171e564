import msgspec
import pytest

from skillrt.environment.needs import Need, Needs
from skillrt.passes.binding.left_to_do import listed, programs, variables
from skillrt.targets import Host
from tests.growth import require_proportion
from tests.passes.binding.sample import skill, target

FILES = {
    "scripts/get.py": 'import os\nA = os.environ.get("A_KEY") or os.environ["B_KEY"]\nC = os.environ["C_KEY"]\n',
    "scripts/inner.py": "import subprocess\n",
    "scripts/both.py": "import sys\nx = 'a' if sys.platform == 'darwin' else 'b'\n",
}
MODULE = skill("# T\n\nRun `python scripts/get.py` and scripts/both.py. Set SAID_KEY for saidtool.\n", FILES)


def need(kind, name, place, *via):
    return Need(kind=kind, name=name, required=True, why="", via=via, evidence=(place,))


def asked(*found):
    return variables(Needs(needs=found), MODULE)


def test_keys_that_a_named_program_reads_or_people_ask_for():
    assert asked(
        need("env", "C_KEY", "scripts/get.py:3", "environ"),
        need("env", "D_KEY", "scripts/inner.py:1", "environ", "export"),
        need("env", "SMTP_USER", "scripts/get.py:3", "environ"),
    ) == ("`C_KEY`", "`D_KEY`", "`SMTP_USER`")


def test_one_of_two_is_enough_where_a_program_takes_either():
    found = [need("env", name, "scripts/get.py:2", "environ") for name in ("A_KEY", "B_KEY")]
    assert asked(*found) == ("`A_KEY` or `B_KEY`",)


@pytest.mark.parametrize(
    "found",
    [
        need("env", "SAID_KEY", "scripts/get.py:3", "environ"),  # the text says it
        need("env", "GET_FAST", "scripts/get.py:3", "environ"),  # a switch
        need("env", "E_KEY", "scripts/inner.py:1", "environ"),  # the text does not come to that program
        need("env", "F_KEY", "templates/page.sh:1", "shell", "export"),
        msgspec.structs.replace(need("env", "C_KEY", "scripts/get.py:3", "environ"), required=False),
    ],
)
def test_other_variables_are_not_named(found):
    assert asked(found) == ()


def test_a_long_text_is_not_read_again_for_each_variable():
    sizes = (500, 2_000)
    texts = {size: "".join(f"Words of prose, and SAID_KEY_{n}.\n" * 3 for n in range(size)) for size in sizes}
    modules = {size: skill(f"# T\n\n{text}", {"a.py": "import os\n" * size}) for size, text in texts.items()}

    def work(size):
        told = [need("env", f"SAID_KEY_{n}", f"a.py:{n}", "environ", "export") for n in range(size)]
        other = [need("env", f"OTHER_KEY_{n}", f"a.py:{n}", "environ", "export") for n in range(size)]
        module = modules[size]
        module.memo.clear()
        assert len(variables(Needs(needs=(*told, *other)), module)) == size

    require_proportion(work, sizes[0])


def wanted(*found, host=None):
    return programs(Needs(needs=found), MODULE, host or target().host)


def test_programs_that_the_instructions_come_to_use():
    assert wanted(need("system", "jq", "scripts/get.py:3", "command")) == ("`jq`",)
    assert wanted(need("system", "tesseract", "SKILL.md:3", "needed by pytesseract")) == ("`tesseract`",)


@pytest.mark.parametrize(
    "found",
    [
        need("system", "git", "scripts/get.py:3", "command"),
        need("system", "jq", "scripts/inner.py:1", "subprocess"),
        need("system", "gtimeout", "scripts/both.py:2", "subprocess"),
        need("system", "saidtool", "SKILL.md:3", "command"),
    ],
)
def test_other_programs_are_not_named(found):
    assert wanted(found) == ()


def test_a_known_host_is_asked():
    bare = Host(name="here", date="2026-01-01")
    git = need("system", "git", "scripts/inner.py:1", "subprocess")
    assert wanted(git, host=bare) == ("`git`",)
    assert wanted(git, host=Host(name="here", date="2026-01-01", programs=("git",))) == ()
    assert wanted(need("system", "gtimeout", "scripts/both.py:2", "subprocess"), host=bare) == ()


def test_names_in_a_row():
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed(list("abcdef")) == "a, b, c, d and 2 more (`.skillrt/environment.json`)"
