from skillrt.contracts.comparing.difference import Difference, OwnFacts, Said, Swap
from skillrt.contracts.comparing.own_changes import own_changes
from skillrt.contracts.lines import CommandLine, HostLine, NeedLine, key_of

RUN = CommandLine(skill="a", name="curl", effect="any")
NEED = NeedLine(skill="a", kind="system", name="curl", required=True)
HOST = HostLine(skill="a", name="files.tool.io")
ALL = {key_of(fact): fact for fact in (RUN, NEED, HOST)}


def of(before: dict, after: dict, **own: object) -> str:
    said = Said(programs={"x.py": OwnFacts(**own)})  # pyright: ignore[reportArgumentType]
    return own_changes(Difference(before, after, {}, said=said), "x.py")


def test_what_the_skill_does_on_both_sides():
    gone = frozenset((key_of(RUN), key_of(NEED)))
    assert of(ALL, ALL, gone=gone, came=frozenset((key_of(HOST),))) == (
        " (no longer runs `curl`; now names `files.tool.io`)"
    )
    # of the whole skill it is told elsewhere
    assert of(ALL, {}, gone=gone) == ""
    assert of({}, ALL, came=gone) == ""


def test_literals_and_programs_of_which_nothing_is_known():
    assert of({}, {}, swaps=(Swap("a-1", "a-2"),)) == " (`a-2` in place of `a-1`)"
    assert own_changes(Difference({}, {}, {}), "x.py") == ""


def test_options_and_what_moved_to_another_program():
    assert (
        of({}, {}, options=(("--new",), ("--old", "scan")))
        == " (now takes `--new`; no longer takes `--old` and `scan`)"
    )
    gone = frozenset((key_of(RUN),))
    said = Said(programs={"x.py": OwnFacts(gone=gone), "y.py": OwnFacts(came=gone)})
    assert own_changes(Difference(ALL, ALL, {}, said=said), "x.py") == ""
