"""The script that asks the tools and the kernel about a disk, each tool once.

Its variables are disk and part (the devices of the disk and of its first partition), head (bytes) and most
(names). It prints each line of a tool behind a word of ours. The shell's own printf does so for all lines of
a variable at once, split at line feeds and without globbing: that starts no process, and nothing that a disk
holds can begin a line. Of /etc/fstab and /proc/mounts only the first two words of a line leave the host.
"""

SCRIPT = r"""
nl='
'
state() {
  case $nl$2$nl in
  *"${nl}TYPE=ext"[234]"$nl"*)
    for line in $(dumpe2fs -h "$1" 2>/dev/null); do
      case $line in
      'Free blocks:'* | 'Free inodes:'* | 'Last write time:'*) printf 'state %s\n' "$line" ;;
      esac
    done ;;
  *"${nl}TYPE="*) printf 'state %s\n' "$(head -c 4194304 <"$1" | cksum)" ;;
  esac
}
names() {
  debugfs -R 'ls -p /' "$1" 2>/dev/null | sed -n -e "${most}q" \
    -e '/^\/[0-9]*\/[0-7]*\/[0-9]*\/[0-9]*\/.*\/[0-9]*\/$/!s/..*/unclean/p' \
    -e 's#^/[1-9][0-9]*/[0-7]*/[0-9]*/[0-9]*/\(..*\)/[0-9]*/$#entry \1#p'
  debugfs -R 'ls -p /lost+found' "$1" 2>/dev/null | sed -n -e "${most}q" -e '/\/\.\.*\/\/$/d' \
    -e 's#^/[1-9][0-9]*/[0-7]*/[0-9]*/[0-9]*/\(..*\)/[0-9]*/$#entry lost+found/\1#p'
}
echo "disk $disk"
[ ! -L "$disk" ] || echo "link $(readlink -f "$disk")"
if [ ! -b "$disk" ]; then exit 0; fi
echo block
number=$(stat -L -c '0x%t 0x%T' "$disk")
sys=/sys/dev/block/$((${number% *})):$((${number#* }))
[ ! -e "$sys/partition" ] || echo partition
if [ -e "$sys/dm" ] || [ -e "$sys/md" ]; then echo virtual; fi
for holder in "$sys"/holders/* "$sys"/*/holders/*; do
  [ ! -e "$holder" ] || echo "holder ${holder##*/}"
done
serial=
{ read -r serial <"$sys/device/wwid" || read -r serial <"$sys/device/serial"; } 2>/dev/null
printf 'serial %s\n' "$serial"

set -- "$sys"/*/partition
set -f
IFS=$nl
sizes=$(blockdev --getsize64 --getss "$disk")
printf 'size %s\nsector %s\n' $sizes
printf 'lsblk %s\n' $(lsblk -P -o NAME,MOUNTPOINT "$disk" 2>/dev/null)
at= mounted=
for line in $(grep -F "$disk" /proc/mounts); do
  mounted=yes
  device=${line%% *}; line=${line#* }
  printf 'mount %s %s\n' "$device" "${line%% *}"
  [ "$device" != "$part" ] || at=${at:-${line%% *}}
done
while read -r line; do printf 'swap %s\n' "$line"; done </proc/swaps
fstab=$(sed -n \
  's/^[[:space:]]*\([^#[:space:]][^[:space:]]*[[:space:]]*[^[:space:]]*\).*/\1/p' /etc/fstab 2>/dev/null)
printf 'fstab %s\n' $fstab
for line in $fstab; do
  case $line in /dev/disk/*)
    line=${line%%[[:space:]]*}; printf 'fstablink %s %s\n' "$line" "$(readlink -f "$line")" ;;
  esac
done

told=$(blkid -p -o export "$disk" 2>/dev/null)
[ $? -ne 8 ] || echo 'blkid AMBIVALENT=1'
printf 'blkid %s\n' $told
state "$disk" "$told"
[ -n "$mounted" ] || case $nl$told$nl in *"${nl}TYPE=ext"[234]"$nl"*) names "$disk" ;; esac
told=$(wipefs -n "$disk" 2>/dev/null)
printf 'wipefs %s\n' $told
if [ -z "$told" ]; then
  cmp -s -n "$head" "$disk" /dev/zero || echo "raw $(head -c "$head" <"$disk" | cksum)"
fi
printf 'sfdisk %s\n' $(sfdisk -d "$disk" 2>/dev/null)
first=
for device do
  [ -e "$device" ] || continue
  device=${device%/partition}; device=${device##*/}
  told=$(blkid -p -o export "/dev/$device" 2>/dev/null)
  [ $? -ne 8 ] || told=TYPE=AMBIVALENT
  printf "inside $device %s\n" $told
  if [ "/dev/$device" = "$part" ]; then first=$told; else state "/dev/$device" "$told"; fi
done

if [ -b "$part" ] && { true <"$part"; } 2>/dev/null; then
  echo partblock
  kernel=$sys/${part##*/} free= written=
  { read -r start <"$kernel/start" && read -r length <"$kernel/size"; } 2>/dev/null &&
    echo "kernel $start $length"
  case $nl$first$nl in
  *"${nl}TYPE=ext"[234]"$nl"*)
    for line in $(dumpe2fs -h "$part" 2>/dev/null); do
      case $line in
      'Last mounted on:'*) printf 'lastmount %s\n' "${line#*:}" ;;
      'Filesystem features:'*needs_recovery*) echo unclean ;;
      'Free blocks:'*) free=${line##* } ;;
      'Free inodes:'*) free="$free ${line##* }" ;;
      'Last write time:'*) written=$line ;;
      esac
    done
    if [ -n "$at" ]; then
      at=$(printf '%b' "$at")
      free=$(stat -f -c '%f %d' "$at" 2>/dev/null) written=
      if names=$(ls -A "$at" 2>/dev/null); then
        echo listed
        for name in $names; do
          [ $((most -= 1)) -ge 0 ] || break
          printf 'entry %s\n' "$name"
        done
        set -- $(ls -A "$at/lost+found" 2>/dev/null)
        [ $# -eq 0 ] || printf 'entry lost+found/%s\n' "$1"
      fi
    else
      names "$part"
    fi
    printf 'free %s\n' "$free"
    [ -z "$written" ] || printf 'state %s\n' "$written" ;;
  *"${nl}TYPE="*) state "$part" "$first" ;;
  *)
    blank=$((head - 2048 * ${sizes##*"$nl"}))
    cmp -s -n "$blank" "$part" /dev/zero || echo "partraw $(head -c "$blank" <"$part" | cksum)" ;;
  esac
fi
:
"""
