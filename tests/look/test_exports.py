"""What a spreadsheet gets: local time to the minute with its zone, numbers as numbers, no formulas."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

from collaborative.web.views import _csv, _xlsx

SUMMER, WINTER = datetime(2026, 7, 1, 0, 30, 12, 745285, UTC), datetime(2026, 11, 25, 14, 2, 2, 745285, UTC)
ROWS = [[SUMMER, Decimal("1.00"), "=1+1"], [WINTER, Decimal("-107.250"), date(2026, 11, 25)]]


def test_csv_has_local_time_and_numbers_without_needless_zeros():
    heading, first, second = b"".join(_csv(["At", "Hours", "Note"], iter(ROWS))).decode().splitlines()
    assert heading.endswith("At,Hours,Note")
    assert first == "2026-06-30 18:30 MDT,1,'=1+1"
    assert second == "2026-11-25 07:02 MST,-107.25,2026-11-25"


def test_excel_has_local_moments_that_name_their_zone_and_real_numbers():
    book = ZipFile(BytesIO(_xlsx(["At", "Hours", "Note"], iter(ROWS)).content))
    sheet, styles = (book.read(f"xl/{name}.xml").decode() for name in ("worksheets/sheet1", "styles"))
    assert "yyyy-mm-dd hh:mm &quot;MDT&quot;" in styles and "yyyy-mm-dd hh:mm &quot;MST&quot;" in styles
    moments = [float(value) for value in re.findall(r'<c r="A[23]" s="\d"><v>([\d.]+)</v>', sheet)]
    assert [round(value % 1 * 24 * 60) for value in moments] == [18 * 60 + 30, 7 * 60 + 2]
    assert re.findall(r'<c r="B[23]"><v>(-?[\d.]+)</v>', sheet) == ["1", "-107.25"]
    assert "<f>" not in sheet
