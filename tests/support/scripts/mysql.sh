IFS= read -r login
sql=$(cat)
case $sql in *'-- nova-wizard: end of statements') ;; *) echo 'statements cut short' >&2; exit 75 ;; esac
printf '%s\n' "$sql" | {
  printf '[client]\n%s\n' "$login" |
    HOME=/nonexistent timeout 60 mysql --defaults-extra-file=/dev/fd/3 --user=root --batch \
      --skip-column-names --default-character-set=utf8mb4 $options 3<&0 0<&4
} 4<&0
