"""What can be reached: the listed paths with their methods, and nothing else of what Gradio or FastAPI offer."""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote

import pytest

from klyngebot.serving.chat_html import PATH

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
STREAMS = (f"{PATH}/gradio_api/heartbeat/", f"{PATH}/gradio_api/queue/data")
GUESSED = """
/docs /redoc /openapi.json /openapi.yaml /swagger /swagger.json /swagger-ui /graphql /metrics /status /info /config
/config.json /env /.env /.git/config /.git/HEAD /.svn/entries /.DS_Store /.htaccess /.aws/credentials /.ssh/id_rsa
/admin /admin/ /administrator /login /logout /register /signup /account /user /users /api /api/ /api/v1 /api/v1/ /api/v2
/api/v2/ask /api/v1/asks /api/v1/ask/ /api/v1/ask/1 /api/v1//ask /api//v1/ask //api/v1/ask /API/v1/ask /api/V1/ask
/api/v1/Ask /api/v1/admin /api/v1/users /api/v1/docs /api/v1/config /api/v1/metrics /api/v1/index /api/v1/ingest
/api/v1/documents /api/v1/reload /api/v1/shutdown /api/v1/openapi.yaml /health /health/ /health/live/ /health/ready/
/health/metrics /healthz /livez /readyz /ping /version /debug /debug/pprof /console /shell /exec /eval /run /run/predict
/call /call/predict /queue /queue/join /queue/data /queue/status /upload /upload_progress /file /file= /file=/etc/passwd
/file/etc/passwd /proxy= /proxy=http://example.com /stream /component_server /monitoring /monitoring/summary /mcp /mcp/
/mcp/sse /gradio_api /gradio_api/ /gradio_api/info /gradio_api/upload /gradio_api/file /gradio_api/file=/etc/passwd
/gradio_api/proxy=http://example.com /gradio_api/queue /gradio_api/queue/status /gradio_api/queue/join/
/gradio_api/call/converse /gradio_api/run/predict /gradio_api/api/predict /gradio_api/cancel /gradio_api/reset
/gradio_api/openapi.json /gradio_api/deep_link /gradio_api/heartbeat /gradio_api/heartbeat/ /gradio_api/heartbeat/A-B
/gradio_api/heartbeat/abc/def /gradio_api/component_server /gradio_api/mcp /gradio_api/stream/a/b/c
/gradio_api/vibe-code /gradio_api/vibe-edit /gradio_api/vibe-starter-queries /gradio_api/undo-vibe-edit
/gradio_api/token /gradio_api/user /gradio_api/run-history /gradio_api/runs /gradio_api/custom_component/a/client/b/c
/chat_page /chat_page/ /chat_page/style.css/ /chat_page/../api.py /chat_page/other.css /chat_page/behavior.js.map
/assets /assets/ /assets/../config /assets/..%2f..%2fetc/passwd /assets/.hidden /static /static/ /static/../config
/static/.env /svelte /svelte/ /svelte/../config /theme.css/ /theme.css.map /favicon.ico /manifest.json /pwa_icon
/pwa_icon/12000 /sitemap.xml /sw.js /service-worker.js /humans.txt /ads.txt /crossdomain.xml /clientaccesspolicy.xml
/.well-known/ /.well-known/openid-configuration /.well-known/change-password /.well-known/mcp /wp-admin /wp-login.php
/wp-content/ /xmlrpc.php /phpmyadmin /phpinfo.php /cgi-bin/ /cgi-bin/test.cgi /server-status /server-info /actuator
/actuator/env /actuator/health /solr /jenkins /manager/html /hudson /struts /owa /autodiscover/autodiscover.xml
/chroma /chroma/api/v1 /api/v1/heartbeat /api/v1/collections /api/v2/heartbeat /v1/models /v1/chat/completions
/v1/embeddings /backup /backup.zip /backup.sql /db.sqlite3 /chroma.sqlite3 /data /data/ /logs /log /error.log
/config.yaml /settings.py /app.py /requirements.txt /pyproject.toml /Dockerfile /docker-compose.yml /package.json
/index.html /index.php /home /test /tmp /private /internal /secret /token /oauth /oauth/token /auth /auth/login /session
/sessions /feedback /api/feedback/ /search /suggest /rpc /jsonrpc /soap /ws /websocket /socket.io/ /events /sse
/subscribe /webhook /hook /callback /dev/reload /dev/ /reload /restart /stop /shutdown /kill /OFF /off /ingest /reindex
/.. /../ /../etc/passwd /%2e%2e/etc/passwd /..;/ /;/ /api/v1/ask; /api/v1/ask;a=b /api/v1/ask%00 /api/v1/ask%20
/api/v1/ask%2f /api/v1/ask%0a /api%2fv1%2fask%2f /health/live%00 /health/live%0d%0a /%00 /%ff /%c0%ae%c0%ae/
/%252e%252e/ /./ /./health /health/./live/. /health/../health /\\ /api\\v1\\ask /~root /~ /* /*.* /? /?? /#
"""
GUESSES = GUESSED.split()
ABBREVIATED = re.compile(r"\{[^}]*\}")


def paths_of(routes: Iterable[Any], prefix: str = "") -> Iterator[str]:
    """Every path of a router and of those within it, with its parameters filled in."""
    for route in routes:
        path = prefix + (getattr(route, "path", "") or "")
        inner = getattr(route, "original_router", None) or getattr(route, "app", None)
        if getattr(route, "methods", None) is None and getattr(inner, "routes", None):
            yield from paths_of(inner.routes, path)
        elif path:
            yield from (ABBREVIATED.sub(filled, path) for filled in ("abc", "a/b", "0"))


def gradio_app(site: Any) -> Any:
    app = site.router.routes[-1].app
    while not hasattr(app, "router"):
        app = app.app
    return app


def test_only_what_is_listed_answers(running: Any) -> None:
    doors = running.site.state.doors
    gradio = set(paths_of(gradio_app(running.site).router.routes))
    assert {"/gradio_api/upload", "/gradio_api/info", "/config", "/monitoring/summary"} <= gradio
    own = {route.path for route in running.site.router.routes if getattr(route, "path", "")}
    below = {prefix + path for path in gradio for prefix in ("/chat", "/gradio_api")}
    probes = sorted(gradio | own | below | set(GUESSES))
    assert len(probes) >= 400
    reached = set()
    connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=20)
    for path in probes:
        if not path.isprintable() or " " in path:
            continue
        # Streams that never end are known to be open and are not opened here
        if path.startswith(STREAMS):
            continue
        for method in METHODS:
            connection.request(method, path)
            response = connection.getresponse()
            response.read()
            plain = path.partition("?")[0].partition("#")[0]
            listed = any(door.path.fullmatch(unquote(plain)) and method in door.methods for door in doors)
            if not listed:
                assert response.status in (404, 405), (method, path, response.status)
                assert response.headers["content-type"] == "application/problem+json"
            else:
                reached.add((method, path))
    connection.close()
    assert ("POST", "/api/v1/ask") in reached
    assert not [path for method, path in reached if "upload" in path or "config" in path or "login" in path]


@pytest.mark.parametrize("path", [f"{PATH}/gradio_api/queue/data", f"{PATH}/gradio_api/heartbeat/abc"])
def test_the_streams_of_the_page_are_open_for_reading_only(running: Any, path: str) -> None:
    for method in METHODS[1:]:
        connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=20)
        connection.request(method, path)
        assert connection.getresponse().status == 405
        connection.close()


def test_a_stream_that_nobody_waits_for_is_refused_and_leaves_nothing_in_the_log(
    running: Any, caplog: pytest.LogCaptureFixture
) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=20)
    connection.request("GET", f"{PATH}/gradio_api/queue/data?session_hash=ingen1")
    response = connection.getresponse()
    assert response.status == 404
    assert "Traceback" not in response.read().decode()
    connection.close()
    assert not caplog.records


def test_there_is_no_websocket(running: Any) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=20)
    headers = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "a"}
    for path in ("/", "/queue/join", "/gradio_api/queue/join", "/ws"):
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        response.read()
        assert response.status != 101
    connection.close()
