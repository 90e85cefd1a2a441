"""The process that converts one model: an order on its input, files or issues on its output.

    python -I -m explain.scores.conversion.worker

It limits its own memory and time before it reads anything, and writes to no file.
"""

import os
import resource
import sys
from typing import BinaryIO

from explain.errors import ExplainError
from explain.issues import N_, Issue
from explain.scores import issues
from explain.scores.conversion.letters import Order, read_order, write_files, write_issues

_SHOWN = 200


def answer(order: Order) -> bytes:
    """Return the files of the converted model, or what is wrong with it."""
    file = order.declared.file
    try:
        from explain.scores.conversion.foreign import converted  # noqa: PLC0415 - under the limits

        return write_files(converted(order.data, order.kind, order.declared))
    except ExplainError as error:
        return write_issues(error.issues)
    except MemoryError:
        values = {"problem": N_("it needs more memory than a conversion may use")}
        return write_issues([Issue(issues.CONVERSION_STOPPED, file, values=values)])
    except Exception as error:  # noqa: BLE001 - a hostile file may raise anything; all of it is told
        text = f"{type(error).__name__}: {error}".split("\n")[0][:_SHOWN]
        return write_issues([Issue(issues.MODEL_UNREADABLE, file, values={"problem": text})])


def limit(order: Order) -> None:
    """Limit this process for good: memory, processor time, no file and no core dump."""
    resource.setrlimit(resource.RLIMIT_AS, (order.memory, order.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (order.seconds, order.seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _quiet_output() -> BinaryIO:
    """Keep the output for the answer; what libraries print goes to the error output."""
    kept = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return kept


def main() -> None:
    """Read, convert, answer."""
    output = _quiet_output()
    order = read_order(sys.stdin.buffer.read())
    limit(order)
    with output:
        output.write(answer(order))


if __name__ == "__main__":
    main()
