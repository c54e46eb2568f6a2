"""Whose request it is, and that nobody chooses that."""

from __future__ import annotations

import logging
from ipaddress import ip_address, ip_network
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klyngebot.serving.addresses import RENEWED_SECONDS, Addresses
from klyngebot.settings import Settings
from klyngebot.texts import operator as operator_texts

PROXIES = ["10.0.0.0/8", "fd00::/8"]
PROXY = "10.0.0.1"


def scope(peer: str | None, *forwarded: str, **headers: str) -> dict[str, Any]:
    lines = [(b"x-forwarded-for", value.encode("latin-1")) for value in forwarded]
    lines += [(name.replace("_", "-").encode(), value.encode("latin-1")) for name, value in headers.items()]
    return {"type": "http", "scheme": "http", "client": peer and (peer, 1234), "headers": lines}


TOLD = [
    # One hop, in every way that proxies write it
    (["198.51.100.7"], "198.51.100.7"),
    ([" 198.51.100.7 "], "198.51.100.7"),
    (["\t198.51.100.7\t"], "198.51.100.7"),
    (["198.51.100.7:4711"], "198.51.100.7"),
    (["2001:db8::7"], "2001:db8::7"),
    (["[2001:db8::7]"], "2001:db8::7"),
    (["[2001:db8::7]:4711"], "2001:db8::7"),
    (["2001:DB8:0:0:0:0:0:7"], "2001:db8::7"),
    (["::ffff:198.51.100.7"], "198.51.100.7"),
    (["[::ffff:198.51.100.7]:80"], "198.51.100.7"),
    # What the client wrote itself stands to the left and counts for nothing
    (["203.0.113.9, 198.51.100.7"], "198.51.100.7"),
    (["203.0.113.9,198.51.100.7"], "198.51.100.7"),
    (["203.0.113.9", "198.51.100.7"], "198.51.100.7"),
    (["127.0.0.1, 198.51.100.7"], "198.51.100.7"),
    (["10.9.9.9, 198.51.100.7"], "198.51.100.7"),
    (["nonsense, 198.51.100.7"], "198.51.100.7"),
    (["<script>, 198.51.100.7"], "198.51.100.7"),
    ([", , 198.51.100.7"], "198.51.100.7"),
    (["unknown, 198.51.100.7"], "198.51.100.7"),
    (["a" * 4000 + ", 198.51.100.7"], "198.51.100.7"),
    (["1.1.1.1," * 500 + "198.51.100.7"], "198.51.100.7"),
    (["2001:db8::1, 2001:db8::7"], "2001:db8::7"),
    # Several proxies of ours
    (["198.51.100.7, 10.0.0.2"], "198.51.100.7"),
    (["198.51.100.7, 10.0.0.2, 10.0.0.3"], "198.51.100.7"),
    (["198.51.100.7", "10.0.0.2"], "198.51.100.7"),
    (["203.0.113.9, 198.51.100.7, 10.0.0.2:80"], "198.51.100.7"),
    (["198.51.100.7, [fd00::2]:443"], "198.51.100.7"),
    (["198.51.100.7, ::ffff:10.0.0.2"], "198.51.100.7"),
    # Nothing that can be believed: the peer
    ([""], PROXY),
    (["   "], PROXY),
    ([","], PROXY),
    (["198.51.100.7,"], PROXY),
    (["unknown"], PROXY),
    (["_hidden"], PROXY),
    (["198.51.100"], PROXY),
    (["198.51.100.7.8"], PROXY),
    (["198.51.100.256"], PROXY),
    (["198.51.100.07"], PROXY),
    (["0xC6336407"], PROXY),
    (["3325256711"], PROXY),
    (["198.51.100.7 203.0.113.9"], PROXY),
    (["198.51.100.7;203.0.113.9"], PROXY),
    (["198.51.100.7:port"], PROXY),
    (["198.51.100.7:123456"], PROXY),
    (["198.51.100.7/24"], PROXY),
    (["[198.51.100.7]"], "198.51.100.7"),
    (["[2001:db8::7"], PROXY),
    (["2001:db8::7]"], PROXY),
    (["2001:db8:::7"], PROXY),
    (["fe80::1%eth0"], PROXY),
    (["fe80::1%2"], PROXY),
    (['"198.51.100.7"'], PROXY),
    (["for=198.51.100.7"], PROXY),
    (["localhost"], PROXY),
    (["198.51.100.7\xa0"], PROXY),
    (["198.51.100.7\x00"], PROXY),
    (["²⁰³.0.113.9".encode().decode("latin-1")], PROXY),
    (["203.0.113.9, nonsense"], PROXY),
    (["198.51.100.7, nonsense, 10.0.0.2"], PROXY),
    (["10.0.0.2"], PROXY),
    (["10.0.0.2, 10.0.0.3"], PROXY),
    (["198.51.100.7" + ", 10.0.0.2" * 40], PROXY),
]


@pytest.mark.parametrize(("forwarded", "address"), TOLD)
def test_the_nearest_hop_that_is_no_proxy_of_ours_is_the_client(forwarded: list[str], address: str) -> None:
    assert len(TOLD) >= 50
    assert Addresses(PROXIES).client(scope(PROXY, *forwarded)) == ip_address(address)


@pytest.mark.parametrize("forwarded", [forwarded for forwarded, _ in TOLD])
def test_a_peer_that_is_no_proxy_of_ours_speaks_for_itself_only(forwarded: list[str]) -> None:
    for addresses in (Addresses(), Addresses(PROXIES)):
        assert addresses.client(scope("198.51.100.200", *forwarded)) == ip_address("198.51.100.200")


@pytest.mark.parametrize("name", ["forwarded", "x_real_ip", "client_ip", "true_client_ip", "cf_connecting_ip"])
def test_no_other_header_is_read(name: str) -> None:
    assert Addresses(PROXIES).client(scope(PROXY, **{name: "198.51.100.7"})) == ip_address(PROXY)


@given(st.text(st.characters(max_codepoint=255), max_size=60), st.ip_addresses())
def test_nothing_before_the_last_hop_changes_the_client(written: str, address: Any) -> None:
    if any(address in ip_network(network) for network in PROXIES):
        return
    addresses = Addresses(PROXIES)
    plain = addresses.client(scope(PROXY, str(address).partition("%")[0]))
    assert addresses.client(scope(PROXY, f"{written},{str(address).partition('%')[0]}")) == plain


def test_a_connection_without_an_address_is_one_client() -> None:
    addresses = Addresses(PROXIES)
    assert addresses.client(scope(None, "198.51.100.7")) is None
    assert addresses.client(scope("testclient")) is None
    assert addresses.key(scope(None)) == addresses.key(scope("testclient"))


def test_an_ipv6_network_is_one_client_and_a_mapped_address_is_that_of_ipv4() -> None:
    addresses = Addresses()
    assert addresses.key(scope("2001:db8::1")) == addresses.key(scope("2001:db8::ffff:ffff:ffff:ffff"))
    assert addresses.key(scope("2001:db8::1")) != addresses.key(scope("2001:db8:0:1::1"))
    assert addresses.key(scope("::ffff:198.51.100.7")) == addresses.key(scope("198.51.100.7"))
    assert addresses.key(scope("198.51.100.7")) != addresses.key(scope("198.51.100.8"))
    assert addresses.key(scope("fe80::1%eth0")) == addresses.key(scope("fe80::2"))


def test_a_key_lasts_a_day_and_is_another_in_another_process() -> None:
    now = [0.0]
    addresses = Addresses(clock=lambda: now[0])
    first = addresses.key(scope("198.51.100.7"))
    now[0] = RENEWED_SECONDS - 1
    assert addresses.key(scope("198.51.100.7")) == first
    now[0] = RENEWED_SECONDS
    assert addresses.key(scope("198.51.100.7")) != first
    assert Addresses().key(scope("198.51.100.7")) != first
    assert b"198.51" not in first
    assert len(first) == 16


@pytest.mark.parametrize(
    ("peer", "told", "encrypted"),
    [(PROXY, "https", True), (PROXY, " HTTPS ", True), (PROXY, "http", False), (PROXY, "https, http", False),
     (PROXY, "", False), ("198.51.100.7", "https", False)],
)  # fmt: skip
def test_only_a_trusted_proxy_says_that_the_client_came_over_tls(peer: str, told: str, encrypted: bool) -> None:
    assert Addresses(PROXIES).is_encrypted(scope(peer, x_forwarded_proto=told)) is encrypted
    assert Addresses().is_encrypted({**scope(peer), "scheme": "https"})


def test_a_proxy_that_the_settings_do_not_name_is_told_of_once(caplog: pytest.LogCaptureFixture) -> None:
    addresses = Addresses()
    for _ in range(3):
        addresses.client(scope("127.0.0.1", "198.51.100.7"))
    assert caplog.messages == [operator_texts.PROXY_NOT_TRUSTED]
    caplog.clear()
    with caplog.at_level(logging.DEBUG):
        Addresses(PROXIES).key(scope(PROXY, "198.51.100.7"))
    assert caplog.text == ""


@pytest.mark.parametrize("network", ["10.0.0.0/33", "10.0.0.1/8", "proxy", ""])
def test_a_network_that_is_none_is_a_wrong_setting(network: str) -> None:
    with pytest.raises(ValueError, match="trusted_proxies"):
        Settings(trusted_proxies=[network])
