"""Version 2 of the AWS command line, got for the tests: PyPI has version 1 alone.

Debian's archive has its sources as a package of plain Python. It is fetched with apt-get (no root,
lists and cache of its own), checked by its digest and unpacked beside the Python environment, with
what it needs of PyPI in the versions that it asks for.
"""

import fcntl
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys

VERSION = "2.23.6"
PACKAGE = f"awscli={VERSION}-1"
SUITE = "trixie"
SHA256 = "09645cccbeece0553786ea7532d28901a9e7375d761fe5676490dbb4e7180569"
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
NEEDS = ["distro==1.8.0", "jmespath==1.0.1", "prompt_toolkit==3.0.38", "ruamel.yaml==0.17.21",
         "urllib3==1.26.20", "wcwidth==0.2.13"]
INSTALL_SECONDS_MAX = 300


class Unavailable(Exception):
    """It cannot be had here; says why."""


def run(*command, **options):
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=INSTALL_SECONDS_MAX, **options)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unavailable(f"{command[0]}: {error}") from error
    if done.returncode != 0:
        raise Unavailable(f"{' '.join(command[:3])}: {done.stderr.strip()[-400:]}")
    return done.stdout


def archive():
    """Where this machine gets Debian's packages from."""
    listed = run("apt-get", "indextargets", "--format", "$(ORIGIN) $(REPO_URI)",
                 "Created-By: Packages")
    found = [line.split() for line in listed.splitlines()]
    # Those of its security updates have other packages.
    found = [words[1] for words in found
             if words[0] == "Debian" and words[1].rstrip("/").endswith("/debian")]
    if not found:
        raise Unavailable("this machine's packages are not Debian's (or `apt-get update` is due)")
    return found[0]


def download(folder):
    """The package, by an apt-get that knows of nothing but this archive."""
    source = f"deb [signed-by={KEYRING}] {archive()} {SUITE} main\n"
    for name in ("state/lists/partial", "cache/archives/partial", "empty"):
        (folder / name).mkdir(parents=True)
    (folder / "state/status").touch()
    (folder / "sources.list").write_text(source)
    settings = {
        "Dir::State": folder / "state", "Dir::State::status": folder / "state/status",
        "Dir::Cache": folder / "cache", "Dir::Etc::sourcelist": folder / "sources.list",
        "Dir::Etc::sourceparts": folder / "empty", "Dir::Etc::preferencesparts": folder / "empty",
        "APT::Sandbox::User": "root", "Acquire::Languages": "none"}
    (folder / "apt.conf").write_text(
        "".join(f'{name} "{value}";\n' for name, value in settings.items()))
    environment = {**os.environ, "APT_CONFIG": str(folder / "apt.conf")}
    run("apt-get", "update", "--error-on=any", env=environment, cwd=folder)
    run("apt-get", "download", PACKAGE, env=environment, cwd=folder)
    package = next(folder.glob("awscli_*.deb"))
    digest = hashlib.sha256(package.read_bytes()).hexdigest()
    assert digest == SHA256, f"{package.name} has another digest: {digest}"
    return package


def install(folder):
    work = folder.with_name(folder.name + ".new")
    shutil.rmtree(work, ignore_errors=True)
    (work / "fetch").mkdir(parents=True)
    package = download(work / "fetch")
    run("dpkg-deb", "--extract", str(package), str(work / "package"))
    run(sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
        "--no-deps", "--target", str(work / "needs"), *NEEDS)
    shutil.rmtree(work / "fetch")
    work.rename(folder)


class CommandLine:
    """`aws` with a home of its own."""

    def __init__(self, folder, home, endpoint):
        self.program = [sys.executable, str(folder / "package/usr/bin/aws")]
        paths = [folder / "needs", folder / "package/usr/lib/python3/dist-packages"]
        self.environment = {
            "HOME": str(home), "PATH": os.environ["PATH"], "AWS_ENDPOINT_URL": endpoint,
            "PYTHONPATH": os.pathsep.join(map(str, paths)), "AWS_PAGER": "",
            "PYTHONUNBUFFERED": "1", "TERM": "dumb"}

    def run(self, *arguments):
        return subprocess.run(
            [*self.program, *arguments], env=self.environment, capture_output=True, text=True,
            timeout=120)

    def begin(self, *arguments, **streams):
        """A command that waits for somebody."""
        return subprocess.Popen([*self.program, *arguments], env=self.environment, **streams)


def installed():
    """Its folder; made once, by one process."""
    folder = pathlib.Path(sys.prefix) / f"aws-cli-{VERSION}"
    with open(folder.with_name(folder.name + ".lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.is_dir():
            install(folder)
    return folder
