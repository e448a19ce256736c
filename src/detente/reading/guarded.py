"""Work on hostile files in a process of its own: one that crashes, hangs or takes all memory is ended, and the rest goes on.

The two talk in JSON lines and nothing else, so that a process which a file has taken over cannot take over its parent.
"""

from __future__ import annotations

import atexit
import json
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

from detente.reading.describing import Unreadable

MEMORY = 4 << 30
"""Bytes of address space that a worker may take, where the system can limit it."""

Answer = dict[str, Any]

_BROKEN = "broke the program that reads it (damaged, or made to do so): not read further"


class Worker:
    """A process that runs `python -m MODULE`, started when it is first asked, and again after it was ended."""

    def __init__(self, module: str) -> None:
        self._module = module
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.Queue[bytes] = queue.Queue()

    def ask(self, question: Answer, data: bytes, seconds: float) -> Iterator[Answer]:
        """The worker's answers to `question` about `data`, as they come.

        Raises Unreadable where it says that it cannot, dies, or gives no answer for `seconds`.
        """
        process, answers = self._running()
        assert process.stdin is not None
        finished = False
        try:
            threading.Thread(target=_send, args=(process.stdin, question, data), daemon=True).start()
            while True:
                try:
                    line = answers.get(timeout=seconds)
                except queue.Empty:
                    raise Unreadable(f"took more than {seconds:.0f} seconds a page: not read further") from None
                if not line:
                    raise Unreadable(_BROKEN)
                answer = _understood(line)
                if "done" in answer or "error" in answer:
                    finished = True
                    if "error" in answer:
                        raise Unreadable(str(answer["error"]))
                    return
                yield answer
        finally:
            if not finished:
                self.end()

    def end(self) -> None:
        """End the process; the next question starts another."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _running(self) -> tuple[subprocess.Popen[bytes], queue.Queue[bytes]]:
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", self._module],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            self._answers = queue.Queue()
            threading.Thread(target=_listen, args=(self._process.stdout, self._answers), daemon=True).start()
            atexit.register(self._process.kill)
        return self._process, self._answers


def _understood(line: bytes) -> Answer:
    try:
        answer = json.loads(line)
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        raise Unreadable(_BROKEN)
    return answer


def _send(pipe: Any, question: Answer, data: bytes) -> None:
    try:
        pipe.write(json.dumps({**question, "size": len(data)}).encode() + b"\n" + data)
        pipe.flush()
    except (OSError, ValueError):
        pass  # it died; the one who waits for its answer says so


def _listen(pipe: Any, answers: queue.Queue[bytes]) -> None:
    for line in pipe:
        answers.put(line)
    answers.put(b"")


def serve(work: Callable[[Answer, bytes], Iterator[Answer]]) -> None:
    """The worker's side: answer questions from standard input until it closes."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    except (ImportError, ValueError, OSError):
        pass
    out = sys.stdout.buffer
    sys.stdout = sys.stderr  # what a library prints is no answer
    while line := sys.stdin.buffer.readline():
        question = json.loads(line)
        data = sys.stdin.buffer.read(question["size"])
        last: Answer = {"done": True}
        try:
            for answer in work(question, data):
                out.write(json.dumps(answer).encode() + b"\n")
                out.flush()
        except Unreadable as e:
            last = {"error": str(e)}
        except MemoryError:
            last = {"error": "needs more memory than it may have"}
        out.write(json.dumps(last).encode() + b"\n")
        out.flush()
