"""Requests as bytes, as no client library sends them: each is refused at once, in a response of ours."""

from __future__ import annotations

import gzip
import json
import socket
from contextlib import suppress
from typing import Any

import psutil
import pytest

from klyngebot.serving.strict_json import is_strict

LINE = b"POST /api/v1/ask HTTP/1.1\r\n"
HOST = b"Host: 127.0.0.1\r\n"
TYPE = b"Content-Type: application/json\r\n"
HEAD = LINE + HOST + TYPE
ASK = b'{"question": "Hvad er en klynge?"}'


def told(body: bytes, head: bytes = HEAD) -> bytes:
    return head + b"Content-Length: %d\r\n\r\n" % len(body) + body


def chunked(*chunks: bytes, end: bytes = b"0\r\n\r\n") -> bytes:
    body = b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks)
    return HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + body + end


CASES = {
    # Two lengths
    "length and chunks": HEAD + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x",
    "chunks and length": HEAD + b"Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
    "two lengths that differ": HEAD + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\n{}}}",
    "two lengths in one": HEAD + b"Content-Length: 3, 4\r\n\r\n{}}}",
    "a negative length": HEAD + b"Content-Length: -1\r\n\r\n{}",
    "a length with a sign": HEAD + b"Content-Length: +2\r\n\r\n{}",
    "a length in hexadecimal": HEAD + b"Content-Length: 0x2\r\n\r\n{}",
    "a length that is no number": HEAD + b"Content-Length: two\r\n\r\n{}",
    "an empty length": HEAD + b"Content-Length: \r\n\r\n{}",
    "a length with a blank in it": HEAD + b"Content-Length: 1 2\r\n\r\n{}",
    "a huge length": HEAD + b"Content-Length: 99999999999999999999999\r\n\r\n{}",
    "a length of ten megabytes": HEAD + b"Content-Length: 10485760\r\n\r\n" + b" " * 100_000,
    # Chunks
    "two encodings": HEAD + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    "two chunked": HEAD + b"Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
    "an unknown encoding": HEAD + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "identity": HEAD + b"Transfer-Encoding: identity\r\n\r\n",
    "an encoding twice": HEAD + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "a blank before the colon": HEAD + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    "a chunk size that is none": HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
    "a negative chunk": HEAD + b"Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n",
    "a huge chunk size": HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"f" * 30 + b"\r\n{}",
    "a chunk longer than told": HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}{}\r\n0\r\n\r\n",
    "chunks of ten megabytes": chunked(*[b" " * 65_536] * 160),
    "many small chunks": chunked(*[b" "] * 70_000),
    "chunks in HTTP/1.0": HEAD.replace(b"1.1", b"1.0") + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    # The head
    "a folded line": LINE + HOST + TYPE + b"X: a\r\n b\r\nContent-Length: 2\r\n\r\n{}",
    "a folded first line": LINE + b" X: a\r\n" + HOST + TYPE + b"\r\n",
    "a header without a name": HEAD + b": a\r\nContent-Length: 2\r\n\r\n{}",
    "a header without a colon": HEAD + b"X\r\nContent-Length: 2\r\n\r\n{}",
    "a NUL in a header": HEAD + b"X: a\x00b\r\nContent-Length: 2\r\n\r\n{}",
    "a NUL in a name": HEAD + b"X\x00: a\r\nContent-Length: 2\r\n\r\n{}",
    "a bare CR in a header": HEAD + b"X: a\rY: b\r\nContent-Length: 2\r\n\r\n{}",
    "a name with æ": HEAD + "Æ: a\r\nContent-Length: 2\r\n\r\n{}".encode(),
    "a header of a megabyte": HEAD + b"X: " + b"a" * 1_000_000 + b"\r\n\r\n",
    "a whole head of forty kilobytes": HEAD + b"Cookie: " + b"a" * 40_000 + b"\r\nContent-Length: 2\r\n\r\n{}",
    "ten thousand headers": HEAD + b"X: a\r\n" * 10_000 + b"\r\n",
    "a path of a megabyte": b"GET /" + b"a" * 1_000_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n",
    "no host": LINE + TYPE + b"Content-Length: 2\r\n\r\n{}",
    "two hosts": LINE + HOST + HOST + TYPE + b"Content-Length: 2\r\n\r\n{}",
    "a host of another": LINE + b"Host: evil.example\r\n" + TYPE + b"Content-Length: 2\r\n\r\n{}",
    "a whole address as path": b"GET http://127.0.0.1/health/live HTTP/1.1\r\n" + HOST + b"\r\n",
    "an address of another as path": b"GET http://evil.example/health/live HTTP/1.1\r\n" + HOST + b"\r\n",
    "dots in the path": b"GET /x/../health/live HTTP/1.1\r\n" + HOST + b"\r\n",
    "dots in code": b"GET /x/%2e%2e/health/live HTTP/1.1\r\n" + HOST + b"\r\n",
    "two slashes": b"GET //health/live HTTP/1.1\r\n" + HOST + b"\r\n",
    "a blank in the path": b"GET /health /live HTTP/1.1\r\n" + HOST + b"\r\n",
    "a tab in the path": b"GET /health\t/live HTTP/1.1\r\n" + HOST + b"\r\n",
    "æ in the path": "GET /spørgsmål HTTP/1.1\r\n".encode() + HOST + b"\r\n",
    "a star as path": b"OPTIONS * HTTP/1.1\r\n" + HOST + b"\r\n",
    "a tunnel": b"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n",
    "a trace": b"TRACE /health/live HTTP/1.1\r\n" + HOST + b"\r\n",
    "an invented method": b"SMUGGLE /health/live HTTP/1.1\r\n" + HOST + b"\r\n",
    "a method in small letters": b"get /health/live HTTP/1.1\r\n" + HOST + b"\r\n",
    "a method of a thousand letters": b"A" * 1000 + b" /health/live HTTP/1.1\r\n" + HOST + b"\r\n",
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "HTTP/9": b"GET /health/live HTTP/9.9\r\n" + HOST + b"\r\n",
    "no version": b"GET /health/live\r\n" + HOST + b"\r\n",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"a" * 100 + b"\r\n\r\n",
    "noise": bytes(range(256)) * 4 + b"\r\n\r\n",
    "SSH": b"SSH-2.0-OpenSSH_9.9\r\n\r\n",
    # The body
    "no body": told(b""),
    "no JSON": told(b"Hvad er en klynge?"),
    "half JSON": told(b'{"question": "a"'),
    "two values": told(b'{"question": "a"}{"question": "b"}'),
    "a name twice": told(b'{"question": "a", "question": "b"}'),
    "a name twice, once in code": told(b'{"question": "a", "\\u0071uestion": "b"}'),
    "a name twice further in": told(b'{"question": "a", "history": [{"question": "b", "question": "c"}]}'),
    "NaN": told(b'{"question": NaN}'),
    "infinity": told(b'{"question": -Infinity}'),
    "a number of ten thousand digits": told(b'{"question": ' + b"9" * 10_000 + b"}"),
    "a number beyond all": told(b'{"question": 1e999}'),
    "ten thousand lists": told(b"[" * 10_000 + b"]" * 10_000),
    "ten thousand objects": told(b'{"question":' * 5_000 + b"1" + b"}" * 5_000),
    "six deep": told(b'{"question": "a", "history": [[[[[1]]]]]}'),
    "half a surrogate pair": told(b'{"question": "\\ud800"}'),
    "half a surrogate pair as a name": told(b'{"\\udfff": 1, "question": "a"}'),
    "bytes that are no UTF-8": told(b'{"question": "\xff\xfe"}'),
    "UTF-8 in too many bytes": told(b'{"question": "\xc0\xaf"}'),
    "a surrogate in UTF-8": told(b'{"question": "\xed\xa0\x80"}'),
    "UTF-16": told('{"question": "a"}'.encode("utf-16")),
    "UTF-8 with a mark": told(b"\xef\xbb\xbf" + ASK),
    "a NUL in the JSON": told(b'{"question": "a\x00"}'),
    "single quotes": told(b"{'question': 'a'}"),
    "a comment": told(b'{"question": "a"} // b'),
    "a comma too many": told(b'{"question": "a",}'),
    "a body of ten megabytes": told(b" " * 10_485_760),
    "a packed body": told(gzip.compress(ASK), HEAD + b"Content-Encoding: gzip\r\n"),
    "a form": told(b"question=a", LINE + HOST + b"Content-Type: application/x-www-form-urlencoded\r\n"),
    "plain text": told(ASK, LINE + HOST + b"Content-Type: text/plain\r\n"),
    "no type": told(ASK, LINE + HOST),
    "a type of two": told(ASK, LINE + HOST + b"Content-Type: text/plain, application/json\r\n"),
    "another site": told(ASK, HEAD + b"Sec-Fetch-Site: cross-site\r\nOrigin: https://evil.example\r\n"),
}  # fmt: skip


def answer_to(port: int, sent: bytes) -> bytes:
    """All that the server sends until it closes, or one response where it stays open."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
        received = b""
        with suppress(ConnectionError):
            client.sendall(sent)
        with suppress(ConnectionError):
            while block := client.recv(65_536):
                received += block
                head, _, body = received.partition(b"\r\n\r\n")
                length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
                if length and len(body) >= int(length):
                    break
    return received


def test_there_are_enough_of_them() -> None:
    assert len(CASES) >= 60


@pytest.mark.parametrize("sent", CASES.values(), ids=CASES)
def test_it_is_refused_with_headers_of_ours_and_nothing_reaches_the_bot(running: Any, sent: bytes) -> None:
    asked = len(running.bot.asked)
    received = answer_to(running.port, sent)
    # Where megabytes are still on their way, the refusal may be lost with the connection
    if received or len(sent) < 100_000:
        head, _, body = received.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 4"), received[:200]
        assert b"content-type: application/problem+json" in head.lower()
        assert b"x-content-type-options: nosniff" in head.lower()
        assert b"content-security-policy: default-src 'none'" in head.lower()
        assert json.loads(body)["reference"]
        assert received.count(b"HTTP/1.1 ") == 1
    assert len(running.bot.asked) == asked


CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
ALLOWED = {
    "plain": told(ASK),
    "in chunks": chunked(ASK[:5], ASK[5:]),
    "a chunk with an extension": CHUNKED + b"%x;a=b\r\n%s\r\n0\r\n\r\n" % (len(ASK), ASK),
    "names in capitals": told(ASK).replace(b"Host", b"HOST"),
    "bare line feeds": told(ASK).replace(b"\r\n", b"\n"),
    "HTTP/1.0": told(ASK).replace(b"HTTP/1.1", b"HTTP/1.0"),
    "with a charset": told(ASK, LINE + HOST + b"Content-Type: Application/JSON; charset=utf-8\r\n"),
    "the same length twice": HEAD + b"Content-Length: %d\r\n" % len(ASK) * 2 + b"\r\n" + ASK,
}  # fmt: skip


@pytest.mark.parametrize("sent", ALLOWED.values(), ids=ALLOWED)
def test_what_may_be_written_so_is_answered(running: Any, sent: bytes) -> None:
    assert answer_to(running.port, sent).startswith(b"HTTP/1.1 200")


def test_what_follows_a_refused_request_is_not_read_as_another(running: Any) -> None:
    hidden = b"POST /api/v1/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nX: "
    for first in (CASES["length and chunks"], CASES["two lengths that differ"], CASES["a chunk longer than told"]):
        asked = len(running.bot.asked)
        received = answer_to(running.port, first + hidden + told(ASK))
        assert received.count(b"HTTP/1.1 ") == 1
        assert len(running.bot.asked) == asked


def test_memory_does_not_grow_with_what_is_refused(running: Any) -> None:
    for sent in CASES.values():
        answer_to(running.port, sent)
    before = psutil.Process().memory_info().rss
    for _ in range(3):
        for name in (
            "a body of ten megabytes",
            "chunks of ten megabytes",
            "a header of a megabyte",
            "ten thousand lists",
        ):
            answer_to(running.port, CASES[name])
    assert psutil.Process().memory_info().rss - before < 5e6


@pytest.mark.parametrize(
    ("body", "strict"),
    [
        (b'{"a": {"b": {"c": {"d": [1]}}}}', True), (b'{"a": {"b": {"c": {"d": [[1]]}}}}', False), (b"1", True),
        (b"[[[[[1]]]]]", True), (b"[[[[[]]]]]", True), (b"[[[[[[]]]]]]", False), (b'{"": 1, "a": 1}', True),
        (b"", False),
        (b'[{"a": 1}, {"a": 1}]', True), (b'"[[[[[[[["', True), ('{"spørgsmål": "æøå"}'.encode(), True),
    ],
)  # fmt: skip
def test_strict_json_is_shallow_and_names_nothing_twice(body: bytes, strict: bool) -> None:
    assert is_strict(body) is strict
