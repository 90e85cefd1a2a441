"""`grandjour build` writes the same bytes as files, as a whole or not at all."""

import os
from pathlib import Path

import pytest

from register.errors import CannotWrite
from register.site.build import Address
from register.site.export import file_of, write_site
from tests.register.published import call, site


def test_the_files_are_the_pages_that_are_served(tmp_path: Path) -> None:
    out = tmp_path / "site"
    count = write_site(site().values(), out)
    files = {str(file.relative_to(out)) for file in out.rglob("*") if file.is_file()}
    assert count == len(files) == len(site())
    for path in site():
        assert (out / file_of(path)).read_bytes() == call(path).body, path


def test_a_site_is_replaced_as_a_whole(tmp_path: Path) -> None:
    out = tmp_path / "site"
    write_site(site().values(), out)
    (out / "old.html").write_text("old")
    write_site(site().values(), out)
    assert not (out / "old.html").exists()
    assert [entry.name for entry in tmp_path.iterdir()] == ["site"]


def test_an_empty_folder_may_become_a_site(tmp_path: Path) -> None:
    out = tmp_path / "a" / "b" / "site"
    out.mkdir(parents=True)
    write_site(site().values(), out)
    assert (out / "fr" / "index.html").is_file()


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    out = tmp_path / "thesis"
    out.mkdir()
    (out / "chapter.txt").write_text("years of work")
    with pytest.raises(CannotWrite) as refused:
        write_site(site().values(), out)
    assert refused.value.issues[0].code.id == "R309"
    assert [entry.name for entry in out.iterdir()] == ["chapter.txt"]


def test_a_link_to_a_folder_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with pytest.raises(CannotWrite):
        write_site(site().values(), tmp_path / "link")
    assert list((tmp_path / "real").iterdir()) == []


def test_a_page_that_fails_leaves_the_site_as_it_was(tmp_path: Path) -> None:
    out = tmp_path / "site"
    write_site(site().values(), out)
    before = {file: file.read_bytes() for file in out.rglob("*") if file.is_file()}

    def fail() -> bytes:
        raise LookupError

    broken = Address(path="/fr/", media_type="text/html", make=fail)
    with pytest.raises(LookupError):
        write_site([*list(site().values())[:5], broken], out)
    assert {file: file.read_bytes() for file in out.rglob("*") if file.is_file()} == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["site"]


def test_a_file_in_the_way_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(CannotWrite):
        write_site(site().values(), tmp_path / "file" / "site")


def test_the_folder_can_be_read_by_a_web_server(tmp_path: Path) -> None:
    out = tmp_path / "site"
    write_site(site().values(), out)
    assert os.stat(out).st_mode & 0o777 == 0o755  # noqa: PTH116 - the mode of the folder itself
