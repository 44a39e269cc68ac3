"""The ledger as a data package, `datapackage.json` with `quantities.csv`, for programs that read such.

Source: Data Package 2.0 (datapackage.org): the profiles named below, types and keys of Table Schema.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from keben.errors import UsageError
from keben.files import read_regular, replace_all
from keben.ledger.table import COLUMNS, to_csv

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from keben.document import Metadata
    from keben.ledger import Entry

DESCRIPTOR, TABLE = "datapackage.json", "quantities.csv"
_DESCRIPTOR_BYTES = 16 * 1024 * 1024
_PROFILES = "https://datapackage.org/profiles/2.0"
_REFERENCES = ("part_of", "change_from", "change_to")


def write_package(folder: Path, metadata: Metadata, entries: Sequence[Entry]) -> tuple[Path, ...]:
    """Write the package of a work into a folder, both files or none, and return their paths.

    Raises:
        UsageError: The folder holds files of these names that are not the package of this work, or cannot be written.
    """
    described = json.dumps(describe(metadata, entries), ensure_ascii=False, indent=2) + "\n"
    try:
        _refuse_others(folder, metadata.id)
        folder.mkdir(parents=True, exist_ok=True)
        replace_all(folder, [(TABLE, to_csv(entries).encode()), (DESCRIPTOR, described.encode())])
    except OSError as fault:
        raise UsageError(f"`{folder}` cannot be written: {fault.strerror}") from fault
    return folder / DESCRIPTOR, folder / TABLE


def _refuse_others(folder: Path, work: str) -> None:
    """Refuse to replace what is not an earlier package of the same work."""
    standing = [name for name in (DESCRIPTOR, TABLE) if (folder / name).exists() or (folder / name).is_symlink()]
    if standing and not _is_of_work(folder / DESCRIPTOR, work):
        raise UsageError(f"`{folder / standing[0]}` is not of the work `{work}`; name another folder")


def _is_of_work(path: Path, work: str) -> bool:
    try:
        if not path.is_file():
            return False
        described = json.loads(read_regular(path, _DESCRIPTOR_BYTES))
        return bool(described["name"] == work and described["resources"][0]["path"] == TABLE)
    except (ValueError, LookupError, TypeError, RecursionError):
        return False


def describe(metadata: Metadata, entries: Sequence[Entry]) -> dict[str, Any]:
    """Return the descriptor of a package; the same ledger always has the same one."""
    tags = tuple(entries[0].printed) if entries else ()
    package: dict[str, Any] = {
        "$schema": f"{_PROFILES}/datapackage.json",
        "name": metadata.id,
        "title": " ".join(metadata.title),
        "description": "Every marked figure of the work, once.",
    }
    if metadata.date:
        package["created"] = f"{metadata.date.isoformat()}T00:00:00Z"
    if metadata.authors:
        package["contributors"] = [{"title": author, "roles": ["author"]} for author in metadata.authors]
    package["resources"] = [
        {
            "$schema": f"{_PROFILES}/dataresource.json",
            "name": "quantities",
            "path": TABLE,
            "type": "table",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "dialect": {"delimiter": ",", "lineTerminator": "\n"},
            "schema": _schema(tags),
        }
    ]
    return package


def _schema(tags: Sequence[str]) -> dict[str, Any]:
    fields: list[dict[str, Any]] = [
        {"name": column.name, "type": column.type, "description": column.meaning} for column in COLUMNS
    ]
    fields += ({"name": tag, "type": "string", "description": f"how the edition {tag} prints it"} for tag in tags)
    return {
        "$schema": f"{_PROFILES}/tableschema.json",
        "fields": fields,
        "missingValues": [""],
        "primaryKey": ["line", "column"],
        "foreignKeys": [{"fields": [name], "reference": {"fields": ["id"]}} for name in _REFERENCES],
    }
