import os
import shutil

import pytest

from skillrt.environment.proving.packages import prove_packages
from tests.environment.proving.sample import bound, need, needs, trials

pytestmark = pytest.mark.skipif(os.name != "posix", reason="a shell script")


def test_all_that_is_required_is_imported_in_one_process(tmp_path):
    wanted = needs(
        need("python", "one", "one"),
        need("python", "two-x", "two", "os.path"),
        need("python", "z", "z", required=False),
    )
    count = tmp_path / "count"
    text = f"open({str(count)!r}, 'a').write(str(__import__('os').getpid()) + ' ')\n"
    environment = bound(tmp_path / "environment", {"one": text, "two": text})
    proofs = list(prove_packages(wanted, trials(tmp_path, wanted, environment)))
    assert [(item.name, item.ok, item.detail) for item in proofs] == [("one", True, ""), ("two-x", True, "")]
    assert proofs[1].how == "python -c 'import two; import os.path'"
    assert len(set(count.read_text().split())) == 1


def test_one_that_fails_is_named_and_the_others_are_tried(tmp_path):
    wanted = needs(need("python", "bad", "bad"), need("python", "gone", "gone"), need("python", "good", "good"))
    environment = bound(tmp_path / "environment", {"good": "", "bad": "raise OSError('libGL.so.1: cannot open')"})
    proofs = {item.name: item for item in prove_packages(wanted, trials(tmp_path, wanted, environment))}
    assert [name for name, item in proofs.items() if item.ok] == ["good"]
    assert "libGL.so.1" in proofs["bad"].detail
    assert "No module named 'gone'" in proofs["gone"].detail


def test_a_package_that_is_not_imported_has_to_be_installed(tmp_path):
    wanted = needs(need("python", "black"))
    environment = bound(tmp_path / "environment")
    tried = trials(tmp_path, wanted, environment)
    (proof,) = prove_packages(wanted, tried)
    assert not proof.ok
    (site,) = (tmp_path / "environment" / "python").glob("lib/python*/site-packages")
    (site / "black-1.0.dist-info").mkdir()
    (site / "black-1.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: black\nVersion: 1.0\n")
    (proof,) = prove_packages(wanted, tried)
    assert proof.ok


@pytest.mark.skipif(not shutil.which("node"), reason="no node")
def test_packages_of_node_are_loaded(tmp_path):
    wanted = needs(need("node", "bad", "bad"), need("node", "cli"), need("node", "good", "good"))
    packages = {"good": "module.exports = 1;", "bad": "throw new Error('broken inside')", "cli": ""}
    environment = bound(tmp_path / "environment", packages=packages)
    proofs = {item.name: item for item in prove_packages(wanted, trials(tmp_path, wanted, environment))}
    assert {name: item.ok for name, item in proofs.items()} == {"bad": False, "cli": True, "good": True}
    assert proofs["bad"].detail
