"""The page that `h` shows."""

HELP = """\
                   SUMMARY OF LESS COMMANDS

  q  :q  ZZ            Exit.
  e  j  Enter  Down    Forward one line.      y  k  Up      Backward one line.
  f  Space  PageDown   Forward one window.    b  PageUp     Backward one window.
  d  Ctrl-D            Forward half a window. u  Ctrl-U     Backward half a window.
  g  <  Home           First line (or N).     G  >  End     Last line (or N).
  p  %                 N percent into the file.
  Left  Right          Scroll sideways.
  /pattern  ?pattern   Search forward, backward.   n  N     Again, the other way.
  &pattern             Show only lines that match; & alone: all.
  F                    Forward forever, like tail -f; Ctrl-C ends it.
  -N  -S  -i           Switch line numbers, chopped lines, ignoring case.
  :n  :p  :x           Next, previous, first file.   :e FILE  Another file.
  =  Ctrl-G            Name of the file and where this is.
  m LETTER  ' LETTER   Mark a place, go to a mark.
  v                    Edit the file with vi.
  !command             Run a command of the shell.
  h  H                 This page; q leaves it.
"""
