import shutil
import subprocess

import pytest

from skillrt.primitives.probing import Attempt, Call
from skillrt.primitives.tool_exec.probe import cksum
from tests.primitives.judged import as_calls, make, said

NAME = "tool.exec"


@pytest.mark.skipif(shutil.which("cksum") is None, reason="no cksum")
def test_the_checksum_is_that_of_the_program():
    for data in (b"", b"a", b"anvil,Amber\n" * 99, bytes(range(256))):
        out = subprocess.run(["cksum"], input=data, capture_output=True, check=True).stdout
        assert int(out.split()[0]) == cksum(data)


def test_a_command_must_have_been_run():
    made = make(NAME, "L1")
    right = f"ANSWER: {made.truth['result']}"
    assert said(NAME, made, Attempt(right, calls=as_calls(made.reference))) == "passed: "
    assert "no command was run" in said(
        NAME, made, Attempt(right, calls=as_calls(made.reference, operation="file.read"))
    )


def test_a_script_in_any_language_and_folder():
    made = make(NAME, "L2")
    right, name = f"ANSWER: {made.truth['result']}", made.truth["script"]
    ran = (Call("shell.run", {"command": f"cd scripts && python3 {name}.py"}, 1),)
    assert said(NAME, made, Attempt(right, {f"scripts/{name}.py": b"print(1)"}, ran)) == "passed: "
    assert "there is no script" in said(NAME, made, Attempt(right, {f"{name}.py": b" "}, ran))
    assert "not run" in said(NAME, made, Attempt(right, {f"{name}.rb": b"p 1"}, ran))


def test_a_chain_leaves_what_it_made():
    made = make(NAME, "L3")
    right = f"ANSWER: {made.truth['result']}"
    calls = as_calls(made.reference)
    assert said(NAME, made, Attempt(right, {made.truth["file"]: made.truth["sorted"].encode()}, calls)) == "passed: "
    assert f"`{made.truth['file']}`: line 1" in said(NAME, made, Attempt(right, {}, calls))
