set -eu
umask 077
target=$(readlink -f "$path")
fresh="$target.nova-wizard."
trap 'rm -f -- "$fresh"??????' EXIT
trap 'exit 1' HUP INT TERM
if [ ! -e "$target".before-nova-wizard ]; then
  copy=$(mktemp "$fresh"XXXXXX)
  cp -a -- "$target" "$copy"
  mv -f -- "$copy" "$target".before-nova-wizard
fi
IFS= read -r before
IFS= read -r after
if [ "$(sha256sum <"$target")" != "$before  -" ]; then echo "$target: changed meanwhile" >&2; exit 76; fi
new=$(mktemp "$fresh"XXXXXX)
cp -a -- "$target" "$new"
dd of="$new" conv=fsync status=none
if [ "$(sha256sum <"$new")" != "$after  -" ]; then echo "$target: cut short" >&2; exit 75; fi
mv -f -- "$new" "$target"
