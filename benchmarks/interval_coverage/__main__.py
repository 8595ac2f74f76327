"""Runs the benchmark: `python -m benchmarks.interval_coverage`."""

from benchmarks.interval_coverage.run import main

main()
