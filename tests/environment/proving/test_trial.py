import os
import shutil

import pytest

from skillrt.environment.proving.trial import proof_of
from tests.environment.proving.sample import bound, need, needs, trials

pytestmark = pytest.mark.skipif(os.name != "posix", reason="a shell script")
PANDAS = needs(need("python", "pandas", "pandas"), need("env", "API_KEY"))


def test_it_runs_through_the_launcher_in_the_environment_and_in_a_scratch_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("API_KEY", "very-secret")
    monkeypatch.setenv("OTHER_SECRET", "very-secret")
    tried = trials(tmp_path, PANDAS, bound(tmp_path / "environment"))
    code = "import os, sys; print(sys.prefix, os.getcwd(), sorted(os.environ.values()), os.environ['HOME'])"
    result = tried.run(["python", "-c", code])
    assert result.status == 0
    assert str(tmp_path / "environment" / "python") in result.out
    assert str(tmp_path / "scratch" / "home") in result.out
    assert "very-secret" not in result.out
    assert tried.run(["python", "-c", "import os; print(os.environ['API_KEY'])"]).out == "skillrt-proof"


def test_without_a_launcher_the_bound_interpreter_is_used(tmp_path):
    tried = trials(tmp_path, needs(need("system", "git")), bound(tmp_path / "environment"))
    assert str(tmp_path / "environment") in tried.run(["python", "-c", "import sys; print(sys.prefix)"]).out


def test_there_is_no_way_to_the_network(tmp_path):
    tried = trials(tmp_path, PANDAS, bound(tmp_path / "environment"))
    code = "import urllib.request; urllib.request.urlopen('https://example.invalid/')"
    result = tried.run(["python", "-c", code])
    assert result.status == 1
    assert "refused" in result.detail


def test_what_fails_says_how(tmp_path):
    tried = trials(tmp_path, PANDAS, bound(tmp_path / "environment"))
    result = tried.run(["python", "-c", "raise ValueError('no such thing')"])
    assert result.detail == "ValueError: no such thing (status 1)"
    proof = proof_of("script", "a b.py", ["python", "a b.py"], result)
    assert (proof.ok, proof.how) == (False, "python 'a b.py'")
    killed = tried.run(["python", "-c", "import os; os.kill(os.getpid(), 9)"])
    assert killed.detail == "ended by signal 9"
    slow = tried.run(["python", "-c", "import time; time.sleep(60)"], timeout=0.3)
    assert slow.status is None
    assert "0.3 seconds" in slow.detail
    assert shutil.which("sh")
