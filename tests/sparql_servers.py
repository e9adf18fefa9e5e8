"""Real SPARQL servers on loopback, started by the tests: Apache Jena Fuseki and Virtuoso."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx
import needs

SERVERS = Path(__file__).with_name("servers")
# Few requests: what the second compiler would win is less than what it costs.
JAVA = ("-Xmx512m", "-XX:TieredStopAtLevel=1")
USER, PASSWORD = "kg", "se cret/1%"
SECRET = {"KG_USER": USER, "KG_PASSWORD": PASSWORD}


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@dataclass
class Process:
    """A server and where it says what it does."""

    command: Sequence[str]
    folder: Path
    url: str
    running: subprocess.Popen[bytes] | None = None

    def start(self, alive: str) -> None:
        """Returns when `alive`, an address, is answered."""
        log = self.folder / "output.log"
        with log.open("ab") as stream:
            self.running = subprocess.Popen(self.command, cwd=self.folder, stdout=stream, stderr=stream)
        with httpx.Client(timeout=60) as client:
            # Minutes: a Java machine starts late where all cores are busy.
            for _ in range(3000):
                if self.running.poll() is not None:
                    break
                try:
                    client.get(alive)
                    return
                except httpx.TransportError:
                    time.sleep(0.1)
        self.kill()
        raise RuntimeError(f"{self.command[0]} does not answer: {log.read_text(errors='replace')[-2000:]}")

    def kill(self) -> None:
        """As a power cut does."""
        if self.running:
            self.running.kill()
            self.running.wait()
            self.running = None


def fuseki_jar() -> Path:
    """Fetched once into the user's cache folder."""
    pom = SERVERS / "fuseki" / "pom.xml"
    version = pom.read_text().split("<version>")[2].partition("<")[0]
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "kg-tests" / f"fuseki-{version}"
    jar = cache / f"jena-fuseki-server-{version}.jar"
    if not jar.is_file():
        command = [needs.program("mvn", "maven"), "-q", "-B", "-f", str(pom), "dependency:copy-dependencies"]
        done = subprocess.run(
            [*command, f"-DoutputDirectory={cache}"],
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        if not jar.is_file():
            needs.missing(f"Maven brings no Fuseki: {(done.stdout + done.stderr).strip()[-300:]}")
    return jar


def fuseki(folder: Path, *options: str, port: int | None = None) -> Process:
    """Without options: one dataset, /kg, in memory, without a password."""
    java = needs.program("java", "default-jre-headless")
    port = port or free_port()
    kept = options or ("--mem",)
    command = [java, *JAVA, "-jar", str(fuseki_jar()), "--localhost", "--ping", f"--port={port}", *kept, "/kg"]
    server = Process(command, folder, f"http://127.0.0.1:{port}/kg")
    server.start(f"http://127.0.0.1:{port}/$/ping")
    return server


def with_password(folder: Path, scheme: str) -> Process:
    """Fuseki that lets one user in."""
    passwords = folder / "passwords"
    passwords.write_text(f"{USER}: {PASSWORD}\n", encoding="utf-8")
    return fuseki(folder, "--mem", f"--passwd={passwords}", f"--auth={scheme}")


def virtuoso(folder: Path) -> Process:
    """With a user who may update, beside the default one, who may read."""
    program = needs.program("virtuoso-t", "virtuoso-opensource")
    isql = needs.program("isql-vt", "virtuoso-opensource")
    sql, http = free_port(), free_port()
    settings = (SERVERS / "virtuoso.ini").read_text().format(folder=folder, sql=sql, http=http)
    (folder / "virtuoso.ini").write_text(settings)
    server = Process([program, "+configfile", "virtuoso.ini", "-f"], folder, f"http://127.0.0.1:{http}")
    server.start(f"{server.url}/sparql")
    grants = f"DB.DBA.USER_CREATE ('{USER}', '{PASSWORD}'); GRANT SPARQL_UPDATE TO \"{USER}\";"
    subprocess.run([isql, f"127.0.0.1:{sql}", "dba", "dba", f"exec={grants}"], check=True, capture_output=True)
    return server
