from skillrt.ir import ParallelRegion
from skillrt.passes.parallel.scene import Scene
from tests.passes.parallel.sample import found, places

TEXT = """# T

## Steps

1. Look around.

   Check the state:

   ```sh
   # what is there
   git status
   git log
   ```

   It is all there.

   It is all right.

2. Read `a.md` and `b.md`. Then go on.
3. End.
"""


def test_a_region_has_its_sentence_or_its_code(tmp_path):
    code, prose = places(tmp_path, TEXT)
    assert code.fence is not None
    assert code.text.strip().endswith("git status\ngit log")
    assert code.lead is not None
    assert code.lead.text.strip() == "Check the state:"
    assert [step.id for step in code.steps] == ["s1"]
    assert prose.sentence is not None
    assert prose.text.startswith("Read `a.md` and `b.md`.")
    assert "Steps" in prose.around


def test_papers_and_programs_are_no_places(tmp_path):
    program = "from concurrent.futures import ThreadPoolExecutor\nwith ThreadPoolExecutor() as executor:\n"
    program += "    list(executor.map(f, x))\n"
    text = "# T\n\nSee [the log](CHANGELOG.md) and `scripts/x.py`.\n"
    module = found(tmp_path, text, {"CHANGELOG.md": "# C\n\nRead `a.md` and `b.md`.\n", "scripts/x.py": program})
    scene = Scene(module)
    regions = [fact for fact in module.facts if isinstance(fact, ParallelRegion)]
    assert [scene.place(region) for region in regions] == [None] * len(regions)
