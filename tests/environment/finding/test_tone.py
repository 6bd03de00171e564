import pytest

from skillrt.environment.finding.scene import Scene
from skillrt.environment.finding.tone import manner_of_fence, manner_of_section
from tests.skills import module_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("## Setup\n\nInstall it:\n\n```bash\nx\n```", "install"),
        ("## Optional extras\n\n```bash\nx\n```", "optional"),
        ("## Setup\n\nIf you want plots:\n\n```bash\nx\n```", "optional"),
        ("## Setup\n\n```bash\n# optional: plots\nx\n```", "optional"),
        ("## Setup\n\nAlternatively:\n\n```bash\nx\n```", "alternative"),
        ("## Setup\n\n**Option 1: by hand**\n\n```bash\nx\n```", "alternative"),
        ("## Setup\n\nThe option 1 in the menu does it:\n\n```bash\nx\n```", "install"),
        ("## Setup\n\n**Start (if not installed)**\n\n```bash\nx\n```", "install"),
        ("## Setup\n\n**Command line (if Chrome available):**\n\n```bash\nx\n```", "optional"),
        ("## Setup\n\nNever do this:\n\n```bash\nx\n```", "example"),
    ],
)
def test_code_blocks(tmp_path, text, expected):
    scene = Scene(module_of(tmp_path, {"SKILL.md": f"# A\n\n{text}\n"}))
    (fence,) = scene.fences
    assert manner_of_fence(fence, scene.sections[fence.section], "install") == expected


def test_prose(tmp_path):
    (section,) = Scene(module_of(tmp_path, {"SKILL.md": "# A\n\nText.\n"})).sections
    assert manner_of_section(section, "It needs ", "use") == "use"
    assert manner_of_section(section, "Optionally, it takes ", "use") == "optional"
    assert manner_of_section(section, "Use the MCP server if possible", "use") == "optional"


def test_what_is_used_where_it_is_there(tmp_path):
    (section,) = Scene(module_of(tmp_path, {"SKILL.md": "# A\n\nText.\n"})).sections
    assert manner_of_section(section, "If the `docs.a.mcp` MCP server is available, use it", "use") == "optional"
    assert manner_of_section(section, "Use the Aspire MCP server (preferred)", "use") == "alternative"
