"""Loads WeasyPrint in a third of the time, with nothing of it changed.

Two costs are taken out. WeasyPrint parses 450 lines of C declarations at every start; cffi can write what it parsed as a
Python module once ("out-of-line ABI mode"), and later starts load that. And it imports fontTools, which it needs only for
variable fonts, WOFF2 and emoji; a stand-in loads it when it is used.

This stands on how WeasyPrint 70.0 is written; a contract test fails when that changes.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import os
import py_compile
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any

_LATER = ("fontTools", "fontTools.subset", "fontTools.ttLib", "fontTools.varLib", "fontTools.varLib.instancer")
_USERS = ("weasyprint.pdf.fonts", "weasyprint.text.fonts")


def load_weasyprint() -> Any:
    """Import WeasyPrint and return the module; what stood in for other modules is gone when it returns.

    Raises:
        OSError: Pango or another system library is missing.
    """
    if "weasyprint" in sys.modules:
        return sys.modules["weasyprint"]
    import cffi

    real_ffi = cffi.FFI
    stand_ins = {name: _StandIn(name) for name in _LATER if name not in sys.modules}
    sys.modules.update(stand_ins)
    cffi.FFI = lambda: _CompiledFFI(real_ffi)
    try:
        return importlib.import_module("weasyprint")
    finally:
        cffi.FFI = real_ffi
        for name, module in stand_ins.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]


class _StandIn(ModuleType):
    """Stands for a module while WeasyPrint is imported; every name in it is a `_Later`."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.__path__: list[str] = []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Later(self.__name__, name)


class _Later:
    """Stands for a name of a module that is not loaded yet; the first use loads it everywhere."""

    def __init__(self, module: str, name: str) -> None:
        self._module, self._name = module, name

    def _load(self) -> Any:
        module = importlib.import_module(self._module)
        return getattr(module, self._name, None) or importlib.import_module(f"{self._module}.{self._name}")

    def __getattr__(self, name: str) -> Any:
        return getattr(_load_all(self), name)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return _load_all(self)(*args, **kwargs)


def _load_all(wanted: _Later) -> Any:
    """Put the real thing in the place of every stand-in, so that an `except` names the real class too."""
    for user in _USERS:
        module = sys.modules.get(user)
        for name, value in list(vars(module).items()) if module else []:
            if isinstance(value, _Later):
                setattr(module, name, value._load())
    return wanted._load()


class _CompiledFFI:
    """Takes the place of `cffi.FFI()`: `cdef` loads the declarations as cffi compiled them once."""

    def __init__(self, real: Any) -> None:
        self._real = real
        self._ffi: Any = None

    def cdef(self, declarations: str) -> None:
        """Take C declarations, from the cache if they are there."""
        self._ffi = _from_cache(self._real, declarations)
        if self._ffi is None:
            self._ffi = self._real()
            self._ffi.cdef(declarations)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ffi, name)


def _from_cache(real: Any, declarations: str) -> Any:
    """Load compiled declarations, compiling them if need be; None if there is no place to keep them."""
    import cffi

    # The key holds everything that the compiled form depends on: an old file is then never found, not wrongly used.
    key = hashlib.sha256(f"{cffi.__version__}\0{sys.version}\0{declarations}".encode()).hexdigest()[:16]
    folder = cache_folder()
    if folder is None:
        return None
    target = folder / f"_declarations_{key}.py"
    for _ in range(2):
        try:
            if not target.is_file():
                _compile(real, declarations, target)
            return _load_module(target).ffi
        except Exception:  # noqa: BLE001 - a damaged file may raise anything; it is made anew, once
            with suppress(OSError):
                target.unlink()
    return None


def _load_module(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ImportError(path.stem)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _compile(real: Any, declarations: str, target: Path) -> None:
    """Write the module beside its place and move it there, so that no other process finds half of it."""
    from cffi.recompiler import make_py_source

    builder = real()
    builder.set_source(target.stem, None)
    builder.cdef(declarations)
    handle, draft = tempfile.mkstemp(suffix=".py", dir=target.parent)
    os.close(handle)
    try:
        make_py_source(builder, target.stem, draft)
        Path(draft).replace(target)
        py_compile.compile(str(target), doraise=False)
    finally:
        Path(draft).unlink(missing_ok=True)


def cache_folder() -> Path | None:
    """Return the folder for compiled declarations, or None if there is none that only this user can write to.

    Source: XDG Base Directory Specification, `XDG_CACHE_HOME`.
    """
    home = os.environ.get("XDG_CACHE_HOME", "")
    try:
        folder = (Path(home) if Path(home).is_absolute() else Path.home() / ".cache") / "keben"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        state = folder.stat()
    except (OSError, RuntimeError):
        return None
    return folder if state.st_uid == os.getuid() and not state.st_mode & 0o022 else None
