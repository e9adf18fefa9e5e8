"""A real Neo4j for tests, and its importer: jars from Maven Central, kept in the user's cache folder."""

from __future__ import annotations

import hashlib
import os
import secrets
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import needs
import neo4j

HERE = Path(__file__).parent / "servers" / "neo4j"


@dataclass
class Server:
    address: str
    password: str
    process: subprocess.Popen[str]

    def ask(self, query: str, **parameters: Any) -> list[dict[str, Any]]:
        with neo4j.GraphDatabase.driver(self.address, auth=("neo4j", self.password)) as driver:
            return [record.data() for record in driver.execute_query(query, parameters).records]

    def empty(self) -> None:
        self.ask("MATCH (n) DETACH DELETE n")

    def contents(self) -> tuple[list[Any], list[Any]]:
        """All nodes with labels and properties, all relationships, in an order of their own."""
        nodes = self.ask("MATCH (n) RETURN labels(n) AS labels, properties(n) AS said")
        joins = self.ask(
            "MATCH (n)-[r]->(m) RETURN n.iri AS source, type(r) AS type, m.iri AS target, properties(r) AS said"
        )
        for node in nodes:
            node["labels"].sort()
        return sorted(nodes, key=str), sorted(joins, key=str)


def jars() -> Path:
    """The folder of jars, fetched once. Skips (or fails) the test where they cannot be had."""
    mvn = needs.program("mvn", "maven")
    needs.program("java", "default-jdk-headless")
    pom = HERE / "pom.xml"
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "kg-tests"
    folder = cache / f"neo4j-{hashlib.sha256(pom.read_bytes()).hexdigest()[:12]}"
    if not folder.is_dir():
        fetched = folder.with_name(f"{folder.name}-{os.getpid()}")
        command = [mvn, "-q", "-B", "-f", str(pom), "dependency:copy-dependencies", f"-DoutputDirectory={fetched}"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            needs.missing(f"Maven could not fetch Neo4j: {(done.stdout + done.stderr).strip()[-300:]}")
        fetched.rename(folder)
    return folder


@contextmanager
def running(work: Path, home: Path | None = None) -> Iterator[Server]:
    """A server on a free port of loopback, with the data of another's home; stopped at the end of the block."""
    password = secrets.token_hex(8)
    command = ["java", "-cp", f"{jars()}/*", str(HERE / "Neo4jForTests.java"), str(work), password]
    log = work.with_name(work.name + ".log")
    with log.open("w") as errors:
        process = subprocess.Popen(
            [*command, *([str(home)] if home else [])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        try:
            assert process.stdout
            said = next((line for line in process.stdout if line.startswith("BOLT ")), "")
            assert said, f"Neo4j did not start: {log.read_text()[-2000:]}"
            yield Server(said.split()[1], password, process)
        finally:
            assert process.stdin
            process.stdin.close()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def admin(home: Path) -> tuple[list[str], dict[str, str]]:
    """The command that `neo4j-admin` stands for, and its environment."""
    return ["java", "-cp", f"{jars()}/*", "org.neo4j.cli.AdminTool"], {
        **os.environ,
        "NEO4J_HOME": str(home),
        "NEO4J_CONF": str(home / "conf"),
    }
