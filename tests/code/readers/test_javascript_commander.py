from skillrt.code.readers.javascript_commander import read

TEXT = """import { Command, Option } from 'commander';
const program = new Command();
program.name('tool').version('1.0.0').option('-v, --verbose', 'x');
const list = program.command('list <path> [more...]').alias('ls').option('-f, --format <kind>', 'y');
list.addOption(new Option('-s, --sort <by>').choices(['name', 'size']).makeOptionMandatory());
program.command('sync').requiredOption('--to <dir>').option('--no-color').action(() => {});
program.parse();
"""


def test_commands():
    found = read(TEXT)
    assert found is not None
    assert [name for name, _ in found.subcommands] == ["list", "ls", "sync", "help"] or sorted(
        name for name, _ in found.subcommands
    ) == ["help", "list", "ls", "sync"]
    listing = found.subcommand("list")
    assert listing is not None
    assert [(item.name, item.minimum, item.maximum) for item in listing.positionals[:2]] == [
        ("path", 1, 1),
        ("more", 0, None),
    ]
    sort = listing.option("--sort")
    assert sort is not None
    assert (sort.choices, sort.required) == (("name", "size"), True)
    sync = found.subcommand("sync")
    assert sync is not None
    to = sync.option("--to")
    assert to is not None
    assert to.required
    assert found.option("--version") is not None
    assert not found.open_options


def test_calls_not_followed_leave_it_open():
    found = read(TEXT + "extra.forEach(e => e.command('x').option('--y'));\n")
    assert found is not None
    assert found.open_options


def test_other_programs():
    assert read("const program = x(); program.option('-a')") is None
