"""What a page weighs on a village's line, and that nothing comes from elsewhere."""

import re
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

FIRST_LOAD = 150_000  # bytes; the whole page may weigh 200 kB, what it says takes the rest


@pytest.fixture
def drawn(rf, db):
    return render_to_string("base.html", request=rf.get("/"))


def packed(name):
    """Return the size of a static file as it goes over the line."""
    content = Path(finders.find(name)).read_bytes()
    return len(content) if name.endswith(".woff2") else len(brotli.compress(content))


def test_first_page_is_light(drawn):
    named = set(re.findall(r'(?:src|href)="/static/([^"]+)"', drawn))
    fonts = {"sarabun/Sarabun-Regular.woff2", "sarabun/Sarabun-SemiBold.woff2"}

    assert len(named) >= 5
    assert len(drawn.encode()) + sum(packed(name) for name in named | fonts) < FIRST_LOAD


def test_page_asks_nothing_of_other_hosts(drawn):
    assert re.findall(r'(?:src|href|action)="(?:https?:)?//[^"]*', drawn) == []


def test_page_has_no_inline_script_or_style(drawn):
    assert re.findall(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", drawn) == []
