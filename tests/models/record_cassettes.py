"""Records the cassettes of the model tests anew, from a simulator or from the real service.

Usage: `python tests/models/record_cassettes.py` records from the simulator (npm package
`@copilotkit/aimock`, fetched by npx into a temporary directory, serving `simulator.json` on
loopback). With `--live` and ANTHROPIC_API_KEY set it records from the real service, what can be
asked of it, into `cassettes/live/`.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SIMULATOR = "@copilotkit/aimock"
VERSION = "1.43.0"
START_SECONDS = 120.0

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SYNTHETIC = HERE / "cassettes" / "synthetic"
README = f"""# Synthetic cassettes

No language model wrote these replies. They are the traffic of our Anthropic adapter with a
simulator, the npm package `{SIMULATOR}` at version {VERSION}, which serves the script in
`../../simulator.json` over the Messages wire format. They show that the adapter and the wire fit
together; they show nothing about what a model would say.

`python tests/models/record_cassettes.py` writes them anew. `--live` records from the real service
into `../live/`.

Hosts are rewritten to the provider's, and no keys, accounts, cookies or machine names are kept:
see `conftest.py`. Each recorded interaction must be made again by its test, with the same body.
"""


def main() -> int:
    """Record, then replay what was recorded; the exit code is that of pytest."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--live", action="store_true", help="record from the real service")
    if parser.parse_args().live:
        key = os.environ.get("ANTHROPIC_API_KEY")
        if not key:
            print("ANTHROPIC_API_KEY is not set: there is nothing to record from.", file=sys.stderr)
            return 2
        # Tests take ANTHROPIC_API_KEY away, so the key goes to them by another name.
        os.environ["ML_ENGINEER_RECORD_KEY"] = key
        return record("live", "vcr and not scripted")
    for stale in SYNTHETIC.glob("*.yaml"):
        stale.unlink()
    SYNTHETIC.mkdir(parents=True, exist_ok=True)
    (SYNTHETIC / "README.md").write_text(README)
    with simulator() as address:
        return record(address, "vcr") or replay()


def record(origin: str, marks: str) -> int:
    """Run the recorded tests against where the replies come from."""
    return pytest("--record-mode=rewrite", "-m", marks, ML_ENGINEER_RECORD_FROM=origin)


def replay() -> int:
    """Run all tests of the cassettes again, from the cassettes alone."""
    return pytest()


def pytest(*options: str, **environment: str) -> int:
    """Run the tests of the cassettes with these options."""
    command = [sys.executable, "-m", "pytest", "-q", str(HERE / "test_anthropic.py"), *options]
    return subprocess.run(command, cwd=ROOT, env=os.environ | environment, check=False).returncode


@contextmanager
def simulator() -> Iterator[str]:
    """Serve `simulator.json` on loopback for a while; gives the address."""
    npx = shutil.which("npx")
    if npx is None:
        raise SystemExit("npx was not found: install Node.js to record from the simulator.")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    serve = ["-p", str(port), "-f", str(HERE / "simulator.json"), "--log-level", "warn", "--strict"]
    with tempfile.TemporaryDirectory() as elsewhere:
        process = subprocess.Popen(
            [npx, "--yes", "-p", f"{SIMULATOR}@{VERSION}", "llmock", *serve],
            cwd=elsewhere,
            env=os.environ | {"npm_config_cache": elsewhere},
            start_new_session=True,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(f"{address}/health", process)
            yield address
        finally:
            # npx starts the simulator as a child; both are in a process group of their own.
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until the simulator answers.

    Raises:
        SystemExit: it ended, or did not answer in time.
    """
    deadline = time.monotonic() + START_SECONDS
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with direct.open(address, timeout=1):
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("The simulator did not start.")


if __name__ == "__main__":
    sys.exit(main())
