"""What stands between the network and Streamlit: the page a browser is handed, its headers, and files of our own.

Who may connect is for `ui.guard`. Knows nothing of plans, figures or sessions.
"""

from __future__ import annotations

import gzip
import json
import re
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from hashlib import sha256
from html import escape
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st
from anyio import to_thread
from starlette.convertors import Convertor, register_url_convertor
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui import files, made, warming
from ui.guard import OnlyThisMachine
from ui.held import BoundedUploads
from wording import Language, Words, catalogue

HERE = Path(__file__).parent
FONTS = HERE.parent / "reports" / "fonts"
STREAMLIT = Path(st.__file__).parent / "static"
YEAR = 365 * 86400
FIRST_PAGE = "overview"
NO_PAGE = "no_page"  # the parameter that tells the first page which one was asked for in vain


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
    ours = '<link rel="stylesheet" href="./style.css">\n    <script src="./browser.js" defer></script>'
    html = html.replace("<title>Streamlit</title>", f"{title}\n    {ours}")
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


async def style(_: Request) -> Response:
    return FileResponse(HERE / "style.css", media_type="text/css", headers={"cache-control": "no-cache"})


async def font(request: Request) -> Response:
    """The typeface the project brings, for devices that have no Chinese one: its slices, and what is in which."""
    path = FONTS / request.path_params["name"]
    if path == FONTS / "fonts.css":
        content = path.read_bytes()
        headers = {"cache-control": "no-cache", "etag": f'"{sha256(content).hexdigest()[:16]}"'}
        if request.headers.get("if-none-match") == headers["etag"]:
            return Response(status_code=304, headers=headers)
        packed = await to_thread.run_sync(gzip.compress, content)
        return Response(packed, media_type="text/css", headers={**headers, "content-encoding": "gzip"})
    if path not in FONTS.glob("*.woff2"):
        raise HTTPException(404)
    kept = {"cache-control": f"public, max-age={YEAR}, immutable"}  # a slice is called by its content
    return FileResponse(path, media_type="font/woff2", headers=kept)


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """The port opens at once; what takes longer is made ready meanwhile."""
    warming.begin()
    yield


register_url_convertor("page_name", PageName())
made.keep_a_while()
middleware = [Middleware(OnlyThisMachine), Middleware(Shell), Middleware(BoundedUploads)]
routes = [
    Route("/healthz", warming.healthz),
    Route("/browser.js", browser_script),
    Route("/style.css", style),
    Route(f"/{files.ADDRESS}", files.file),
    Route("/fonts/{name}", font),
    Route(f"/{FIRST_PAGE}", first_page),
    Route("/{name:page_name}", page),
]
