"""The search itself, in a process of its own: `python -m explain.scores.changes.solver`.

Reads a problem as one line of JSON on standard input, and writes one line of JSON with the
smallest choice. Each further line that it reads is a choice to forbid, after which it
searches on. It ends with its input.

CP-SAT runs with one thread, a fixed seed and a limit that counts operations, so that a
search ends at the same place on any machine: one number of changed inputs after another,
then the smallest cost.
"""

import json
import sys
import time
from typing import Any

from ortools.sat.python.cp_model_helper import CpModelProto, SatParameters, SolveWrapper

from explain.scores.changes.encoding import Encoded, Text

PARAMETERS = "cp_model_presolve:false"
"""Release 9.15 proves wrong optima in its presolve (github.com/google/or-tools/issues/5293)."""

SOLVED = {"OPTIMAL", "FEASIBLE"}
SHARE = 0.7
"""The part of the time that a proof may take; any answer has the rest."""


class Search:
    """A search that goes on where it stopped. `stages` are the numbers of inputs to try."""

    def __init__(self, problem: Any) -> None:
        self.encoded = Encoded(problem)
        self.stages: list[Any] = problem["stages"]
        self.seed: int = problem["seed"]
        self.proof: float = problem["proof"]
        self.fallback: float = problem["fallback"]
        self.deadline = time.monotonic() + problem["seconds"]

    def answer(self) -> dict[str, Any]:
        """Return the smallest choice, or the best one found within the limits."""
        while self.stages:
            stage = self.stages[0]
            text = self._with(stage["count"], stage["count"])
            if stage["supports"]:
                text.table(self.encoded.changed, stage["supports"])
            text.minimise(self.encoded.cost())
            status, response = self._solve(text, self.proof, SHARE)
            self.proof -= response.deterministic_time
            if status in SOLVED:
                return self._found(status, response, stage["count"])
            if status != "INFEASIBLE":
                return self._any(stage["count"])
            self.stages.pop(0)
        return {"status": "INFEASIBLE"}

    def _any(self, fewest: int) -> dict[str, Any]:
        """Return a choice with any number of inputs: the few seconds kept for it decide."""
        text = self._with(fewest, len(self.encoded.chosen))
        large = sum(max(chosen.costs) for chosen in self.encoded.chosen)
        text.minimise([*self.encoded.cost(), *((c, large) for c in self.encoded.changed)])
        status, response = self._solve(text, self.fallback, 1.0)
        self.fallback -= response.deterministic_time
        if status == "FEASIBLE":
            return {**self._found(status, response, fewest), "bound": None}
        if status == "OPTIMAL":
            return self._found(status, response, fewest)
        return {"status": status}

    def _with(self, low: int, high: int) -> Text:
        text = self.encoded.text.copy()
        text.linear([(literal, 1) for literal in self.encoded.changed], low, high)
        return text

    def _found(self, status: str, response: Any, fewest: int) -> dict[str, Any]:
        return {
            "status": status,
            "options": self.encoded.options(list(response.solution)),
            "fewest": fewest,
            "cost": round(response.objective_value),
            "bound": round(response.best_objective_bound),
        }

    def _solve(self, text: Text, limit: float, share: float) -> tuple[str, Any]:
        model, parameters = CpModelProto(), SatParameters()
        model.parse_text_format("\n".join(text.lines))
        seconds = max(0.0, self.deadline - time.monotonic()) * share
        parameters.parse_text_format(
            f"num_workers:1 random_seed:{self.seed} {PARAMETERS} "
            f"max_deterministic_time:{max(0.0, limit):f} max_time_in_seconds:{seconds:f}"
        )
        wrapper: Any = SolveWrapper()
        wrapper.set_parameters(parameters)
        response = wrapper.solve(model)
        return str(response.status).split(".")[-1], response


def main() -> None:
    """Answer the problem, then go on as often as an answer is refused."""
    search = Search(json.loads(sys.stdin.readline()))
    while True:
        sys.stdout.write(json.dumps(search.answer()) + "\n")
        sys.stdout.flush()
        refused = sys.stdin.readline()
        if not refused:
            return
        search.encoded.forbid(json.loads(refused))


if __name__ == "__main__":
    main()
