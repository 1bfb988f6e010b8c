"""UI Automation acted by objects of COM in this process: a desktop whose focus a test decides.

Each object has its interface's whole table, method by method as ``UIAutomationClient.h`` names
them (Wine's ``uiautomationclient.idl`` has the same order), so that a call of a wrong place fails.
"""

from __future__ import annotations

import ctypes
import sys
import threading
import uuid
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from ctypes import wintypes
from dataclasses import dataclass, field
from typing import Any

assert sys.platform == "win32"

from desktop.host.windows import automation

OK, FAILS, NOT_THERE, NO_INTERFACE = 0, -2147467259, -2147467263, -2147467262
_OUT = ctypes.POINTER(ctypes.c_void_p)
_INPROC, _MULTIPLE = 1, 1
_UNKNOWN = uuid.UUID("00000000-0000-0000-c000-000000000046")

TABLES: Mapping[str, Sequence[str]] = {
    "IClassFactory": ("CreateInstance", "LockServer"),
    "IAccessible": (
        *("GetTypeInfoCount", "GetTypeInfo", "GetIDsOfNames", "Invoke"),  # IDispatch's
        *("accParent", "accChildCount", "accChild", "accName", "accValue", "accDescription"),
        *("accRole", "accState", "accHelp", "accHelpTopic", "accKeyboardShortcut", "accFocus"),
        *("accSelection", "accDefaultAction", "accSelect", "accLocation", "accNavigate"),
        *("accHitTest", "accDoDefaultAction", "put accName", "put accValue"),
    ),
    "IUIAutomation2": (
        *("CompareElements", "CompareRuntimeIds", "GetRootElement", "ElementFromHandle"),
        *("ElementFromPoint", "GetFocusedElement", "GetRootElementBuildCache"),
        *("ElementFromHandleBuildCache", "ElementFromPointBuildCache"),
        "GetFocusedElementBuildCache",
        *("CreateTreeWalker", "ControlViewWalker", "ContentViewWalker", "RawViewWalker"),
        *("RawViewCondition", "ControlViewCondition", "ContentViewCondition"),
        *("CreateCacheRequest", "CreateTrueCondition", "CreateFalseCondition"),
        *("CreatePropertyCondition", "CreatePropertyConditionEx", "CreateAndCondition"),
        *("CreateAndConditionFromArray", "CreateAndConditionFromNativeArray"),
        *("CreateOrCondition", "CreateOrConditionFromArray", "CreateOrConditionFromNativeArray"),
        *("CreateNotCondition", "AddAutomationEventHandler", "RemoveAutomationEventHandler"),
        *("AddPropertyChangedEventHandlerNativeArray", "AddPropertyChangedEventHandler"),
        *("RemovePropertyChangedEventHandler", "AddStructureChangedEventHandler"),
        *("RemoveStructureChangedEventHandler", "AddFocusChangedEventHandler"),
        *("RemoveFocusChangedEventHandler", "RemoveAllEventHandlers"),
        *("IntNativeArrayToSafeArray", "IntSafeArrayToNativeArray", "RectToVariant"),
        *("VariantToRect", "SafeArrayToRectNativeArray", "CreateProxyFactoryEntry"),
        *("ProxyFactoryMapping", "GetPropertyProgrammaticName", "GetPatternProgrammaticName"),
        *("PollForPotentialSupportedPatterns", "PollForPotentialSupportedProperties"),
        *("CheckNotSupported", "ReservedNotSupportedValue", "ReservedMixedAttributeValue"),
        *("ElementFromIAccessible", "ElementFromIAccessibleBuildCache"),
        *("get AutoSetFocus", "AutoSetFocus", "get ConnectionTimeout", "ConnectionTimeout"),
        *("get TransactionTimeout", "TransactionTimeout"),
    ),
    "IUIAutomationElement": (
        *("SetFocus", "GetRuntimeId", "FindFirst", "FindAll", "FindFirstBuildCache"),
        *("FindAllBuildCache", "BuildUpdatedCache", "GetCurrentPropertyValue"),
        *("GetCurrentPropertyValueEx", "GetCachedPropertyValue", "GetCachedPropertyValueEx"),
        *("GetCurrentPatternAs", "GetCachedPatternAs", "GetCurrentPattern", "GetCachedPattern"),
        *("GetCachedParent", "GetCachedChildren", "CurrentProcessId", "CurrentControlType"),
        *("CurrentLocalizedControlType", "CurrentName", "CurrentAcceleratorKey"),
        *("CurrentAccessKey", "CurrentHasKeyboardFocus", "CurrentIsKeyboardFocusable"),
        *("CurrentIsEnabled", "CurrentAutomationId", "CurrentClassName", "CurrentHelpText"),
        *("CurrentCulture", "CurrentIsControlElement", "CurrentIsContentElement"),
        *("CurrentIsPassword", "CurrentNativeWindowHandle", "CurrentItemType"),
    ),
    "IUIAutomationTreeWalker": ("GetParentElement", "GetFirstChildElement", "GetLastChildElement"),
    "IUIAutomationTextPattern": (
        *("RangeFromPoint", "RangeFromChild", "GetSelection", "GetVisibleRanges"),
        *("DocumentRange", "SupportedTextSelection"),
    ),
    "IUIAutomationTextRangeArray": ("Length", "GetElement"),
    "IUIAutomationTextRange": (
        *("Clone", "Compare", "CompareEndpoints", "ExpandToEnclosingUnit", "FindAttribute"),
        *("FindText", "GetAttributeValue", "GetBoundingRectangles", "GetEnclosingElement"),
        *("GetText", "Move", "MoveEndpointByUnit", "MoveEndpointByRange"),
    ),
}
"""The methods behind IUnknown's, in order; "get" where reading and writing share a name."""

Given = Mapping[str, tuple[Sequence[Any], Callable[..., int]]]
"""By name: what a method takes, and what it does."""


class Acted:
    """An object of COM; a method that is not given says that it is not there."""

    def __init__(
        self, interface: str, given: Given, known_as: Collection[uuid.UUID] | None = None
    ) -> None:
        """``known_as``: what it is besides an IUnknown; None: whatever it is asked for."""
        assert not set(given) - set(TABLES[interface])
        self._known = None if known_as is None else {_UNKNOWN, *known_as}
        self.references = 0
        own: Given = {
            "QueryInterface": ((ctypes.c_void_p, _OUT), self._query),
            "AddRef": ((), self._add),
            "Release": ((), self._release),
        }
        self._calls = []
        for name in (*own, *TABLES[interface]):
            takes, do = {**own, **given}.get(name, ((), lambda: NOT_THERE))
            kind = ctypes.WINFUNCTYPE(ctypes.c_long, ctypes.c_void_p, *takes)
            self._calls.append(kind(lambda _, *words, do=do: do(*words)))
        places = [ctypes.cast(one, ctypes.c_void_p).value for one in self._calls]
        self._table = (ctypes.c_void_p * len(places))(*places)
        self._object = ctypes.c_void_p(ctypes.addressof(self._table))
        self.address = ctypes.addressof(self._object)

    def put_into(self, out: Any) -> int:
        """Give it out, as methods do."""
        self._add()
        out[0] = self.address
        return OK

    def _query(self, wanted: int, out: Any) -> int:
        asked = uuid.UUID(bytes_le=ctypes.string_at(wanted, 16))
        if self._known is not None and asked not in self._known:
            out[0] = None
            return NO_INTERFACE
        return self.put_into(out)

    def _add(self) -> int:
        self.references += 1
        return self.references

    def _release(self) -> int:
        self.references -= 1
        return self.references


@dataclass
class Field:
    """What can have the focus."""

    secret: bool = False
    selected: Sequence[str] | None = None
    """None: it has no text pattern."""
    parent: Field | None = None


@dataclass
class Desktop:
    """See the module."""

    focus: Field | None = None
    fails: bool = False
    hangs: threading.Event | None = None
    """A question for the focus waits until this is set."""
    asked: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    """One more for each question for the focus."""
    settings: dict[str, int] = field(default_factory=dict)
    most: list[int] = field(default_factory=list)
    """How much text was asked for."""
    objects: list[Acted] = field(default_factory=list)
    _fields: dict[int, Field] = field(default_factory=dict)

    def _acted(self, interface: str, given: Given) -> Acted:
        made = Acted(interface, given)
        self.objects.append(made)
        return made

    def factory(self) -> Acted:
        """Makes clients."""
        create = ((ctypes.c_void_p, ctypes.c_void_p, _OUT), self._create)
        return self._acted("IClassFactory", {"CreateInstance": create})

    def _create(self, _outer: int, wanted: int, out: Any) -> int:
        if ctypes.string_at(wanted, 16) != automation.INTERFACES["IUIAutomation2"].bytes_le:
            return NO_INTERFACE
        return self._client().put_into(out)

    def _client(self) -> Acted:
        def setting(name: str) -> tuple[Sequence[Any], Callable[..., int]]:
            def put(value: int) -> int:
                self.settings[name] = value
                return OK

            return (wintypes.DWORD,), put

        given = {name: setting(name) for name in ("AutoSetFocus", "ConnectionTimeout")}
        given["TransactionTimeout"] = setting("TransactionTimeout")
        given["GetFocusedElement"] = (_OUT,), self._put_focus
        given["ControlViewWalker"] = (_OUT,), lambda out: self._walker().put_into(out)
        return self._acted("IUIAutomation2", given)

    def _put_focus(self, out: Any) -> int:
        focus = self.focus
        self.asked.release()
        if self.hangs is not None:
            self.hangs.wait(30)
        if self.fails:
            return FAILS
        return self._element(focus).put_into(out) if focus is not None else OK

    def _element(self, of: Field) -> Acted:
        def put_secret(out: Any) -> int:
            out[0] = of.secret
            return OK

        def put_pattern(number: int, out: Any) -> int:
            if of.selected is None or number != 10014:
                return OK
            return self._pattern(of.selected).put_into(out)

        made = self._acted(
            "IUIAutomationElement",
            {
                "CurrentIsPassword": ((ctypes.POINTER(wintypes.BOOL),), put_secret),
                "GetCurrentPattern": ((ctypes.c_int, _OUT), put_pattern),
            },
        )
        self._fields[made.address] = of
        return made

    def _walker(self) -> Acted:
        def put_parent(element: int, out: Any) -> int:
            parent = self._fields[element].parent
            return self._element(parent).put_into(out) if parent is not None else OK

        takes = (ctypes.c_void_p, _OUT)
        return self._acted("IUIAutomationTreeWalker", {"GetParentElement": (takes, put_parent)})

    def _pattern(self, selected: Sequence[str]) -> Acted:
        def put_length(out: Any) -> int:
            out[0] = len(selected)
            return OK

        def put_range(number: int, out: Any) -> int:
            return self._range(selected[number]).put_into(out)

        ranges: Given = {
            "Length": ((ctypes.POINTER(ctypes.c_int),), put_length),
            "GetElement": ((ctypes.c_int, _OUT), put_range),
        }

        def put_ranges(out: Any) -> int:
            return self._acted("IUIAutomationTextRangeArray", ranges).put_into(out)

        return self._acted("IUIAutomationTextPattern", {"GetSelection": ((_OUT,), put_ranges)})

    def _range(self, text: str) -> Acted:
        def put_text(most: int, out: Any) -> int:
            self.most.append(most)
            units = text.encode("utf-16-le")[: 2 * most]
            out[0] = automation.oleaut32.SysAllocStringLen(units, len(units) // 2)
            return OK

        return self._acted("IUIAutomationTextRange", {"GetText": ((ctypes.c_int, _OUT), put_text)})


@contextmanager
def acted(patch: Callable[[uuid.UUID], None]) -> Iterator[Desktop]:
    """A desktop whose clients are made under a number of its own, which ``patch`` is told."""
    desktop, number, cookie = Desktop(), uuid.uuid4(), wintypes.DWORD()
    automation.oleaut32.SysAllocStringLen.argtypes = (ctypes.c_char_p, wintypes.UINT)
    automation.oleaut32.SysAllocStringLen.restype = ctypes.c_void_p
    factory, ole32 = desktop.factory(), automation.ole32
    pointer = ctypes.c_void_p()
    factory.put_into(ctypes.pointer(pointer))
    ole32.CoInitializeEx(None, 0)
    ole32.CoRegisterClassObject(
        ctypes.create_string_buffer(number.bytes_le, 16), pointer, _INPROC, _MULTIPLE,
        ctypes.byref(cookie),
    )  # fmt: skip
    patch(number)
    try:
        yield desktop
    finally:
        ole32.CoRevokeClassObject(cookie)
        ole32.CoUninitialize()
    kept = [one for one in desktop.objects if one is not factory and one.references]
    assert not kept, "not let go"
