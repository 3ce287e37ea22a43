"""One process a data directory, and only directories that this version can read.

The promises: `crates/store/src/open.rs` (lock, FORMAT) and its `OpenError`.
"""

import subprocess

import pytest

from bare import Bare

IN_USE = "is in use by another Nephele process"


def start_and_fail(binary, *arguments):
    done = subprocess.run([binary, *arguments], capture_output=True, text=True, timeout=20)
    assert done.returncode == 1, done
    assert "panicked" not in done.stderr, done
    return done.stderr


def test_a_second_process_is_refused(binary, server_factory, tmp_path):
    data = tmp_path / "data"
    first = server_factory(data=data)
    message = start_and_fail(binary, "--port", "0", "--data", data)
    assert IN_USE in message and str(data) in message
    assert IN_USE in start_and_fail(binary, "fsck", "--data", data)
    # The first has not noticed.
    assert Bare(first.endpoint).s3("PUT", "/undisturbed").status == 200


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_the_lock_ends_with_its_process(server_factory, tmp_path, end):
    first = server_factory(data=tmp_path)
    assert Bare(first.endpoint).s3("PUT", "/kept-bucket").status == 200
    getattr(first, end)()
    second = server_factory(data=tmp_path)
    assert Bare(second.endpoint).s3("HEAD", "/kept-bucket").status == 200


def test_a_newer_format_is_refused(binary, server_factory, tmp_path):
    server = server_factory(data=tmp_path)
    assert Bare(server.endpoint).s3("PUT", "/kept-bucket").status == 200
    server.stop()
    current = (tmp_path / "FORMAT").read_text()
    (tmp_path / "FORMAT").write_text("999\n")
    message = start_and_fail(binary, "--port", "0", "--data", tmp_path)
    assert "has format 999, written by a newer Nephele" in message
    # It was left alone.
    (tmp_path / "FORMAT").write_text(current)
    again = server_factory(data=tmp_path)
    assert Bare(again.endpoint).s3("HEAD", "/kept-bucket").status == 200


@pytest.mark.parametrize("text", ["", "one", "\xff\xfe"])
def test_a_spoilt_format_is_refused(binary, server_factory, tmp_path, text):
    server_factory(data=tmp_path).stop()
    (tmp_path / "FORMAT").write_bytes(text.encode("latin-1"))
    message = start_and_fail(binary, "--port", "0", "--data", tmp_path)
    assert "does not look like a Nephele data directory" in message


def test_a_directory_of_something_else_is_refused(binary, tmp_path):
    (tmp_path / "db").mkdir()
    (tmp_path / "db" / "precious").write_text("do not touch")
    message = start_and_fail(binary, "--port", "0", "--data", tmp_path)
    assert "does not look like a Nephele data directory" in message
    assert (tmp_path / "db" / "precious").read_text() == "do not touch"


def test_a_path_that_is_a_file_is_refused(binary, tmp_path):
    (tmp_path / "file").write_text("text")
    message = start_and_fail(binary, "--port", "0", "--data", tmp_path / "file")
    assert "cannot open the data directory" in message


def test_fsck_of_nothing_makes_nothing(binary, tmp_path):
    message = start_and_fail(binary, "fsck", "--data", tmp_path / "absent")
    assert "there is no data directory" in message
    assert not (tmp_path / "absent").exists()


def test_fsck_of_another_folder_leaves_it_alone(binary, tmp_path):
    (tmp_path / "file").write_text("text")
    message = start_and_fail(binary, "fsck", "--data", tmp_path)
    assert "is no data directory of Nephele" in message
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"]
