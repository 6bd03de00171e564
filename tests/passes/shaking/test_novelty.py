from skillrt.passes.shaking.novelty import says_nothing_new
from tests.skills import module_of

TEXT = "# T\n\n```bash\ntool run --fast\n```\n"


def test_an_example_that_uses_what_is_known_is_not_new(tmp_path):
    code = next(
        leaf for leaf in module_of(tmp_path / "s", {"SKILL.md": TEXT}).documents[0].leaves() if leaf.kind == "code"
    )
    assert says_nothing_new(code, "Call `tool run` with `--fast`.")
    assert not says_nothing_new(code, "Call `tool run`.")


def known(folder, code, rest):
    module = module_of(folder / "s", {"SKILL.md": f"# T\n\n{code}\n"})
    return says_nothing_new(next(leaf for leaf in module.documents[0].leaves() if leaf.kind == "code"), rest)


def test_addresses_arguments_and_keys_have_to_be_known(tmp_path):
    call = "```sh\ncurl https://example.org/a?stop=1\n```"
    assert not known(tmp_path / "a", call, "Use curl.")
    assert known(tmp_path / "b", call, "Use curl https://example.org/a?stop=1 here.")
    data = "```sh\ntool send '{\"ban\": true}'\n```"
    assert not known(tmp_path / "c", data, "`tool send` takes JSON.")
    named = "```sh\ntool send 'my own words'\n```"
    assert known(tmp_path / "d", named, "`tool send` takes text.")
    program = "```python\nmake(size=3)\n```"
    assert not known(tmp_path / "e", program, "```python\nmake()\n```")
    assert known(tmp_path / "f", program, "```python\nmake(size=1)\n```")
