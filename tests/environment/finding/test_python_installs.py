from skillrt.environment.finding.python_installs import sightings
from tests.sightings import names, seen


def test_packages_with_ranges_and_extras(tmp_path):
    text = "# A\n\n```bash\npip install 'markitdown[xlsx]>=0.1' rich\nuvx ruff check .\n```\n"
    found = seen(sightings, tmp_path, {"SKILL.md": text})
    assert [(item.name, item.version, item.extras, item.via) for item in found] == [
        ("markitdown", ">=0.1", ("xlsx",), "pip install"), ("rich", "", (), "pip install"), ("ruff", "", (), "uvx"),
    ]  # fmt: skip


def test_stand_ins_tools_and_what_is_no_package(tmp_path):
    text = "# A\n\n```bash\npip install your-package\npip install -U pip\npip install .\npip install git+https://x.invalid/y\n"
    assert names(sightings, tmp_path, text + "pip install <name> $X requirements.txt\nnpm i left\n```\n") == []


def test_of_channels_of_conda_what_is_known(tmp_path, monkeypatch):
    known = {"torch", "numpy"}
    monkeypatch.setattr("skillrt.environment.finding.python_installs.is_known_distribution", known.__contains__)
    text = "# A\n\n```bash\nconda install -c pytorch pytorch=2.1 numpy postgis libgdal\n```\n"
    found = seen(sightings, tmp_path, {"SKILL.md": text})
    assert [(item.name, item.version) for item in found] == [("torch", "==2.1"), ("numpy", "")]
