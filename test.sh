#!/usr/bin/env bash
# Builds and runs every test. The last line reads "N passed, N failed, N skipped".
set -o pipefail
cd "$(dirname "$0")" || exit 1
dotnet test --solution Offhook.slnx --no-ansi --no-progress --output normal "$@" | awk -v ci="${CI:-}" '
  { print; fflush() }
  $1 == "failed:" { failed = $2 } $1 == "succeeded:" { passed = $2 } $1 == "skipped:" { skipped = $2 }
  # A test program that crashed or ran nothing is an error, not a failed test, in the summary.
  $1 == "error:" { errors = $2 }
  END {
    failed += errors
    printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped
    exit failed > 0 || (ci != "" && skipped > 0)
  }'
