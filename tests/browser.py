"""Chromium without a window, driven as a person would: keys, clicks, what is seen and what is saved.

It is told what to do through two pipes. Source: Chrome DevTools Protocol, `--remote-debugging-pipe`.
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
import select
import shutil
import subprocess
import time
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from pathlib import Path

SECONDS = 30
"""Until an answer must have come."""

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--remote-debugging-pipe",
)  # fmt: skip

KEYS = {"Enter": 13, "Escape": 27, "Tab": 9, "ArrowLeft": 37, "ArrowRight": 39, "ArrowUp": 38, "ArrowDown": 40}


class Browser:
    """One browser with one page; `requests` are the URLs that it asked for, `complaints` what its console said,
    `dialogs` the kinds of those that it opened, each of which is accepted.
    """

    def __init__(self, folder: Path) -> None:
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.dialogs: list[str] = []
        self.folder = folder
        self._number = 0
        self._session: str | None = None
        self._unread = b""
        to_browser, self._out = os.pipe()
        self._in, from_browser = os.pipe()
        far = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 20) for end in (to_browser, from_browser)]

        def connect() -> None:
            os.dup2(far[0], 3)
            os.dup2(far[1], 4)

        program = shutil.which("chromium") or shutil.which("chromium-browser") or "chromium"
        self._process = subprocess.Popen(
            [program, *FLAGS, f"--user-data-dir={folder / 'profile'}", "about:blank"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            pass_fds=(3, 4), env={**os.environ, "HOME": str(folder)},
            preexec_fn=connect,  # noqa: PLW1509 - it only names two pipes, and no test holds a lock
        )  # fmt: skip
        for end in (to_browser, from_browser, *far):
            os.close(end)
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.send(f"{domain}.enable")
        self.send("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(folder))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._out)
        os.close(self._in)
        self._process.terminate()
        self._process.wait(SECONDS)

    def send(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Tell the browser to do something and wait for the answer."""
        number = self._tell(method, **parameters)
        while (answer := self._next()).get("id") != number:
            pass
        assert "error" not in answer, answer
        result: dict[str, Any] = answer["result"]
        return result

    def _tell(self, method: str, **parameters: Any) -> int:
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": parameters}
        if self._session and not method.startswith("Browser."):
            message["sessionId"] = self._session
        waiting = json.dumps(message).encode() + b"\0"
        while waiting:
            waiting = waiting[os.write(self._out, waiting) :]
        return self._number

    def _next(self) -> dict[str, Any]:
        deadline = time.monotonic() + SECONDS
        while b"\0" not in self._unread:
            ready, _, _ = select.select([self._in], [], [], max(0, deadline - time.monotonic()))
            data = os.read(self._in, 1 << 20) if ready else b""
            assert data, "the browser says nothing more"
            self._unread += data
        whole, _, self._unread = self._unread.partition(b"\0")
        message: dict[str, Any] = json.loads(whole)
        told = message.get("params", {})
        match message.get("method"):
            case "Network.requestWillBeSent":
                self.requests.append(told["request"]["url"])
            case "Log.entryAdded":
                self.complaints.append(told["entry"]["text"])
            case "Page.javascriptDialogOpening":
                self.dialogs.append(told["type"])
                self._tell("Page.handleJavaScriptDialog", accept=True)
            case "Runtime.exceptionThrown":
                self.complaints.append(str(told["exceptionDetails"]))
        return message

    def open(self, page: Path) -> None:
        """Open a file and wait until its script has run."""
        self.send("Page.navigate", url=page.as_uri())
        self.until("document.readyState === 'complete' && location.protocol === 'file:'")

    def value(self, expression: str) -> Any:
        """Return what a JavaScript expression gives; for looking, not for doing."""
        answer = self.send("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def until(self, expression: str) -> None:
        """Wait until an expression holds."""
        deadline = time.monotonic() + SECONDS
        while not self.value(expression):
            assert time.monotonic() < deadline, expression
            time.sleep(0.02)

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            text = "\r" if key == "Enter" else key if len(key) == 1 else ""
            named: dict[str, Any] = {"key": key, "windowsVirtualKeyCode": KEYS.get(key, ord(key[0].upper()))}
            self.send("Input.dispatchKeyEvent", type="keyDown", text=text, **named)
            self.send("Input.dispatchKeyEvent", type="keyUp", **named)

    def point_at(self, selector: str) -> tuple[float, float]:
        """Move the pointer to the middle of an element and return where that is."""
        box = f"document.querySelector({json.dumps(selector)}).getClientRects()[0]"
        x, y = self.value(f"[{box}.x + {box}.width / 2, {box}.y + {box}.height / 2]")
        self.send("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
        return x, y

    def click(self, selector: str) -> None:
        """Click an element where it is."""
        x, y = self.point_at(selector)
        for kind in ("mousePressed", "mouseReleased"):
            self.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def picture(self, path: Path) -> None:
        """Save what is seen as a PNG."""
        path.write_bytes(base64.b64decode(self.send("Page.captureScreenshot")["data"]))

    def saved(self, name: str) -> bytes:
        """Wait for a download and return it."""
        path = self.folder / name
        deadline = time.monotonic() + SECONDS
        while not path.exists() or path.with_name(f"{name}.crdownload").exists():
            assert time.monotonic() < deadline, name
            time.sleep(0.02)
        return path.read_bytes()
