"""What a page weighs on a thin line: compressed as it is served, with everything it loads."""

import gzip

import brotli
import pytest

from tests.browser.conftest import open_sheet

pytestmark = pytest.mark.browser

FIRST, LATER = 200_000, 60_000
BROTLI, GZIP = ("text/css", "javascript", "svg", "json"), ("text/html",)


def weight(page, address, *, kept):
    """Return how many bytes come when a page is opened by who has `kept` some files; adds those it loads to them."""
    asked = []

    def note(request):
        asked.append(request)

    page.on("request", note)
    page.goto(address, wait_until="networkidle")
    page.remove_listener("request", note)
    fresh = [request.url for request in asked if request.url not in kept]
    kept.update(url for url in fresh if "/static/" in url)
    return sum(_compressed(page.request.get(url)) for url in fresh)


def _compressed(answer):
    body, kind = answer.body(), answer.headers["content-type"]
    if any(known in kind for known in BROTLI):
        return len(brotli.compress(body))
    return len(gzip.compress(body)) if any(known in kind for known in GZIP) else len(body)


def test_pages_are_light(world, people):
    open_sheet(people.at(user=world.treasurer), world)
    page, kept = people.at(user=world.treasurer), set()

    first = weight(page, world.url(), kept=kept)
    sheet = weight(page, world.url(f"sheets/{world.meeting_on}/"), kept=kept)
    report = weight(page, world.url(f"reports/monthly/{world.month:%Y-%m}/"), kept=kept)

    assert 10_000 < first <= FIRST
    assert max(sheet, report) <= LATER


def test_a_page_is_sent_compressed(small_world, client):
    client.force_login(small_world.treasurer)

    answer = client.get(small_world.url(), headers={"accept-encoding": "gzip"})

    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.content) * 2 < len(gzip.decompress(answer.content))
