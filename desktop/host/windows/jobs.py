"""Job objects: a program with all that it starts, ended as one."""

from __future__ import annotations

import ctypes
import sys
from ctypes import wintypes

assert sys.platform == "win32"  # says it to mypy

_kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
_kernel32.CreateJobObjectW.argtypes = (ctypes.c_void_p, wintypes.LPCWSTR)
_kernel32.CreateJobObjectW.restype = wintypes.HANDLE
_kernel32.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
_kernel32.TerminateJobObject.argtypes = (wintypes.HANDLE, wintypes.UINT)
_kernel32.CloseHandle.argtypes = (wintypes.HANDLE,)


def job_of(process: int) -> int:
    """A job with the process of that handle in it, and what it starts from now on; 0: none."""
    job = _kernel32.CreateJobObjectW(None, None)
    if job and not _kernel32.AssignProcessToJobObject(job, process):
        _kernel32.CloseHandle(job)
        return 0
    return job or 0


def end_job(job: int) -> None:
    """End all that is in it."""
    _kernel32.TerminateJobObject(job, 1)


def let_go(job: int) -> None:
    """What is still in it lives on."""
    _kernel32.CloseHandle(job)
