# nova.conf: what cannot be edited faithfully, and the gates that an edit has to pass.

conf-bom = nova.conf starts with a byte order mark (line { $line }), which Nova cannot read. Save the file without it.
conf-carriage-return = Line { $line } of nova.conf has a carriage return that ends no line, which Python 2 and 3 read differently. Remove it.
conf-no-section = Line { $line } of nova.conf stands before any section. Move it into one, or remove it.
conf-continuation = Line { $line } of nova.conf is indented, but there is no option that it continues. Mend the line.
conf-section = Line { $line } of nova.conf begins with [ but is no section header. Mend the line.
conf-no-separator = Line { $line } of nova.conf has neither = nor : in it. Mend the line.
conf-no-name = Line { $line } of nova.conf has no name before its = or :. Mend the line.
conf-blank = The option name on line { $line } of nova.conf has a blank at an end that is not ASCII. Remove it.
conf-value = The value of [{ $section }] { $option } cannot stand on one line as it is. Check it in the answers.
conf-line-gate = The edit would also have changed line { $line } of nova.conf. Nothing was written; make this edit by hand.
conf-reading-gate = After the edit Nova would read another value of [{ $section }] { $option }. Nothing was written; make this edit by hand.
conf-second-reader = A second reader does not find what is wanted for [{ $section }] { $option } after the edit. Nothing was written; make this edit by hand.
