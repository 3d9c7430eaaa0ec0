"""Run every benchmark: `python -m bench [name ...]`."""

import importlib
import pkgutil
import sys

import bench


def main(names: list[str]) -> None:
    """Run the named benchmarks, or all of them, one after another."""
    known = [m.name for m in pkgutil.iter_modules(bench.__path__) if not m.name.startswith("_")]
    for name in names or [name for name in known if name not in {"results", "peers"}]:
        module = importlib.import_module(f"bench.{name}")
        if hasattr(module, "main"):
            module.main()


if __name__ == "__main__":
    main(sys.argv[1:])
