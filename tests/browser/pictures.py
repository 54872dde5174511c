"""Makes the pictures of the README from a running demo; run by hand after pages have changed.

usage: SATJA_DATA=/some/folder PORT=8077 make run     (a demo of its own: a sheet is opened in it)
       SATJA_DATA=/some/folder python -m tests.browser.pictures http://127.0.0.1:8077
"""

import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "federation" / "pictures"
COLOURS = 256
WIDE, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 1080}
SHEET = {"width": 1280, "height": 1000}  # all that says whose and how true it is, and some rows
# What the first members bring: as due, another amount, as due, absent, …
KEYS = ["Equal", "80", "Equal", "Minus", "Equal", "Equal", "*", "Equal", "Equal"]


def main(base):
    people = demo_people()
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--disable-gpu", "--no-sandbox"])
        wide, phone = (signed_in(browser, base, people["treasurer"], size) for size in (WIDE, PHONE))
        keep(wide, "start")
        wide.set_viewport_size(SHEET)
        sheet = open_sheet(wide)
        keep(wide, "sheet")
        wide.set_viewport_size(WIDE)
        phone.goto(sheet)
        keep(phone, "sheet-phone")
        wide.goto(f"{base}/o/{people['treasurer']['organisation']}/reports/")
        wide.locator("tbody tr", has=wide.locator(".badge-good")).first.get_by_role("link").first.click()
        keep(wide, "report")
        network = signed_in(browser, base, people["network_committee"], SHEET)
        keep(network, "network")
        for name in ("consolidated", "compare"):
            network.goto(f"{base}/o/{people['network_committee']['organisation']}/{name}/")
            keep(network, name)
        chair = signed_in(browser, base, people["chair"], SHEET)
        loans = f"{base}/o/{people['chair']['organisation']}/loans/"
        for name, address in (("committee", "requests/committee/"), ("lending", "arrears/portfolio/")):
            chair.goto(loans + address)
            keep(chair, name)
        welfare = f"{base}/o/{people['chair']['organisation']}/welfare/"
        for name, address in (("welfare", ""), ("outlook", "outlook/welf/?years=20&death=khru_chop-death")):
            chair.goto(welfare + address)
            keep(chair, name)
        browser.close()


def demo_people():
    """Return {role: {username, password, organisation}} of the demo."""
    said = subprocess.run(
        [sys.executable, "manage.py", "demo", "--hello", "--json"], cwd=ROOT, capture_output=True, check=True
    )
    users = json.loads(said.stdout)["users"]
    return {user["role"]: user for user in reversed(users)}


def signed_in(browser, base, user, viewport):
    page = browser.new_context(viewport=viewport, base_url=base, locale="th-TH", timezone_id="Asia/Bangkok").new_page()
    page.goto("/")
    page.locator("[name=username]").fill(user["username"])
    page.locator("[name=password]").fill(user["password"])
    page.locator("main form button").click()
    page.wait_for_load_state("networkidle")
    return page


def open_sheet(page):
    """Open this month's sheet and fill in the first rows by keys. Returns its address."""
    page.locator(".step a").first.click()
    if page.url.endswith("/sheets/"):
        page.locator("main form button").first.click()
    page.wait_for_url("**/sheets/2*/", wait_until="networkidle")
    for key in KEYS:
        page.keyboard.type(key) if key.isdigit() else page.keyboard.press(key)
        if key.isdigit():
            page.keyboard.press("Enter")
    page.evaluate("document.activeElement.blur()")
    expect(page.locator("tr.dirty")).to_have_count(0)
    page.evaluate("document.querySelector('.sheet-box').scrollTo(0, 0); scrollTo(0, 0)")
    return page.url


def keep(page, name):
    """Keep what the window shows as a small picture."""
    shown = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    path = FOLDER / f"{name}.png"
    shown.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    sys.stdout.write(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1000} kB\n")


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
