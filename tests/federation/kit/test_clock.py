from datetime import UTC, date, datetime

import time_machine

from federation.kit.clock import now, today


@time_machine.travel(datetime(2026, 12, 31, 16, 59, tzinfo=UTC), tick=False)
def test_today_is_still_the_old_year_a_minute_before_midnight_in_thailand():
    assert today() == date(2026, 12, 31)


@time_machine.travel(datetime(2026, 12, 31, 17, 0, tzinfo=UTC), tick=False)
def test_today_begins_seven_hours_before_the_day_in_utc():
    assert now() == datetime(2026, 12, 31, 17, 0, tzinfo=UTC)
    assert today() == date(2027, 1, 1)
