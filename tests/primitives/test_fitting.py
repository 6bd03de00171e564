"""Shell programs that do less than the text around them promises stay out of it."""

from pathlib import Path

from skillrt.primitives import Detected, Draft, Gap, SkillView, lexicon
from skillrt.primitives.outlining import outline_drafts
from tests.primitives.lowered import code_gap
from tests.skills import module_of

LIST = "```bash\ngrep -v '^#' list.txt | sort | uniq -c > counts.txt\n```\n"


def paths(folder: Path, text: str) -> list[str]:
    """The programs that the shell blocks of a SKILL.md become."""
    module = module_of(folder / "sample", {"SKILL.md": f"# T\n\n{text}"})
    view = SkillView(module, lexicon())
    every = code_gap(view, "gen.code.shell").detected.evidence
    found: dict[str, None] = {}
    for item in every:  # each block by itself: where one stays, none of the others is lowered
        gap = Gap("gen.code.shell", "L3", 0, Detected("L3", "why", (item,)))
        drafts = [draft for draft in outline_drafts(view, gap, {"shell": "shell"}) if isinstance(draft, Draft)]
        found.update((file.path, None) for draft in drafts for file in draft.files)
    return list(found)


def test_a_block_that_sets_what_another_needs_stays(tmp_path: Path):
    sets = '```bash\nLIMIT=5\nsort list.txt | uniq -c | head -n "$LIMIT" > counts.txt\n```\n'
    assert len(paths(tmp_path / "a", sets)) == 1
    assert paths(tmp_path / "b", f'{sets}\n## Next\n\n```bash\ntool --most "$LIMIT"\n```\n') == []


def test_many_calls_of_one_command_stay(tmp_path: Path):
    def call(number: int) -> str:
        return f"## Find {number}\n\n```bash\nfetch 'part {number}' | jq '.a' | sort > out.txt\n```\n\n"

    assert len(paths(tmp_path / "a", "".join(map(call, range(3))))) == 3
    assert paths(tmp_path / "b", "".join(map(call, range(4)))) == []


def test_a_flag_in_the_text_is_known_or_the_block_stays(tmp_path: Path):
    assert len(paths(tmp_path / "a", f"Words with `--input` come first.\n\n{LIST}")) == 1
    assert paths(tmp_path / "b", f"With `--grid 1/8` it is finer.\n\n{LIST}") == []


def test_a_fixed_host_must_be_named_elsewhere(tmp_path: Path):
    body = '{"title": "A thing"}'
    send = f"```bash\ncurl -s -X POST https://api.host.dev/v1/items -d '{body}' | jq '.id' | sort > id.txt\n```\n"
    assert paths(tmp_path / "a", send) == []
    assert len(paths(tmp_path / "b", f"The API is at https://api.host.dev/v1.\n\n{send}")) == 1


def test_what_the_text_calls_optional_is_not_demanded(tmp_path: Path):
    block = "```bash\ncurl -s 'https://api.host.dev/find?name=<name>&zone=<zone>' | jq '.a' | sort > out.txt\n```\n"
    table = "| Parameter | Required | Meaning |\n|---|---|---|\n| name | Yes | x |\n| `zone` | {} | y |\n\n"
    assert len(paths(tmp_path / "a", f"## Find\n\n{table.format('Yes')}{block}")) == 1
    assert paths(tmp_path / "b", f"## Find\n\n{table.format('No')}{block}") == []
    # beside it, under a heading of its own
    assert paths(tmp_path / "c", f"## Find\n\n### Keys\n\n- `zone` (optional): y\n\n### Call\n\n{block}") == []
    assert len(paths(tmp_path / "d", f"## Other\n\n{table.format('No')}## Find\n\n{block}")) == 1


def test_a_block_that_prepares_for_more_stays_beside_the_program(tmp_path: Path):
    sets = "```bash\nLIMIT=5\n```\n"
    uses = '```bash\nsort list.txt | uniq -c | head -n "$LIMIT" > counts.txt\n```\n'
    stays = '```bash\ntool --most "$LIMIT"\n```\n'
    module = module_of(tmp_path / "sample", {"SKILL.md": f"# T\n\n{sets}\n## Count\n\n{uses}\n## Next\n\n{stays}"})
    view = SkillView(module, lexicon())
    (_, uses_it, _) = code_gap(view, "gen.code.shell").detected.evidence
    gap = Gap("gen.code.shell", "L3", 0, Detected("L3", "why", (uses_it,)))
    (draft,) = outline_drafts(view, gap, {"shell": "shell"})
    assert len(draft.files) == len(draft.replacements) == 1


def test_calls_of_different_addresses_are_not_alike(tmp_path: Path):
    def call(name: str) -> str:
        return f"## Find {name}\n\n```bash\nfetch \"$API/{name}\" | jq '.a' | sort > out.txt\n```\n\n"

    assert len(paths(tmp_path, "".join(map(call, ("one", "two", "three", "four"))))) == 4


def test_commands_with_nothing_to_put_in_stay(tmp_path: Path):
    assert paths(tmp_path, "```bash\nps aux | sort -rnk 3 | awk '{ print $2 }' | uniq\n```\n") == []
