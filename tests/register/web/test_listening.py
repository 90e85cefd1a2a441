"""The address of the site: answers leave at once."""

import socket

from register.web.server import listen


def test_a_connection_sends_what_is_written_at_once() -> None:
    with listen("127.0.0.1", 0) as listener:
        address = listener.getsockname()
        with socket.create_connection(address), listener.accept()[0] as connection:
            assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
