"""Whether an address is free to serve on; as a script it is asked before anything is installed, so it needs nothing installed."""

from __future__ import annotations

import errno
import os
import socket
import sys

HOST, PORT = "127.0.0.1", 8000


def trouble(host: str, port: int) -> str | None:
    """Return what is in the way of serving on ``host`` and ``port``, and what to do about it; None = nothing."""
    try:
        (family, kind, protocol, _name, address), *_ = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            free = port + 1 if port < 65535 else PORT
            return f"Port {port} er opptatt av et annet program. Velg en annen, for eksempel «PORT={free} make run»."
        if error.errno == errno.EACCES:
            return f"Port {port} er forbeholdt maskinens egne tjenester. Velg en over 1023, for eksempel «PORT={PORT} make run»."
        return (
            f"Kan ikke svare på adressen {host} ({error.strerror}). Bruk «HOST={HOST} make run», eller en adresse maskinen har."
        )
    return None


def main() -> int:
    """Read HOST and PORT from the environment as `make run` hands them on; return 1 when nothing can be served there."""
    host, port = os.environ.get("HOST") or HOST, os.environ.get("PORT") or str(PORT)
    if not (port.isdecimal() and 0 < int(port) <= 65535):
        found: str | None = f"PORT={port} er ikke en port. Bruk et tall fra 1 til 65535, for eksempel «PORT={PORT} make run»."
    else:
        found = trouble(host, int(port))
    if found:
        sys.stderr.write(found + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
