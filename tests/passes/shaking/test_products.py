from skillrt.passes.shaking.products import Products, installing_elsewhere, other_products
from skillrt.passes.shaking.units import groups_of, sections_of
from skillrt.targets import load_harnesses
from tests.skills import module_of

HARNESSES = load_harnesses()
FRONT = "---\nname: tables\ndescription: {}\n---\n"
PARTS = "# T\n\n## Setting up\n\n### Cursor\n\nOpen the settings.\n\n### OpenCode\n\nNothing to do.\n"


def removed(folder, text, description="Describes tables."):
    module = module_of(folder / "tables", {"SKILL.md": FRONT.format(description) + text})
    document, products = module.documents[0], Products(module, HARNESSES["opencode"], HARNESSES)
    sections = sections_of(document)
    found = [item for group in groups_of(document, sections) for item in other_products("SKILL.md", group, products)]
    found += installing_elsewhere(document, sections, products)
    return [item.rule for item in found]


def test_parts_for_another_product_go(tmp_path):
    assert removed(tmp_path, PARTS) == ["other-product"]


def test_a_skill_about_products_keeps_its_subject(tmp_path):
    assert removed(tmp_path, PARTS, "Compares Cursor and OpenCode.") == []


def test_a_part_that_another_one_sends_its_reader_to_stays(tmp_path):
    three = f"{PARTS}\n### Codex\n\nOpen the file.\n"
    assert removed(tmp_path, three) == ["other-product", "other-product"]
    same = three.replace("Nothing to do.", "Same as Codex.")
    assert removed(tmp_path / "same", same) == ["other-product"]
    chain = same.replace("Open the file.", "As for Cursor.")
    assert removed(tmp_path / "chain", chain) == []


def test_a_document_on_several_products_together_keeps_them(tmp_path):
    assert removed(tmp_path, PARTS.replace("# T", "# Cross-Tool Setup")) == []
    assert removed(tmp_path / "b", PARTS.replace("Setting up", "Multi-tool vault")) == []


def test_how_to_install_it_elsewhere_goes(tmp_path):
    text = "# T\n\n## Installation\n\nInstall it:\n\n```bash\nclawhub install tables\n```\n"
    assert removed(tmp_path, text) == ["install-elsewhere"]
    assert removed(tmp_path / "b", text.replace("clawhub install tables", "pip install tables")) == []
