"""A fact base with its index, kept on disk between runs, so that a restart neither reads the files nor makes the index.

A cache is only ever a shorter way to what the curated files say. What is kept is taken only where

- it was made from these very files, by this very code: its key is the digest of both;
- its own digest holds, so that nothing of it is damaged;
- the folder and the file belong to this user, and nobody else may write to them: it is read with `marshal`, which
  runs no code of what it reads but trusts it to be well formed.

Anything else is passed over with a warning, and made anew from the curated files.
"""

from __future__ import annotations

import gc
import hashlib
import logging
import marshal
import os
import platform
import stat
import tempfile
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from bot.factbase.loading import load
from bot.factbase.plain import read_plain, write_plain
from bot.qa.answering import Answerer, Index
from bot.qa.languages import DEFAULT
from bot.qa.postings import Postings

_log = logging.getLogger(__name__)

_MARK = b"roro-cache-1\n"
_SUFFIX = ".kept"
_KEPT = 2
"""How many bases a folder keeps: this one, and the one before it."""
_LIBRARIES = ("rapidfuzz", "snowballstemmer", "pyyaml")
"""What the reading of texts rests on."""


def open_answerer(facts: Path, seeds: Path, folder: Path, tags: Iterable[str] = (DEFAULT,)) -> Answerer:
    """Make an answerer ready for questions in these languages from what a folder keeps, or from the curated files.

    Raise FactBaseError as `load` does. What had to be made is kept for the next time.
    """
    path = kept_at(folder, facts, seeds)
    answerer = _read(path)
    if answerer is not None and answerer.index.postings.keys() >= set(tags):
        return answerer
    answerer = Answerer(load(facts, seeds))
    answerer.prepare(tags)
    write(path, answerer)
    return answerer


def kept_at(folder: Path, facts: Path, seeds: Path) -> Path:
    """Name the file that a folder keeps a fact base in as it now stands."""
    return folder / f"{key_of(facts, seeds)[:32]}{_SUFFIX}"


def key_of(facts: Path, seeds: Path) -> str:
    """The digest of the curated files, the documents, where they stand, and the code that reads them."""
    digest = hashlib.sha256()
    for text in (platform.python_version(), *map(_version, _LIBRARIES), str(facts), str(seeds)):
        digest.update(f"{text}\n".encode(errors="surrogateescape"))
    package = Path(__file__).parent
    code = (path for path in package.rglob("*") if path.is_file() and {"__pycache__", "shipped"}.isdisjoint(path.parts))
    for path in (*sorted(code), *_files(facts), *_files(seeds)):
        content = path.read_bytes()
        digest.update(f"{path}\n{len(content)}\n".encode(errors="surrogateescape"))
        digest.update(content)
    return digest.hexdigest()


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""


def _files(folder: Path) -> Iterator[Path]:
    try:
        yield from sorted(path for path in folder.iterdir() if path.is_file() and os.access(path, os.R_OK))
    except OSError:
        return  # the loader says what is wrong with it


def _read(path: Path) -> Answerer | None:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        _log.warning("The cache %s cannot be read (%s): it is passed over.", path, error.strerror)
        return None
    fault = _fault_of(path, content)
    if fault is None:
        collecting = gc.isenabled()
        gc.disable()  # a great base is millions of objects, and none of them can be garbage yet
        try:
            base, words, postings = marshal.loads(memoryview(content)[len(_MARK) + 32 :])  # noqa: S302 - see above
            index = Index(words, {tag: Postings.from_plain(plain) for tag, plain in postings.items()})
            return Answerer(read_plain(base), index)
        except (ValueError, TypeError, EOFError, KeyError) as error:
            fault = f"it does not hold what it should: {error}"
        finally:
            if collecting:
                gc.enable()
    _log.warning("The cache %s is passed over: %s.", path, fault)
    return None


def _fault_of(path: Path, content: bytes) -> str | None:
    """Say what forbids trusting a file, None where nothing does."""
    for place in (path.parent, path):
        status = place.stat()
        if hasattr(os, "getuid") and (status.st_uid != os.getuid() or status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)):
            return f"{place} belongs to somebody else, or others may write to it"
    if not content.startswith(_MARK):
        return "it is of another kind or version"
    body = memoryview(content)[len(_MARK) :]
    if hashlib.sha256(body[32:]).digest() != bytes(body[:32]):
        return "it is damaged"
    return None


def write(path: Path, answerer: Answerer) -> None:
    """Keep an answerer: written aside first, so that no reader ever meets half of it."""
    index = answerer.index
    postings = {tag: item.plain() for tag, item in index.postings.items()}
    try:
        body = marshal.dumps(
            (write_plain(answerer.base), {tag: tuple(of) for tag, of in index.words.items()}, postings)
        )
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=path.stem, delete=False) as aside:
            try:
                aside.write(_MARK + hashlib.sha256(body).digest())
                aside.write(body)
                aside.flush()
                os.fsync(aside.fileno())
                Path(aside.name).replace(path)
            except BaseException:
                Path(aside.name).unlink(missing_ok=True)
                raise
        for old in sorted(path.parent.glob(f"*{_SUFFIX}"), key=lambda old: -old.stat().st_mtime)[_KEPT:]:
            old.unlink(missing_ok=True)
    except (OSError, ValueError) as error:
        _log.warning("The fact base cannot be kept in %s (%s): it will be made anew next time.", path.parent, error)
