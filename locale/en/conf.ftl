# nova.conf: what cannot be edited safely, and the checks that an edit has to pass.

conf-bom = nova.conf starts with a byte order mark (line { $line }), which Nova cannot read. Save the file without it.
conf-carriage-return = Line { $line } of nova.conf has a carriage return that ends no line, which Python 2 and 3 read differently. Remove it.
conf-no-section = Line { $line } of nova.conf is before the first section. Move it into one, or remove it.
conf-continuation = Line { $line } of nova.conf is indented, but does not continue any option. Fix the line.
conf-section = Line { $line } of nova.conf begins with [ but is not a section header. Fix the line.
conf-no-separator = Line { $line } of nova.conf has neither = nor :. Fix the line.
conf-no-name = Line { $line } of nova.conf has no name before its = or :. Fix the line.
conf-blank = The option name on line { $line } of nova.conf begins or ends with a space that is not ASCII. Remove it.
conf-value = The value of [{ $section }] { $option } cannot be written on one line. Check it in the answers.
conf-line-gate = The edit would also change line { $line } of nova.conf. Nothing was written. Edit the file yourself.
conf-reading-gate = After the edit Nova would read another value of [{ $section }] { $option }. Nothing was written. Edit the file yourself.
conf-second-reader = After the edit a second reader would not find the intended value of [{ $section }] { $option }. Nothing was written. Edit the file yourself.
