"""A real Spark cluster on this machine: a scheduler and workers, each its own process group."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
MASTER = "org.apache.spark.deploy.master.Master"
WORKER = "org.apache.spark.deploy.worker.Worker"
JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"  # short runs: compile little
CONF = f"""
spark.driver.memory 1g
spark.driver.host 127.0.0.1
spark.driver.bindAddress 127.0.0.1
spark.executor.memory 800m
spark.executor.cores 1
spark.driver.extraJavaOptions {JAVA}
spark.executor.extraJavaOptions {JAVA}
spark.executorEnv.PYTHONPATH {PROJECT}
spark.ui.enabled false
spark.ui.showConsoleProgress false
spark.sql.shuffle.partitions 4
"""


def wait_for(what: Callable[[], bool], seconds: float, step: float = 0.02) -> None:
    """Wait until ``what()`` holds; raises TimeoutError after ``seconds``."""
    end = time.monotonic() + seconds
    while not what():
        if time.monotonic() > end:
            raise TimeoutError(f"not within {seconds} seconds")
        time.sleep(step)


@dataclass
class Cluster:
    """A standalone scheduler with its workers; ``close`` ends every process it started."""

    home: Path
    folder: Path
    address: str = ""
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def open(self) -> "Cluster":
        """Start the scheduler and two workers of one core each."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "spark-defaults.conf").write_text(CONF)
        port = free_port()
        self.address = f"spark://127.0.0.1:{port}"
        self._start(MASTER, "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0")
        wait_for(lambda: is_open(port), 60)
        self.fill()
        return self

    def fill(self) -> None:
        """Start workers until two are there, and wait until they are known."""
        while len(self.workers) < 2:
            log = self.folder / f"log{len(self.started)}"
            self.workers.append(
                self._start(
                    WORKER, self.address, "--host", "127.0.0.1", "--cores", "1", "--memory", "1g",
                    "--webui-port", "0", "--work-dir", str(self.folder / "work"),
                )
            )  # fmt: skip
            wait_for(lambda log=log: b"Successfully registered" in log.read_bytes(), 60)

    def lose_worker(self) -> None:
        """Kill a worker with its executor and their Python processes, as when a machine is lost."""
        lost = self.workers.pop()
        os.killpg(lost.pid, signal.SIGKILL)
        lost.wait(30)

    def ctl(self, *arguments: str) -> subprocess.Popen[str]:
        """Start ``ctl`` as its own process, with this cluster's settings."""
        return subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "conflict_timeline", *arguments],
            env=self._environment(),
            cwd=PROJECT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def close(self) -> None:
        """End all processes that were started here."""
        for process in self.started:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(30)

    def _start(self, *command: str) -> subprocess.Popen[bytes]:
        log = self.folder / f"log{len(self.started)}"
        with log.open("wb") as opened:
            process = subprocess.Popen(
                [str(self.home / "bin" / "spark-class"), *command],
                env=self._environment()
                | {"SPARK_DAEMON_MEMORY": "512m", "SPARK_DAEMON_JAVA_OPTS": JAVA},
                stdout=opened,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.started.append(process)
        return process

    def _environment(self) -> dict[str, str]:
        return os.environ | {
            "SPARK_HOME": str(self.home),
            "SPARK_CONF_DIR": str(self.folder),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "PYSPARK_PYTHON": sys.executable,
            "PYTHONPATH": str(PROJECT),
        }


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_open(port: int) -> bool:
    """Return whether something listens on ``port``."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
