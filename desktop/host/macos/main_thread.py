"""Work that belongs on the main thread, asked for from any.

Accessibility and much of AppKit are for that thread only. In the application it is Qt's, whose loop
on a Mac is the system's own, so that ``NSOperationQueue.mainQueue`` is served there.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from typing import TypeVar

import Foundation

T = TypeVar("T")


def on_main(job: Callable[[], T], otherwise: T, timeout: float) -> T:
    """What ``job`` answers, or ``otherwise`` when it has not within ``timeout`` seconds."""
    if threading.current_thread() is threading.main_thread():
        return job()
    future: Future[T] = Future()

    def run() -> None:
        if not future.set_running_or_notify_cancel():
            return
        try:
            future.set_result(job())
        except Exception as error:  # noqa: BLE001 - it is the caller's
            future.set_exception(error)

    Foundation.NSOperationQueue.mainQueue().addOperationWithBlock_(run)
    try:
        return future.result(timeout)
    except FutureTimeoutError:
        future.cancel()
        return otherwise


def start_on_main(job: Callable[[], None]) -> None:
    """Have it done there, soon."""
    Foundation.NSOperationQueue.mainQueue().addOperationWithBlock_(job)
