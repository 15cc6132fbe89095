"""Does one thing for many items in worker processes, in order: `Workers`.

The items go out in chunks, a bounded number of them at a time, and the results come back in the
order of the items, so that nothing depends on which worker was faster. A worker that dies takes
nothing with it but the item that killed it.
"""

import gc
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import (
    get_all_start_methods,
    get_context,
    get_start_method,
    parent_process,
)
from threading import Thread
from types import TracebackType
from typing import Generic, Self, TypeVar

from conflict_timeline.collector import SELDOM

Item = TypeVar("Item")
Result = TypeVar("Result")

FIRST_CHUNK, CHUNK = 4, 64  # items a worker gets at a time: few at first, to store early
WINDOW = 4  # chunks in flight for each worker: bounds memory


class Workers:
    """``count`` processes, started when they are first needed; a count of 1 works in this one.

    Several runs of ``each`` may feed one another: they share the processes. ``prepare`` is called
    before the first of them starts, where processes begin with all that the one has loaded which
    starts them (on Linux, where they are forked).
    """

    def __init__(self, count: int, *, prepare: Callable[[], None] | None = None) -> None:
        self.count = count
        self._prepare = prepare if get_start_method() == "fork" else None
        self._pool: ProcessPoolExecutor | None = None
        self._lonely: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end_pool(is_broken=False)
        self._end_lonely()

    def each(
        self,
        function: Callable[[Item], Result],
        items: Iterable[Item],
        *,
        lost: Callable[[Item], Result],
        most: int = CHUNK,
    ) -> Iterator[tuple[Item, Result]]:
        """Yield each of ``items`` with what ``function`` returns for it, in the order of ``items``.

        Functions, items and results travel by pickle, at most ``most`` of them at a time. For an
        item that ends the process which works on it, the result is ``lost(item)``; every other item
        is done.
        """
        if self.count == 1:
            for item in items:
                yield item, function(item)
            return
        pending: deque[_Sent[Item, Result]] = deque()
        for chunk in growing_chunks(items, most=most):
            pending.append(self._sent(function, chunk))
            while pending and (len(pending) >= self.count * WINDOW or pending[0].future.done()):
                yield from self._finished(function, pending.popleft(), lost)
        while pending:
            yield from self._finished(function, pending.popleft(), lost)

    def _sent(self, function: Callable[[Item], Result], chunk: list[Item]) -> "_Sent[Item, Result]":
        pool = self._pool or self._start_pool()
        try:
            future = pool.submit(_do_chunk, function, chunk)
        except BrokenProcessPool:  # it broke since the last result; those who wait will notice
            pool = self._start_pool()
            future = pool.submit(_do_chunk, function, chunk)
        return _Sent(chunk, future, pool)

    def _finished(
        self,
        function: Callable[[Item], Result],
        sent: "_Sent[Item, Result]",
        lost: Callable[[Item], Result],
    ) -> Iterator[tuple[Item, Result]]:
        try:
            yield from zip(sent.chunk, sent.future.result(), strict=True)
        except BrokenProcessPool:
            if self._pool is sent.pool:
                self._end_pool(is_broken=True)
            for item in sent.chunk:
                yield item, self._alone(function, item, lost)

    def _alone(
        self, function: Callable[[Item], Result], item: Item, lost: Callable[[Item], Result]
    ) -> Result:
        """After a process died: do one item at a time in a process of its own, so that only the
        item that kills it is lost.

        That process is started anew, not forked from this one, where another pool's thread may be
        at work.
        """
        if self._lonely is None:
            way = "forkserver" if "forkserver" in get_all_start_methods() else "spawn"
            self._lonely = ProcessPoolExecutor(1, mp_context=get_context(way), initializer=_begin)
        try:
            return self._lonely.submit(function, item).result()
        except BrokenProcessPool:
            self._end_lonely()
            return lost(item)

    def _start_pool(self) -> ProcessPoolExecutor:
        self._end_pool(is_broken=True)
        if self._prepare:
            self._prepare()
            self._prepare = None
        self._pool = ProcessPoolExecutor(self.count, initializer=_begin)
        return self._pool

    def _end_pool(self, *, is_broken: bool) -> None:
        """A broken pool is waited for: its thread must be gone before the next pool forks."""
        if self._pool:
            self._pool.shutdown(wait=is_broken, cancel_futures=True)
        self._pool = None

    def _end_lonely(self) -> None:
        if self._lonely:
            self._lonely.shutdown(wait=False, cancel_futures=True)
        self._lonely = None


class _Sent(Generic[Item, Result]):
    """A chunk, what will be its results, and who works on it."""

    __slots__ = ("chunk", "future", "pool")

    def __init__(
        self, chunk: list[Item], future: Future[list[Result]], pool: ProcessPoolExecutor
    ) -> None:
        self.chunk = chunk
        self.future = future
        self.pool = pool


def growing_chunks(items: Iterable[Item], *, most: int = CHUNK) -> Iterator[list[Item]]:
    """Yield lists that grow: an early interrupt loses little, a long run has few hand-overs."""
    iterator = iter(items)
    size = min(FIRST_CHUNK, most)
    while chunk := list(islice(iterator, size)):
        yield chunk
        size = min(most, 2 * size)


def _do_chunk(function: Callable[[Item], Result], chunk: Sequence[Item]) -> list[Result]:
    return [function(item) for item in chunk]


def _begin() -> None:
    """Prepare a worker: it collects as seldom as the process that started it, however that did so,
    and ends when that one is killed, for no more work will come."""
    gc.set_threshold(*SELDOM)

    def wait_for_parent() -> None:
        if parent := parent_process():
            parent.join()
            os._exit(1)

    Thread(target=wait_for_parent, daemon=True).start()
