"""The files that a shell reads when it starts, as CentOS 7 has them."""

from __future__ import annotations

from wizard.hostsim.tree import Tree

PROFILE = """\
# /etc/profile

# System wide environment and startup programs, for login setup
# Functions and aliases go in /etc/bashrc

HOSTNAME=`/usr/bin/hostname 2>/dev/null`
HISTSIZE=1000
HISTCONTROL=ignoredups

export PATH USER LOGNAME HOSTNAME HISTSIZE HISTCONTROL

umask 022

for i in /etc/profile.d/*.sh; do
    if [ -r "$i" ]; then
        . "$i" >/dev/null
    fi
done

unset i
"""

COLOR_LS = """\
# color-ls initialization

alias ll='ls -l --color=auto' 2>/dev/null
alias l.='ls -d .* --color=auto' 2>/dev/null
alias ls='ls --color=auto' 2>/dev/null
"""

COLOR_GREP = """\
# color-grep initialization

alias grep='grep --color=auto' 2>/dev/null
alias egrep='egrep --color=auto' 2>/dev/null
alias fgrep='fgrep --color=auto' 2>/dev/null
"""

GLOBAL_BASHRC = """\
# /etc/bashrc

# System wide functions and aliases
# Environment stuff goes in /etc/profile

if [ "$PS1" ]; then
  # Turn on checkwinsize
  shopt -s checkwinsize
  [ "$PS1" = "\\\\s-\\\\v\\\\\\$ " ] && PS1="[\\u@\\h \\W]\\\\$ "
  for i in /etc/profile.d/*.sh; do
    if [ -r "$i" ]; then
      . "$i" >/dev/null
    fi
  done
  unset i
fi
"""

BASH_PROFILE = """\
# .bash_profile

# Get the aliases and functions
if [ -f ~/.bashrc ]; then
\t. ~/.bashrc
fi

# User specific environment and startup programs

PATH=$PATH:$HOME/bin

export PATH
"""

SOURCE_GLOBAL = """\
# Source global definitions
if [ -f /etc/bashrc ]; then
\t. /etc/bashrc
fi
"""

BASHRC = f"""\
# .bashrc

{SOURCE_GLOBAL}
# User specific aliases and functions
"""

ROOT_BASHRC = f"""\
# .bashrc

# User specific aliases and functions

alias rm='rm -i'
alias cp='cp -i'
alias mv='mv -i'

{SOURCE_GLOBAL}"""

LOGOUT = "# ~/.bash_logout\n\n"
PACKAGED = (BASHRC, ROOT_BASHRC)
"""Of ~/.bashrc: they do nothing for a command that is run without a terminal."""


def install(tree: Tree) -> None:
    """Write the files for all users, and root's."""
    tree.write("/etc/profile", PROFILE)
    tree.makedirs("/etc/profile.d")
    tree.write("/etc/profile.d/colorgrep.sh", COLOR_GREP)
    tree.write("/etc/profile.d/colorls.sh", COLOR_LS)
    tree.write("/etc/bashrc", GLOBAL_BASHRC)
    tree.write("/etc/motd", "")
    tree.makedirs("/etc/skel")
    for folder, bashrc in (("/etc/skel", BASHRC), ("/root", ROOT_BASHRC)):
        tree.write(f"{folder}/.bash_logout", LOGOUT)
        tree.write(f"{folder}/.bash_profile", BASH_PROFILE)
        tree.write(f"{folder}/.bashrc", bashrc)
