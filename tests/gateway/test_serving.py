import pytest

from skillrt.config import GatewaySettings
from skillrt.errors import UsageError
from skillrt.gateway.access import Access
from skillrt.gateway.routes import Routes
from skillrt.gateway.serving import key_from, policy_of


def test_settings_become_a_policy():
    settings = GatewaySettings(hosts=("Box.Internal",), retries=False, idle_timeout=5.0, client_timeout=7.0)
    policy = policy_of(settings, Access(token="t" * 32), Routes(()))
    assert policy.access.hosts == ("box.internal",)
    assert policy.access.token == "t" * 32
    assert policy.retries is None
    assert (policy.limits.idle, policy.client_timeout) == (5.0, 7.0)
    assert policy_of(GatewaySettings(), Access(), Routes(())).retries is not None


def test_a_key_is_the_first_line_that_a_command_prints():
    assert key_from(b"the key\nmore\n", 0, ("show",)) == "the key"
    assert key_from(b"", 0, ("show",)) == ""
    with pytest.raises(UsageError, match="`show it` ended with status 2"):
        key_from(b"half", 2, ("show", "it"))
