"""The example works by its one command, and clears up behind itself."""

import os
import pathlib
import subprocess

EXAMPLE = pathlib.Path(__file__).parents[2] / "examples" / "thumbnail-pipeline"


def test_the_example_runs(binary):
    environment = {name: value for name, value in os.environ.items()
                   if not name.startswith("AWS_") and name != "NEPHELE_ENDPOINT"}
    done = subprocess.run(
        ["bash", EXAMPLE / "run.sh"], capture_output=True, text=True, timeout=180,
        env={**environment, "NEPHELE_BIN": binary})
    assert done.returncode == 0, done.stdout + done.stderr
    assert "12 thumbnails in s3://thumbnail-pipeline/thumbnails/, 0 jobs left" in done.stdout
    assert "dead-letter queue: pictures/broken.png" in done.stdout
    attempts = [line.split("attempt ")[1] for line in done.stdout.splitlines()
                if "broken.png is no picture" in line]
    assert attempts == ["1)", "2)", "3)"], done.stdout
