"""Pages come from memory: packed, conditional, and the same as the site that is built."""

import gzip

import pytest

from tests.register.published import call, site

PATHS = ("/", "/fr/", "/en/algorithmes/", "/fr/algorithmes/parcoursup/", "/algorithmes.json")


def test_every_prebuilt_address_is_served_with_the_same_bytes() -> None:
    for path, address in site().items():
        answer, body = call(path), address.make()
        assert answer.status == 200, path
        assert answer.body == body, path
        assert answer.headers["content-type"] == address.media_type
        assert answer.headers["content-length"] == str(len(body))


@pytest.mark.parametrize("path", PATHS)
def test_the_packed_answer_holds_the_same_bytes_under_another_tag(path: str) -> None:
    plain, packed = call(path), call(path, accept_encoding="br, gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert len(packed.body) < len(plain.body)
    assert packed.headers["etag"] != plain.headers["etag"]
    assert {plain.headers["vary"], packed.headers["vary"]} == {"accept-encoding"}


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_a_reader_who_has_the_page_is_told_so_in_no_bytes(path: str, encoding: str) -> None:
    tag = call(path, accept_encoding=encoding).headers["etag"]
    again = call(path, accept_encoding=encoding, if_none_match=f'"old", {tag}')
    assert again.status == 304
    assert again.body == b""
    assert again.headers["etag"] == tag
    assert again.headers["cache-control"] == "no-cache"
    other = "gzip" if encoding == "identity" else "identity"
    assert call(path, accept_encoding=other, if_none_match=tag).status == 200


def test_the_head_of_a_page_is_the_page_without_its_body() -> None:
    whole, head = call("/fr/"), call("/fr/", "HEAD")
    assert head.body == b""
    assert head.headers == whole.headers


def test_assets_have_their_digest_in_their_name_and_stay_for_ever() -> None:
    assets = [address for address in site().values() if address.asset]
    named = [asset.path for asset in assets if asset.path.startswith("/assets/")]
    assert {path.rpartition(".")[2] for path in named} == {"css", "svg", "woff2"}
    others = [asset.path for asset in assets if asset.path not in named]
    assert all(path.startswith("/log/") for path in others)
    for asset in assets:
        assert "immutable" in call(asset.path).headers["cache-control"]


def test_small_and_packed_formats_are_not_packed_again() -> None:
    font = next(path for path in site() if path.endswith(".woff2"))
    assert "content-encoding" not in call(font, accept_encoding="gzip").headers
    assert "vary" not in call(font).headers


def test_data_may_be_read_by_any_site_and_pages_may_not() -> None:
    assert call("/algorithmes.json").headers["access-control-allow-origin"] == "*"
    assert call("/fr/feed.atom").headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-origin" not in call("/fr/").headers


def test_every_answer_carries_the_security_headers() -> None:
    answers = [call("/fr/"), call("/fr/absent/"), call("/fr/", "POST"), call("/fr/", "OPTIONS")]
    answers += [call("/fr"), call("/fr/algorithmes/", query="q=eau"), call("/x.json")]
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; ")
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cross-origin-opener-policy"] == "same-origin"
        assert "permissions-policy" in answer.headers
        assert "strict-transport-security" not in answer.headers
        assert "server" not in answer.headers


def test_a_page_without_its_last_slash_leads_to_it() -> None:
    answer = call("/fr/algorithmes", query="q=a%20b")
    assert answer.status == 308
    assert answer.headers["location"] == "/fr/algorithmes/?q=a%20b"


@pytest.mark.parametrize("path", ["//evil.example", "/fr//evil.example", "/%2f/evil.example"])
def test_no_address_leads_to_another_site(path: str) -> None:
    answer = call(path)
    location = answer.headers.get("location", "/")
    assert location.startswith("/")
    assert not location.startswith("//")


def test_unknown_questions_are_passed_over() -> None:
    assert call("/fr/algorithmes/", query="utm_source=x").body == site()["/fr/algorithmes/"].make()
