"""Where the web server answers. Needs nothing but Python, because it is asked before anything is installed."""

from dataclasses import dataclass

from collaborative.ops import env


@dataclass(frozen=True)
class Address:
    host: str
    port: int

    @property
    def url(self) -> str:
        shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "": "127.0.0.1"}.get(self.host, self.host)
        return f"http://{shown}:{self.port}"

    @property
    def bind(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def address() -> Address:
    return Address(env.text("HOST", "127.0.0.1"), env.whole("PORT", 8000, least=1, most=65535))
