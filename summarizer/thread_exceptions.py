"""Raises an exception in another thread: how work that exceeds its time is ended within this process."""

from __future__ import annotations

import ctypes


def raise_in_thread(thread_id: int, exception: type[BaseException] | None) -> None:
    """Have the interpreter raise an exception in a thread, as soon as that thread runs Python code.

    One that is still to be raised there is replaced; None cancels it. `thread_id` is as `threading.get_ident` returns
    it; nothing happens if there is no such thread.
    """
    argument = None if exception is None else ctypes.py_object(exception)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread_id), argument)
