"""Writes which operations a server was asked for: `record_exercised.py ENDPOINT FILE`.

`cargo xtask coverage` reads the file.
"""

import json
import sys
import urllib.request

endpoint, path = sys.argv[1:]
with urllib.request.urlopen(f"{endpoint}/_nephele/services", timeout=30) as answer:
    services = json.load(answer)
with open(path, "w") as file:
    exercised = {name: sorted(row["exercised"]) for name, row in services.items()}
    json.dump(exercised, file, indent=1, sort_keys=True)
for name, row in sorted(services.items()):
    untested = sorted(set(row["implemented"]) - set(row["exercised"]))
    print(f"{name}: {len(row['exercised'])} of {len(row['implemented'])} exercised", *untested)
