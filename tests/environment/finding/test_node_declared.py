from skillrt.environment.finding.node_declared import declared_packages, sightings
from skillrt.environment.finding.scene import Scene
from skillrt.environment.package_spec import PackageSpec
from tests.sightings import seen
from tests.skills import module_of

FILES = {
    "SKILL.md": '# A\n\n```json\n{\n "dependencies": {"shown": "1"}\n}\n```\n',
    "scripts/package.json": '{\n "dependencies": {\n  "used": "^1"\n },\n'
    ' "devDependencies": {"dev": "*", "fs": "1"}\n}',
    "examples/package.json": '{"dependencies": {"sample": "1"}}',
}


def test_bundled_and_shown(tmp_path):
    found = {item.name: (item.place, item.manner, item.version) for item in seen(sightings, tmp_path, FILES)}
    assert found == {
        "used": ("declared", "declare", "^1"),
        "dev": ("declared", "optional", ""),
        "sample": ("declared", "example", "1"),
        "shown": ("main", "declare", "1"),
    }


def test_what_bundled_files_declare(tmp_path):
    found = [what for _, what in declared_packages(Scene(module_of(tmp_path, FILES)))]
    assert found == [PackageSpec("used", "^1"), PackageSpec("dev"), PackageSpec("fs", "1")]
