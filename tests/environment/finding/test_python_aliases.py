from skillrt.environment.finding.python_aliases import sightings
from tests.sightings import names, seen


def test_names_that_everybody_gives(tmp_path):
    text = "# A\n\n```python\ntable = pd.read_csv('x')\nplt.plot(np.arange(3))\n```\n"
    assert names(sightings, tmp_path, text) == ["pandas", "matplotlib", "numpy"]


def test_a_name_that_the_block_binds_is_its_own(tmp_path):
    text = "# A\n\n```python\npd = product()\npd.x\nimport numpy as np\nnp.y\nself.plt.z\n```\n"
    assert names(sightings, tmp_path, text) == []


def test_scripts_have_to_import(tmp_path):
    assert seen(sightings, tmp_path, {"SKILL.md": "# A\n", "run.py": "pd.read_csv('x')\n"}) == []
