"""Records the cassettes of the model tests anew, from a simulator or from the real services.

Usage: `python tests/models/record_cassettes.py` records from a third party's simulator (npm package
`@copilotkit/aimock`, fetched by npx into a temporary directory, serving `simulator.json` on
loopback). With `--live` it records into `cassettes/live/` what can be asked of the real services,
of each whose key is set: ANTHROPIC_API_KEY, OPENAI_API_KEY, and for a local server
ML_ENGINEER_RECORD_CHAT=<url>#<id>.
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
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

SIMULATOR = "@copilotkit/aimock"
VERSION = "1.43.0"
START_SECONDS = 120.0

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SYNTHETIC = HERE / "cassettes" / "synthetic"
README = f"""# Synthetic cassettes

No language model wrote these replies. They are the traffic of our adapters with a simulator that a
third party wrote, the npm package `{SIMULATOR}` at version {VERSION}, which serves the script in
`../../simulator.json` in the formats of Anthropic's Messages, OpenAI's Responses and Chat
Completions. They show that adapters and formats fit together; they show nothing about what a model
would say.

`make record` writes them anew, and replays them. `make record LIVE=1` records from the real
services whose keys are set, into `../live/`.

Hosts are rewritten to the provider's, and no keys, accounts, cookies or machine names are kept,
neither of requests nor of responses: see `../../scrubbing.py`. Each recorded interaction must be
made again by its test, with the same body.
"""

RUNS = (
    ("test_anthropic.py", ""),
    ("test_recorded_openai.py", "openai]"),
    ("test_recorded_openai.py", "chat]"),
)
"""Files of recorded tests, and which of their tests meet one run of the simulator."""

KEYS = {
    "ANTHROPIC_API_KEY": "ML_ENGINEER_RECORD_ANTHROPIC_KEY",
    "OPENAI_API_KEY": "ML_ENGINEER_RECORD_OPENAI_KEY",
}
"""Tests take keys away, so they go to them by other names."""


def main() -> int:
    """Record, then replay what was recorded; the exit code is that of pytest."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--live", action="store_true", help="record from the real services")
    return record_live() if parser.parse_args().live else record_synthetic()


def record_live() -> int:
    """Record what can be asked of the services whose keys are set."""
    given = [name for name in (*KEYS, "ML_ENGINEER_RECORD_CHAT") if os.environ.get(name)]
    if not given:
        print(f"There is nothing to record from: set one of {', '.join(KEYS)}, or "
              "ML_ENGINEER_RECORD_CHAT=<url>#<id>.", file=sys.stderr)  # fmt: skip
        return 2
    passed_on = {KEYS[name]: os.environ[name] for name in given if name in KEYS}
    code = 0
    for file, tests in RUNS:
        code = code or record("live", file, tests, "vcr and not scripted", **passed_on)
    return code


def record_synthetic() -> int:
    """Record all from the simulator, and replay it."""
    for stale in SYNTHETIC.glob("*.yaml"):
        stale.unlink()
    SYNTHETIC.mkdir(parents=True, exist_ok=True)
    (SYNTHETIC / "README.md").write_text(README)
    with tempfile.TemporaryDirectory() as elsewhere:
        for file, tests in RUNS:
            with simulator(elsewhere) as address:
                if code := record(address, file, tests, "vcr"):
                    return code
    return pytest(*dict.fromkeys(file for file, _ in RUNS), "test_cassettes.py")


def record(origin: str, file: str, tests: str, marks: str, **environment: str) -> int:
    """Run recorded tests against where the replies come from."""
    options = ["--record-mode=rewrite", "-m", marks, *(["-k", tests] if tests else [])]
    return pytest(file, options=options, ML_ENGINEER_RECORD_FROM=origin, **environment)


def pytest(*files: str, options: Sequence[str] = (), **environment: str) -> int:
    """Run the tests of these files."""
    paths = [str(HERE / file) for file in files]
    command = [sys.executable, "-m", "pytest", "-q", *paths, *options]
    return subprocess.run(command, cwd=ROOT, env=os.environ | environment, check=False).returncode


@contextmanager
def simulator(elsewhere: str) -> Iterator[str]:
    """Serve `simulator.json` on loopback for a while; gives the address.

    Args:
        elsewhere: a directory for the package, outside of the repository.
    """
    npx = shutil.which("npx")
    if npx is None:
        raise SystemExit("npx was not found: install Node.js to record from the simulator.")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    serve = ["-p", str(port), "-f", str(HERE / "simulator.json"), "--log-level", "warn", "--strict"]
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
