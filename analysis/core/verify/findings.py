"""What was found out: what matches, what does not, and what cannot be told, each said in Thai and in English."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

Verdict = Literal["matches", "differs", "note"]
_SIGNS = {"matches": "✓ ตรง", "differs": "✗ ไม่ตรง", "note": "• หมายเหตุ"}
#: Of one kind of fault so many are told one by one
MOST_TOLD = 5


@dataclass(frozen=True)
class VerifiedFinding:
    verdict: Verdict
    thai: str
    english: str

    def __str__(self) -> str:
        return f"{_SIGNS[self.verdict]}: {self.thai}\n    {self.verdict}: {self.english}"


@dataclass
class VerifiedFindings:
    """``faults``: of each kind, how many there are and the first of them."""

    told: list[VerifiedFinding] = field(default_factory=list)
    _faults: dict[str, tuple[int, list[str], str]] = field(default_factory=dict)

    def matches(self, thai: str, english: str) -> None:
        self.told.append(VerifiedFinding("matches", thai, english))

    def differs(self, thai: str, english: str) -> None:
        self.told.append(VerifiedFinding("differs", thai, english))

    def note(self, thai: str, english: str) -> None:
        self.told.append(VerifiedFinding("note", thai, english))

    def is_it(self, holds: bool, thai: str, english: str, *, excused: bool = False) -> None:
        """``excused``: where it does not hold, something that the log tells may be why."""
        if not holds and excused:
            self.note(
                f"{thai} (ไม่ตรง แต่บันทึกเปลี่ยนหลังประกาศผล)", f"{english} (not so, and the record changed since the result)"
            )
        else:
            (self.matches if holds else self.differs)(thai, english)

    def fault(self, thai: str, english: str, where: object) -> None:
        """One of what may be thousands of one kind: told together at the end."""
        count, places, _thai = self._faults.get(english, (0, [], thai))
        if count < MOST_TOLD:
            places.append(str(where))
        self._faults[english] = (count + 1, places, thai)

    def __iter__(self) -> Iterator[VerifiedFinding]:
        yield from self.told
        for english, (count, places, thai) in self._faults.items():
            some = ", ".join(places) + (" …" if count > len(places) else "")
            yield VerifiedFinding("differs", f"{thai}: {count} ({some})", f"{english}: {count} ({some})")

    @property
    def differ(self) -> bool:
        return any(one.verdict == "differs" for one in self)
