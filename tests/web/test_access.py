"""Who is let in: the token and its cookie, the Host, the Origin, and what is answered to everybody else."""

from __future__ import annotations

import re
from typing import Any

import pytest
from aiohttp.test_utils import TestClient
from web_session import TOKEN, enter, make_settings, open_page, serve_pages, wait_for

from icb_tui.web.addresses import BadAddress, ServedAddress, open_socket, read_public_url

PAGES = ["/", "/ws", "/download/x", "/nowhere", "/text/", "/static", "/static/../server.py"]


async def read_status(client: TestClient[Any, Any], path: str, **headers: str) -> tuple[int, str]:
    response = await client.get(path, headers=headers, allow_redirects=False)
    return response.status, await response.text()


@pytest.mark.parametrize("path", PAGES)
def test_without_the_token_nothing_is_answered(path: str) -> None:
    async def steps() -> None:
        async with serve_pages() as client:
            status, text = await read_status(client, path)
            assert status == 403
            assert "with its token" in text and TOKEN not in text

    wait_for(steps())


def test_the_token_becomes_a_cookie_that_scripts_and_other_sites_never_have() -> None:
    async def steps() -> None:
        async with serve_pages() as client:
            response = await client.get(f"/?token={TOKEN}&filter=midlands 1:strong&year=all", allow_redirects=False)
            assert response.status == 303
            assert response.headers["Location"] == "./?filter=midlands+1:strong&year=all"
            cookie = response.headers["Set-Cookie"]
            assert {"HttpOnly", "Path=/", "SameSite=Strict"} <= set(cookie.split("; "))
            assert TOKEN not in cookie and "Secure" not in cookie
            status, text = await read_status(client, "/")
            assert status == 200 and "<title>ICBs of England</title>" in text

    wait_for(steps())


@pytest.mark.parametrize("token", ["", "x", f"{TOKEN}x", TOKEN[:-1], TOKEN.upper(), "ä", "\ud83d\ude00"])
def test_a_wrong_token_is_refused(token: str) -> None:
    async def steps() -> None:
        async with serve_pages() as client:
            response = await client.get("/", params={"token": token.encode("utf-8", "replace").decode()})
            assert response.status == 403 and "Set-Cookie" not in response.headers
            assert "not valid" in await response.text()

    wait_for(steps())


@pytest.mark.parametrize("value", ["", "x", TOKEN, "0" * 64])
def test_a_wrong_cookie_is_refused(value: str) -> None:
    async def steps() -> None:
        async with serve_pages() as client:
            status, _ = await read_status(client, "/", Cookie=f"icb-tui-{client.port}={value}")
            assert status == 403

    wait_for(steps())


def test_a_link_in_another_page_opens_with_one_more_click() -> None:
    """A browser leaves the cookie out of a request that another site made (SameSite=Strict)."""

    async def steps() -> None:
        async with serve_pages() as client:
            status, text = await read_status(client, "/?year=all", **{"Sec-Fetch-Site": "cross-site"})
            assert status == 403 and '<a href="./?year=all">Open the page</a>' in text

    wait_for(steps())


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:{port}", "localhost:1", "127.0.0.1", "[", ""])
def test_another_host_is_refused(host: str) -> None:
    """As a page does whose name points here (DNS rebinding)."""

    async def steps() -> None:
        async with serve_pages() as client:
            await enter(client)
            status, text = await read_status(client, "/static/page.js", Host=host.format(port=client.port))
            assert status == 403 and "does not have the name" in text

    wait_for(steps())


@pytest.mark.parametrize("host", ["localhost:{port}", "127.0.0.1:{port}", "LOCALHOST:{port}", "[::1]:{port}"])
def test_the_names_of_this_machine_are_answered(host: str) -> None:
    async def steps() -> None:
        async with serve_pages() as client:
            status, _ = await read_status(client, "/static/page.js", Host=host.format(port=client.port))
            assert status == 200

    wait_for(steps())


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "https://127.0.0.1:{port}", "http://127.0.0.1:1", "null", None]
)
def test_a_websocket_of_another_site_is_refused(origin: str | None) -> None:
    async def steps() -> None:
        async with serve_pages() as client:
            await enter(client)
            headers = {"Origin": origin.format(port=client.port)} if origin else {}
            upgrade = {"Upgrade": "websocket", "Connection": "Upgrade"}
            status, text = await read_status(client, "/ws", **headers, **upgrade)
            assert status == 403 and "another site" in text

    wait_for(steps())


def test_behind_a_proxy_the_public_address_is_ours_and_the_cookie_is_for_its_path() -> None:
    async def steps() -> None:
        settings = make_settings(public="https://example.org/icbs/")
        async with serve_pages(settings) as client:
            public = {"Host": "example.org", "Origin": "https://example.org"}
            response = await client.get(f"/?token={TOKEN}", headers=public, allow_redirects=False)
            assert response.status == 303
            assert {"Path=/icbs/", "Secure"} <= set(response.headers["Set-Cookie"].split("; "))
            for headers in ({"Host": "example.com"}, {"Host": "example.org", "Origin": "http://example.org"}):
                assert (await read_status(client, "/static/page.js", **headers))[0] == 403
            # a proxy that does not pass the Host on
            assert (await read_status(client, "/static/page.js", Origin="https://example.org"))[0] == 200

    wait_for(steps())


def test_only_the_files_of_the_page_are_served_and_none_is_listed() -> None:
    async def steps() -> None:
        async with serve_pages() as client:
            await enter(client)
            for name in ("page.js", "page.css", "icon.svg", "textual.js", "xterm.css"):
                response = await client.get(f"/static/{name}")
                assert response.status == 200 and len(await response.read()) > 100
            for path in ("", "js/", "..%2fserver.py", "background.png", "page.html", "%2e%2e/pages.py"):
                assert (await read_status(client, f"/static/{path}"))[0] == 404

    wait_for(steps())


def test_every_answer_tells_the_browser_to_load_nothing_from_elsewhere() -> None:
    async def steps() -> None:
        async with serve_pages() as client:
            refused = await client.get("/")
            await enter(client)
            for response in (refused, *[await client.get(path) for path in ("/", "/static/page.js", "/nowhere")]):
                headers = response.headers
                policy = headers["Content-Security-Policy"]
                assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
                assert not re.search(r"unsafe-eval|script-src[^;]*unsafe|\*|https?:", policy)
                assert headers["X-Content-Type-Options"] == "nosniff"
                assert headers["Referrer-Policy"] == "no-referrer"
                assert "Server" not in headers

    wait_for(steps())


def test_the_pages_name_no_other_machine_and_hold_no_script() -> None:
    async def steps() -> None:
        async with serve_pages() as client:
            await enter(client)
            for path in ("/", "/nowhere"):
                text = (await read_status(client, path))[1]
                assert not re.search(r"""(?:src|href)=["']?(?:[a-z]+:|//)|<script>|\son\w+=|<style""", text)
            for name in ("page.js", "page.css", "xterm.css"):
                text = re.sub(r"/\*.*?\*/", "", (await read_status(client, f"/static/{name}"))[1], flags=re.DOTALL)
                assert not re.search(r"""@import|\burl\(|["'](?:https?:)?//""", text)

    wait_for(steps())


def test_a_session_needs_no_more_than_cookie_and_origin() -> None:
    async def steps() -> None:
        async with serve_pages(make_settings(sessions=0)) as client:
            await enter(client)
            async with open_page(client) as page:
                assert "0 of 0 sessions open" in await page.read_end()

    wait_for(steps())


@pytest.mark.parametrize(
    ("host", "loopback"), [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("a.b", False)]
)
def test_what_only_this_machine_reaches(host: str, loopback: bool) -> None:
    assert ServedAddress(host, 80).is_loopback is loopback


def test_on_all_addresses_a_machine_is_known_by_its_numbers_and_its_name() -> None:
    address = ServedAddress("0.0.0.0", 8000)
    assert str(address.find_origin("192.168.1.5:8000")) == "http://192.168.1.5:8000"
    assert address.find_origin("[fe80::1]:8000") and not address.find_origin("rebound.example:8000")
    assert not address.find_origin("192.168.1.5:8001")


@pytest.mark.parametrize(("host", "base"), [("::1", "http://[::1]:8000/"), ("10.0.0.1", "http://10.0.0.1:8000/")])
def test_the_address_that_is_printed(host: str, base: str) -> None:
    assert ServedAddress(host, 8000).base == base
    assert ServedAddress("10.0.0.1", 80).base == "http://10.0.0.1/"


@pytest.mark.parametrize(
    "url", ["example.org", "ftp://example.org", "https://", "https://a.b/?x=1", "https://a.b/ c", "https://u@a.b/"]
)
def test_what_is_no_public_address(url: str) -> None:
    with pytest.raises(BadAddress, match=r"expected one such as https://example\.org/icbs/"):
        read_public_url(url)


def test_the_public_address_ends_with_a_slash() -> None:
    assert read_public_url("https://example.org/icbs") == "https://example.org/icbs/"


def test_a_port_in_use_is_said_in_one_line() -> None:
    with open_socket("127.0.0.1", 0) as taken, pytest.raises(BadAddress, match="is in use"):
        open_socket("127.0.0.1", taken.getsockname()[1])


@pytest.mark.parametrize("host", ["203.0.113.7", "no.such.host.invalid"])
def test_an_address_of_another_machine_is_said_in_one_line(host: str) -> None:
    with pytest.raises(BadAddress, match=host):
        open_socket(host, 0)
