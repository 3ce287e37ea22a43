#!/usr/bin/env bash
# Runs the example: ./run.sh, from anywhere.
#
# It uses the cloud at NEPHELE_ENDPOINT, or starts one in memory and stops it at the end. Python
# packages come from NEPHELE_VENV_BIN, the repository's .venv, or a new venv in a temporary folder.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$here/../.." && pwd)"
work="$(mktemp -d)"
server=""

finish() {
    if [ -n "$server" ]; then
        kill "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    rm -rf "$work"
}
trap finish EXIT

python="${NEPHELE_VENV_BIN:-$root/.venv/bin}/python"
if ! "$python" -c "import boto3, PIL" 2>/dev/null; then
    python3 -m venv "$work/venv"
    python="$work/venv/bin/python"
    "$python" -m pip install --quiet --requirement "$here/requirements.txt"
fi

endpoint="${NEPHELE_ENDPOINT:-}"
if [ -z "$endpoint" ]; then
    binary="${NEPHELE_BIN:-}"
    if [ -z "$binary" ]; then
        (cd "$root" && cargo build --quiet --release --package nephele)
        binary="${CARGO_TARGET_DIR:-$root/target}/release/nephele"
    fi
    "$binary" --ephemeral --port 0 >"$work/screen" &
    server=$!
    while [ -z "$endpoint" ]; do
        kill -0 "$server" || exit 1
        endpoint="$(awk '$1 == "endpoint" { print $2 }' "$work/screen")"
        sleep 0.05
    done
fi

export AWS_ENDPOINT_URL="$endpoint" AWS_DEFAULT_REGION=us-east-1
# An account of the example's own, so that it can be run beside other work.
export AWS_ACCESS_KEY_ID=111122223333 AWS_SECRET_ACCESS_KEY=anything
"$python" "$here/app.py"
