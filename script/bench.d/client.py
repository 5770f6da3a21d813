"""The engine as its HTTP clients see it."""

import http.client
import json
import time
import urllib.parse


class Client:
    """One kept-alive connection to the engine; not to be shared between threads."""

    def __init__(self, url, token):
        parts = urllib.parse.urlsplit(url)
        self._connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=120)
        self._token = token

    def call(self, method, path, body=None):
        """Sends one request; the decoded answer, or None where it is empty."""
        headers = {"Verification-Token": self._token}
        payload = None
        if body is not None:
            payload = json.dumps(body)
            headers["Content-Type"] = "application/json"
        self._connection.request(method, path, payload, headers)
        response = self._connection.getresponse()
        data = response.read()
        if response.status >= 300:
            raise RuntimeError(f"{method} {path}: {response.status} {data.decode(errors='replace')}")
        return json.loads(data) if data.strip() else None

    def raw(self, path):
        """Asks for something and reads the answer as it is; how many bytes it has."""
        self._connection.request("GET", path, headers={"Verification-Token": self._token})
        return len(self._connection.getresponse().read())

    def text(self, path):
        """Asks for something and reads the answer as text."""
        self._connection.request("GET", path, headers={"Verification-Token": self._token})
        return self._connection.getresponse().read().decode()

    def create_clone(self, clone_id, password, snapshot=None):
        """Creates a clone, of a given snapshot or the newest, and returns it once it is ready."""
        request = {"id": clone_id, "db": {"username": "bench", "password": password, "db_name": "shop"}}
        if snapshot:
            request["snapshot"] = {"id": snapshot}
        clone = self.call("POST", "/clone?wait=60s", request)
        return self._ready(clone)

    def reset_clone(self, clone_id):
        """Puts a clone back to its snapshot; returns once it is ready."""
        self.call("POST", f"/clone/{clone_id}/reset?wait=60s", {})

    def destroy_clone(self, clone_id):
        """Removes a clone; returns once it is gone."""
        self.call("DELETE", f"/clone/{clone_id}?wait=60s")

    def refresh(self, limit=3600):
        """Runs a full refresh; returns the seconds it took by this client's clock."""
        before = self.call("GET", "/instance/retrieval").get("lastRefresh")
        started = time.monotonic()
        self.call("POST", "/full-refresh")
        while time.monotonic() - started < limit:
            state = self.call("GET", "/instance/retrieval")
            if state["status"] == "failed":
                raise RuntimeError(f"the refresh failed: {state.get('alerts')}")
            if state["status"] == "finished" and state.get("lastRefresh") != before:
                return time.monotonic() - started
            time.sleep(0.1)
        raise RuntimeError(f"the refresh did not end within {limit} s")

    @staticmethod
    def _ready(clone):
        if clone["status"]["code"] != "OK":
            raise RuntimeError(f"clone {clone['id']} is {clone['status']}")
        return clone
