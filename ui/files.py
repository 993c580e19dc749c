"""The files of a chart, made when somebody asks for one: an address gives the chart, the kind and the view it is of."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

ADDRESS = "file"


async def file(request: Request) -> Response:
    return await to_thread.run_sync(made, dict(request.query_params))


def made(query: Mapping[str, str]) -> Response:
    """The file; 404 for a chart or kind there is none of, 503 where it could not be drawn."""
    from reports import catalogue  # these bring all that draws charts, which the server opens its port without
    from reports.drawing import DrawingFailed
    from reports.export import FORMATS, export
    from ui import app

    here, name = app.at(query), query.get("exhibit", "")
    kind = query.get("kind", "")
    if kind not in FORMATS or name not in catalogue.names(here.position):
        return PlainTextResponse(here.words("missing.file"), 404)
    try:
        called, content, media_type = export(catalogue.exhibit(name, here.position, here.words), kind)
    except DrawingFailed:
        return PlainTextResponse(here.words("panel.not_drawn"), 503)
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(called)}", "cache-control": "no-store"}
    return Response(content, media_type=media_type, headers=headers)
