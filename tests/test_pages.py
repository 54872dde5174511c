"""What every page has: its language, its headers, and words when something goes wrong."""

import pytest
from django.test import Client, override_settings
from django.urls import path

from federation import urls, views


def broken(request):
    raise RuntimeError


urlpatterns = [*urls.urlpatterns, path("broken", broken)]

WITH_A_BROKEN_PAGE = override_settings(ROOT_URLCONF=__name__)


@pytest.mark.django_db
def test_healthz_answers_when_the_database_does(client):
    response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")


def test_healthz_says_when_the_database_does_not(rf, monkeypatch):
    class Broken:
        def cursor(self):
            raise views.Error

    monkeypatch.setattr(views, "connection", Broken())

    assert views.healthz(rf.get("/healthz")).status_code == 503


@pytest.mark.django_db
def test_pages_are_thai_whatever_the_browser_prefers(client):
    response = client.get("/no-such-page", headers={"accept-language": "en"})

    assert response.status_code == 404
    assert response.headers["Content-Language"] == "th"
    assert "ไม่มีหน้านี้" in response.text


@pytest.mark.django_db
def test_pages_are_english_for_who_chose_it(client):
    chosen = client.post("/language/setlang/", {"language": "en", "next": "/no-such-page"})
    response = client.get("/no-such-page")

    assert chosen.headers["Location"] == "/no-such-page"
    assert "There is no such page here" in response.text


@pytest.mark.django_db
def test_choosing_a_language_never_leads_elsewhere(client):
    response = client.post("/language/setlang/", {"language": "en", "next": "https://elsewhere.example/"})

    assert response.headers["Location"] == "/"


@pytest.mark.django_db
def test_a_fault_is_told_in_thai_without_its_workings():
    with WITH_A_BROKEN_PAGE:
        response = Client(raise_request_exception=False).get("/broken")

    assert response.status_code == 500
    assert "ระบบขัดข้อง" in response.text
    assert "RuntimeError" not in response.text


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused_in_thai():
    response = Client(enforce_csrf_checks=True).post("/language/setlang/", {"language": "en"})

    assert response.status_code == 403
    assert "หน้านี้เปิดค้างไว้นานเกินไป" in response.text


@pytest.mark.django_db
def test_a_browser_is_told_to_run_nothing_from_elsewhere(client):
    headers = client.get("/no-such-page").headers

    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
