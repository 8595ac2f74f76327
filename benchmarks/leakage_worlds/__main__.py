"""`python -m benchmarks.leakage_worlds`."""

from benchmarks.leakage_worlds.run import main

if __name__ == "__main__":
    raise SystemExit(main())
