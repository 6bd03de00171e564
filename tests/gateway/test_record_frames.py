from msgspec.structs import replace

from skillrt.gateway.record_frames import ACCOUNT, FLUSH, HEAD, account_frame, account_from, flush_frame
from tests.gateway.sessions import answered, begun, ended, piece, policy


def test_an_account_goes_over_the_pipe_whole():
    session, _ = begun(policy(), b"\xff\x00")
    for event in (answered(), piece(b"\xff"), ended()):
        session.handle(event)
    account = session.account()
    frame = account_frame(account)
    kind, length = HEAD.unpack(frame[: HEAD.size])
    assert (kind, length) == (ACCOUNT, len(frame) - HEAD.size)
    assert account_from(frame[HEAD.size :]) == account
    odd = replace(account, request_headers=(("A", "\udcff"),), path="/\udcff")
    assert account_from(account_frame(odd)[HEAD.size :]).request_headers == (("A", "?"),)


def test_the_question_has_no_body():
    assert HEAD.unpack(flush_frame()) == (FLUSH, 0)
