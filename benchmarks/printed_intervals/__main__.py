"""Runs the benchmark: `python -m benchmarks.printed_intervals`."""

from benchmarks.printed_intervals.run import main

if __name__ == "__main__":
    main()
