import msgspec

from skillrt.gateway.account import Account
from tests.gateway.sessions import answered, begun, ended, piece, policy


def test_an_account_can_be_written_and_read():
    session, _ = begun(policy())
    for event in (answered(), piece(b"\xff\x00"), ended()):
        session.handle(event)
    account = session.account()
    assert msgspec.json.decode(msgspec.json.encode(account), type=Account) == account
