"""Downloads: a file that a session exports, handed to the browser and never kept by the server."""

from __future__ import annotations

from urllib.parse import quote

from aiohttp import web
from textual_serve.download_manager import DownloadManager


async def send_download(request: web.Request, downloads: DownloadManager) -> web.StreamResponse:
    """Return a file that a session offers under a key; raise HTTPNotFound where none does.

    The browser always saves it: a page that an export holds must not run as one of ours.
    """
    key = request.match_info["key"]
    try:
        offered = await downloads.get_download_metadata(key)
    except KeyError:
        raise web.HTTPNotFound from None
    response = web.StreamResponse(headers={"Content-Disposition": name_attachment(offered.file_name)})
    response.content_type = "application/octet-stream"
    await response.prepare(request)
    async for chunk in downloads.download(key):
        await response.write(chunk)
    await response.write_eof()
    return response


def name_attachment(name: str) -> str:
    """Return the header that has a browser save a file under a name."""
    return f"attachment; filename*=UTF-8''{quote(name, safe='')}"
