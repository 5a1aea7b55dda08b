"""A language model's server in a thread of the test: it says what it is told to say, true or not."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from analysis.runs.drafting import Endpoint

#: what a theme's question holds: {comments: [{id, stance, clauses: {number: words}}], at_most}
Material = dict[str, Any]
#: what an answer holds of one argument
Told = dict[str, Any]


def chat(content: str) -> bytes:
    """An answer in the form of the chat interface."""
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]}).encode()


def says(*told: Told) -> bytes:
    """An answer in the form our instructions ask for."""
    return chat(json.dumps({"arguments": told}, ensure_ascii=False))


@contextmanager
def server(
    answer: bytes | Callable[[Material], bytes], *, status: int = 200, drip: float = 0, location: str = ""
) -> Iterator[tuple[Endpoint, list[dict[str, Any]]]]:
    """Always the same answer, or one made from what the question holds; the list fills with what it was sent."""
    asked: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            body = answer if isinstance(answer, bytes) else answer(json.loads(asked[-1]["messages"][-1]["content"]))
            asked[-1]["authorization"] = self.headers["Authorization"]
            asked[-1]["path"] = self.path
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            if location:
                self.send_header("Location", location)
            self.end_headers()
            try:
                for byte in range(len(body)) if drip else ():
                    time.sleep(drip)
                    self.wfile.write(body[byte : byte + 1])
                    self.wfile.flush()
                self.wfile.write(b"" if drip else body)
            except OSError:
                pass  # the other side has hung up, as it should

        def log_message(self, *args):
            pass

    web = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=web.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield Endpoint(url=f"http://127.0.0.1:{web.server_port}/v1", model="liar", key="secret", timeout=5), asked
    finally:
        web.shutdown()
        web.server_close()
