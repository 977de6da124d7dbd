"""On $PYTHONPATH of a server under test: the same program, whose pauses after a failure are seconds and not minutes."""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
from collections.abc import Sequence
from types import ModuleType

SHORTER = {
    "consult.translation.breaker": {"FIRST_PAUSE": 0.5, "LONGEST_PAUSE": 1.0},
    "consult.services.translating.desk": {"AGAIN_SECONDS": 1.0},
}


class Impatient(importlib.abc.MetaPathFinder):
    """Changes the values of modules as soon as they are loaded."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        spec = importlib.machinery.PathFinder.find_spec(name, path) if name in SHORTER else None
        if spec is None or spec.loader is None:
            return None
        loader, load = spec.loader, spec.loader.exec_module

        def load_and_change(module: ModuleType) -> None:
            load(module)
            for constant, value in SHORTER[name].items():
                assert hasattr(module, constant)
                setattr(module, constant, value)

        loader.exec_module = load_and_change  # type: ignore[method-assign]
        return spec


sys.meta_path.insert(0, Impatient())
