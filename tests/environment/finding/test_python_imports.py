from skillrt.environment.finding.python_imports import sightings
from tests.sightings import names, seen


def test_imports_of_scripts_blocks_and_documents(tmp_path):
    files = {
        "SKILL.md": "# A\n\n```python\nimport os\nimport numpy as np\n```\n",
        "references/more.md": "# M\n\n```python\nfrom PIL import Image\n```\n",
        "scripts/run.py": "import json\nfrom helper import x\nimport yaml.nodes\nfrom . import y\n",
        "scripts/helper.py": "try:\n    import rich\nexcept ImportError:\n    rich = None\n",
    }
    found = [(item.name, item.place, item.manner, item.module) for item in seen(sightings, tmp_path, files)]
    assert found == [
        ("numpy", "main", "use", "numpy"),
        ("pillow", "document", "use", "PIL"),
        ("rich", "script", "guarded", "rich"),
        ("pyyaml", "script", "use", "yaml.nodes"),
    ]


def test_modules_of_a_project_are_no_packages(tmp_path):
    text = (
        "# A\n\nWrite `shop/cart.py`.\n\n```python\nimport shop.cart\nfrom utils import x\nimport your_package\n```\n"
    )
    assert names(sightings, tmp_path, text) == []


def test_a_module_that_no_data_has_comes_with_the_longer_name_that_is_installed(tmp_path):
    text = "# A\n\n```bash\npip install {}\n```\n\n```python\nimport quuxly\n```\n"
    for number, (installed, found) in enumerate(
        (
            ("quuxly-sdk", ["quuxly-sdk"]),
            ("quuxly-for-all", ["quuxly-for-all"]),
            ("pyquuxly", ["pyquuxly"]),
            ("python-quuxly", ["python-quuxly"]),
            ("pyquuxly quuxly", ["quuxly"]),
            ("quuxly-sdk quuxly-extra", ["quuxly"]),
            ("quuxlyfier", ["quuxly"]),
        )
    ):
        assert names(sightings, tmp_path / str(number), text.format(installed)) == found


def test_what_is_shown_as_wrong_is_an_example(tmp_path):
    (found,) = seen(sightings, tmp_path, {"SKILL.md": "# A\n\nNever do this:\n\n```python\nimport pandas\n```\n"})
    assert found.manner == "example"


def test_names_that_come_from_several_distributions(tmp_path, monkeypatch):
    table = {"google.cloud.storage": "google-cloud-storage", "google.cloud.vision": "google-cloud-vision"}

    def distribution(module):
        return next((name for key, name in table.items() if f"{module}.".startswith(f"{key}.")), "")

    monkeypatch.setattr("skillrt.environment.finding.python_imports.distribution_of", distribution)
    text = "# A\n\n```python\nfrom google.cloud import storage, vision\n```\n"
    assert names(sightings, tmp_path, text) == ["google-cloud-storage", "google-cloud-vision"]


def test_another_language_in_a_block_without_a_name(tmp_path):
    assert names(sightings, tmp_path, "# A\n\n```\nimport SwiftUI\nimport Combine\n```\n") == []
    assert names(sightings, tmp_path, "# A\n\n```\nimport rich\nrich.print(1)\n```\n") == ["rich"]


def test_a_name_that_could_be_either_is_a_package_where_the_skill_installs_it(tmp_path):
    text = "# A\n\nSee `cache/store.py`.\n\n```python\nimport schema\nimport cache\n```\n"
    assert names(sightings, tmp_path, text) == []
    assert names(sightings, tmp_path, text + "\n```bash\npip install schema\n```\n") == ["schema"]


def test_what_distributions_share_names_none_by_itself(tmp_path):
    text = "# A\n\n```python\nfrom google.cloud import pubsub_v1\nfrom google.cloud import nobodyknows\n```\n"
    assert names(sightings, tmp_path, text) == ["google-cloud-pubsub"]


def test_a_module_of_a_folder_that_the_code_adds_is_no_package(tmp_path):
    code = 'import zqfirst\nimport sys\nsys.path.insert(0, "../tools")\nfrom zqicons import find\nimport numpy\n'
    assert names(sightings, tmp_path, f"# A\n\n```python\n{code}```\n") == ["zqfirst", "numpy"]


def test_a_block_that_is_one_of_several_ways(tmp_path):
    body = "# A\n\n**Option 1: by hand**\n\nText.\n\n**Option 2: with a package**\n\n```python\nimport rich\n```\n"
    assert [item.manner for item in seen(sightings, tmp_path, {"SKILL.md": body})] == ["alternative"]
