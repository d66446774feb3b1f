"""Zips made byte by byte, so that every word of theirs may be true or not."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from struct import pack
from typing import Any

UTF8 = 0x800
DESCRIBED = 0x8
FULL = 0xFFFFFFFF


def second_name(first: bytes, name: str | bytes, version: int = 1, crc: int | None = None) -> bytes:
    """A Unicode Path field."""
    raw = name if isinstance(name, bytes) else name.encode()
    return extra(0x7075, pack("<BL", version, zlib.crc32(first) if crc is None else crc) + raw)


def extra(key: int, data: bytes) -> bytes:
    return pack("<2H", key, len(data)) + data


@dataclass(frozen=True)
class Part:
    """A member; `local` and `listed` are what its two headers say otherwise than is true.

    Attributes:
        fields: extra fields of both headers.
        zip64: its own header tells the lengths in a ZIP64 field.
        signed: its data descriptor begins with a signature.
        before, behind: bytes around it that belong to no member.
        tail: bytes behind its data that count as packed.
        lost: the directory does not list it.
    """

    name: bytes | str
    data: bytes = b""
    method: int = 8
    flags: int = 0
    system: int = 3
    attributes: int = 0
    fields: bytes = b""
    comment: bytes = b""
    zip64: bool = False
    signed: bool = True
    before: bytes = b""
    behind: bytes = b""
    tail: bytes = b""
    lost: bool = False
    local: Mapping[str, Any] = field(default_factory=dict)
    listed: Mapping[str, Any] = field(default_factory=dict)


def _values(part: Part, packed: bytes) -> dict[str, Any]:
    name = part.name if isinstance(part.name, bytes) else part.name.encode()
    return {
        "name": name,
        "flags": part.flags | (UTF8 if isinstance(part.name, str) and not name.isascii() else 0),
        "method": part.method,
        "version": 45 if part.zip64 else 20,
        "crc": zlib.crc32(part.data),
        "packed": len(packed),
        "size": len(part.data),
        "fields": part.fields,
    }


def _local(part: Part, true: Mapping[str, Any]) -> tuple[bytes, bytes]:
    """The header of a member, and what stands behind its data."""
    said = dict(true)
    behind = b""
    if said["flags"] & DESCRIBED:
        form = "<L2Q" if part.zip64 else "<3L"
        behind = pack(form, said["crc"], said["packed"], said["size"])
        behind = b"PK\7\10" * part.signed + behind
        said |= {"crc": 0, "packed": 0, "size": 0}
    if part.zip64:
        said["fields"] += extra(1, pack("<2Q", said["size"], said["packed"]))
        said |= {"packed": FULL, "size": FULL}
    said |= part.local
    header = pack(
        "<4s5H3L2H",
        *(b"PK\3\4", said["version"], said["flags"], said["method"], 0, 0x21),
        *(said["crc"], said["packed"], said["size"], len(said["name"]), len(said["fields"])),
    )
    return header + said["name"] + said["fields"], said.get("behind", behind)


def _listed(part: Part, true: Mapping[str, Any], offset: int) -> bytes:
    said = {"offset": offset, "disk": 0, **true, **part.listed}
    header = pack(
        "<4s6H3L5H2L",
        *(
            b"PK\1\2",
            part.system << 8 | 30,
            said["version"],
            said["flags"],
            said["method"],
            0,
            0x21,
        ),
        *(said["crc"], said["packed"], said["size"], len(said["name"]), len(said["fields"])),
        *(len(part.comment), said["disk"], 0, part.attributes, said["offset"]),
    )
    return b"".join((header, said["name"], said["fields"], part.comment))


def made(
    parts: Iterable[Part],
    comment: bytes = b"",
    before: bytes = b"",
    zip64: Mapping[str, int] | None = None,
    end: Mapping[str, int] | None = None,
) -> bytes:
    """A zip.

    Args:
        before: bytes in front of it all, which every offset takes into account.
        zip64: makes a ZIP64 end; what it says otherwise than is true.
        end: what the end says otherwise than is true.
    """
    data, directory, count = before, b"", 0
    for part in parts:
        packer = zlib.compressobj(wbits=-15)
        packed = packer.compress(part.data) + packer.flush() if part.method == 8 else part.data
        packed += part.tail
        true = _values(part, packed)
        header, behind = _local(part, true)
        data += part.before
        if not part.lost:
            directory += _listed(part, true, len(data))
            count += 1
        data += header + packed + behind + part.behind
    start = len(data)
    said = {"count": count, "here": count, "length": len(directory), "start": start, "disk": 0}
    data += directory
    if zip64 is not None:
        long = {**said, "at": len(data), "size": 44, "disks": 1, **zip64}
        data += pack(
            "<4sQ2H2L4Q",
            *(b"PK\6\6", long["size"], 45, 45, 0, 0),
            *(long["here"], long["count"], long["length"], long["start"]),
        )
        data += pack("<4sLQL", b"PK\6\7", 0, long["at"], long["disks"])
    said |= end or {}
    data += pack(
        "<4s4H2LH",
        *(b"PK\5\6", said["disk"], 0, said["here"], said["count"]),
        *(said["length"], said["start"], said.get("comment", len(comment))),
    )
    return data + comment
