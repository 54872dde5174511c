"""Opening pages of an organisation in tests."""

from django.urls import reverse


def address(name, group, **where):
    return reverse(f"groups:{name}", kwargs={"code": group.code, **where})


def page(client, name, group, query="", **where):
    """Return the HTML of a page that must be there."""
    answer = client.get(address(name, group, **where) + query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()
