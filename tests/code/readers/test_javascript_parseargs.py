from skillrt.code.readers.javascript_parseargs import read

HEAD = "import { parseArgs } from 'node:util';\n"


def test_options():
    found = read(
        HEAD
        + "const options = { name: {type: 'string', short: 'n'}, all: {type: 'boolean'} } as const;\n"
        "const { values } = parseArgs({ options, allowPositionals: true });".replace("options,", "options: options,")
    )
    assert found is not None
    assert [(item.names, item.minimum) for item in found.options] == [(("--name", "-n"), 1), (("--all",), 0)]
    assert not found.open_options
    assert [item.maximum for item in found.positionals] == [None]


def test_openness():
    loose = read(HEAD + "parseArgs({ options: {a: {type: 'string'}}, strict: false })")
    assert loose is not None
    assert loose.open_options
    strict = read(HEAD + "parseArgs({ args: process.argv.slice(2), options: {a: {type: 'string'}} })")
    assert strict is not None
    assert strict.positionals == ()
    assert not strict.open_positionals


def test_not_the_command_line():
    assert read(HEAD + "parseArgs({ args: process.argv.slice(3), options: {} })") is None
    assert read("function parseArgs() {}\nparseArgs()") is None
