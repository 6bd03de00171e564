import pytest

from skillrt.code.javascript import read_javascript
from tests.growth import require_proportion

TEXT = """import fs, { join } from 'node:fs';
import {
  a,
} from "./lib/a.js";
import './side.mjs';
const b = require('../b');
const here = path.dirname(fileURLToPath(import.meta.url));
const data = path.join(here, 'data', 'é.json');
fs.readFileSync(path.join(__dirname, "x.txt"));
if (fs.existsSync(path.join(__dirname, 'maybe.txt'))) {}
new URL('./w.wasm', import.meta.url);
// import x from './comment.js'
/**
 * const y = require('./doc')
 */
execSync('python3 scripts/run.py --a');
spawn('node', ['tools/t.js', 'b']);
fs.writeFileSync('out.json', '');
const z = await import('./lazy.js');
"""


def test_imports():
    facts = read_javascript(TEXT)
    assert [item.module for item in facts.imports] == ["node:fs", "./lib/a.js", "./side.mjs", "../b", "./lazy.js"]
    raw = TEXT.encode()
    assert [raw[item.start : item.end].decode() for item in facts.imports] == [item.module for item in facts.imports]


def test_files():
    found = {(item.path, item.kind, item.anchored, item.guarded) for item in read_javascript(TEXT).files}
    assert found == {
        ("data/é.json", "path", True, False),
        ("x.txt", "open", True, False),
        ("maybe.txt", "path", True, True),
        ("w.wasm", "path", True, False),
        ("scripts/run.py", "run", False, False),
        ("tools/t.js", "run", False, False),
        ("out.json", "write", False, False),
    }


@pytest.mark.parametrize(
    "part", ["import ", "require(", "join(a,'b',", "new URL(", "`${__dirname}", "import a\n", "spawn('a',["]
)
def test_hostile_texts_take_no_longer_than_their_length(part: str):
    require_proportion(lambda size: read_javascript(part * (size // len(part))), 50_000)
