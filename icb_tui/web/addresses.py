"""Where the server is reached: the socket, the address that is printed, and which hosts and origins are its own."""

from __future__ import annotations

import ipaddress
import socket
from typing import NamedTuple
from urllib.parse import urlsplit

from icb_tui.domain.errors import UserError

DEFAULT_PORTS = {"http": 80, "https": 443}


class BadAddress(UserError):
    """An address, a port or a URL that cannot be served; the message says why, and what was expected."""


class Origin(NamedTuple):
    """A scheme, a host in lower case and a port: what a browser calls an origin."""

    scheme: str
    host: str
    port: int

    def __str__(self) -> str:
        return f"{self.scheme}://{join_host(self.host, self.port, self.scheme)}"


class ServedAddress(NamedTuple):
    """Where the server is reached: where it listens, and the public address where a proxy stands before it."""

    host: str
    port: int
    public: str = ""

    @property
    def base(self) -> str:
        """The address of the explorer, which ends with a slash."""
        return self.public or f"http://{join_host(self._name, self.port, 'http')}/"

    @property
    def path(self) -> str:
        """The path of that address."""
        return urlsplit(self.base).path

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine reaches it."""
        return self.host == "localhost" or (_is_number(self.host) and ipaddress.ip_address(self.host).is_loopback)

    @property
    def _name(self) -> str:
        """How others call the machine where the server listens on all its addresses."""
        return socket.gethostname() if _is_any(self.host) else self.host

    def find_origin(self, host: str) -> Origin | None:
        """Return the origin that a Host header names; None where it names none of ours.

        A page of another site that has its name point here (DNS rebinding) sends its own name.
        """
        public = parse_origin(self.public)
        if public and public == parse_origin(f"{public.scheme}://{host}"):
            return public
        origin = parse_origin(f"http://{host}")
        return origin if origin and origin.port == self.port and self._is_own(origin.host) else None

    def _is_own(self, host: str) -> bool:
        """Whether a host is this machine, as it listens: by its number, or by a name that we know."""
        if self.is_loopback:
            return host == "localhost" or (_is_number(host) and ipaddress.ip_address(host).is_loopback)
        if _is_any(self.host):
            return _is_number(host) or host in {"localhost", socket.gethostname().lower()}
        return host == self.host.lower()


def parse_origin(address: str) -> Origin | None:
    """Return the origin of an address; None where it is none of http or https."""
    try:
        parts = urlsplit(address)
        port = parts.port or DEFAULT_PORTS[parts.scheme]
    except (ValueError, KeyError):
        return None
    has_more = "@" in parts.netloc or not parts.hostname
    return None if has_more else Origin(parts.scheme, parts.hostname or "", port)


def join_host(host: str, port: int, scheme: str) -> str:
    """Return host and port as an address has them."""
    name = f"[{host}]" if ":" in host else host
    return name if DEFAULT_PORTS.get(scheme) == port else f"{name}:{port}"


def read_public_url(url: str) -> str:
    """Return the address that --url names, with a slash at its end; raise BadAddress."""
    parts = urlsplit(url)
    if not parse_origin(url) or parts.query or parts.fragment or not url.isprintable() or " " in url:
        raise BadAddress(f"--url: not a web address: “{url}”; expected one such as https://example.org/icbs/")
    return url if url.endswith("/") else f"{url}/"


def open_socket(host: str, port: int) -> socket.socket:
    """Return a socket that listens; raise BadAddress where it cannot be had."""
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        return socket.create_server(address[:2], family=family, backlog=128)
    except socket.gaierror:
        raise BadAddress(f"--host: unknown address “{host}”; expected one of this machine's, or 0.0.0.0") from None
    except PermissionError:
        raise BadAddress(f"--port: no permission to listen on port {port}; expected 1024 or higher") from None
    except OSError as error:
        raise BadAddress(_explain_socket_error(host, port, error)) from None


def _explain_socket_error(host: str, port: int, error: OSError) -> str:
    import errno

    if error.errno == errno.EADDRINUSE:
        return f"--port: port {port} is in use; choose another, or --port 0 for any that is free"
    if error.errno == errno.EADDRNOTAVAIL:
        return f"--host: “{host}” is not an address of this machine; expected one that is, or 0.0.0.0"
    return f"cannot listen on {host}, port {port}: {error.strerror}"


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_any(host: str) -> bool:
    return _is_number(host) and ipaddress.ip_address(host).is_unspecified
