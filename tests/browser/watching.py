"""Ears on a page: faults in scripts, what the content policy refused, requests that failed, bad answers."""

# A form that was refused comes back as 422, a row that another person changed first as 409: both are foreseen.
FORESEEN = {422, 409}


class Ears:
    """`heard` is a list of sentences, empty when all went well. `forgive` holds answers a test provokes."""

    def __init__(self, page):
        self.heard, self.forgive = [], set(FORESEEN)
        page.on("console", self._console)
        page.on("pageerror", lambda fault: self.heard.append(f"{page.url}: {fault}"))
        page.on("requestfailed", self._failed)
        page.on("response", self._answer)

    def _console(self, message):
        if message.type not in ("error", "warning"):
            return
        if any(f"status of {status}" in message.text for status in self.forgive):
            return
        self.heard.append(f"{message.location.get('url')}: {message.text}")

    def _failed(self, request):
        # A page that is left, or a file that is downloaded, ends its own requests.
        if request.failure not in ("net::ERR_ABORTED", None):
            self.heard.append(f"{request.url}: {request.failure}")

    def _answer(self, response):
        if response.status >= 400 and response.status not in self.forgive:
            self.heard.append(f"{response.url}: {response.status}")
