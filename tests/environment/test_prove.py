import os

import pytest

from skillrt.environment.bound import Bound
from skillrt.environment.needs import Needs
from skillrt.environment.prove import prove
from tests.environment.proving.sample import bound, need, needs, variant

pytestmark = pytest.mark.skipif(os.name != "posix", reason="a shell script")


def test_everything_that_is_required_is_proven(tmp_path, monkeypatch):
    monkeypatch.setenv("API_KEY", "very-secret")
    monkeypatch.delenv("OTHER_KEY", raising=False)
    wanted = needs(
        need("python", "pack", "pack"),
        need("system", "python3"),
        need("env", "API_KEY"),
        need("env", "OTHER_KEY"),
        need("service", "no-such-host.invalid"),
    )
    skill = variant(tmp_path / "skill", wanted, {"scripts/a.py": "import pack\n"})
    environment = bound(tmp_path / "environment", {"pack": ""})
    proofs = prove(skill, wanted, environment)
    assert [(item.kind, item.name, item.ok) for item in proofs] == [
        ("python", "pack", True),
        ("system", "python3", True),
        ("script", "scripts/a.py", True),
        ("env", "API_KEY", True),
        ("env", "OTHER_KEY", False),
    ]
    assert "very-secret" not in str(proofs)
    probed = prove(skill, wanted, environment, probe_services=True)
    assert [(item.kind, item.ok) for item in probed if item.kind == "service"] == [("service", False)]


def test_a_script_that_does_not_end_is_a_failed_proof(tmp_path):
    text = "import argparse, time\ntime.sleep(60)\nargparse.ArgumentParser().parse_args()\n"
    skill = variant(tmp_path / "skill", Needs(), {"a.py": text})
    (proof,) = prove(skill, Needs(), bound(tmp_path / "environment"), timeout=0.5)
    assert not proof.ok
    assert "did not end" in proof.detail


def test_nothing_needed_nothing_tried(tmp_path):
    assert prove(variant(tmp_path / "skill", Needs(), {"SKILL.md": "# T\n"}), Needs(), Bound(tmp_path)) == ()
