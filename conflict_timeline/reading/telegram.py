"""Reads the ``result.json`` of Telegram's export, one document a message: `read_telegram`."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from conflict_timeline.problems import InputProblem
from conflict_timeline.reading.draft import Draft, Source


def is_telegram(whole: object) -> bool:
    """Return whether a JSON value is a chat export or an export of many chats."""
    return bool(_chats(whole))


def read_telegram(whole: object, source: Source) -> Iterator[Draft | InputProblem]:
    """Yield one document for every message with words; service messages are passed over.

    The outlet is the channel's name, or that of the channel a message was forwarded from.
    """
    for chat in _chats(whole):
        name = str(chat.get("name") or "") or None
        messages = chat.get("messages")
        for message in messages if isinstance(messages, list) else ():
            if isinstance(message, Mapping) and message.get("type", "message") == "message":
                text = _text_of(message.get("text"))
                if text.strip():
                    yield _draft_of(message, text, name, str(chat.get("id") or ""))


def _chats(whole: object) -> list[Mapping[str, object]]:
    if not isinstance(whole, Mapping):
        return []
    listed = whole.get("chats")
    chats = listed.get("list") if isinstance(listed, Mapping) else [whole]
    return [chat for chat in chats or () if isinstance(chat, Mapping) and _has_messages(chat)]


def _has_messages(chat: Mapping[str, object]) -> bool:
    messages = chat.get("messages")
    first = messages[0] if isinstance(messages, list) and messages else None
    return isinstance(first, Mapping) and "type" in first and "id" in first


def _draft_of(message: Mapping[str, object], text: str, name: str | None, chat: str) -> Draft:
    forwarded = message.get("forwarded_from")
    raw = json.dumps(message, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")
    return Draft(
        f"{chat}\n".encode() + raw,
        text,
        record=str(message.get("id")),
        outlet=str(forwarded) if forwarded else name or str(message.get("from") or "") or None,
        date=_day_of(message),
        dated_by_name=False,
    )


def _day_of(message: Mapping[str, object]) -> object:
    """Return the moment of sending in UTC; the export's own local time where there is no other."""
    stamp = str(message.get("date_unixtime") or "")
    if stamp.isdigit() and len(stamp) <= 11:
        return datetime.fromtimestamp(int(stamp), UTC)
    return message.get("date")


def _text_of(value: object) -> str:
    """Return the words of a message: a string, or a list of strings and of marked pieces."""
    parts = value if isinstance(value, list) else [value]
    pieces = (part.get("text") if isinstance(part, Mapping) else part for part in parts)
    return "".join(piece for piece in pieces if isinstance(piece, str))
