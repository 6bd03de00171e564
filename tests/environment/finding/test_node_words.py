import pytest

from skillrt.environment.finding.node_words import sightings
from tests.environment.sighted import names

_ROWS = "| `@frobkit/keys` | passkeys |\n|---|---|\n| `@frobkit/mail@2` | mail |\n"
_FILES = "```bash\ncat node_modules/lucide-react/dist/a.js\nls node_modules/unheard-of-x/y\n```\n"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (_ROWS, {"@frobkit/keys", "@frobkit/mail"}),
        ("See `@docs/guide.md`, `@/ui/button` and `@repo/ui`.\n", set()),
        ("Ask `@someone` in `team/@x`.\n", set()),
        ("Read `@frobkit/keys and more`.\n", set()),
        (_FILES, {"lucide-react"}),
    ],
)
def test_packages_that_are_shown(tmp_path, body, expected):
    assert names(tmp_path, sightings, body) == {(name, "example") for name in expected}


def test_packages_to_install(tmp_path):
    body = "Install `zod` and `dependency-cruiser` as devDependencies.\n\nInstall `pandas`.\n\nZod: `zod`.\n"
    assert names(tmp_path, sightings, body) == {("zod", "use"), ("dependency-cruiser", "use")}
    optional = "Optionally install `zod` by npm.\n"
    assert names(tmp_path / "x", sightings, optional) == {("zod", "optional")}


def test_files_of_packages_that_programs_load(tmp_path):
    text = "import x from '/opt/node_modules/playwright-core/index.js';\n"
    assert names(tmp_path, sightings, "Text.\n", a_dot_mjs=text) == {("playwright-core", "use")}
