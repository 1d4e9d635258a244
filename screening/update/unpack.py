"""Unpacking an answer while it comes, never beyond a limit."""

from __future__ import annotations

import zlib
from typing import Protocol

from screening.errors import AnswerTooLargeError, BadAnswerError

__all__ = ["Unpacker"]

_GZIP = 31  # zlib's window bits for a gzip header, a zlib header, and none
_ZLIB = 15
_RAW = -15
_STEP = 256 * 1024
_MIB = 1024 * 1024
_HEADER = 2  # bytes, of which zlib's two hold a method and a checksum
_ZLIB_METHOD = 8
_ZLIB_CHECK = 31


class _Inflater(Protocol):
    """The members of zlib's decompressor that are used."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    @property
    def unconsumed_tail(self) -> bytes: ...
    def decompress(self, data: bytes, /, max_length: int) -> bytes: ...


class Unpacker:
    """Collects the bytes of one answer.

    Attributes:
        content: What there is so far, unpacked; never more than the limit.
        ends_itself: Whether the packing marks its own end, so that a cut is noticed.
    """

    def __init__(self, encoding: str, limit: int, url: str) -> None:
        """Unpack for one answer.

        Args:
            encoding: Its `Content-Encoding`, "" for none.
            limit: Most bytes that it may unpack to.
            url: Its address, for messages.

        Raises:
            BadAnswerError: It is packed in a way that was not asked for.
        """
        self.content = bytearray()
        self._encoding = encoding.strip().casefold().removeprefix("x-")
        self._limit = limit
        self._url = url
        self._inflater: _Inflater | None = None
        self._head = b""
        if self._encoding not in {"", "identity", "gzip", "deflate"}:
            raise BadAnswerError(
                f"{url} sends its answer packed as {encoding[:40]!r}, which was not asked for; try again later, or "
                "see which proxy stands between."
            )
        self.ends_itself = self._encoding in {"gzip", "deflate"}

    def feed(self, data: bytes) -> None:
        """Take the next bytes as they were received.

        Raises:
            AnswerTooLargeError: With them the content would pass the limit.
            BadAnswerError: They cannot be unpacked.
        """
        if not self.ends_itself:
            self._add(data)
            return
        try:
            self._inflate(data)
        except zlib.error as error:
            raise BadAnswerError(
                f"{self._url} sends an answer that cannot be unpacked, so it was damaged on its way; try again."
            ) from error

    def finish(self) -> bytes:
        """Return the content, once everything was received.

        Raises:
            BadAnswerError: The packing does not come to its end.
        """
        if self._head if self._inflater is None else not self._inflater.eof:
            raise BadAnswerError(
                f"{self._url} stopped in the middle of its answer, so the file is not whole; try again."
            )
        return bytes(self.content)

    def _inflate(self, data: bytes) -> None:
        if self._inflater is None:
            self._head += data
            if len(self._head) < _HEADER:
                return
            data = self._head
        while data:
            if self._inflater is None:
                self._inflater = zlib.decompressobj(self._window(data))
            elif self._inflater.eof:
                if self._encoding != "gzip":
                    raise zlib.error("bytes after the end")
                self._inflater = zlib.decompressobj(_GZIP)  # gzip may consist of several members
            self._add(self._inflater.decompress(data, max_length=_STEP))
            data = self._inflater.unconsumed_tail or self._inflater.unused_data

    def _window(self, data: bytes) -> int:
        if self._encoding == "gzip":
            return _GZIP
        # Some servers call a bare stream `deflate`.
        is_zlib = data[0] & 0x0F == _ZLIB_METHOD and int.from_bytes(data[:_HEADER], "big") % _ZLIB_CHECK == 0
        return _ZLIB if is_zlib else _RAW

    def _add(self, data: bytes) -> None:
        if len(self.content) + len(data) > self._limit:
            size = f"{self._limit / _MIB:.0f} MiB" if self._limit >= _MIB else f"{self._limit} bytes"
            raise AnswerTooLargeError(
                f"{self._url} sends more than {size}, which no list does, so it was stopped; see that "
                "the address is right, or raise max_bytes for it in sources.toml."
            )
        self.content += data
