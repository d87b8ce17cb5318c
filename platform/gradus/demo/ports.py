"""Free and taken ports on this machine."""

from __future__ import annotations

import socket

from gradus.demo.failure import CannotStart

HOST = "127.0.0.1"
LAST_PORT = 65535


def is_free(port: int) -> bool:
    """Whether a server could listen on `port` now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As servers do: a port whose last connections are still closing counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def any_free() -> int:
    """A free port, chosen by the system."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def claim(port: int) -> int:
    """`port`, if it is free. Raises CannotStart, naming the next free one."""
    if is_free(port):
        return port
    following = next((other for other in range(port + 1, LAST_PORT) if is_free(other)), any_free())
    raise CannotStart(
        f"Port {port} cannot be used, probably because another program has it. "
        f"Choose another: python3 manage.py demo --port {following}"
    )
