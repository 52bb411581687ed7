#!/bin/sh
# Installs Debian's PostgreSQL server for the tests that start one, or says in one line what to do.
if command -v apt-get >/dev/null; then
  as_root=""
  if [ "$(id -u)" -ne 0 ]; then as_root="sudo -n"; fi
  if $as_root apt-get update -q >/dev/null 2>&1 && $as_root apt-get install -q -y --no-install-recommends postgresql postgresql-common >/dev/null 2>&1; then
    exit 0
  fi
fi
echo "These tests start a PostgreSQL server, and it could not be installed here. On Debian: sudo apt-get install postgresql"
exit 1
