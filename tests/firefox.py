"""A headless Firefox, spoken to by WebDriver BiDi: the second engine, without a driver of its own."""

import contextlib
import json
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

FIREFOX = shutil.which("firefox") or shutil.which("firefox-esr")
NOWHERE = "127.0.0.1"  # where every name is asked for: a proxy that is not there
PREFERENCES = {
    "network.proxy.type": 1,
    "network.proxy.http": NOWHERE,
    "network.proxy.http_port": 9,
    "network.proxy.ssl": NOWHERE,
    "network.proxy.ssl_port": 9,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "app.update.enabled": False,
    "ui.prefersReducedMotion": 1,
}
KEYS = {"Home": "\ue011", "End": "\ue010", "ArrowLeft": "\ue012", "ArrowRight": "\ue014", "Tab": "\ue004"}


def missing():
    """Why no Firefox can be driven here; None where it can."""
    try:
        import websocket  # noqa: F401
    except ImportError:
        return "websocket-client, which comes with JupyterLab, is not installed"
    return None if FIREFOX else "no Firefox is on the PATH"


class Page:
    """A tab: what it is asked to do, and the events of it that came meanwhile."""

    def __init__(self, socket):
        self.socket, self.number, self.events = socket, 0, []
        self.send("session.new", capabilities={})
        self.send("session.subscribe", events=["network.beforeRequestSent", "log.entryAdded"])
        self.context = self.send("browsingContext.getTree")["contexts"][0]["context"]

    def send(self, method, **params):
        """The answer to a command; an error raises."""
        self.number += 1
        self.socket.send(json.dumps({"id": self.number, "method": method, "params": params}))
        while (said := json.loads(self.socket.recv())).get("id") != self.number:
            self.events.append(said)
        if said["type"] == "error":
            raise RuntimeError(f"{method}: {said['error']}: {said['message']}")
        return said["result"]

    def goto(self, address):
        """Open an address, and wait until it has loaded."""
        self.send("browsingContext.navigate", context=self.context, url=address, wait="complete")

    def evaluate(self, expression):
        """The value of an expression of JavaScript that JSON can hold."""
        code = f"Promise.resolve({expression}).then(JSON.stringify)"
        said = self.send("script.evaluate", expression=code, target={"context": self.context}, awaitPromise=True)
        if said["type"] == "exception":
            raise RuntimeError(said["exceptionDetails"]["text"])
        return json.loads(said["result"].get("value", "null"))

    def wait_for(self, expression, seconds=30):
        """Wait until an expression is true."""
        until = time.monotonic() + seconds
        while not self.evaluate(expression):
            assert time.monotonic() < until, f"not within {seconds} s: {expression}"
            time.sleep(0.05)

    def press(self, key):
        """Press a key and let it go."""
        actions = [{"type": kind, "value": KEYS[key]} for kind in ("keyDown", "keyUp")]
        actions = [{"type": "key", "id": "keys", "actions": actions}]
        self.send("input.performActions", context=self.context, actions=actions)

    def asked(self):
        """The addresses that this tab has asked for."""
        sent = [event["params"] for event in self.events if event.get("method") == "network.beforeRequestSent"]
        return [each["request"]["url"] for each in sent if each["context"] == self.context]

    def complaints(self):
        """What the console of this tab has said."""
        return [event["params"]["text"] for event in self.events if event.get("method") == "log.entryAdded"]


@contextlib.contextmanager
def tab():
    """A tab of a fresh Firefox in which every name leads nowhere."""
    import websocket

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in PREFERENCES.items()]
        Path(scratch, "user.js").write_text("\n".join(lines), "utf-8")
        command = [
            FIREFOX,
            "--headless",
            "--no-remote",
            "--profile",
            scratch,
            "--remote-debugging-port=0",
            "about:blank",
        ]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8")
        try:
            for line in process.stderr:
                if found := re.search(r"WebDriver BiDi listening on (ws://\S+)", line):
                    break
            else:
                raise RuntimeError("Firefox did not start")
            socket = websocket.create_connection(f"{found[1]}/session", timeout=60, suppress_origin=True)
            yield Page(socket)
            socket.close()
        finally:
            process.terminate()
            process.stderr.close()
            process.wait(30)
