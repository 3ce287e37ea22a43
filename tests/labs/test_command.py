"""`nephele lab`: what a learner does with it. What the labs themselves show is tested in Rust
(`cargo test -p nephele`). Our own behaviour: `docs/labs.md`.
"""

import subprocess

from servers import default_binary

LAB = "ordered-events-no-loss"


def lab(*arguments, cwd):
    return subprocess.run(
        [default_binary(), "lab", *arguments], cwd=cwd, capture_output=True, text=True, timeout=120)


def test_labs_are_listed_and_shown_in_two_languages(tmp_path):
    listed = lab("list", cwd=tmp_path)
    assert listed.returncode == 0
    ids = [line.split()[0] for line in listed.stdout.splitlines()]
    assert LAB in ids and len(ids) >= 8
    assert "exactly the order" in lab("show", LAB, cwd=tmp_path).stdout
    assert "순서 그대로" in lab("show", LAB, "--lang", "ko", cwd=tmp_path).stdout


def test_a_run_writes_its_reports_and_the_same_seed_the_same_ones(tmp_path):
    files = {}
    for out in ("one", "two"):
        ran = lab("run", LAB, "--out", out, cwd=tmp_path)
        assert ran.returncode == 0, ran.stderr
        assert "the order is broken" in ran.stdout
        folder = tmp_path / out / LAB
        files[out] = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert set(files["one"]) == {"report.md", "report.html", "summary.svg"}
    assert files["one"] == files["two"]
    page = files["one"]["report.html"].decode()
    assert page.count("<svg") >= 2 and "<script" not in page and "http" not in page.replace(
        "http://www.w3.org/2000/svg", "").replace("http://localhost", "")


def test_an_edited_copy_changes_its_verdict(tmp_path):
    assert lab("copy", LAB, "mine", cwd=tmp_path).returncode == 0
    assert lab("run", "mine", "--alternative", "fifo-queue", cwd=tmp_path).returncode == 0
    edited = tmp_path / "mine" / "alternatives" / "fifo-queue.yaml"
    text = edited.read_text()
    assert "MessageGroupId: all" in text
    edited.write_text(text.replace("MessageGroupId: all", 'MessageGroupId: "${key}"'))
    ran = lab("run", "mine", "--alternative", "fifo-queue", cwd=tmp_path)
    assert ran.returncode == 1
    assert "unexpected" in ran.stdout and "order: the order is broken" in ran.stdout
    assert "not as expected: mine" in ran.stderr
    # It is a wrong one from now on, and says why; mutants of it are none any more.
    text = edited.read_text()
    edited.write_text(text.replace("verdict: right", "verdict: wrong\nbecause: [order]"))
    ran = lab("run", "mine", "--alternative", "fifo-queue", cwd=tmp_path)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    ran = lab("run", "mine", "--mutants", cwd=tmp_path)
    assert ran.returncode == 1 and "is no right alternative" in ran.stderr
    # Whoever has a copy keeps it.
    assert lab("copy", LAB, "mine", cwd=tmp_path).returncode == 1


def test_a_mistake_is_told_with_its_place(tmp_path):
    lab("copy", LAB, "mine", cwd=tmp_path)
    edited = tmp_path / "mine" / "alternatives" / "fifo-queue.yaml"
    edited.write_text(edited.read_text().replace("    batch: 10", "    bach: 10"))
    ran = lab("run", "mine", cwd=tmp_path)
    assert ran.returncode == 1
    assert "alternatives/fifo-queue.yaml: actors[1]: bach is unknown here" in ran.stderr


def test_an_architectures_world_is_kept_and_served(tmp_path, server_factory):
    ran = lab("run", LAB, "--alternative", "fifo-queue", "--keep", "world", cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr
    server = server_factory(data=str(tmp_path / "world"))
    assert server.clock()["mode"] == "frozen"
    sqs = server.client("sqs", "111111111111")
    assert [url.rsplit("/", 1)[1] for url in sqs.list_queues()["QueueUrls"]] == ["events.fifo"]
    # It is not put over another one.
    again = lab("run", LAB, "--alternative", "fifo-queue", "--keep", "world", cwd=tmp_path)
    assert again.returncode == 1 and "is not empty" in again.stderr


def test_what_is_not_there_is_told(tmp_path):
    assert "there is no lab nothing" in lab("run", "nothing", cwd=tmp_path).stderr
    ran = lab("run", LAB, "--alternative", "nothing", cwd=tmp_path)
    assert ran.returncode == 1 and "fifo-queue" in ran.stderr


def test_a_trail_tells_who_it_was_and_its_digests_that_a_file_was_changed(tmp_path):
    ran = lab("run", "who-deleted-it", "immutable-audit", "--mutants", cwd=tmp_path)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    reports = {name: (tmp_path / "nephele-labs" / name / "report.md").read_text()
               for name in ("who-deleted-it", "immutable-audit")}
    assert "user/mallory" in reports["who-deleted-it"]
    assert "nobody has deleted the ledger" in reports["who-deleted-it"]
    # The fact has what was found as its example.
    assert "log file was changed" in reports["immutable-audit"]


def test_a_stream_is_read_again_and_a_queue_is_not(tmp_path):
    ran = lab("run", "leaderboard", "--mutants", cwd=tmp_path)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "the order is broken" in ran.stdout
    assert "gone when the season is reckoned" in ran.stdout
    report = (tmp_path / "nephele-labs" / "leaderboard" / "report.md").read_text()
    # The function has died twice, and was given its batch again.
    assert "board.failures = 2" in report and "board.misplaced = 0" in report
    assert "season.done = 1600" in report


def test_a_zone_is_not_a_region(tmp_path):
    ran = lab("run", "ha-is-not-dr", "--mutants", cwd=tmp_path)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "reads fail while one zone is dark" in ran.stdout
    assert "reads fail while the region is dark" in ran.stdout


def test_a_lab_shows_what_it_expects_with_bounds(tmp_path):
    shown = lab("show", LAB, cwd=tmp_path).stdout
    assert "out of order ≤ 0" in shown and "nephele lab copy" in shown
