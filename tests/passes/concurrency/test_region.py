from skillrt.passes.concurrency.region import number_in


def test_the_first_number():
    assert number_in("Run three reviewers") == 3
    assert number_in("Use 12 of them") == 12
    assert number_in("Run several") == 0
    assert number_in("wait 5 minutes") == 0
