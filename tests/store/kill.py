"""Kills a process at a failpoint, as a crash would."""

import os
import signal
from collections.abc import Callable

from followthrough.store import failpoints


def killed_at(spec: str, work: Callable[[], object]) -> bool:
    """Run `work` in a child process with failpoints `spec` armed; whether the child was killed there.

    The child is not to touch connections of this process: `work` opens its own.
    """
    child = os.fork()
    if child == 0:
        try:
            failpoints.enable(spec)
            work()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
