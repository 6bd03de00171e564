from skillrt.environment.needs import Need
from skillrt.errors import Diagnostic
from skillrt.report.bind_plan import BindPlan, packages_line, plan_json, plan_text, skills_line


def need(kind, name):
    return Need(kind=kind, name=name, required=True, why="used")


PLANS = (
    BindPlan("s/a", (need("python", "rich"), need("python", "httpx"), need("system", "jq"))),
    BindPlan("s/b", (need("python", "rich"), need("node", "zx"))),
    BindPlan("s/c"),
    BindPlan("s/d", diagnostics=(Diagnostic.of("bind.bad-requirement", "no name"),), status=1),
)


def test_the_sum_counts_each_package_once():
    assert packages_line(PLANS) == "2 packages of Python, 1 package of Node"
    assert packages_line(PLANS[2:3]) == "no packages"
    assert (skills_line(1, ["s"]), skills_line(2, ["s", "t"])) == ("1 skill in s", "2 skills in s, t")


def test_the_needs_of_each_skill():
    assert plan_text(PLANS, ["s"]).splitlines() == [
        "s/a:",
        "  2 packages of Python: rich, httpx",
        "  1 program: jq",
        "s/b:",
        "  1 package of Python: rich",
        "  1 package of Node: zx",
        "s/c: needs nothing",
        "s/d: would not be bound",
        "",
        "4 skills in s: 2 packages of Python, 1 package of Node; nothing was installed",
    ]


def test_names_of_folders_act_on_no_terminal():
    assert "\x1b" not in plan_text((BindPlan("s/\x1b[31m\nred"),), ["s/\x1b[2J"])


def test_json():
    assert '"rich"' in plan_json(PLANS)
    assert "bind.bad-requirement" in plan_json(PLANS)
