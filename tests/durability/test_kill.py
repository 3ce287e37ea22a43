"""SIGKILL at random instants: every acknowledged write is found again, none half written.

The promise (README, "Durability"): an acknowledged write survives `kill -9` at any instant.
`NEPHELE_KILL_ROUNDS` sets how often, `NEPHELE_TEST_SEED` repeats a run's choices.
"""

import os
import random
import signal
import subprocess
import time

import pytest

from durability import verify
from durability.workload import Ledger, prepare, start_writers

ROUNDS = int(os.environ.get("NEPHELE_KILL_ROUNDS", "50"))
# A sync for every answer is slow on slow disks: a sample shows that nothing differs.
FSYNC_ROUNDS = max(1, ROUNDS // 10)
FSCK_EVERY = 5
STOP_SECONDS_MAX = 30


def fsck(binary, data):
    done = subprocess.run([binary, "fsck", "--data", data], capture_output=True, text=True,
                          timeout=60)
    assert done.returncode == 0, done
    assert "missing          0" in done.stdout, done


def kill_while_starting(binary, data, seconds):
    """Recovery may be cut short too."""
    process = subprocess.Popen([binary, "--port", "0", "--data", data],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.wait()


@pytest.mark.parametrize(("durability", "rounds"), [("process", ROUNDS), ("fsync", FSYNC_ROUNDS)])
def test_acknowledged_writes_survive_kills(binary, server_factory, tmp_path, durability, rounds):
    seed = int(os.environ.get("NEPHELE_TEST_SEED", random.SystemRandom().randrange(10**9)))
    print(f"NEPHELE_TEST_SEED={seed}")
    chance, data, ledger = random.Random(seed), str(tmp_path / "data"), Ledger()

    def start():
        return server_factory("--durability", durability, data=data)

    server = start()
    prepare(server.endpoint)
    for number in range(rounds):
        writers = start_writers(ledger, server.endpoint, number, seed)
        time.sleep(chance.uniform(0.005, 0.25))
        server.kill()
        for writer in writers:
            writer.join(STOP_SECONDS_MAX)
            assert not writer.is_alive()
        if number % FSCK_EVERY == 0:
            kill_while_starting(binary, data, chance.uniform(0, 0.06))
            fsck(binary, data)
        server = start()
        verify.a_round(ledger, server)
        assert not ledger.faults, (seed, number, ledger.faults[:20])
    server.stop()
    fsck(binary, data)
    server = start()
    verify.everything(ledger, server)
    server.stop()
    assert not ledger.faults, (seed, ledger.faults[:20])
    print(f"{rounds} kills, {ledger.acknowledged} writes acknowledged, "
          f"{len(ledger.objects)} keys, all as acknowledged")
    # Fewer would mean that the kills came before the writes.
    assert ledger.acknowledged > 20 * rounds
