from urllib.parse import parse_qs, quote, urlsplit


def broker_url(redis_url: str) -> str:
    """Celery's way of writing a Redis address: a socket is `redis+socket:///path?virtual_host=0` there."""
    parts = urlsplit(redis_url)
    if parts.scheme != "unix":
        return redis_url
    number = parse_qs(parts.query).get("db", ["0"])[0]
    return f"redis+socket://{parts.path}?virtual_host={number}"


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
