"""A mail server of the tests' own, that speaks SMTP over a socket: what is refused, is refused as real ones do."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, override

REPLIES = {"nobody": b"550 5.1.1 <nobody> no such mailbox here", "full": b"452 4.2.2 mailbox full, try later"}


@dataclass
class Post:
    """What came in: the sender on each envelope, and the messages."""

    port: int = 0
    senders: list[str] = field(default_factory=list)
    messages: list[bytes] = field(default_factory=list)


class _Talk(socketserver.StreamRequestHandler):
    """One conversation."""

    post: Post

    @override
    def handle(self) -> None:
        """Answer each line until the other side leaves."""
        self.say(b"220 tests ESMTP")
        while line := self.rfile.readline():
            said = line.strip().decode()
            verb = said[:4].upper()
            if verb == "QUIT":
                self.say(b"221 bye")
                return
            if verb == "DATA":
                self.take()
            else:
                self.say(self.answer(verb, said))

    def answer(self, verb: str, said: str) -> bytes:
        """Refuse the recipients that are to be refused."""
        if verb == "MAIL":
            self.post.senders.append(said.partition("<")[2].partition(">")[0])
        if verb == "RCPT":
            return next((reply for name, reply in REPLIES.items() if f"<{name}@" in said), b"250 ok")
        return b"250 ok"

    def take(self) -> None:
        """Read a message to the lone dot."""
        self.say(b"354 go on")
        lines: list[bytes] = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        self.post.messages.append(b"".join(lines))
        self.say(b"250 taken")

    def say(self, words: bytes) -> None:
        """Answer one line."""
        self.wfile.write(words + b"\r\n")


@contextmanager
def open_for_post() -> Iterator[Post]:
    """Run the server on a port of its own."""
    post = Post()
    handler: Any = type("Talk", (_Talk,), {"post": post})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        post.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield post
        server.shutdown()
        thread.join()
