from skillrt.environment.finding.node_installs import sightings
from tests.sightings import seen


def test_packages_with_versions(tmp_path):
    text = "# A\n\n```bash\nnpm install -g @scope/tool@^2 left\n"
    text += "npx -y prettier@latest .\nnpm i npm ./x fs\npip install rich\n```\n"
    found = seen(sightings, tmp_path, {"SKILL.md": text})
    assert [(item.name, item.version, item.via) for item in found] == [
        ("@scope/tool", "^2", "npm install"), ("left", "", "npm install"), ("prettier", "", "npx"),
    ]  # fmt: skip
