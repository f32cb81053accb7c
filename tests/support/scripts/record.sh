file=/var/lib/nova-wizard/found.json
set -eu
umask 077
IFS= read -r before
IFS= read -r after
now=none
if [ -e "$file" ]; then now=$(sha256sum <"$file"); now=${now%% *}; fi
if [ "$now" = "$after" ]; then exit 0; fi
if [ "$now" != "$before" ]; then echo "$file: changed meanwhile" >&2; exit 76; fi
if [ "$after" = none ]; then
  rm -f -- "$file"
  rmdir -- "${file%/*}" 2>/dev/null || :
  exit 0
fi
mkdir -p -- "${file%/*}"
trap 'rm -f -- "$file".??????' EXIT
trap 'exit 1' HUP INT TERM
new=$(mktemp "$file.XXXXXX")
dd of="$new" conv=fsync status=none
if [ "$(sha256sum <"$new")" != "$after  -" ]; then echo "$file: cut short" >&2; exit 75; fi
mv -f -- "$new" "$file"
