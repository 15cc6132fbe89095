"""Bytes to articles: `find_inputs` walks what the user names, `read_file` reads one file.

Readers (one module a format) yield drafts; `articles` settles their date, outlet and language.
What cannot be read is yielded as an `InputProblem`, never raised: one bad file stops no other.

    CTL-I001  not there, or not a file       CTL-I006  broken JSON
    CTL-I002  may not be read                CTL-I007  broken archive or compression
    CTL-I003  empty                          CTL-I008  support for the format is not installed
    CTL-I004  no text                        CTL-I009  broken sidecar
    CTL-I005  a record without a text        CTL-I010  a timeline that ctl wrote
    CTL-I011  too large                      CTL-I012  no article on the page, no text in the scan
"""

from conflict_timeline.reading.files import read_file
from conflict_timeline.reading.walk import find_inputs

__all__ = ["find_inputs", "read_file"]
