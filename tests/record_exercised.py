"""Writes which operations the tests called: `record_exercised.py ENDPOINT FOLDER FILE`.

ENDPOINT is the server that the tests shared; in FOLDER is what servers of single tests have left
(`Server.record_exercised`). `cargo xtask coverage` reads FILE.
"""

import json
import pathlib
import sys
import urllib.request

endpoint, folder, path = sys.argv[1:]
with urllib.request.urlopen(f"{endpoint}/_nephele/services", timeout=30) as answer:
    services = json.load(answer)
exercised = {name: set(row["exercised"]) for name, row in services.items()}
for left in pathlib.Path(folder).glob("*.json"):
    for name, operations in json.loads(left.read_text()).items():
        exercised.setdefault(name, set()).update(operations)
with open(path, "w") as file:
    listed = {name: sorted(operations) for name, operations in exercised.items()}
    json.dump(listed, file, indent=1, sort_keys=True)
for name, row in sorted(services.items()):
    untested = sorted(set(row["implemented"]) - exercised[name])
    print(f"{name}: {len(exercised[name])} of {len(row['implemented'])} exercised", *untested)
