from typing import get_args

import msgspec

from skillrt.gateway.events import Action, Event


def test_whatever_is_heard_says_when():
    assert all("now" in kind.__struct_fields__ for kind in get_args(Event))


def test_events_and_actions_cannot_be_changed():
    assert all(
        issubclass(kind, msgspec.Struct) and kind.__struct_config__.frozen for kind in get_args(Event | Action)
    )
