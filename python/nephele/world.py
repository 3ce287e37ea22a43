"""The control endpoints as objects."""

import json
import os
import shutil
import urllib.error
import urllib.parse
import urllib.request

DEFAULT_ENDPOINT = "http://localhost:4566"


class Refused(Exception):
    """A control endpoint has said no: `status` and `message`."""

    def __init__(self, status, message):
        super().__init__(f"{status}: {message}")
        self.status = status
        self.message = message


class World:
    """A running cloud."""

    def __init__(self, endpoint=None, timeout=600):
        self.endpoint = (endpoint or os.environ.get("AWS_ENDPOINT_URL") or DEFAULT_ENDPOINT)
        self.endpoint = self.endpoint.rstrip("/")
        self.timeout = timeout
        self.clock = Clock(self)
        self.faults = Faults(self)
        self.snapshots = Snapshots(self)

    def health(self):
        return self.ask("GET", "/health")

    def services(self):
        return self.ask("GET", "/services")

    def settings(self, changed=None):
        """The settings; `settings({"trace.calls": "off"})` changes some, `None` removes one."""
        if changed is None:
            return self.ask("GET", "/settings")
        return self.ask("POST", "/settings", body=changed)

    def zones(self, region=None, account=None, resource=None):
        """Availability zones: their ids, an account's names for them, and where it is dark."""
        query = {"region": region, "account": account, "resource": resource}
        return self.ask("GET", "/zones", query)

    def reset(self, account=None):
        """Empties the world, or one account of it."""
        return self.ask("POST", "/reset", {"account": account})

    def bill(self, account=None, month=None, by=None, free_tier=None):
        """What accounts have used in a month, and what AWS would take for it."""
        return self.ask("GET", "/bill", {
            "account": account, "month": month, "by": by, "free_tier": free_tier})

    def letters(self, account=None, kind=None, to=None, limit=None):
        """Mail, text messages and pushes that services have sent, newest first."""
        query = {"account": account, "kind": kind, "to": to, "limit": limit}
        return self.ask("GET", "/outbox", query)["letters"]

    def trace(self, request_id):
        """What became of a request: its call, children, decisions, and all that as a `text`."""
        return self.ask("GET", f"/traces/{urllib.parse.quote(request_id, safe='')}")

    def traces(self, account=None, service=None, operation=None, failed=False, limit=None):
        """The newest requests, newest first."""
        query = {"account": account, "service": service, "operation": operation,
                 "failed": "true" if failed else None, "limit": limit}
        return self.ask("GET", "/traces", query)["traces"]

    def why(self, request_id):
        """Why a request was denied; `None` when no decision of it was explained."""
        return self.trace(request_id)["why"]

    def ask(self, method, path, query=None, body=None):
        """Asks a control endpoint; what it refuses is raised as `Refused`."""
        data = None if body is None else json.dumps(body).encode()
        with self.open(method, path, query, data) as answer:
            return json.load(answer)

    def open(self, method, path, query=None, data=None, headers=None):
        given = {name: value for name, value in (query or {}).items() if value is not None}
        url = f"{self.endpoint}/_nephele{path}"
        if given:
            url += "?" + urllib.parse.urlencode(given)
        request = urllib.request.Request(url, data=data, method=method, headers=headers or {})
        try:
            return urllib.request.urlopen(request, timeout=self.timeout)
        except urllib.error.HTTPError as error:
            raise Refused(error.code, _message_of(error)) from None


def _message_of(error):
    text = error.read().decode(errors="replace")
    try:
        return json.loads(text)["error"]
    except (ValueError, KeyError, TypeError):
        return text


class Clock:
    """The virtual time."""

    def __init__(self, world):
        self._world = world

    def show(self):
        return self._world.ask("GET", "/clock")

    @property
    def now(self):
        return self.show()["now"]

    def freeze(self):
        return self._change(freeze=True)

    def resume(self):
        return self._change(resume=True)

    def set(self, time):
        """Jumps to a time (ISO 8601), running what falls due on the way."""
        return self._change(set=time)

    def advance(self, span):
        """Moves on by `"15m"` or seconds; answers with `jobs_run` and what `ran`, after the last
        of them."""
        return self._change(advance=span)

    def _change(self, **change):
        return self._world.ask("POST", "/clock", body=change)


class Fault:
    """A fault that was added. As a context it ends with its block."""

    def __init__(self, faults, described):
        self._faults = faults
        self.id = described["id"]
        self.described = described

    def remove(self):
        return self._faults.remove(self.id)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.remove()
        except Refused as refused:
            # It may have ended by itself.
            if refused.status != 404:
                raise


class Faults:
    """What fails on purpose."""

    def __init__(self, world):
        self._world = world

    def list(self):
        return self._world.ask("GET", "/faults")["faults"]

    def add(self, effect, **described):
        """`add("dark", region="us-east-1", for_="1h")`; the members are those of the endpoint,
        with an underscore after `for` and `from`."""
        described = {name.rstrip("_"): value for name, value in described.items()}
        answer = self._world.ask("POST", "/faults", body={"effect": effect, **described})
        return Fault(self, answer)

    def remove(self, fault=None):
        """Removes one by its id, or all; answers how many."""
        return self._world.ask("DELETE", "/faults", {"id": fault})["removed"]


class Snapshots:
    """Whole worlds under names."""

    def __init__(self, world):
        self._world = world

    def save(self, name):
        return self._world.ask("POST", "/snapshots", body={"name": name})

    def list(self):
        return self._world.ask("GET", "/snapshots")["snapshots"]

    def show(self, name):
        return self._world.ask("GET", _at(name))

    def load(self, name):
        """Puts the snapshot in the place of the running world, which is gone then."""
        return self._world.ask("POST", f"{_at(name)}/load")

    def delete(self, name):
        return self._world.ask("DELETE", _at(name))

    def diff(self, one, other=None, limit=None, everything=False):
        """What differs between two snapshots, or between one and the running world: resources and
        data, and with `everything` what the world keeps for itself, too."""
        query = {"with": other, "limit": limit, "all": "true" if everything else None}
        return self._world.ask("GET", f"{_at(one)}/diff", query)

    def export_file(self, name, path):
        """Writes one file, which holds the world's secrets, too."""
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            with self._world.open("GET", f"{_at(name)}/file") as answer:
                shutil.copyfileobj(answer, out)

    def import_file(self, path, name):
        """Adds the snapshot of a file under a name."""
        headers = {"Content-Length": str(os.path.getsize(path)),
                   "Content-Type": "application/octet-stream"}
        with open(path, "rb") as source:
            with self._world.open("PUT", f"{_at(name)}/file", None, source, headers) as answer:
                return json.load(answer)


def _at(name):
    return f"/snapshots/{urllib.parse.quote(name, safe='')}"
