from skillrt.code.readers.javascript_yargs import read

HEAD = "import yargs from 'yargs';\n"


def test_strict_options():
    found = read(
        HEAD + "yargs(x).option('out', {alias: 'o', type: 'string', demandOption: true})"
        ".option('mode', {type: 'string', choices: ['a', 'b']}).option('dry', {type: 'boolean'}).strict().argv"
    )
    assert found is not None
    assert not found.open_options
    out, mode = found.option("-o"), found.option("--mode")
    assert out is not None
    assert out.required
    assert mode is not None
    assert mode.choices == ("a", "b")
    assert found.option("--no-dry") is not None


def test_without_strict_it_is_open():
    found = read(HEAD + "yargs(x).option('out', {type: 'string'}).argv")
    assert found is not None
    assert found.open_options
