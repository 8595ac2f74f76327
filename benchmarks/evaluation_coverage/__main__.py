"""Runs the benchmark: `python -m benchmarks.evaluation_coverage`."""

from benchmarks.evaluation_coverage.run import main

if __name__ == "__main__":
    main()
