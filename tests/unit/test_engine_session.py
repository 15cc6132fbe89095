"""What is said when there is no cluster; needs neither Java nor PySpark."""

import socket
from pathlib import Path

import pytest

from conflict_timeline.engines.session import refuse_unreachable, start_session
from conflict_timeline.problems import EngineProblem, UsageProblem
from tests.running import ctl


@pytest.fixture
def port() -> int:
    """A port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize("master", ["nonsense", "local[x]", "spark://", "mesos://h:1", ""])
def test_session_refuses_what_is_no_address(master: str) -> None:
    with pytest.raises(UsageProblem) as raised:
        start_session(master)
    assert raised.value.code == "CTL-U025"


@pytest.mark.parametrize("form", ["spark://127.0.0.1:{0}", "k8s://https://127.0.0.1:{0}"])
def test_session_names_the_scheduler_that_does_not_answer(port: int, form: str) -> None:
    with pytest.raises(EngineProblem) as raised:
        refuse_unreachable(form.format(port))
    assert f"no scheduler answers at 127.0.0.1:{port}" in raised.value.what
    assert raised.value.exit_code == 1


def test_session_is_content_with_one_of_several_schedulers(port: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as scheduler:
        there = scheduler.getsockname()[1]
        refuse_unreachable(f"spark://127.0.0.1:{port},127.0.0.1:{there}")


@pytest.mark.parametrize("master", ["yarn", "local[4]", "local", "local-cluster[2,1,1024]"])
def test_session_asks_no_port_where_none_is_named(master: str) -> None:
    refuse_unreachable(master)


@pytest.mark.parametrize("where", ["s3a://bucket/news", "hdfs://host:8020/news", "https://a.org/"])
def test_ingest_takes_no_address_for_a_folder(tmp_path: Path, where: str) -> None:
    done = ctl("--db", str(tmp_path / "none.db"), "ingest", where)
    assert done.code == 2
    assert "is an address" in done.err
    assert "mount it" in done.err
