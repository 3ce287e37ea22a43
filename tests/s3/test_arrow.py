"""Parquet in buckets, by Arrow's own client of S3 (AWS's SDK for C++).

What is expected is what Arrow's documentation says of `pyarrow.fs.S3FileSystem`.
"""

import urllib.parse

import pyarrow
import pyarrow.dataset
import pyarrow.fs
import pyarrow.parquet
import pytest

ROWS = 200_000


@pytest.fixture
def files(endpoint, account, monkeypatch):
    # Nothing of how this machine reaches AWS.
    for name in ("AWS_CA_BUNDLE", "AWS_PROFILE", "AWS_ENDPOINT_URL"):
        monkeypatch.delenv(name, raising=False)
    return pyarrow.fs.S3FileSystem(
        access_key=account, secret_key="test", region="us-east-1", scheme="http",
        endpoint_override=urllib.parse.urlsplit(endpoint).netloc, allow_bucket_creation=True,
        allow_bucket_deletion=True)


def table():
    numbers = list(range(ROWS))
    return pyarrow.table({
        "number": numbers, "word": [f"word {number * 7919 % ROWS}" for number in numbers],
        "half": [number / 2 for number in numbers]})


def test_parquet_is_written_and_read_in_pieces(files, s3, name):
    files.create_dir(name)
    pyarrow.parquet.write_table(
        table(), f"{name}/data/one.parquet", filesystem=files, row_group_size=20_000)
    size = s3.head_object(Bucket=name, Key="data/one.parquet")["ContentLength"]
    assert size == files.get_file_info(f"{name}/data/one.parquet").size > 1_000_000
    # Columns and row groups are ranges of the object.
    file = pyarrow.parquet.ParquetFile(f"{name}/data/one.parquet", filesystem=files)
    assert file.num_row_groups == 10
    part = file.read_row_group(7, columns=["number"])
    assert part["number"][0].as_py() == 140_000
    whole = pyarrow.parquet.read_table(f"{name}/data/one.parquet", filesystem=files)
    assert whole.equals(table())


def test_a_folder_of_files_is_one_data_set(files, name):
    files.create_dir(name)
    for year in (2029, 2030):
        pyarrow.parquet.write_table(
            table().slice(year, 10), f"{name}/sales/year={year}/part.parquet", filesystem=files)
    data = pyarrow.dataset.dataset(f"{name}/sales", filesystem=files, partitioning="hive")
    found = data.to_table(filter=pyarrow.dataset.field("year") == 2030)
    assert found["number"].to_pylist() == list(range(2030, 2040))


def test_folders_are_listed_moved_and_removed(files, name):
    files.create_dir(name)
    with files.open_output_stream(f"{name}/a/b/c") as out:
        out.write(b"hello")
    found = files.get_file_info(pyarrow.fs.FileSelector(name, recursive=True))
    assert {info.path.removeprefix(f"{name}/") for info in found} == {"a", "a/b", "a/b/c"}
    files.move(f"{name}/a/b/c", f"{name}/d")
    with files.open_input_file(f"{name}/d") as read:
        assert read.read_at(3, 2) == b"llo"
    files.delete_dir(name)
    assert files.get_file_info(name).type == pyarrow.fs.FileType.NotFound


def test_what_is_not_there(files, name):
    with pytest.raises(FileNotFoundError):
        files.open_input_file(f"{name}/nothing")
