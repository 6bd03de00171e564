from skillrt.primitives import jobs_of
from skillrt.primitives.ways import are_ways, offers_choice
from tests.primitives.asking import view_of

PANDAS = "```python\nimport pandas\npandas.read_csv('a')\n```\n\n"
POLARS = "```python\nimport polars\npolars.read_csv('a')\n```\n\n"
OTHER = f"## Send mail\n\n{PANDAS}"


def ways(folder, text, at=0, **files):
    return [(way.id, way.title) for way in jobs_of(view_of(folder, text, **files))[at].ways]


def test_parts_that_call_themselves_options(tmp_path):
    text = f"# S\n\n## Read tables\n\n### Option A: pandas\n\n{PANDAS}### Option B: polars\n\n{POLARS}{OTHER}"
    assert ways(tmp_path, text) == [("p1a", "Option A: pandas"), ("p1b", "Option B: polars")]


def test_one_such_part_alone_is_no_choice(tmp_path):
    text = f"# S\n\n## Read tables\n\n### Using pandas\n\n{PANDAS}### Large files\n\n{PANDAS}{OTHER}"
    assert ways(tmp_path, text) == []


def test_parts_under_a_heading_that_offers_a_choice(tmp_path):
    text = f"# S\n\n## Storage backends\n\n### Disk\n\n{PANDAS}### Memory\n\n{POLARS}{OTHER}"
    assert [title for _, title in ways(tmp_path, text)] == ["Disk", "Memory"]


def test_the_same_job_under_two_headings_with_other_libraries(tmp_path):
    text = (
        f"# S\n\n## Extract text\n\n{PANDAS}## Send mail\n\n{PANDAS}"
        f"## Other libraries\n\n### Extract text\n\n{POLARS}### Send mail\n\n{PANDAS}"
    )
    assert [title for _, title in ways(tmp_path, text)] == ["Extract text", "Extract text"]
    assert ways(tmp_path / "2", text, at=1) == []  # the same library: said twice, not two ways


def test_own_code_or_the_bundled_script(tmp_path):
    text = (
        f"# S\n\n## Join tables\n\n{PANDAS}Or run the script:\n\n```bash\npython scripts/join.py a b\n```\n\n{OTHER}"
    )
    jobs = jobs_of(view_of(tmp_path, text, scripts__join_py="print(1)\n"))
    assert [way.title for way in jobs[0].ways] == ["own code", "Or run the script"]
    own, script = jobs[0].ways
    assert "import pandas" in own.leaves[0].text
    assert "join.py" in script.leaves[0].text


def test_the_script_may_stand_in_a_section_of_its_own(tmp_path):
    text = (
        f"# S\n\n## Core capabilities\n\n### Join tables\n\n{PANDAS}### Send mail\n\n{PANDAS}"
        "## Scripts\n\n### Join many tables\n\n```bash\npython scripts/join.py a b\n```\n"
    )
    jobs = jobs_of(view_of(tmp_path, text, scripts__join_py="print(1)\n"))
    assert [[way.title for way in job.ways] for job in jobs] == [["own code", "Join many tables"], []]


def test_headings_of_ways():
    assert are_ways(["Template 1: Redis Implementation", "Template 2: Kafka Implementation"])
    assert not are_ways(["Protein Analysis", "Pathway Analysis"])
    assert offers_choice("Deployment options")
    assert not offers_choice("Draw charts")
