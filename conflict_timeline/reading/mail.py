"""Reads mail: one message (`read_message`) or a mailbox of many (`read_mailbox`).

The day is the ``Date`` header's, as the sender's clock had it; the outlet is the sender's name.
Each message of a mailbox is a record named by its Message-ID.
"""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage, Message
from email.utils import parseaddr
from itertools import chain, pairwise

from conflict_timeline.problems import InputProblem
from conflict_timeline.reading.draft import Draft, Source
from conflict_timeline.reading.html import plain_text

LONGEST_HEADER = 2_000  # characters of one header that are read
_FROM_LINE = re.compile(rb"(?:\A|\r?\n\r?\n)From [^\r\n]{3,300}\r?\n(?=[A-Za-z-]{2,40}:)")


_UNREADABLE = (MessageError, ValueError, LookupError, TypeError, AttributeError, OverflowError)


class _ShortHeaders(policy.EmailPolicy):
    """Cuts long headers: the library's parser takes time with the square of their length."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:LONGEST_HEADER]


def read_message(source: Source) -> Iterator[Draft | InputProblem]:
    """Yield the one message of an .eml file."""
    yield _draft_of(source.content, source, number=None)


def read_mailbox(source: Source) -> Iterator[Draft | InputProblem]:
    """Yield every message of an mbox file."""
    marks = chain(_FROM_LINE.finditer(source.content), [None])
    number = 0
    for number, (mark, following) in enumerate(pairwise(marks), start=1):
        end = following.start() if following else len(source.content)
        if mark:
            yield _draft_of(source.content[mark.end() : end], source, number=number)
    if not number:
        yield _problem(source.shown, "is no mailbox")


def _draft_of(raw: bytes, source: Source, *, number: int | None) -> Draft | InputProblem:
    where = f"{source.shown}, message {number}" if number else source.shown
    try:
        message = message_from_bytes(raw, policy=_ShortHeaders())
        text = _body(message)
    except (*_UNREADABLE, RecursionError) as error:
        return _problem(where, f"is no message that can be read ({type(error).__name__})")
    if not text.strip():
        return _problem(where, "holds no text")
    name, address = parseaddr(_header(message, "From"))
    identity = _header(message, "Message-ID").strip(" <>\r\n\t")
    sent = _header(message, "Date")
    return Draft(
        raw,
        text,
        record=(identity or str(number)) if number else None,
        title=" ".join(_header(message, "Subject").split()) or None,
        outlet=name or address.rpartition("@")[2] or None,
        date=sent or None,
        dated_by_name=number is None,
    )


def _header(message: Message, name: str) -> str:
    """Return a header's value, empty where it cannot be read: the message is worth more."""
    try:
        return str(message.get(name, ""))
    except (*_UNREADABLE, RecursionError):
        return ""


def _body(message: Message) -> str:
    """Return the message's plain text, else the text of its HTML."""
    if not isinstance(message, EmailMessage):
        return str(message.get_payload())
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    content = part.get_content()
    if not isinstance(content, str):
        return ""
    return plain_text(content) if part.get_content_type() == "text/html" else content


def _problem(where: str, what: str) -> InputProblem:
    return InputProblem("CTL-I005", what, where=where, hint="open it in a mail program and save it")
