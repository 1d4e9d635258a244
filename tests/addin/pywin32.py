"""Stand-ins for pywin32, so that xlwings' own Windows code runs here.

    interpreted VBA -> XLPython.CallUDF -> xlwings.udfs.call_udf -> our functions

Everything of xlwings is real. A COM object is a `VBAObject` of pyOpenVBA behind
`CDispatch`, which names its members as COM does. Values cross as pywin32 has them:
arrays as tuples of tuples, Empty as None, cell errors as negative integers.
"""

from __future__ import annotations

import ctypes
import datetime as dt
import importlib
import sys
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

import xlwings as xw
from pyopenvba.exceptions import VBARuntimeError
from pyopenvba.interpreter._objects import VBAObject
from pyopenvba.interpreter._values import (
    EMPTY,
    ERR_ARGUMENT_NOT_OPTIONAL,
    MISSING,
    NOTHING,
    NULL,
    VBAArray,
    VBAErrorValue,
    VBAInt,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pytest

__all__ = ["CDispatch", "com_server", "from_vba", "to_vba"]

_SCODE = -2146828288  # 0x800A0000
_MISSING = -2147352572  # DISP_E_PARAMNOTFOUND


class ComError(Exception):
    """`pywintypes.com_error`: hresult, text, exception information, argument."""

    @property
    def hresult(self) -> int:
        return int(self.args[0])


class CDispatch:
    """A late-bound COM object over one of the interpreter's objects."""

    def __init__(self, obj: VBAObject) -> None:
        object.__setattr__(self, "_obj", obj)
        object.__setattr__(self, "_oleobj_", SimpleNamespace(GetTypeInfo=self._type_info))

    def _type_info(self) -> SimpleNamespace:
        iid = "{00020846-0000-0000-C000-000000000046}" if self._obj.vba_type_name == "Range" else "{}"
        return SimpleNamespace(GetTypeAttr=lambda: SimpleNamespace(iid=iid))

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        if name.startswith("__"):
            raise AttributeError(name)
        spec = self._obj.vba_member(name)
        if spec is None and name.startswith("Get") and self._obj.vba_member(name[3:]):
            return _Bound(self._obj, name[3:])
        if spec is not None and spec.kind == "method":
            return _Bound(self._obj, name)
        try:
            return from_vba(self._obj.vba_get(name))
        except VBARuntimeError as error:
            if error.number == ERR_ARGUMENT_NOT_OPTIONAL:
                return _Bound(self._obj, name)
            raise _com_error(error) from error

    def __setattr__(self, name: str, value: object) -> None:
        try:
            self._obj.vba_set(name, to_vba(value), [], {}, by_ref=False)
        except VBARuntimeError as error:
            raise _com_error(error) from error

    def __call__(self, *args: object) -> Any:  # noqa: ANN401
        return _get(self._obj, "Cells" if self._obj.vba_type_name == "Range" else "Item", args, {})

    def __iter__(self) -> Iterator[Any]:
        for item in self._obj.vba_iterate():
            yield from_vba(item)


class _Bound:
    """A member that takes arguments; without them it is read where it is used as a value."""

    def __init__(self, obj: VBAObject, name: str) -> None:
        self._bound_obj = obj
        self._bound_name = name

    def __call__(self, *args: object, **named: object) -> Any:  # noqa: ANN401
        return _get(self._bound_obj, self._bound_name, args, named)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        return getattr(self(), name)

    def __iter__(self) -> Iterator[Any]:
        return iter(self())

    def __str__(self) -> str:
        return str(self())


def _get(obj: VBAObject, name: str, args: Sequence[object], named: dict[str, object]) -> Any:  # noqa: ANN401
    given = [MISSING if arg is None else to_vba(arg) for arg in args]
    while given and given[-1] is MISSING:
        given.pop()
    try:
        return from_vba(
            obj.vba_get(name, given, {key.lower(): to_vba(arg) for key, arg in named.items() if arg is not None})
        )
    except VBARuntimeError as error:
        raise _com_error(error) from error


def _com_error(error: VBARuntimeError) -> ComError:
    return ComError(-2147352567, "Exception occurred.", (0, "Microsoft Excel", str(error), "", 0, -2146827284), None)


def from_vba(value: object) -> Any:  # noqa: ANN401
    """Return a value of the interpreter as pywin32 hands it to Python."""
    if isinstance(value, VBAArray):
        return _tuples(value)
    if isinstance(value, VBAErrorValue):
        return _SCODE + value.number
    if value is MISSING:
        return _MISSING
    if isinstance(value, VBAObject):
        return CDispatch(value)
    if value in (EMPTY, NULL, NOTHING):
        return None
    return int(value) if isinstance(value, VBAInt) else value


def _tuples(array: VBAArray) -> tuple[Any, ...]:
    if array.dimensions == 1:
        return tuple(from_vba(item) for item in array.items)
    (first, last), (left, right) = array.bounds
    return tuple(
        tuple(from_vba(array.get([row, column])) for column in range(left, right + 1)) for row in range(first, last + 1)
    )


def to_vba(value: object) -> Any:  # noqa: ANN401
    """Return a value of Python as COM hands it to VBA: sequences as arrays from 0."""
    if isinstance(value, CDispatch):
        return value._obj
    if isinstance(value, _Bound):
        return to_vba(value())
    if value is None:
        return EMPTY
    if not isinstance(value, list | tuple):
        return value
    if value and isinstance(value[0], list | tuple):
        bounds = [(0, len(value) - 1), (0, len(value[0]) - 1)]
        columns = range(len(value[0]))
        return VBAArray(bounds, items=[to_vba(row[column]) for column in columns for row in value])
    return VBAArray([(0, len(value) - 1)], items=[to_vba(item) for item in value])


def com_server(patch: pytest.MonkeyPatch) -> ModuleType:
    """Return xlwings' COM server, its Windows engine active; `patch` takes everything back."""
    for name, module in _modules().items():
        patch.setitem(sys.modules, name, module)
    patch.setattr(ctypes, "oledll", _anything(), raising=False)
    patch.setattr(ctypes, "windll", _anything(), raising=False)
    patch.setattr(ctypes, "PyDLL", lambda _name: _anything())
    patch.setattr("atexit.register", lambda function: function)  # xlwings would end Excel's zombies at exit
    for name in ("xlwings._xlwindows", "xlwings._win32patch", "xlwings.udfs", "xlwings.com_server"):
        patch.delitem(sys.modules, name, raising=False)
    windows = importlib.import_module("xlwings._xlwindows")
    patch.setattr(xw, "_xlwindows", windows, raising=False)
    engine = xw.Engine(impl=windows.engine)
    patch.setattr(xw.engines, "engines", [*xw.engines.engines, engine])
    patch.setitem(xw.engines.engines_by_name, "excel", engine)
    patch.setattr(xw.engines, "active", engine)
    return importlib.import_module("xlwings.com_server")


def _anything() -> Any:  # noqa: ANN401
    """Return an object whose every member is a function that does nothing."""

    class Anything:
        def __getattr__(self, _name: str) -> Any:  # noqa: ANN401
            return Anything()

        def __call__(self, *_args: object, **_named: object) -> int:
            return 0

    return Anything()


def _modules() -> dict[str, ModuleType]:
    base: dict[str, dict[str, Any]] = {
        "pywintypes": {"com_error": ComError, "error": OSError, "TimeType": dt.datetime, "IID": lambda text: text},
        "pythoncom": {
            "__file__": "pythoncom",
            "IID_IDispatch": 0,
            "TypeIIDs": {0: type("PyIDispatch", (), {})},
            "ole_error": ComError,
            "CoInitialize": lambda: None,
        },
        "win32api": {"MessageBox": None},
        "win32con": {
            "MB_OK": 0, "MB_OKCANCEL": 1, "MB_YESNOCANCEL": 3, "MB_YESNO": 4, "MB_ICONWARNING": 48,
            "MB_ICONINFORMATION": 64,
        },
        "win32event": {},
        "win32gui": {},
        "win32process": {"GetWindowThreadProcessId": lambda hwnd: (0, hwnd)},
        "win32timezone": {"TimeZoneInfo": SimpleNamespace(utc=lambda: dt.UTC)},
        "win32com": {},
        "win32com.client": {
            "CDispatch": CDispatch,
            "DispatchBaseClass": type("DispatchBaseClass", (), {}),
            "Dispatch": lambda obj, **_named: obj,
            "DispatchEx": None,
        },
        "win32com.server": {},
        "win32com.server.dispatcher": {},
        "win32com.server.policy": {},
        "win32com.server.util": {"wrap": lambda obj, **_named: obj, "unwrap": _unwrapped},
    }  # fmt: skip
    modules = {name: ModuleType(name) for name in base}
    for name, members in base.items():
        vars(modules[name]).update(members)
        parent, _, child = name.rpartition(".")
        if parent:
            setattr(modules[parent], child, modules[name])
    return modules


def _unwrapped(obj: object) -> Any:  # noqa: ANN401
    if not hasattr(obj, "obj"):
        raise ComError(0, "no wrapped object", None, None)
    return obj
