"""Servers under test: started from the built binary, stopped, killed, asked for their memory."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
import uuid

import boto3
import botocore.config
import botocore.session

sys.path.insert(
    0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "python"))

from nephele import World  # noqa: E402: the path comes first

START_SECONDS_MAX = 20
STOP_SECONDS_MAX = 20

_loader = None
_loader_lock = threading.Lock()


def make_client(endpoint, service, account="test", secret="test", token=None,
                region="us-east-1", validate=True, **config):
    """A boto3 client without retries, so that each test sees the first answer."""
    global _loader
    core = botocore.session.Session()
    with _loader_lock:
        # Models are parsed once a process, not once a client.
        if _loader is None:
            _loader = core.get_component("data_loader")
        core.register_component("data_loader", _loader)
        session = boto3.Session(
            botocore_session=core, aws_access_key_id=account, aws_secret_access_key=secret,
            aws_session_token=token, region_name=region)
        settings = {"retries": {"total_max_attempts": 1}, "read_timeout": 90,
                    "parameter_validation": validate, "max_pool_connections": 64}
        settings.update(config)
        return session.client(
            service, endpoint_url=endpoint, config=botocore.config.Config(**settings))


class Control:
    """The control endpoints of a server."""

    def __init__(self, endpoint):
        self.endpoint = endpoint
        self.world = World(endpoint)

    def ask(self, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.endpoint + path, data=data)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def clock(self, **change):
        """`clock()` shows it, `clock(freeze=True)`, `clock(advance="15m")`, `clock(set=…)`."""
        return self.ask("/_nephele/clock", change or None)

    def settings(self, **changed):
        """Names have dots, which arguments cannot have: `sqs__standard_semantics`."""
        return self.ask(
            "/_nephele/settings", {key.replace("__", "."): value for key, value in changed.items()})

    def fault(self, effect, **described):
        """Adds a fault; answers its id."""
        return self.world.faults.add(effect, **described).id

    def end_faults(self, fault=None):
        return self.world.faults.remove(fault)

    def reset(self, account=None):
        return self.world.reset(account)


class Server(Control):
    """A binary that this process has started."""

    def __init__(self, binary, *flags, data=None, port=0, environment=None):
        self.binary = binary
        arguments = [binary, "--port", str(port), *flags]
        arguments += ["--ephemeral"] if data is None else ["--data", str(data)]
        self.log = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            arguments, stdout=subprocess.PIPE, stderr=self.log, stdin=subprocess.DEVNULL,
            env={**os.environ, **(environment or {})})
        super().__init__(self._endpoint())

    def _endpoint(self):
        timer = threading.Timer(START_SECONDS_MAX, self.process.kill)
        timer.start()
        try:
            for line in self.process.stdout:
                words = line.decode().split()
                if words[:1] == ["endpoint"]:
                    return words[1]
        finally:
            timer.cancel()
        self.process.wait()
        raise RuntimeError(f"the server did not start: {self.messages()}")

    def client(self, service, account="test", **options):
        return make_client(self.endpoint, service, account, **options)

    def messages(self):
        self.log.seek(0)
        return self.log.read().decode(errors="replace")

    def resident_bytes(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            for line in status:
                if line.startswith("VmRSS:"):
                    return int(line.split()[1]) * 1024
        raise RuntimeError("no VmRSS")

    def is_alive(self):
        return self.process.poll() is None

    def record_exercised(self):
        """Leaves which operations succeeded for the coverage table, where that is made."""
        folder = os.environ.get("NEPHELE_EXERCISED")
        if not folder:
            return
        try:
            services = self.ask("/_nephele/services")
        except OSError:
            return  # Some tests leave a server that does not answer.
        exercised = {name: row["exercised"] for name, row in services.items() if row["exercised"]}
        with open(os.path.join(folder, f"{uuid.uuid4()}.json"), "w") as file:
            json.dump(exercised, file)

    def kill(self):
        """SIGKILL: no chance to write anything more."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()

    def stop(self):
        """SIGTERM, and the end must be a good one."""
        if self.is_alive():
            self.record_exercised()
            self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(STOP_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            self.kill()
            raise RuntimeError("the server did not stop") from None
        self.process.stdout.close()
        messages = self.messages()
        assert "panicked at" not in messages, messages
        assert code == 0, (code, messages)


def free_port():
    """A port that was free a moment ago, for servers that must have the same one."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def default_binary():
    """The binary that the tests are for."""
    if "NEPHELE_BIN" in os.environ:
        return os.environ["NEPHELE_BIN"]
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    target = os.environ.get("CARGO_TARGET_DIR", os.path.join(here, "target"))
    return os.path.join(target, "release", "nephele")


def wait_until(condition, seconds=10.0, what="condition"):
    """Polls for something that happens in real time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError(f"{what} did not come about in {seconds} s")
