"""The API as the signed-in browser would call it: for setting a journey's scene, and as one of the ways round a gate."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from playwright.sync_api import APIResponse, Page


class Api:
    """Calls with the page's own cookies and csrf token."""

    def __init__(self, page: Page, url: str) -> None:
        self._request = page.context.request
        self._url = url
        session = self._request.get(f"{url}/api/session").json()
        self._csrf = session["csrf"]
        self.me: dict[str, Any] = session["person"]

    def get(self, path: str) -> Any:
        """The decoded answer of a GET under /api."""
        answer = self._request.get(f"{self._url}/api{path}")
        assert answer.ok, answer.text()
        return answer.json()

    def send(self, method: str, path: str, body: dict[str, Any]) -> APIResponse:
        """A write, with a key of its own."""
        headers = {"X-CSRF-Token": self._csrf, "Idempotency-Key": str(uuid.uuid4()), "Origin": self._url}
        return self._request.fetch(f"{self._url}/api{path}", method=method, data=body, headers=headers)

    def create(self, entity: str, values: dict[str, Any], app: str = "sales") -> dict[str, Any]:
        """A record, made."""
        answer = self.send("POST", f"/apps/{app}/{entity}", {"values": values})
        assert answer.status == 201, answer.text()
        record: dict[str, Any] = answer.json()["record"]
        return record

    def act(
        self, record: dict[str, Any], action: str, inputs: dict[str, Any], *files: str, app: str = "sales"
    ) -> dict[str, Any]:
        """An action done on the record as it now stands, with files handed in before; the record after it."""
        path = f"/apps/{app}/{record['entity']}/{record['id']}"
        version = self.get(path)["record"]["version"]
        body = {"version": version, "action": action, "inputs": inputs, "files": list(files)}
        answer = self.send("POST", f"{path}/act", body)
        assert answer.ok, answer.text()
        after: dict[str, Any] = answer.json()["record"]
        return after

    def upload(self, content: bytes, name: str = "shot.jpg", media_type: str = "image/jpeg") -> str:
        """A file handed in; its id."""
        headers = {
            "X-CSRF-Token": self._csrf,
            "Idempotency-Key": str(uuid.uuid4()),
            "Origin": self._url,
            "X-File-Name": quote(name),
            "Content-Type": media_type,
        }
        answer = self._request.post(f"{self._url}/api/files", data=content, headers=headers)
        assert answer.status == 201, answer.text()
        key: str = answer.json()["id"]
        return key

    def owed(self, record: dict[str, Any], duty: str, state: str = "open", app: str = "sales") -> list[dict[str, Any]]:
        """The obligations of a duty on a record that are open, done, waived or withdrawn."""
        asked = f"/apps/{app}/obligations?scope=seen&record={record['id']}&duty={duty}&state={state}"
        found: list[dict[str, Any]] = self.get(asked)["rows"]
        return found

    def until(self, holds: Callable[[], object], what: str) -> None:
        """Wait for what the worker does in its own time; half a minute at most."""
        for _ in range(150):
            if holds():
                return
            time.sleep(0.2)
        raise AssertionError(f"it did not happen: {what}")

    def calm(self) -> None:
        """Wait until the worker has had its turn at the one writer: writes are answered at once, five in a row."""
        quick: list[bool] = []

        def asked() -> bool:
            began = time.monotonic()
            ok = self.send("PUT", "/preferences/calm", {"value": [1]}).ok
            quick.append(ok and time.monotonic() - began < 0.5)
            return len(quick) >= 5 and all(quick[-5:])

        self.until(asked, "the worker lets others write")

    def deal(self, title: str, **values: Any) -> dict[str, Any]:
        """A fresh opportunity in its first stage, at a fresh customer where none is named."""
        if "customer" not in values:
            values["customer"] = self.create("customer", {"name": f"{title}的客户", "grade": "standard"})["id"]
        return self.create("opportunity", {"title": title, "product_line": "monitor", "intent": "high", **values})
