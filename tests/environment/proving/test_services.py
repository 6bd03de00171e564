import socket

from skillrt.environment.proving.services import prove_services
from tests.environment.proving.sample import need, needs


def test_a_port_that_accepts_and_one_that_does_not():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        (proof,) = prove_services(needs(need("service", f"localhost:{port}")))
        assert (proof.ok, proof.how) == (True, f"nc -z localhost {port}")
    (proof,) = prove_services(needs(need("service", f"localhost:{port}")))
    assert not proof.ok
    assert proof.detail


def test_products_and_optional_ones_are_not_asked():
    wanted = needs(need("service", "openai"), need("service", "localhost:1", required=False), need("env", "x.y"))
    assert list(prove_services(wanted)) == []


def test_a_host_that_is_none_is_a_failed_proof():
    (proof,) = prove_services(needs(need("service", "no-such-host.invalid")))
    assert not proof.ok
    assert proof.how == "curl -I https://no-such-host.invalid/"
    assert [item.ok for item in prove_services(needs(need("service", "localhost:99999")))] == [False]
