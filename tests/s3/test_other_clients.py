"""Clients that are not AWS's: s3cmd, rclone and s3fs, where they are installed.

Debian and other systems have them as packages of their names; without them these tests say so and
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


@pytest.fixture
def mounted(endpoint, account, s3, name, tmp_path):
    """A bucket as a folder, by s3fs (its manual: use_path_request_style, url)."""
    need("s3fs")
    if not os.access("/dev/fuse", os.W_OK):
        pytest.skip("this machine lets nobody mount")
    s3.create_bucket(Bucket=name)
    secret = tmp_path / "secret"
    secret.write_text(f"{account}:test\n")
    secret.chmod(0o600)
    folder = tmp_path / "mounted"
    folder.mkdir()
    options = f"passwd_file={secret},url={endpoint},use_path_request_style,endpoint=us-east-1"
    subprocess.run(["s3fs", name, str(folder), "-o", options], check=True, timeout=30)
    yield folder
    unmount = shutil.which("fusermount") or shutil.which("fusermount3")
    subprocess.run([unmount, "-u", "-z", str(folder)] if unmount else ["umount", str(folder)],
                   check=True, timeout=30)


def test_s3fs_is_a_folder(mounted, s3, name):
    assert os.path.ismount(mounted)
    (mounted / "deep").mkdir()
    (mounted / "deep" / "one").write_text("hello")
    assert s3.get_object(Bucket=name, Key="deep/one")["Body"].read() == b"hello"
    (mounted / "deep" / "one").rename(mounted / "deep" / "two")
    assert os.listdir(mounted / "deep") == ["two"]
    # Larger than a part of s3fs (10 MiB), so it goes up in parts.
    data = os.urandom(23 * 1024 * 1024)
    (mounted / "large").write_bytes(data)
    stored = s3.get_object(Bucket=name, Key="large")
    assert "-" in stored["ETag"]
    assert stored["Body"].read() == data
    # What s3fs has not written itself it has to fetch.
    s3.put_object(Bucket=name, Key="deep/from-outside", Body=data[:100_000])
    assert (mounted / "deep" / "from-outside").read_bytes() == data[:100_000]
    s3.delete_object(Bucket=name, Key="deep/from-outside")
    (mounted / "large").unlink()
    assert [row["Key"] for row in s3.list_objects_v2(Bucket=name)["Contents"]] == [
        "deep/", "deep/two"]
    with pytest.raises(FileNotFoundError):
        (mounted / "large").read_bytes()
