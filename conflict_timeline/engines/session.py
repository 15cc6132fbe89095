"""Opens a session of a Spark cluster, or says in one line why there is none: `start_session`."""

import os
import re
import shutil
import socket
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from conflict_timeline.problems import EngineProblem, UsageProblem

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

MASTER = re.compile(
    r"local(?:\[(?:\*|\d+)(?:, *\d+)?\])?|local-cluster\[.+\]|yarn|spark://.+|k8s://.+"
)
ANSWER_WITHIN = 10  # seconds for each scheduler; Spark itself would try for 70 and then say less
YARN_ANSWERS_WITHIN = 60_000  # ms; Hadoop's own default is 15 minutes


def start_session(master: str) -> "SparkSession":
    """Return a session of the Spark cluster at ``master`` (``spark://host:7077``, ``yarn``,
    ``local[4]`` ...). Whatever else ``spark-defaults.conf`` says holds.

    Raises UsageProblem when PySpark is missing or ``master`` is no address of a cluster, and
    EngineProblem when Java is missing, nothing answers there, or Spark does not start.
    """
    if not MASTER.fullmatch(master):
        raise UsageProblem(
            "CTL-U025",
            f"“{master}” is no address of a Spark cluster",
            hint="--master spark://HOST:7077, yarn, k8s://https://HOST:443, or local[4]",
        )
    try:
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError:
        raise UsageProblem(
            "CTL-U024", "PySpark is not installed", hint="pip install 'conflict-timeline[cluster]'"
        ) from None
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise EngineProblem(
            "CTL-E001", "Spark needs Java 17 or newer", hint="install it, or set JAVA_HOME"
        )
    refuse_unreachable(master)
    if master.startswith("local"):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master(master).appName("ctl ingest")
    if master == "yarn":
        wait = "spark.hadoop.yarn.resourcemanager.connect.max-wait.ms"
        builder = builder.config(wait, str(YARN_ANSWERS_WITHIN))
    try:
        return builder.getOrCreate()
    except (PySparkException, Py4JError) as error:
        lines = str(error).strip().splitlines()
        first = next((line for line in lines if "Exception: " in line), lines[0]).lstrip(": ")
        raise EngineProblem(
            "CTL-E001",
            f"Spark does not start: {first[:200]}",
            where=master,
            hint=_advice(master),
        ) from None


def refuse_unreachable(master: str) -> None:
    """Raise EngineProblem when none of the schedulers that ``master`` names takes a connection."""
    reasons = []
    for host, port in _schedulers(master):
        try:
            with socket.create_connection((host, port), timeout=ANSWER_WITHIN):
                return
        except OSError as error:
            reasons.append(f"{host}:{port} ({(error.strerror or str(error)).lower()})")
    if reasons:
        raise EngineProblem(
            "CTL-E001",
            f"no scheduler answers at {', '.join(reasons)}",
            where=master,
            hint="check the name, the port and the firewall, or start it there",
        )


def _schedulers(master: str) -> Iterator[tuple[str, int]]:
    """Yield host and port of each scheduler that an address names; of ``yarn`` and ``local``
    none.
    """
    scheme, _, rest = master.partition("://")
    if scheme == "spark":
        addresses, usual = [f"//{part}" for part in rest.split(",")], 7077
    elif scheme == "k8s":
        addresses, usual = [rest if "://" in rest else f"//{rest}"], 443
    else:
        return
    for address in addresses:
        try:
            parts = urlsplit(address)
            host, port = parts.hostname, parts.port or usual
        except ValueError:
            host, port = None, 0
        if not host:
            raise UsageProblem(
                "CTL-U025",
                f"“{master}” names no host and port",
                hint="--master spark://HOST:7077",
            )
        yield host, port


def _advice(master: str) -> str:
    if master == "yarn":
        return "set HADOOP_CONF_DIR to the settings of your cluster; Spark's lines above say more"
    return "it needs Java 17 or newer; Spark's lines above say more"
