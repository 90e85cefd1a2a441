"""From a model file of another library to ours, in a process of its own.

The process has a limit of memory and of time, an environment that holds nothing of ours,
and the file only as bytes. Whatever happens to it becomes an issue.
"""

import signal
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec

from explain.errors import InvalidFile
from explain.issues import N_
from explain.scores import issues
from explain.scores.conversion.archive import check_archive
from explain.scores.conversion.declaration import Declaration, refuse
from explain.scores.conversion.formats import Format, refuse_pickle
from explain.scores.conversion.letters import Order, read_answer, write_order
from explain.scores.models.reading import read_model

MAXIMUM_BYTES = 256 * 1024 * 1024
JSON_FILE = "model.json"
ARRAYS_FILE = "model.npz"

COMMAND = (sys.executable, "-I", "-B", "-m", "explain.scores.conversion.worker")
_ENVIRONMENT = {"LC_ALL": "C.UTF-8", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
_LIBRARIES = {"lightgbm": "lightgbm", "skops": "skops", "xgboost": "xgboost"}


@dataclass(frozen=True, slots=True)
class Limits:
    """What a conversion may use: bytes of memory, seconds; and the program that converts."""

    memory: int = 4 * 1024**3
    seconds: int = 300
    command: tuple[str, ...] = COMMAND


def convert_file(
    data: bytes, kind: Format, declared: Declaration, limits: Limits = Limits()
) -> dict[str, bytes]:
    """Return the files of a model by name: `model.json`, and `model.npz` for trees.

    A `scorecard` (any sum of terms) is read here and kept as it is, under the name of its
    file. Raises `InvalidFile`.
    """
    refuse_pickle(data, declared.file)
    if len(data) > MAXIMUM_BYTES:
        sizes = {"size": len(data), "limit": MAXIMUM_BYTES}
        raise refuse(issues.MODEL_TOO_LARGE, declared.file, **sizes)
    if kind == "scorecard":
        read_model({declared.file: data}, declared.file, declared.inputs)
        return {declared.file: data}
    if kind == "skops":
        check_archive(data, declared.file)
    require_library(_LIBRARIES[kind], declared.file)
    order = Order(data, kind, declared, limits.memory, limits.seconds)
    files = _converted(order, limits.command)
    if not {JSON_FILE} <= set(files) <= {JSON_FILE, ARRAYS_FILE}:
        raise _stopped(declared, N_("its answer cannot be read"))
    read_model(files, JSON_FILE, declared.inputs)
    return files


def require_library(name: str, file: str) -> None:
    """Raise `InvalidFile` where the library that reads `file` is not installed."""
    if find_spec(name) is None:
        raise refuse(issues.LIBRARY_MISSING, file, name=name)


def _converted(order: Order, command: tuple[str, ...]) -> dict[str, bytes]:
    try:
        done = subprocess.run(  # noqa: S603 - our own program, nothing from outside in the command
            command,
            input=write_order(order),
            capture_output=True,
            timeout=order.seconds,
            env=_ENVIRONMENT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _stopped(order.declared, N_("it took too long")) from None
    if done.returncode:
        raise _stopped(order.declared, _end(done.returncode))
    try:
        answer = read_answer(done.stdout)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise _stopped(order.declared, N_("its answer cannot be read")) from None
    if isinstance(answer, dict):
        return answer
    raise InvalidFile(answer)


def _end(code: int) -> str:
    """Say how a process ended, from its exit code: below zero it is a signal."""
    if code == -signal.SIGKILL:
        return N_("the system ended it, perhaps for lack of memory")
    if code == -signal.SIGXCPU:
        return N_("it took too long")
    return N_("it crashed")


def _stopped(declared: Declaration, problem: str) -> InvalidFile:
    return refuse(issues.CONVERSION_STOPPED, declared.file, problem=problem)
