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
