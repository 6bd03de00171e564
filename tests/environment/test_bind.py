"""Binding with a real uv and wheels of our own: no index, no network."""

import shutil

import msgspec
import pytest

from skillrt.environment.bind import BindOptions, Subject, Surroundings, bind
from skillrt.environment.installers import find_installers
from skillrt.environment.lock import lock_bytes, read_lock, today
from skillrt.environment.needs import Need, Needs
from skillrt.environment.prove import Proof, prove
from skillrt.errors import Diagnostic, InputError, MachineError, SkillrtError, UsageError
from skillrt.store.environments import PROOF_FILE, Environments
from tests.environment.wheels import make_wheel, variables_for

DATE = BindOptions(date="2026-11-01")


def need(name, kind="python", required=True, **more):
    modules = (name,) if kind == "python" else ()
    return Need(kind=kind, name=name, required=required, why="used", modules=modules, **more)


class Place:
    """A machine with some wheels and a store."""

    def __init__(self, root):
        self.root = root
        self.said = []
        self.skill = root / "skill"
        self.skill.mkdir(parents=True)
        self.wheels = root / "wheels"
        make_wheel(self.wheels, "alpha", "1.0", "VALUE = 1\n")
        make_wheel(self.wheels, "alpha", "2.0", "VALUE = 2\n", ("beta",))
        make_wheel(self.wheels, "beta", "0.5", "")
        make_wheel(self.wheels, "broken", "1.0", "raise RuntimeError('no')\n")

    @property
    def store(self):
        return Environments(self.root / "data")

    def around(self, **more):
        installers = find_installers(variables_for(self.wheels, self.root / "home"), **more)
        return Surroundings(self.store, installers, prove, lambda _: {}, lambda _: (), self.said.append)

    def bind(self, *needs, options=DATE, lock=None, digest="sha256:a", **more):
        subject = Subject(self.skill, Needs(needs=tuple(sorted(needs))), digest, lock)
        return bind(subject, options, self.around(**more))


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path)


def names(binding):
    return [row.partition(" ")[0] for row in binding.lock.packages]


def test_a_skill_is_bound_and_proven_and_the_second_time_nothing_is_done(place):
    first = place.bind(need("alpha"))
    assert names(first) == ["alpha==2.0", "beta==0.5"]
    assert (first.fresh, first.proven) == (True, True)
    assert first.bound.python is not None
    assert place.store.last_bound(first.lock.needs) == first.lock.key
    place.said.clear()
    again = place.bind(need("alpha"))
    assert (again.fresh, again.proven, again.lock) == (False, True, first.lock)
    assert place.said == []


def test_the_same_needs_as_of_the_same_day_give_the_same_lock_on_another_machine(place, tmp_path):
    other = Place(tmp_path / "other")
    assert lock_bytes(place.bind(need("alpha")).lock) == lock_bytes(other.bind(need("alpha")).lock)


def test_a_lock_holds_until_it_is_upgraded(place):
    (place.wheels / "alpha-2.0-py3-none-any.whl").rename(place.root / "later.whl")
    assert names(place.bind(need("alpha"))) == ["alpha==1.0"]
    (place.root / "later.whl").rename(place.wheels / "alpha-2.0-py3-none-any.whl")
    assert names(place.bind(need("alpha"), options=BindOptions())) == ["alpha==1.0"]
    upgraded = place.bind(need("alpha"), options=BindOptions(date="2026-11-01", upgrade=True))
    assert names(upgraded) == ["alpha==2.0", "beta==0.5"]
    assert names(place.bind(need("alpha"), options=BindOptions())) == ["alpha==2.0", "beta==0.5"]


def test_optional_needs_come_when_they_are_asked_for_and_then_stay(place):
    wanted = (need("alpha", version="==1.0"), need("beta", required=False))
    assert names(place.bind(*wanted)) == ["alpha==1.0"]
    more = place.bind(*wanted, options=BindOptions(optional=("beta",)))
    assert names(more) == ["alpha==1.0", "beta==0.5"]
    assert more.lock.date == "2026-11-01"
    assert names(place.bind(*wanted)) == ["alpha==1.0", "beta==0.5"]
    with pytest.raises(UsageError, match="no optional need"):
        place.bind(*wanted, options=BindOptions(optional=("gamma",)))


def test_two_skills_with_the_same_needs_share_one_environment(place):
    first = place.bind(need("alpha"))
    second = place.bind(need("alpha"), digest="sha256:b")
    assert (second.fresh, second.lock.key) == (False, first.lock.key)
    assert place.said[-1] == "proving that it works"  # its scripts are its own


def test_what_does_not_import_is_not_bound_and_is_tried_again(place):
    binding = place.bind(need("broken"))
    assert not binding.proven
    assert "RuntimeError" in binding.proofs[0].detail
    assert place.store.last_bound(binding.lock.needs) == ""
    assert place.bind(need("broken")).fresh


def test_a_half_made_environment_is_made_anew(place):
    first = place.bind(need("alpha"))
    folder = place.store.folder(first.lock.key)
    (folder / PROOF_FILE).unlink()
    (folder / "python" / "pyvenv.cfg").unlink()
    (folder / "left").write_text("by a process that was killed")
    again = place.bind(need("alpha"))
    assert again.fresh
    assert again.proven
    assert not (folder / "left").exists()


def test_an_environment_whose_interpreter_is_gone_is_made_anew(place):
    first = place.bind(need("alpha"))
    python = first.bound.folder / "python" / "bin" / "python"
    python.unlink()
    python.symlink_to(place.root / "gone")
    assert place.bind(need("alpha")).fresh
    assert python.exists()


@pytest.mark.parametrize("gone", ["alpha.py", "beta-0.5.dist-info"])
def test_an_environment_of_which_a_file_is_gone_is_made_anew_and_that_is_said(place, gone):
    first = place.bind(need("alpha"))
    (path,) = first.bound.folder.glob(f"python/lib/python*/site-packages/{gone}")
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    again = place.bind(need("alpha"), options=BindOptions())
    assert (again.fresh, again.proven, again.lock.key) == (True, True, first.lock.key)
    assert [note for note in again.notes if "damaged" in note and gone[:4] in note]
    assert path.exists()
    assert not place.bind(need("alpha")).notes


def test_upgrading_proves_anew_and_makes_anew_what_does_not_hold(place):
    upgrade = BindOptions(date="2026-11-01", upgrade=True)
    first = place.bind(need("alpha"))
    (path,) = first.bound.folder.glob("python/lib/python*/site-packages/alpha.py")
    path.unlink()  # it may be one with the file of uv's cache
    path.write_text("syntax error")
    old = place.bind(need("alpha"))
    assert (old.proven, old.proven_on) == (True, today())
    again = place.bind(need("alpha"), options=upgrade)
    assert (again.fresh, again.proven, again.proven_on) == (True, True, "")
    assert "made anew" in again.notes[0]
    assert path.read_text() == "VALUE = 2\n"
    place.said.clear()
    assert not place.bind(need("alpha"), options=upgrade).fresh
    assert place.said[-1] == "proving that it works"


def test_nothing_is_left_where_nothing_fits(place):
    with pytest.raises(SkillrtError) as raised:
        place.bind(need("alpha", version=">=3"))
    assert raised.value.diagnostics[0].code == "bind.unresolvable"
    left = [path for path in (place.root / "data/environments").rglob("*") if path.is_file()]
    assert [path.parent.name for path in left] == ["locks"]


def test_a_python_that_nobody_has(place):
    needs = Needs(python=">=3.99", needs=(need("alpha"),))
    with pytest.raises(MachineError) as raised:
        bind(Subject(place.skill, needs, "d"), DATE, place.around())
    assert raised.value.diagnostics[0].code == "bind.no-python"


def test_a_wheel_that_was_swapped_is_refused_and_nothing_is_left(place):
    lock = place.bind(need("beta")).lock
    place.store.remove(lock.key)
    shutil.rmtree(place.root / "home" / "cache")
    (place.wheels / "beta-0.5-py3-none-any.whl").unlink()
    make_wheel(place.wheels, "beta", "0.5", "import os  # not what was locked\n")
    with pytest.raises(SkillrtError) as raised:
        place.bind(need("beta"), lock=lock_bytes(lock))
    assert raised.value.diagnostics[0].code == "bind.lock-mismatch"
    assert not place.store.folder(lock.key).exists()


def test_the_lock_beside_the_skill_is_used_where_it_fits(place):
    other = place.bind(need("alpha", version="<2")).lock
    lock = place.bind(need("alpha")).lock
    older = msgspec.structs.replace(lock, packages=other.packages)
    assert names(place.bind(need("alpha"), lock=lock_bytes(older))) == ["alpha==1.0"]
    with pytest.raises(InputError, match="other needs"):
        place.bind(need("beta"), lock=lock_bytes(lock))
    elsewhere = msgspec.structs.replace(older, host="0" * 64)
    binding = place.bind(need("alpha"), lock=lock_bytes(elsewhere))
    assert "another kind of machine" in binding.notes[0]
    with pytest.raises(InputError) as raised:
        place.bind(need("alpha"), lock=lock_bytes(older).replace(b"alpha==1.0", b"alpha==2.0"))
    assert raised.value.diagnostics[0].code == "bind.lock-mismatch"


def test_a_broken_lock_beside_the_skill_is_told_by_its_place_and_upgrading_goes_past_it(place):
    fits = place.bind(need("alpha")).lock
    other = lock_bytes(place.bind(need("beta")).lock)
    for lock, code in [(b"{", "bind.bad-lock"), (other, "bind.lock-mismatch")]:
        with pytest.raises(InputError) as raised:
            place.bind(need("alpha"), lock=lock)
        (found,) = raised.value.diagnostics
        assert found.code == code
        assert str(place.skill / ".skillrt/environment.lock") in found.message
        assert "--upgrade --write-lock" in found.hint
        anew = place.bind(need("alpha"), options=BindOptions(date="2026-11-01", upgrade=True), lock=lock)
        assert anew.lock == fits


def test_a_damaged_store_is_no_obstacle(place):
    first = place.bind(need("alpha"))
    (first.bound.folder / "lock.json").write_bytes(b"{")
    again = place.bind(need("alpha"))
    assert "damaged" in again.notes[0]
    assert again.lock.key == first.lock.key
    read_lock((first.bound.folder / "lock.json").read_bytes(), "x")


@pytest.mark.parametrize(
    "hostile",
    [
        need("--index-url=http://x/"),
        need("alpha", version=">=1 --index-url http://x/"),
        need("alpha", version=" @ file:///etc/passwd"),
        need("alpha", version="\n-e ."),
        need("alpha", extras=("a]; import os",)),
        need("git+https://x/y"),
        need("a;rm -rf ~"),
        need("$(id)", kind="node"),
        need("left-pad", kind="node", version="file:../x"),
        need("left-pad", kind="node", version="git+ssh://x/y"),
        need("left-pad", kind="node", version="x/y"),
        need("../../x", kind="node"),
        need("--prefix", kind="node"),
    ],
)
def test_what_is_no_package_reaches_no_installer(place, hostile):
    with pytest.raises(InputError) as raised:
        place.bind(hostile)
    assert raised.value.diagnostics[0].code == "bind.bad-requirement"
    assert place.said == []


def test_names_that_are_judged_bad_stop_the_bind(place):
    bad = Diagnostic.of("bind.bad-requirement", "never heard of it")
    subject = Subject(place.skill, Needs(needs=(need("alpha"),)), "d")
    surroundings = place.around()
    judged = Surroundings(
        surroundings.store,
        surroundings.installers,
        prove,
        lambda _: {},
        lambda needs: [bad for item in needs if item.name == "alpha"],
        place.said.append,
    )
    with pytest.raises(InputError, match="never heard"):
        bind(subject, DATE, judged)


def test_programs_and_variables_are_looked_for_each_time(place):
    wanted = (need("sh", kind="system"), need("no-such-program", kind="system"), need("SOME_KEY", kind="env"))
    binding = place.bind(*wanted)
    assert [(row.name, row.found) for row in binding.lock.programs] == [("no-such-program", False), ("sh", True)]
    assert binding.lock.variables == ("SOME_KEY",)
    assert binding.bound.python is None
    assert not place.bind(*wanted).fresh


def test_a_store_that_cannot_be_written_is_said(place):
    (place.root / "data").write_text("a file")
    with pytest.raises(MachineError) as raised:
        place.bind(need("alpha"))
    assert raised.value.diagnostics[0].code == "machine.io"


def test_what_failed_for_a_reason_that_may_be_gone_is_tried_again(place):
    tried = []

    def prover(variant, needs, bound, *, timeout=1.0, probe_services=False):
        tried.append([(item.name, item.required) for item in needs.needs])
        return (Proof("script", "x.py", "x.py --help", len(tried) > 1), Proof("env", "KEY", "", False))

    around = place.around()
    around = Surroundings(around.store, around.installers, prover, around.packages_of, around.judge, around.say)
    subject = Subject(place.skill, Needs(needs=(need("alpha", required=False),)), "d")
    asked = BindOptions(date="2026-11-01", optional=("alpha",))
    for _ in range(3):
        binding = bind(subject, asked, around)
    assert tried == [[("alpha", True)]] * 2
    assert [proof.ok for proof in binding.proofs] == [True, False]
