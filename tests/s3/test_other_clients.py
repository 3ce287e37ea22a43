"""Clients that are not AWS's: s3cmd and rclone, where they are installed.

Debian and other systems have both as packages of their names; without them these tests say so and
are skipped. What is expected is what each program promises in its manual.
"""

import filecmp
import os
import shutil
import subprocess
import urllib.parse
import urllib.request

import pytest

PART_MIB = 5


def need(program):
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")


class S3cmd:
    def __init__(self, endpoint, account, folder):
        host = urllib.parse.urlsplit(endpoint).netloc
        self.config = folder / "s3cfg"
        self.config.write_text(
            f"[default]\naccess_key = {account}\nsecret_key = test\nhost_base = {host}\n"
            f"host_bucket = {host}\nuse_https = False\nbucket_location = us-east-1\n")

    def __call__(self, *arguments, code=0):
        done = subprocess.run(["s3cmd", "-c", str(self.config), "--no-progress", *arguments],
                              capture_output=True, text=True, timeout=60)
        assert done.returncode == code, done
        return done.stdout + (done.stderr if code else "")


@pytest.fixture
def s3cmd(endpoint, account, tmp_path):
    need("s3cmd")
    return S3cmd(endpoint, account, tmp_path)


@pytest.fixture
def files(tmp_path):
    """A folder of files, one of which takes several parts."""
    folder = tmp_path / "files"
    (folder / "deep" / "er").mkdir(parents=True)
    (folder / "plain.txt").write_text("hello")
    (folder / "with space & ü.txt").write_text("odd name")
    (folder / "deep" / "er" / "empty").write_bytes(b"")
    (folder / "large.bin").write_bytes(os.urandom(2 * PART_MIB * 1024 * 1024 + 17))
    return folder


def assert_same(one, other):
    names = sorted(str(path.relative_to(one)) for path in one.rglob("*") if path.is_file())
    found = sorted(str(path.relative_to(other)) for path in other.rglob("*") if path.is_file())
    assert names == found
    assert filecmp.cmpfiles(one, other, names, shallow=False)[0] == names


def test_s3cmd_syncs_there_and_back(s3cmd, s3, name, files, tmp_path):
    s3cmd("mb", f"s3://{name}")
    there = s3cmd("sync", f"--multipart-chunk-size-mb={PART_MIB}", f"{files}/", f"s3://{name}/in/")
    assert "plain.txt" in there
    assert s3.head_object(Bucket=name, Key="in/large.bin")["ETag"].endswith('-3"')
    listed = s3cmd("ls", "--recursive", f"s3://{name}/")
    assert f"s3://{name}/in/with space & ü.txt" in listed
    back = tmp_path / "back"
    back.mkdir()
    s3cmd("sync", f"s3://{name}/in/", f"{back}/")
    assert_same(files, back)
    # Nothing has changed: nothing is sent again.
    assert "upload:" not in s3cmd("sync", f"{files}/", f"s3://{name}/in/")


def test_s3cmd_changes_and_removes(s3cmd, s3, name, files):
    s3cmd("mb", f"s3://{name}")
    # Its copies set a list, which a bucket takes only where lists count.
    s3.put_bucket_ownership_controls(
        Bucket=name, OwnershipControls={"Rules": [{"ObjectOwnership": "ObjectWriter"}]})
    s3cmd("put", "--add-header=x-amz-meta-color:red", str(files / "plain.txt"), f"s3://{name}/a")
    assert "red" in s3cmd("info", f"s3://{name}/a")
    s3cmd("cp", f"s3://{name}/a", f"s3://{name}/b")
    s3cmd("mv", f"s3://{name}/b", f"s3://{name}/c")
    link = s3cmd("signurl", f"s3://{name}/c", "+600").strip()
    with urllib.request.urlopen(link, timeout=30) as answer:
        assert answer.read() == b"hello"
    s3cmd("rb", f"s3://{name}", code=13)
    s3cmd("del", "--recursive", "--force", f"s3://{name}")
    s3cmd("rb", f"s3://{name}")


class Rclone:
    def __init__(self, endpoint, account):
        # Nothing of how this machine reaches AWS.
        own = {key: value for key, value in os.environ.items() if not key.startswith("AWS_")}
        self.environment = {
            **own, "RCLONE_CONFIG": os.devnull, "RCLONE_CONFIG_N_TYPE": "s3",
            "RCLONE_CONFIG_N_PROVIDER": "Other", "RCLONE_CONFIG_N_ACCESS_KEY_ID": account,
            "RCLONE_CONFIG_N_SECRET_ACCESS_KEY": "test", "RCLONE_CONFIG_N_REGION": "us-east-1",
            "RCLONE_CONFIG_N_ENDPOINT": endpoint, "RCLONE_CONFIG_N_FORCE_PATH_STYLE": "true",
            "RCLONE_S3_CHUNK_SIZE": f"{PART_MIB}M", "RCLONE_S3_UPLOAD_CUTOFF": f"{PART_MIB}M"}

    def __call__(self, *arguments, code=0):
        done = subprocess.run(["rclone", "--retries=1", *arguments], capture_output=True, text=True,
                              timeout=60, env=self.environment)
        assert done.returncode == code, done
        return done.stdout


@pytest.fixture
def rclone(endpoint, account):
    need("rclone")
    return Rclone(endpoint, account)


def test_rclone_syncs_checks_and_removes(rclone, s3, name, files, tmp_path):
    rclone("mkdir", f"N:{name}")
    rclone("sync", str(files), f"N:{name}/in")
    assert s3.head_object(Bucket=name, Key="in/large.bin")["ETag"].endswith('-3"')
    rclone("check", str(files), f"N:{name}/in")
    assert rclone("cat", f"N:{name}/in/with space & ü.txt") == "odd name"
    back = tmp_path / "back"
    rclone("copy", f"N:{name}/in", str(back))
    assert_same(files, back)
    # What has changed is seen, and what was removed is removed there.
    (files / "plain.txt").write_text("HELLO")
    (files / "large.bin").unlink()
    rclone("check", str(files), f"N:{name}/in", code=1)
    rclone("sync", str(files), f"N:{name}/in")
    rclone("check", str(files), f"N:{name}/in")
    assert "large.bin" not in rclone("lsf", "-R", f"N:{name}/in")
    rclone("moveto", f"N:{name}/in/plain.txt", f"N:{name}/out/moved.txt")
    assert rclone("cat", f"N:{name}/out/moved.txt") == "HELLO"
    rclone("purge", f"N:{name}")
    assert name not in rclone("lsd", "N:")


def test_rclone_says_that_there_is_nothing(rclone, name):
    # Manual of rclone, "Exit code": 3, directory not found.
    rclone("ls", f"N:{name}", code=3)
