"""A POSIX shell: syntax, expansion, execution. It speaks as the bash that is sh on CentOS 7."""
