import socket
import sys

import pytest

from skillrt.gateway.peers import held, still_listens

TABLE = """  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 0100007F:C000 08 00000000:00000000 00:00000000 00000000     0        0 11 1 0 20 4 30 10 -1
   1: 0100007F:C000 0100007F:1F90 05 00000000:00000000 00:00000000 00000000     0        0 12345 1 0 20 4 30 10 -1
   2: 0100007F:C001 0100007F:1F90 05 00000000:00000000 00:00000000 00000000     0        0 0 1 0 20 4 30 10 -1
"""


@pytest.mark.skipif(sys.byteorder != "little", reason="the table is of a little-endian machine")
@pytest.mark.parametrize(("port", "found"), [(0xC000, True), (0xC001, False), (0xC002, False)])
def test_the_table(port: int, *, found: bool):
    assert held(TABLE, ("127.0.0.1", port), ("127.0.0.1", 0x1F90)) is found


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not tell")
@pytest.mark.parametrize(("family", "address"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")])
def test_a_real_connection(family: int, address: str):
    with socket.socket(family) as listener:
        try:
            listener.bind((address, 0))
        except OSError:
            pytest.skip("no IPv6 here")
        listener.listen()
        client = socket.create_connection(listener.getsockname()[:2])
        server, _ = listener.accept()
        with server:
            ends = server.getpeername()[:2], server.getsockname()[:2]
            assert still_listens(*ends)
            client.shutdown(socket.SHUT_WR)
            assert still_listens(*ends)
            client.close()
            assert still_listens(*ends) is False
