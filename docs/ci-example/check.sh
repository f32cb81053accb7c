#!/bin/sh
# Checks whether the hosts are as the guide wants them, for a CI job that runs on a schedule or before a change.
# Usage: check.sh ANSWERS [OPTION…]; the options go to nova-wizard (--lab tries it without a host).
# Leaves check.jsonl, an event a line. The exit status is nova-wizard's: 0 where every step holds.
set -u

answers=$1
shift

# The answers alone first: a mistake in them is told within a second, before any host is contacted.
nova-wizard --validate "$answers" || exit

nova-wizard --replay "$answers" --check --output json "$@" > check.jsonl
status=$?

case $status in
  0) echo "Every step holds." ;;
  3 | 4) echo "A host cannot be reached, or is not trusted." ;;
  5) echo "To do, or different:" && grep -E '"state": ?"(todo|differs)"' check.jsonl ;;
  *) echo "The check failed:" && grep -E '"state": ?"unknown"|"event": ?"missing"' check.jsonl ;;
esac
exit $status
