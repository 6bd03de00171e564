from skillrt.code.outlining.refused import Refused


def test_it_says_which_rule_and_why():
    why = Refused("menu", "there is a choice")
    assert (why.rule, why.reason, why.args) == ("menu", "there is a choice", ("menu", "there is a choice"))
