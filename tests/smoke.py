"""Ask a running site what a person would: is it up, can one sign in, is there a page, a PDF, all reports in one?

Standard library only. usage:
  python tests/smoke.py http://127.0.0.1:8001 --until-up
  python tests/smoke.py http://127.0.0.1:8001 --hello FILE   (what `manage.py demo --hello --json` printed)
Exits non-zero with a plain sentence at the first thing that is not as it should be.
"""

import http.cookiejar
import json
import re
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

PATIENCE = 900  # seconds for the site to come up; the first time it makes its demo federation, however slow the machine
MADE_UP = "ข้อมูลสมมติ"
LINK = re.compile(r'href="([^"#]+)"')
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
MONTH = re.compile(r'<option value="(\d{4}-\d\d)"')
KEY = re.compile(r'name="key" value="([^"]+)"')
MOST_PAGES = 80


class Site:
    """A browser's part in it: cookies, links, forms."""

    def __init__(self, base):
        self.base = base.rstrip("/") + "/"
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(cookies)

    def get(self, path, form=None):
        """Return (address, content type, body) of a page; with a form, of what came after sending it."""
        data = urllib.parse.urlencode(form).encode() if form else None
        request = urllib.request.Request(urllib.parse.urljoin(self.base, path), data)
        if form:
            request.add_header("Referer", request.full_url)
        with self.opener.open(request, timeout=120) as answer:
            return answer.url, answer.headers.get_content_type(), answer.read()


def fail(sentence):
    sys.exit(f"smoke: {sentence}")


def wait_until_up(site):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            if site.get("healthz")[2] == b"ok\n":
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            pass
        time.sleep(0.5)
    fail(f"the site did not come up in {PATIENCE} s")


def sign_in(site, name, password):
    """Sign in and return the start page. Fails if the site still asks who we are."""
    address, _kind, body = site.get("")
    tokens = TOKEN.findall(body.decode())
    if 'name="password"' not in body.decode() or not tokens:
        fail(f"{address} does not ask for a password")
    form = {"csrfmiddlewaretoken": tokens[-1], "username": name, "password": password}
    address, _kind, body = site.get(address, form)
    page = body.decode()
    if 'name="password"' in page:
        fail(f"{name} could not sign in")
    if MADE_UP not in page:
        fail(f"{address} does not say {MADE_UP}")
    return address, page


def find_pdf(site, start, page):
    """Follow links from the start page, reports and the nearest first, until one is a PDF. Returns address and size."""
    waiting, seen = [(start, page)], {start}
    while waiting and len(seen) < MOST_PAGES:
        waiting.sort(key=lambda found: "report" not in found[0])
        address, page = waiting.pop(0)
        links = [urllib.parse.urljoin(address, link.replace("&amp;", "&")) for link in LINK.findall(page)]
        links = [link for link in links if link.startswith(site.base) and "/static/" not in link]
        for link in sorted(links, key=lambda link: "pdf" not in link):
            if link in seen:
                continue
            seen.add(link)
            _address, kind, body = site.get(link)
            if kind == "application/pdf" and body.startswith(b"%PDF-") and len(body) > 5_000:
                return link, len(body)
            if kind == "text/html":
                waiting.append((link, body.decode()))
    return fail(f"no PDF among {len(seen)} pages from {start}")


def all_reports(site, code):
    """Ask for the reports of all groups of last month and wait until the workers have made them. Returns the size."""
    address, _kind, body = site.get(f"o/{code}/reports/batch/")
    page = body.decode()
    form = {"csrfmiddlewaretoken": TOKEN.findall(page)[-1], "key": KEY.findall(page)[0]}
    address, _kind, body = site.get(address, form | {"month": MONTH.findall(page)[1]})
    deadline = time.monotonic() + PATIENCE
    while f"{address.rstrip('/')}.pdf".removeprefix(site.base) not in body.decode():
        if time.monotonic() > deadline:
            fail(f"{address}: the workers did not make the reports in {PATIENCE} s")
        time.sleep(1)
        body = site.get(address)[2]
    return len(site.get(f"{address.rstrip('/')}.pdf")[2])


def user_of(hello, role):
    """Return the sign-in name, password and organisation of the demo's first officer of a role."""
    users = json.loads(Path(hello).read_text())["users"]
    user = next(user for user in users if user["role"] == role)
    return user["username"], user["password"], user["organisation"]


def main(base, what, hello=None):
    site = Site(base)
    wait_until_up(site)
    if what == "--until-up":
        return
    name, password, _code = user_of(hello, "treasurer")
    start, page = sign_in(site, name, password)
    print(f"smoke: signed in as {name}, start page {start}, {len(page)} characters")
    pdf, size = find_pdf(site, start, page)
    print(f"smoke: PDF {pdf}, {size} bytes")
    name, password, code = user_of(hello, "network_treasurer")
    site = Site(base)
    sign_in(site, name, password)
    print(f"smoke: all reports of {code} in one PDF, {all_reports(site, code)} bytes")


if __name__ == "__main__":
    main(*sys.argv[1:])
