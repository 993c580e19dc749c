"""What stands between the network and Streamlit: who may connect, the page a browser is handed, and files of our own.

Until accounts exist only this machine may connect, told by address, `Host` and `Origin`. The two layers are plain ASGI,
since only those see the websocket, over which the whole product runs. Knows nothing of plans, figures or sessions.
"""

from __future__ import annotations

import gc
import gzip
import json
import os
import re
import sys
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from hashlib import sha256
from html import escape
from ipaddress import IPv6Address, ip_address
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlencode, urlsplit

import streamlit as st
from anyio import to_thread
from starlette.convertors import Convertor, register_url_convertor
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui import made
from ui.held import BoundedUploads
from wording import LANGUAGES, Language, Words, catalogue

HERE = Path(__file__).parent
FONTS = HERE.parent / "reports" / "fonts"
STREAMLIT = Path(st.__file__).parent / "static"
MONTH, YEAR = 30 * 86400, 365 * 86400
OUR_HOSTS = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:\d+)?", re.IGNORECASE)
FIRST_PAGE = "overview"
NO_PAGE = "no_page"  # the parameter that tells the first page which one was asked for in vain
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


class Shell:
    """Adds the protecting headers to every answer, and serves Streamlit's bundles packed, which itself it does not."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def protected(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(protection())
            await send(message)

        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif scope["path"] in bundles() and "gzip" in Headers(scope=scope).get("accept-encoding", ""):
            await (await to_thread.run_sync(packed, scope["path"]))(scope, receive, protected)
        else:
            await self.app(scope, receive, protected)


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


@cache
def protection() -> dict[str, str]:
    """The headers of every answer. Scripts may be our own files, and the installed Streamlit's inline ones by hash."""
    inline = re.findall(r"<script>(.*?)</script>", (STREAMLIT / "index.html").read_text(encoding="utf-8"), re.DOTALL)
    hashes = " ".join(f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in inline)
    policy = {
        "default-src": "'self'",
        "script-src": f"'self' 'wasm-unsafe-eval' {hashes}",
        "style-src": "'self' 'unsafe-inline'",  # Streamlit writes its styles into the page
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self' data: blob:",
        "worker-src": "'self' blob:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return {
        "content-security-policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), microphone=(), geolocation=()",
    }


@cache
def bundles() -> dict[str, Path]:
    """Streamlit's scripts and styles by address. Their names carry a hash of their content, so they never change."""
    files = (path for kind in ("js", "css") for path in (STREAMLIT / "static" / kind).glob(f"*.{kind}"))
    return {f"/{path.relative_to(STREAMLIT).as_posix()}": path for path in files}


@cache
def packed(address: str) -> Response:
    """One bundle, compressed at its first request and kept: 1.7 MB in place of 5.3 for a first visit."""
    path = bundles()[address]
    headers = {
        "content-encoding": "gzip",
        "vary": "accept-encoding",
        "cache-control": f"public, max-age={YEAR}, immutable",
    }
    media_type = "text/css" if path.suffix == ".css" else "text/javascript"
    return Response(gzip.compress(path.read_bytes(), 6), headers=headers, media_type=media_type)


class PageName(Convertor[str]):
    """The address of a page: one word, no dot. All pages are the same document; Streamlit decides inside it."""

    regex = r"[\w-]*"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


async def page(request: Request) -> Response:
    """Streamlit's document in the language of the address (`?lang=en`, else Chinese), with `browser.js` in it.

    What is no page leads to the first, which is told its name: Streamlit itself would show that one as if asked for.
    """
    asked, query = request.path_params["name"], request.query_params
    if asked and asked not in page_names():
        return RedirectResponse(f"./?{urlencode({**query, NO_PAGE: asked})}")
    return HTMLResponse(
        document("en" if request.query_params.get("lang") == "en" else "zh"), headers={"cache-control": "no-cache"}
    )


@cache
def page_names() -> list[str]:
    """The names of the pages, the first one first."""
    return sorted((path.stem for path in (HERE.parent / "pages").glob("*.py")), key=lambda name: name != FIRST_PAGE)


@cache
def document(language: Language) -> str:
    words = Words(language)
    html = (STREAMLIT / "index.html").read_text(encoding="utf-8")
    html = html.replace('<html lang="en">', f'<html lang="{words("server.html_lang")}">')
    title = f"<title>{escape(words('server.title'))}</title>"
    html = html.replace("<title>Streamlit</title>", f'{title}\n    <script src="./browser.js" defer></script>')
    html = re.sub(r'<link\s+rel="preload"[^>]*/>', "", html)  # a font our theme never uses
    noscript = f"<noscript>{escape(words('server.noscript'))}</noscript>"
    return re.sub(r"<noscript>.*?</noscript>", noscript, html, flags=re.DOTALL)


async def first_page(request: Request) -> Response:
    """The first page under its own name: Streamlit knows it only at the root."""
    return RedirectResponse(f"./?{request.url.query}")


async def browser_script(_: Request) -> Response:
    """Our two scripts, called with the wording of Streamlit's own controls and with the names of the pages."""
    texts = [pair for key, pair in catalogue().items() if key.startswith("browser.")]
    calls = [("browser.js", "translate", texts), ("links.js", "stayInside", page_names())]
    script = "\n".join(
        f"{(HERE / file).read_text(encoding='utf-8')}\n{function}({json.dumps(given, ensure_ascii=False)});"
        for file, function, given in calls
    )
    return Response(f"{script}\n", media_type="text/javascript", headers={"cache-control": "no-cache"})


async def font(request: Request) -> Response:
    """A web font the project brings, for devices that have no Chinese one."""
    path = FONTS / request.path_params["name"]
    if path not in FONTS.glob("*.woff2"):
        raise HTTPException(404)
    return FileResponse(path, media_type="font/woff2", headers={"cache-control": f"public, max-age={MONTH}"})


async def healthz(_: Request) -> Response:
    """For whoever watches over the server: it answers. Says nothing else."""
    return JSONResponse({"status": "ok"}, headers={"cache-control": "no-store"})


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Loads the heavy libraries before the first visitor waits for them, and spares the collector from walking them."""
    import altair  # noqa: F401  # pyright: ignore[reportUnusedImport]
    import pandas  # noqa: F401  # pyright: ignore[reportUnusedImport]

    gc.collect()
    gc.freeze()
    yield


register_url_convertor("page_name", PageName())
made.keep_a_while()
middleware = [Middleware(OnlyThisMachine), Middleware(Shell), Middleware(BoundedUploads)]
routes = [
    Route("/healthz", healthz),
    Route("/browser.js", browser_script),
    Route("/fonts/{name}", font),
    Route(f"/{FIRST_PAGE}", first_page),
    Route("/{name:page_name}", page),
]
