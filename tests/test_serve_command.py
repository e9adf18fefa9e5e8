"""`kg serve` as a command: what it says, how it starts and how it ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from served import command, served, stored, written

from kg import store

ASK = {"query": "ASK { ?event kg:factuality kg:Actual }"}

patient = httpx.Client(timeout=120)  # on a machine that has much else to do


def run(*arguments: str) -> tuple[int, str]:
    done = subprocess.run(command(*arguments), capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout == ""
    return done.returncode, done.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_as_asked_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    with served(written(tmp_path)) as server:
        assert patient.get(server.url + "/sparql", params=ASK).json()["boolean"] is True
        assert [path.name[:9] for path in temporary.iterdir()] == ["kg-serve-"]
        assert server.end(number) == (0, "")
    assert list(temporary.iterdir()) == []
    with pytest.raises(httpx.ConnectError):
        patient.get(server.url)


@pytest.mark.parametrize("name", ["graph.ttl", "graph.trig", "graph.nt", "graph.jsonld", "graph.rdf"])
def test_every_syntax_of_rdf_is_served(tmp_path: Path, name: str) -> None:
    with served(written(tmp_path, name)) as server:
        assert patient.get(server.url + "/sparql", params=ASK).json()["boolean"] is True


def test_standard_input_is_served(tmp_path: Path) -> None:
    with written(tmp_path, "graph.ttl").open("rb") as graph, served("-", standard_input=graph) as server:
        assert server.name == "standard input"
        assert patient.get(server.url + "/sparql", params=ASK).json()["boolean"] is True


def test_a_store_may_change_while_it_is_served(tmp_path: Path) -> None:
    """What is served is the store as it was."""
    folder = stored(tmp_path)
    with served(folder) as server:
        with store.changed(folder) as target:
            target.clear()
        del target
        assert patient.get(server.url + "/sparql", params=ASK).json()["boolean"] is True


def test_a_store_that_is_written_is_not_served(tmp_path: Path) -> None:
    folder = stored(tmp_path)
    with store.changed(folder):
        code, said = run(str(folder))
    assert (code, said) == (2, f"kg: another program writes into the store {folder}: try again when that is done\n")


def test_what_cannot_be_served_is_told_in_one_line(tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttl"
    broken.write_text("<urn:a> <urn:b> .\n", encoding="utf-8")
    (tmp_path / "picture.png").touch()
    for path, code, told in (
        (tmp_path / "none.nq", 2, "none.nq: no such file or folder: check the name"),
        (tmp_path / "none", 2, "none: no such file or folder: check the name"),
        (tmp_path, 2, "is a folder without a store in it"),
        (tmp_path / "picture.png", 2, "no format has the suffix"),
        (broken, 1, "broken.ttl is no turtle: "),
    ):
        ended, said = run(str(path))
        assert (ended, said.count("\n")) == (code, 1), said
        assert said.startswith("kg: ")
        assert told in said


def test_a_port_that_is_taken_is_told_before_the_graph_is_read(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        code, said = run(str(written(tmp_path)), "--port", str(port))
    assert code == 2
    assert said == f"kg: port {port} is taken by another program: choose another with --port, or end that one\n"


@pytest.mark.parametrize(
    ("host", "told"), [("192.0.2.1", "is no address of this machine"), ("no.such.host.invalid", "no address")]
)
def test_a_host_that_is_not_this_one_is_told(tmp_path: Path, host: str, told: str) -> None:
    code, said = run(str(written(tmp_path)), "--host", host, "--port", "0")
    assert (code, said.count("\n")) == (2, 1)
    assert told in said


def test_other_machines_reach_it_only_when_told(tmp_path: Path) -> None:
    path = written(tmp_path)
    with served(path) as server:
        assert server.url.startswith("http://127.0.0.1:")
        assert server.end() == (0, "")
    with served(path, "--host", "0.0.0.0") as server:
        port = server.url.rpartition(":")[2]
        # It is asked by names that it cannot know.
        answer = patient.get(f"http://127.0.0.1:{port}/sparql", params=ASK, headers={"Host": "kg.example"})
        assert answer.json()["boolean"] is True
        assert server.end() == (0, "kg: warning: whoever reaches this machine can read the graph\n")


def test_the_address_may_be_of_version_6(tmp_path: Path) -> None:
    if not socket.has_ipv6:
        pytest.skip("no IPv6 here")
    try:
        with socket.socket(socket.AF_INET6) as trial:
            trial.bind(("::1", 0))
    except OSError:
        pytest.skip("no IPv6 here")
    with served(written(tmp_path), "--host", "::1") as server:
        assert server.url.startswith("http://[::1]:")
        assert patient.get(server.url + "/sparql", params=ASK).json()["boolean"] is True


def test_sites_that_are_named_may_read(tmp_path: Path) -> None:
    with served(written(tmp_path), "--origin", "https://yasgui.example") as server:
        known, other = ({"Origin": f"https://{name}.example"} for name in ("yasgui", "other"))
        allowed = patient.get(server.url + "/sparql", params=ASK, headers=known)
        assert allowed.headers["Access-Control-Allow-Origin"] == known["Origin"]
        refused = patient.get(server.url + "/sparql", params={"query": "ASK"}, headers=known)
        assert (refused.status_code, refused.headers["Access-Control-Allow-Origin"]) == (400, known["Origin"])
        assert (
            "Access-Control-Allow-Origin" not in patient.get(server.url + "/sparql", params=ASK, headers=other).headers
        )
        before = {**known, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
        assert patient.options(server.url + "/sparql", headers=before).status_code == 200
        assert (
            patient.options(
                server.url + "/data", headers={**before, "Access-Control-Request-Method": "PUT"}
            ).status_code
            == 400
        )


def test_without_the_extra_it_tells_what_to_install(tmp_path: Path) -> None:
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "starlette.py").write_text(
        "raise ModuleNotFoundError(\"No module named 'starlette'\", name='starlette')", encoding="utf-8"
    )
    path = os.pathsep.join([str(hidden), *filter(None, [os.environ.get("PYTHONPATH")])])
    done = subprocess.run(
        command(str(written(tmp_path))),
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": path},
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr == "kg: kg serve needs starlette: pip install 'kg-builder[serve]'\n"


def test_a_worker_needs_no_web_server() -> None:
    told = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", "import kg.serve.worker"], capture_output=True, text=True, check=True
    ).stderr
    loaded = {line.rpartition("|")[2].strip() for line in told.splitlines()}
    assert "kg.serve.worker" in loaded
    assert {"starlette", "uvicorn", "spacy", "networkx"} & loaded == set()


def test_a_server_that_is_killed_leaves_no_worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))  # for the store that it cannot take away
    with served(written(tmp_path), "--workers", "1") as server:
        children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
        if not children.exists():
            pytest.skip("this system does not list a process's children")
        (worker,) = children.read_text(encoding="ascii").split()
        server.process.kill()
        server.process.wait(60)
        for _ in range(600):
            if not Path(f"/proc/{worker}").exists():
                break
            time.sleep(0.1)
        assert not Path(f"/proc/{worker}").exists()
