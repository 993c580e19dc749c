"""Who may connect. Until accounts exist only this machine may, told by address, `Host` and `Origin`.

Plain ASGI, since only that sees the websocket, over which the whole product runs.
"""

from __future__ import annotations

import os
import re
import sys
from ipaddress import IPv6Address, ip_address
from typing import ClassVar
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from wording import LANGUAGES, Words

OUR_HOSTS = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:\d+)?", re.IGNORECASE)
READING = ("GET", "HEAD", "OPTIONS")


class OnlyThisMachine:
    """Refuses to start on an address others can reach, and to answer what does not come from here or is not for us.

    `Host` is checked against foreign names made to point here, `Origin` against pages of other servers in the same
    browser. Streamlit checks origins as well, but admits other local ports, and asks the internet for our address.
    `stands` tells whether this process serves from behind it: see `end_unless_guarded`.
    """

    stands: ClassVar[bool] = False

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        OnlyThisMachine.stands = True
        if scope["type"] == "lifespan":
            address = st.get_option("server.address") or "::"  # unset, Streamlit listens to everyone
            if not is_loopback(address):
                await send({"type": "lifespan.startup.failed", "message": both("server.open", address=address)})
                return
        elif not is_ours(scope):
            # A websocket answered before it is accepted becomes a plain 403.
            closing: Message = {"type": "websocket.close", "code": 1008}
            refusal = PlainTextResponse(both("server.refused"), 403)
            await (send(closing) if scope["type"] == "websocket" else refusal(scope, receive, send))
            return
        await self.app(scope, receive, send)


def end_unless_guarded() -> None:
    """End the process, and say how to start it, where its pages would be served without the guard.

    Streamlit runs any script it is given, a page or `ui/screen.py` as well, and then nothing of this module is asked.
    """
    if not OnlyThisMachine.stands:
        print(both("server.unguarded"), file=sys.stderr, flush=True)  # noqa: T201 (there is no page to say it on)
        os._exit(2)


def is_ours(scope: Scope) -> bool:
    """Whether a request comes from this machine, names it, and was not sent by a page of another server."""
    headers = Headers(scope=scope)
    host, origin = headers.get("host", ""), headers.get("origin")
    client = scope.get("client")
    changes = scope["type"] == "websocket" or scope["method"] not in READING
    foreign = changes and origin is not None and urlsplit(origin).netloc.lower() != host.lower()
    return client is not None and is_loopback(client[0]) and OUR_HOSTS.fullmatch(host) is not None and not foreign


def is_loopback(address: str) -> bool:
    """Whether an IP address, or the name `localhost`, can only be this machine; any other name may be anyone."""
    try:
        ip = ip_address(address)
    except ValueError:
        return address.lower() == "localhost"
    return ((ip.ipv4_mapped or ip) if isinstance(ip, IPv6Address) else ip).is_loopback


def both(key: str, **facts: object) -> str:
    """A text in both languages: at this point nobody has chosen one."""
    return "\n".join(Words(language)(key, **facts) for language in LANGUAGES)
