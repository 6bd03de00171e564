from skillrt.profiler.pace import Pace


def test_one_word_of_the_provider_halves_what_runs_and_holds_new_trials_back():
    pace = Pace(8)
    assert pace.limit(0.0) == 8
    pace.slow(began=1.0, now=2.0, wait=3.0)
    assert (pace.limit(2.0), pace.held_back(2.0)) == (0, 3.0)
    assert (pace.limit(5.0), pace.held_back(5.0)) == (4, 0.0)


def test_what_was_sent_before_it_slowed_down_says_nothing_new():
    pace = Pace(8)
    for began in (0.5, 0.6, 0.7):
        pace.slow(began, 2.0, 0.0)
    assert (pace.limit(2.0), pace.slowed) == (4, 1)
    pace.slow(2.5, 3.0, 0.0)
    assert (pace.limit(3.0), pace.slowed) == (2, 2)


def test_never_below_one_and_back_to_all_where_trials_go_through():
    pace = Pace(4)
    for at in range(10):
        pace.slow(float(at), float(at), 0.0)
    assert pace.limit(10.0) == 1
    for _ in range(12):
        pace.fine()
    assert pace.limit(10.0) == 4


def test_no_provider_can_hold_it_back_for_an_hour():
    pace = Pace(2)
    pace.slow(0.0, 0.0, 3600.0)
    assert pace.held_back(0.0) == 120.0
