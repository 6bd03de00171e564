from pathlib import Path

from tests.contracts.locking import drift, shell, skill


def files(folder: str, name: str, *more: str) -> dict[str, str | bytes]:
    lines = ("git fetch -p", "docker build .", "kubectl apply -f x", "terraform plan", "npm install", "ffmpeg -i a b")
    body = shell(*lines, *more) + f"It is the skill {name}."
    return {f"{folder}/SKILL.md": skill(body, name), f"{folder}/references/{name}.md": f"# {name}\n"}


def test_a_skill_with_most_facts_of_one_that_is_gone_moved(tmp_path: Path):
    found = drift(tmp_path, files("a", "alpha"), files("b", "beta", "git push"))
    codes = {item.diagnostic.code for item in found}
    assert {"lock.skill-moved", "lock.skill-renamed", "lock.command-added"} <= codes
    assert not {"lock.skill-added", "lock.skill-removed"} & codes


def test_skills_with_little_in_common_came_and_went(tmp_path: Path):
    other: dict[str, str | bytes] = {"b/SKILL.md": skill(shell("git fetch -p", "yarn install"), "beta")}
    codes = {item.diagnostic.code for item in drift(tmp_path, files("a", "alpha"), other)}
    assert {"lock.skill-added", "lock.skill-removed"} <= codes


def test_a_skill_of_prose_alone_whose_lines_are_nearly_the_same_moved(tmp_path: Path):
    lines = [f"Rule {number}: weigh the price against what part {number} is worth." for number in range(40)]
    before: dict[str, str | bytes] = {"a/SKILL.md": skill("\n\n".join(lines), "alpha")}
    after: dict[str, str | bytes] = {"b/SKILL.md": skill("\n\n".join([*lines[1:], "One more."]), "beta")}
    codes = {item.diagnostic.code for item in drift(tmp_path, before, after)}
    assert {"lock.skill-moved", "lock.skill-renamed"} <= codes
    assert not {"lock.skill-added", "lock.skill-removed"} & codes
