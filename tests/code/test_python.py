from hypothesis import given
from hypothesis import strategies as st

from skillrt.code.python import read_python

TEXT = '''"""É."""
import os, sys
from ..a import b, c
try:
    import yaml
except ImportError:
    yaml = None
from pathlib import Path
HERE = Path(__file__).resolve().parent
DATA = HERE.parent / "assets" / "é.json"
OUT = HERE / "out"
OUT.mkdir(exist_ok=True)
sys.path.insert(0, str(HERE))
def run():
    with open(DATA) as handle:
        open("notes.txt", "w")
    subprocess.run([sys.executable, str(HERE / "other.py"), "a"])
    subprocess.run(["bash", "scripts/x.sh"])
    os.system("python3 tools/y.py --a")
    HERE / name / "z"
    if (HERE / "opt.cfg").exists():
        pass
    requests.get("https://x.org/a.json")
'''


def test_imports():
    found = {item.module: item for item in read_python(TEXT).imports}
    assert found["..a"].names == ("b", "c")
    assert found["yaml"].guarded
    assert not found["os"].guarded
    raw = TEXT.encode()
    assert raw[found["sys"].start : found["sys"].end] == b"sys"


def test_files():
    found = {(item.path, item.kind, item.anchored): item for item in read_python(TEXT).files}
    assert set(found) == {
        ("../assets/é.json", "open", True),
        ("out", "write", True),
        (".", "search", True),
        ("notes.txt", "write", False),
        ("other.py", "run", True),
        ("scripts/x.sh", "run", False),
        ("tools/y.py", "run", False),
        ("opt.cfg", "path", True),
    }
    assert found[("opt.cfg", "path", True)].guarded
    place = found[("../assets/é.json", "open", True)]
    assert TEXT.encode()[place.start : place.end].decode() == 'HERE.parent / "assets" / "é.json"'


def test_a_byte_order_mark_moves_the_places():
    (found,) = read_python("\ufeffimport abc").imports
    assert (found.start, found.end) == (10, 13)


def test_no_tree_no_facts():
    facts = read_python("print 'x'\nimport os")
    assert (facts.imports, facts.files) == ((), ())


@given(st.text(max_size=200))
def test_never_raises(text: str):
    read_python(text)
