#!/bin/sh
# Installs Debian's Chromium for the browser tests, or says in one line what to do.
if command -v apt-get >/dev/null; then
  as_root=""
  if [ "$(id -u)" -ne 0 ]; then as_root="sudo -n"; fi
  if $as_root apt-get update -q >/dev/null 2>&1 && $as_root apt-get install -q -y --no-install-recommends chromium fonts-dejavu-core >/dev/null 2>&1; then
    exit 0
  fi
fi
echo "The browser tests need Chromium, and it could not be installed here. On Debian: sudo apt-get install chromium"
exit 1
