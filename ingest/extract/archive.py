"""The members of a ZIP document, read under limits and never on its word."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from ingest.extract.limits import ExtractLimits
from ingest.model import ExtractionRefused, RefusalReason

_CHUNK = 256 * 1024
_RATIO_FROM = 1024 * 1024  # below this size a high ratio harms nobody
_MOST_MEMBERS = 10_000
_DEEPEST = 2  # a chart in a text document is an archive in an archive; nothing honest goes deeper
_ENCRYPTED = 0x1
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})  # all that OOXML and ODF allow
_ZIP_START = b"PK\x03\x04"

_BOMB = (
    "Ce fichier se décompresse en une quantité anormale de données\u00a0: il n'est pas ouvert. "
    "Enregistrez de nouveau le document depuis son logiciel, puis relancez la commande."
)
_DAMAGED = (
    "Ce fichier est abîmé ou incomplet\u00a0: son archive ne peut pas être lue. "
    "Téléchargez-le ou enregistrez-le de nouveau, puis relancez la commande."
)
_PROTECTED = (
    "Ce document est protégé par un mot de passe. "
    "Enregistrez-le sans mot de passe, puis relancez la commande."
)
_FORGED = (
    "Ce fichier contient des chemins interdits ou en double\u00a0: il n'est pas ouvert. "
    "Enregistrez de nouveau le document depuis son logiciel, puis relancez la commande."
)


def read_members(data: bytes, limits: ExtractLimits) -> Mapping[str, bytes]:
    """The bytes of every member by its name.

    Sizes are checked from the central directory, then counted while reading; archives inside the
    archive are opened in turn under the same total, to refuse those that hide a bomb.
    Raises ExtractionRefused (ARCHIVE_BOMB, ENCRYPTED, DAMAGED).
    """
    return _Reader(limits).read(data, depth=1)


def pack_members(members: Mapping[str, bytes]) -> bytes:
    """A fresh archive of `members`, in their order, to hand checked bytes to a library."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


class _Reader:
    """Holds what is left of the unpacked total, shared by an archive and those inside it."""

    def __init__(self, limits: ExtractLimits) -> None:
        self._limits = limits
        self._left = limits.max_unpacked_bytes

    def read(self, data: bytes, *, depth: int) -> dict[str, bytes]:
        if depth > _DEEPEST:
            raise ExtractionRefused(RefusalReason.ARCHIVE_BOMB, _BOMB)
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                infos = archive.infolist()
                self._check_directory(infos, len(data))
                return {info.filename: self._member(archive, info, depth) for info in infos}
        except ExtractionRefused:
            raise
        # zipfile lets many kinds of error through on forged archives: zlib, struct, overflow…
        except Exception as error:
            raise ExtractionRefused(RefusalReason.DAMAGED, _DAMAGED) from error

    def _check_directory(self, infos: list[zipfile.ZipInfo], size: int) -> None:
        names = [info.filename for info in infos]
        if len(set(names)) != len(names) or any(_is_forged(info) for info in infos):
            raise ExtractionRefused(RefusalReason.DAMAGED, _FORGED)
        if any(info.flag_bits & _ENCRYPTED for info in infos):
            raise ExtractionRefused(RefusalReason.ENCRYPTED, _PROTECTED)
        if any(info.compress_type not in _METHODS for info in infos):
            raise ExtractionRefused(RefusalReason.DAMAGED, _DAMAGED)
        overlapping = sum(info.compress_size for info in infos) > size
        if (
            len(infos) > _MOST_MEMBERS
            or overlapping
            or sum(info.file_size for info in infos) > self._left
            or any(self._is_bomb(info.file_size, info.compress_size) for info in infos)
        ):
            raise ExtractionRefused(RefusalReason.ARCHIVE_BOMB, _BOMB)

    def _is_bomb(self, unpacked: int, packed: int) -> bool:
        ratio = self._limits.max_compression_ratio
        return unpacked > _RATIO_FROM and unpacked > ratio * max(packed, 1)

    def _member(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, depth: int) -> bytes:
        content = bytearray()
        with archive.open(info) as stream:
            while chunk := stream.read(_CHUNK):
                content += chunk
                self._left -= len(chunk)
                if self._left < 0 or self._is_bomb(len(content), info.compress_size):
                    raise ExtractionRefused(RefusalReason.ARCHIVE_BOMB, _BOMB)
        if content.startswith(_ZIP_START):
            self.read(bytes(content), depth=depth + 1)
        return bytes(content)


def _is_forged(info: zipfile.ZipInfo) -> bool:
    # `orig_filename` still has what zipfile cuts at a zero byte.
    name = info.orig_filename
    return (
        name.startswith("/")
        or "\\" in name
        or "\x00" in name
        or ":" in name.split("/")[0]
        or ".." in name.split("/")
    )
