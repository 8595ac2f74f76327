"""Run it: `python -m benchmarks.drift_worlds`."""

from benchmarks.drift_worlds.run import main

main()
