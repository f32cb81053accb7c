"""What all tests share: a text that is missing, or lacks a variable, is an error."""

from wizard.text import Words

Words.strict = True
