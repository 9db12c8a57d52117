"""One request over a real socket: where it goes, what is believed, and when it ends."""

import socket
import threading
import time

import pytest

from hiring.webhooks import Caller
from hiring.webhooks.calling import MAX_BODY_BYTES, CallError
from hiring.webhooks.records import CallFault
from tests.journeys.servers import free_port
from tests.webhooks.conftest import HOST

SOON, LATE = 0.3, 60.0  # seconds; where an answer is wanted, a busy machine takes its time


def fault(caller, address):
    with pytest.raises(CallError) as caught:
        caller.post(address, b"{}", {})
    return caught.value.fault


def test_a_body_arrives_whole_with_its_headers(make_caller, address, receiver):
    body = b"x" * 100_000

    assert make_caller().post(address, body, {"webhook-id": "one"}) == 204
    (path, headers, got) = receiver.got[0]
    assert (path, got) == ("/in", body)
    assert headers["webhook-id"] == "one"
    assert headers["Host"] == address.split("/")[2]


def test_a_redirect_is_not_followed(make_caller, address, receiver):
    receiver.answers, receiver.extra = [302], {"Location": address}
    with pytest.raises(CallError) as caught:
        make_caller().post(address, b"{}", {})

    assert (caught.value.fault, caught.value.status) == (CallFault.REDIRECT, 302)
    assert len(receiver.got) == 1


@pytest.mark.parametrize("status", [400, 410, 500, 503])
def test_a_refusal_is_told_with_its_status(make_caller, address, receiver, status):
    receiver.answers = [status]
    with pytest.raises(CallError) as caught:
        make_caller().post(address, b"{}", {})

    assert (caught.value.fault, caught.value.status) == (CallFault.STATUS, status)


@pytest.mark.parametrize(
    "place",
    [
        "127.0.0.1",
        "::1",
        "10.0.0.1",
        "100.64.0.1",
        "169.254.169.254",
        "fe80::1",
        "::ffff:127.0.0.1",
    ],
)
def test_a_name_that_leads_inside_is_not_called(make_caller, address, receiver, place):
    assert fault(make_caller([place], private=()), address) is CallFault.INNER_ADDRESS
    assert receiver.got == []


def test_a_name_is_looked_up_once_and_the_checked_place_is_called(
    address, allowed, trusting, receiver
):
    # Somebody who answers the second question with another place is not asked a second time.
    asked = []

    def rebinding(host, _port):
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["169.254.169.254"]

    caller = Caller(allowed, frozenset({HOST}), rebinding, trusting, LATE)

    assert caller.post(address, b"{}", {}) == 204
    assert asked == [HOST]


def test_a_host_that_was_taken_off_the_list_is_not_even_looked_up(address):
    caller = Caller(frozenset(), resolve=lambda *_: pytest.fail("looked up"))

    assert fault(caller, address) is CallFault.HOST_NOT_ALLOWED


def test_a_name_that_nobody_knows_is_told(make_caller, address):
    assert fault(make_caller([]), address) is CallFault.NO_ADDRESS


def test_a_look_up_that_takes_too_long_is_not_waited_for(address, allowed):
    may_end, answers = threading.Event(), []

    def slow(_host, _port):
        may_end.wait(LATE)
        answers.append([])
        return answers[-1]

    assert fault(Caller(allowed, resolve=slow, seconds=SOON), address) is CallFault.NO_ADDRESS
    assert answers == []
    may_end.set()


def test_a_certificate_of_somebody_else_is_not_believed(make_caller, address, receiver):
    assert fault(make_caller(context=None), address) is CallFault.NO_TRUST
    assert receiver.got == []


def test_nobody_at_the_door_is_told(make_caller):
    port = free_port()
    caller = make_caller(hosts={f"{HOST}:{port}"})

    assert fault(caller, f"https://{HOST}:{port}/") is CallFault.NO_CONNECTION


def test_a_receiver_that_says_nothing_is_left_in_time(make_caller, silent_port):
    caller = make_caller(seconds=2.0, hosts={f"{HOST}:{silent_port}"})
    began = time.monotonic()

    assert fault(caller, f"https://{HOST}:{silent_port}/") is CallFault.NO_ANSWER
    assert time.monotonic() - began < LATE / 2


@pytest.fixture
def speak(certificate, make_caller):
    """Has a receiver answer with pieces of bytes, one after the other, and calls it."""

    def call(pieces, pause=0.0, seconds=LATE):
        context = ssl_context(certificate)
        server = socket.create_server(("127.0.0.1", 0))
        port = server.getsockname()[1]

        def serve():
            try:
                with (
                    server,
                    server.accept()[0] as plain,
                    context.wrap_socket(plain, server_side=True) as line,
                ):
                    line.recv(10_000)
                    for piece in pieces:
                        line.sendall(piece)
                        time.sleep(pause)
            except OSError:
                pass  # the caller has hung up

        thread = threading.Thread(target=serve)
        thread.start()
        caller = make_caller(seconds=seconds, hosts={f"{HOST}:{port}"})
        try:
            return caller.post(f"https://{HOST}:{port}/", b"{}", {})
        finally:
            thread.join(10)

    return call


def ssl_context(folder):
    import ssl  # noqa: PLC0415 - the one place

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "it.pem", folder / "key.pem")
    return context


def test_an_answer_in_pieces_is_put_together(speak):
    assert speak([b"HTTP/1.1 2", b"00 OK\r\nA: b\r", b"\n\r\nthe body"]) == 200


def test_an_answer_that_only_says_that_one_is_to_come_is_not_the_answer(speak):
    pieces = [b"HTTP/1.1 103 Early\r\n\r\n", b"HTTP/1.1 204 None\r\n\r\n"]

    assert speak(pieces) == 204


@pytest.mark.parametrize(
    "pieces", [[], [b"HTTP/1.1 20"], [b"SSH-2.0-x\r\n\r\n"], [b"HTTP/1.1 999 No\r\n\r\n"]]
)
def test_what_is_no_answer_of_a_web_server_is_told(speak, pieces):
    with pytest.raises(CallError) as caught:
        speak(pieces)

    assert caught.value.fault is CallFault.NO_HTTP


def test_a_head_without_end_is_not_read_to_its_end(speak):
    with pytest.raises(CallError) as caught:
        speak([b"HTTP/1.1 200 OK\r\n", *([b"X: " + b"y" * 4000 + b"\r\n"] * 50)])

    assert caught.value.fault is CallFault.NO_HTTP


def test_a_receiver_that_speaks_drop_by_drop_is_left_in_time(speak):
    began = time.monotonic()
    with pytest.raises(CallError) as caught:
        speak([b"H"] * 600, pause=0.1, seconds=2.0)

    assert caught.value.fault is CallFault.NO_ANSWER
    assert time.monotonic() - began < LATE / 2


def test_a_body_that_cannot_be_meant_is_refused(make_caller, address):
    with pytest.raises(ValueError, match="below a megabyte"):
        make_caller().post(address, b"x" * (MAX_BODY_BYTES + 1), {})
