#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Make configure and its kin out of configure.ac and Makefile.am.
set -e
cd "$(dirname "$0")"
mkdir -p m4
exec autoreconf --install --force --warnings=no-obsolete "$@"
