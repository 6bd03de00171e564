from skillrt.gateway.policy import Limits
from skillrt.gateway.retries import retry_rules
from tests.gateway.sessions import policy


def test_the_defaults_let_pass_what_providers_let_pass():
    limits = Limits()
    assert limits.hold >= 100 * 1024 * 1024
    assert limits.idle >= 1800
    assert policy().retries == retry_rules()
