"""Outlining as a lowering: what stands in the text for the blocks that programs hold."""

from pathlib import Path

from skillrt.code.outlining import Input, Program
from skillrt.passes.lowering.apply import apply
from skillrt.primitives import Detected, Draft, Gap, NoDraft, SkillView, lexicon
from skillrt.primitives.outlining import outline_drafts, usage
from skillrt.verify import verify
from tests.primitives.lowered import code_gap, gap_of
from tests.skills import module_of

USER = "```python\nfor row in rows:\n    print(row)\n```\n"


def lowered(folder: Path, text: str, *, last_only: bool = True, language: str = "python") -> tuple[str, list[str]]:
    """The text after outlining, and the paths of the programs."""
    module = module_of(folder / "tables", {"SKILL.md": text})
    view = SkillView(module, lexicon())
    every = code_gap(view, f"gen.code.{language}").detected.evidence
    gap = Gap(f"gen.code.{language}", "L3", 2, Detected("L3", "why", every[-1:] if last_only else every))
    languages = {"python": "python"} if language == "python" else {"bash": "shell", "sh": "shell", "shell": "shell"}
    (draft,) = outline_drafts(view, gap, languages)
    after = apply(module, draft)
    verify(module, after, "lower-capabilities")
    return after.documents[0].text, [file.path for file in draft.files]


def test_a_block_that_only_prepares_is_replaced_with_the_one_that_needs_it(tmp_path: Path):
    reads = "```python\nimport csv\nrows = list(csv.reader(open('a.csv')))\n```\n"
    text, paths = lowered(tmp_path, f"# T\n\n## Read\n\n{reads}\n## Show rows\n\n{USER}", last_only=False)
    assert paths == ["scripts/skillrt/show-rows.py"]
    assert "Run: `python3 scripts/skillrt/show-rows.py --input a.csv`" in text
    assert "(Part of `scripts/skillrt/show-rows.py`.)" in text
    assert "```" not in text


def test_a_block_of_which_the_program_holds_a_part_stays(tmp_path: Path):
    reads = "```python\nimport csv\nrows = list(csv.reader(open('a.csv')))\nsizes = {'small': 3}\n```\n"
    text, paths = lowered(tmp_path, f"# T\n\n## Read\n\n{reads}\n## Show rows\n\n{USER}")
    assert paths == ["scripts/skillrt/show-rows.py"]
    assert reads in text
    assert "Run: `python3 scripts/skillrt/show-rows.py --input a.csv`" in text


def test_values_with_blanks_are_quoted_one_by_one(tmp_path: Path):
    block = "```python\nspecies = ['Homo sapiens', 'Mus musculus']\nfor name in species:\n    print(name)\n```\n"
    text, _ = lowered(tmp_path, f"# T\n\n## List species\n\n{block}")
    assert '--species "Homo sapiens" "Mus musculus"' in text


def test_with_one_block_left_to_be_written_none_is_touched(tmp_path: Path):
    hard = "```python\nimport helper_of_the_reader\nprint(helper_of_the_reader.run(table))\n```\n"
    reads = "```python\nimport csv\nfor row in csv.reader(open('a.csv')):\n    print(row)\n```\n"
    module = module_of(tmp_path / "tables", {"SKILL.md": f"# T\n\n## Show rows\n\n{reads}\n## Run\n\n{hard}"})
    view = SkillView(module, lexicon())
    (why,) = outline_drafts(view, code_gap(view, "gen.code.python"), {"python": "python"})
    assert why == NoDraft("outline", "SKILL.md:17: nothing before it defines `table`")
    easy = code_gap(view, "gen.code.python", held=2).detected.evidence[:1]
    gap = Gap("gen.code.python", "L3", 2, Detected("L3", "why", easy))
    assert len(list(outline_drafts(view, gap, {"python": "python"}))) == 1


def test_a_sentence_that_no_block_answers_keeps_the_code(tmp_path: Path):
    block = "```python\nimport pandas as pd\npd.read_csv('a.csv').to_excel('b.xlsx')\nprint('done')\n```\n" * 4
    module = module_of(
        tmp_path / "tables", {"SKILL.md": f"# T\n\n## Plot\n\nWrite Python scripts that plot it.\n\n{block}"}
    )
    found = outline_drafts(SkillView(module, lexicon()), gap_of(module, "gen.code.python", 0), {"python": "python"})
    assert list(found) == [NoDraft("outline", "SKILL.md:9: it speaks of code that no block shows")]


def test_the_line_says_which_secrets_the_program_takes(tmp_path: Path):
    block = (
        "```bash\ncurl -s -X POST https://api.host.dev/v1/items -H 'Authorization: Bearer YOUR_API_KEY' "
        "-d '{\"title\": \"A thing\"}' | jq '.id'\n```\n"
    )
    module = module_of(tmp_path / "send", {"SKILL.md": f"# T\n\nIt is at https://api.host.dev/v1.\n\n{block}"})
    view = SkillView(module, lexicon())
    (draft,) = outline_drafts(view, code_gap(view, "gen.code.shell"), {"shell": "shell"})
    assert (
        '--title "A thing"` (its code is in that file; set `API_KEY` in its environment)' in draft.replacements[0].new
    )


def test_a_block_that_imports_a_module_of_the_skill_stays(tmp_path: Path):
    """The program lies in another folder, where the module is not found."""
    block = "```python\nfrom reader import rows\n\nfor row in rows('a.csv'):\n    print(row)\n```\n"
    for number, (path, drafts) in enumerate((("scripts/reader.py", 0), ("scripts/writer.py", 1))):
        files = {"SKILL.md": f"# T\n\n## Show rows\n\n{block}", path: "def rows(path):\n    return []\n"}
        view = SkillView(module_of(tmp_path / str(number) / "tables", files), lexicon())
        gap = code_gap(view, "gen.code.python")
        found = list(outline_drafts(view, gap, {"python": "python"}))
        assert [isinstance(item, Draft) for item in found] == [bool(drafts)]


def test_a_place_to_fill_in_stands_in_the_command_line_with_its_marks(tmp_path: Path):
    block = '```bash\ncat "<input-file>" | sort | uniq -c > "<destination-path>"\n```\n'
    text, _ = lowered(tmp_path, f"# T\n\n## Count rows\n\n{block}", language="shell")
    assert '--input-file "<input-file>" --destination-path "<destination-path>"' in text


def test_what_the_comment_above_the_code_tells_the_agent_stays_in_the_text(tmp_path: Path):
    block = "```bash\n# 1. Newer than the cache? If any is, recommend `--update`\n{}```\n"
    find = "find <folder> -newer cache.json -type f | grep -v cache | head\n"
    text, _ = lowered(tmp_path / "a", f"# T\n\n## Check\n\n{block.format(find)}", language="shell")
    assert "\nNewer than the cache? If any is, recommend `--update`. Run: `sh scripts/skillrt/" in text
    # what only says what the code does stands in the program
    text, _ = lowered(tmp_path / "b", f"# T\n\n## Check\n\n```bash\n# Newer files\n{find}```\n", language="shell")
    assert "\nRun: `sh scripts/skillrt/" in text


def test_the_usage_line_is_one_that_its_program_takes():
    files = Input("input", "input-file", "a.txt b.txt", required=True, repeated=True)
    prompt = Input("prompt", "text", "Say it at length. " * 20)
    shell = Program("shell", "a.sh", ("bash",), "", (files, prompt), (0,))
    assert usage(shell, "a.sh") == "bash a.sh --input a.txt --input b.txt"
    python = Program("python", "a.py", ("python3",), "", (files,), (0,))
    assert usage(python, "a.py") == "python3 a.py --input a.txt b.txt"


def test_an_option_that_the_line_leaves_out_is_told(tmp_path: Path):
    ask = f'cat notes.md | ask "{"Say it at length. " * 12}" | sort > out.md'
    text, _ = lowered(tmp_path, f"# T\n\n## Sum up\n\n```bash\n{ask}\n```\n", language="shell")
    assert (
        "sh scripts/skillrt/sum-up.sh --input notes.md --output out.md` (its code is in that file; `--text` may"
        in text
    )
