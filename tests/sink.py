"""A real SMTP server on a loopback port. It keeps what it accepts and refuses the addresses it is told to refuse."""

import email
import email.policy
import socket
import threading
from dataclasses import dataclass, field
from email.message import EmailMessage

from aiosmtpd.controller import Controller

from tests.waiting import until


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class Received:
    recipients: list[str]
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message["Subject"])

    @property
    def text(self) -> str:
        body = self.message.get_body(("plain",))
        return body.get_content() if body else ""


@dataclass
class SmtpSink:
    messages: list[Received] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    busy: set[str] = field(default_factory=set)  # told to come again later
    _lock: threading.Lock = field(default_factory=threading.Lock)

    # aiosmtpd calls these two by their names
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.lower() in self.refused:
            return "550 No such person here"
        if address.lower() in self.busy:
            return "451 Come again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        with self._lock:
            self.messages.append(Received(list(envelope.rcpt_tos), message))
        return "250 Message accepted"

    def start(self) -> "SmtpSink":
        self.controller = Controller(self, hostname="127.0.0.1", port=free_port())
        self.controller.start()
        self.host, self.port = self.controller.hostname, self.controller.port
        return self

    def stop(self) -> None:
        self.controller.stop()

    def clear(self) -> None:
        with self._lock:
            self.messages.clear()
            self.refused.clear()
            self.busy.clear()

    def to(self, address: str) -> list[Received]:
        with self._lock:
            return [one for one in self.messages if address.lower() in (to.lower() for to in one.recipients)]

    def next_to(self, address: str, *, after: int = 0, seconds: float = 20) -> Received:
        """The first letter to this address beyond the `after` that are known already; waits for it."""
        return until(lambda: self.to(address)[after:], seconds=seconds, what=f"a letter to {address}")[0]
