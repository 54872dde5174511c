"""Which pages a person can reach from the start page, asked of the server without a browser."""

import re
from urllib.parse import urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve

LINK = re.compile(r'<a\b[^>]*\bhref="([^"#]+)')
SHAPE = re.compile(r"<([a-z0-9]+)\b([^>]*)>")
CLASSES = re.compile(r'\bclass="([^"]*)"')
FILE = re.compile(r"^/static/|\.(pdf|xlsx|csv)\b|[?&](file|format|export|sort)=|/(template|remarks)/$")
CODE = re.compile(r"/o/([^/]+)/")
MOST_OF_A_VIEW = 2  # in one organisation


class Reached(dict):
    """{address: html} of the pages that a user can reach, files left out; `bad` are links that lead nowhere."""

    def __init__(self, user, start="/"):
        super().__init__()
        self.bad, self._of_view = [], {}
        client = Client()
        client.force_login(user)
        waiting, seen = [start], {start}
        while waiting:
            address = waiting.pop(0)
            if self._enough(address):
                continue
            for link in self._read(client, address):
                if link not in seen:
                    seen.add(link)
                    waiting.append(link)

    def _enough(self, address):
        kind = (view_of(address), CODE.match(address) and CODE.match(address)[1])
        self._of_view[kind] = self._of_view.get(kind, 0) + 1
        return self._of_view[kind] > MOST_OF_A_VIEW

    def _read(self, client, address):
        answer = client.get(address, follow=True)
        if answer.status_code >= 400:
            self.bad.append((address, answer.status_code))
            return []
        if not answer["Content-Type"].startswith("text/html"):
            return []
        at = answer.request["PATH_INFO"]
        html = answer.content.decode()
        self[address] = html
        links = (urljoin(at, link.replace("&amp;", "&")) for link in LINK.findall(html))
        return [link for link in links if not urlsplit(link).netloc and not FILE.search(link)]


def view_of(address):
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return address


def shapes(html):
    """Return the kinds of element a page is made of, to tell whether it shows anything not seen yet."""
    found = set()
    for tag, rest in SHAPE.findall(html):
        classes = CLASSES.search(rest)
        found.add((tag, classes[1] if classes else ""))
    return found
