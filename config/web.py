"""``python -m config.web``: one web process, with everything uvicorn must be told. Start as many as WEB_PROCESSES says."""

import argparse
import sys

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEADER_SECONDS = 15
HEADER_BYTES = 64 * 1024
#: What the event loop may hand over in one piece, the beginning of a body included
MOST_READ = 256 * 1024


class ImpatientProtocol(HttpToolsProtocol):
    """uvicorn's own, for clients that connect and say nothing, or never come to the end of their headers."""

    _patience = None
    _heard = 0

    def connection_made(self, transport):
        super().connection_made(transport)
        self._begin_waiting()

    def data_received(self, data):
        if self._patience:
            self._heard += len(data)
            if self._heard > HEADER_BYTES + MOST_READ:
                self.transport.abort()
                return
        super().data_received(data)

    def on_message_begin(self):
        super().on_message_begin()
        self._begin_waiting()

    def on_headers_complete(self):
        self._end_waiting()
        super().on_headers_complete()

    def connection_lost(self, exc):
        self._end_waiting()
        super().connection_lost(exc)

    def _begin_waiting(self):
        if self._patience is None:
            self._patience, self._heard = self.loop.call_later(HEADER_SECONDS, self.transport.abort), 0

    def _end_waiting(self):
        if self._patience:
            self._patience.cancel()
            self._patience = None


class Server(uvicorn.Server):
    """uvicorn's own, which waits for requests to end before it stops: event streams are told to."""

    async def shutdown(self, sockets=None):
        from consult.live.sockets import end_streams  # the application, and with it Django, is loaded by now

        end_streams()
        await super().shutdown(sockets)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--graceful", type=int, default=10, help="seconds for open requests when it is told to stop")
    asked = parser.parse_args()
    config = uvicorn.Config(
        "config.asgi:application",
        host=asked.host,
        port=asked.port,
        http=ImpatientProtocol,
        lifespan="on",
        access_log=False,
        log_level="warning",
        ws_max_size=4096,
        ws_ping_interval=20,
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=asked.graceful,
        proxy_headers=False,  # TRUSTED_PROXIES says whom to believe (config/gate.py)
        server_header=False,
    )
    server = Server(config)
    server.run()
    if not server.started:
        sys.exit(3)


if __name__ == "__main__":
    main()
