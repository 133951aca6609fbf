from urllib.parse import quote, urlsplit


def database_url(folder: str, name: str) -> str:
    """A database behind a socket: quoted, so that the folder's slashes stay in the place of the host."""
    return f"postgresql://postgres@{quote(folder, safe='')}/{name}"


def redis_url(socket: str, number: int = 0) -> str:
    return f"unix://{socket}?db={number}"


def database_name(url: str) -> str:
    return urlsplit(url).path.lstrip("/")


def with_database(url: str, name: str) -> str:
    """The same server, another database."""
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def with_number(url: str, number: int) -> str:
    """The same Redis, another numbered database."""
    parts = urlsplit(url)
    if parts.scheme == "unix":
        return redis_url(parts.path, number)
    return parts._replace(path=f"/{number}").geturl()
