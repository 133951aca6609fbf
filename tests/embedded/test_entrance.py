import os
import socket

import pytest

from collaborative.ops.bind import Address, address
from embedded.children import Child
from embedded.entrance import Lock, refuse_port_in_use
from embedded.places import LONGEST_NAME, LONGEST_SOCKET, socket_folder
from embedded.run import stop_order


def test_second_server_in_the_same_folder_is_told_who_holds_it(tmp_path):
    first = Lock(tmp_path).take("process 4711, http://127.0.0.1:8000")

    with pytest.raises(SystemExit) as raised:
        Lock(tmp_path).take("another")

    assert str(raised.value) == (
        "The server of this folder runs already (process 4711, http://127.0.0.1:8000). "
        "Stop it first, with Ctrl-C where it was started."
    )
    first.release()
    Lock(tmp_path).take("another").release()


def test_port_in_use_names_another():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(SystemExit) as raised:
            refuse_port_in_use(Address("127.0.0.1", port))

    assert str(raised.value) == (
        f"Port {port} on 127.0.0.1 cannot be used (Address already in use). "
        f"Choose another one, for example: PORT={port % 65535 + 1} script/server"
    )


def test_address_is_loopback_unless_said_otherwise(monkeypatch):
    monkeypatch.delenv("HOST", raising=False)
    monkeypatch.setenv("PORT", "8123")

    assert address().url == "http://127.0.0.1:8123"


def test_everywhere_is_shown_as_an_address_one_can_open():
    assert Address("0.0.0.0", 8000).url == "http://127.0.0.1:8000"


def test_stop_order_takes_the_ground_away_last(tmp_path):
    started = [Child(name, []) for name in ("PostgreSQL", "Redis", "web", "worker", "beat")]

    assert [child.name for child in stop_order(started)] == ["web", "beat", "worker", "Redis", "PostgreSQL"]


def test_sockets_lie_in_a_short_private_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / ("long" * 30)))

    folder = socket_folder(tmp_path / "data")

    assert folder == socket_folder(tmp_path / "data") != socket_folder(tmp_path / "other data")
    assert folder.stat().st_mode & 0o777 == 0o700
    assert len(os.fsencode(folder)) + LONGEST_NAME <= LONGEST_SOCKET
    folder.rmdir()
    socket_folder(tmp_path / "other data").rmdir()


def test_sockets_never_go_through_somebody_elses_link(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/tmp")
    folder = socket_folder(tmp_path / "data")
    folder.rmdir()
    folder.symlink_to(tmp_path)

    with pytest.raises((SystemExit, FileExistsError)):
        socket_folder(tmp_path / "data")

    folder.unlink()
