"""Photographs of papers: small, upright, without the place; of health sealed; anything else refused."""

import io

import pytest
from django.db import transaction
from PIL import Image

from tests.welfare.claims.claim_worlds import at, filed, world
from welfare.claims.models import ClaimPaper
from welfare.claims.pictures import MOST_BYTES, NotAPaper, kept
from welfare.claims.steps.health import read_paper_step
from welfare.claims.steps.papers import add_paper_step, remove_picture_step


def photograph(size=(2400, 1200), *, shape="JPEG", turned=None):
    """A picture as a telephone takes it, with place and hour in it."""
    picture, held = Image.new("RGB", size, "red"), io.BytesIO()
    exif = Image.Exif()
    exif[0x010E], exif[0x9003] = "ที่ถ่าย 9.1700 N", "2026:02:10 10:00:00"
    if turned:
        exif[0x0112] = turned
    picture.save(held, shape, exif=exif)
    return held.getvalue()


def test_a_photograph_is_made_small_and_loses_what_the_telephone_wrote():
    content, media_type = kept(photograph())

    picture = Image.open(io.BytesIO(content))
    assert (media_type, picture.size, dict(picture.getexif())) == ("image/jpeg", (1600, 800), {})
    assert b"9.1700" not in content


def test_a_turned_photograph_stands_upright():
    content, _type = kept(photograph((400, 200), turned=6))

    assert Image.open(io.BytesIO(content)).size == (200, 400)


def test_a_transparent_picture_is_white_behind():
    held = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(held, "PNG")

    assert Image.open(io.BytesIO(kept(held.getvalue())[0])).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    "content",
    [b"", b"not a picture", b"GIF89a" + bytes(50), photograph()[:300], b"%PDF-" + bytes(MOST_BYTES), b"<svg/>"],
)
def test_what_is_no_photograph_and_no_pdf_is_refused(content):
    with pytest.raises(NotAPaper):
        kept(content)


def test_a_pdf_stays_as_it_is():
    assert kept(b"%PDF-1.7 abc") == (b"%PDF-1.7 abc", "application/pdf")


@pytest.mark.django_db
def test_the_picture_of_a_paper_about_health_is_sealed_and_its_reading_written_down():
    made = world()
    claim = filed(made, papers=False)
    with transaction.atomic():
        plain = add_paper_step(claim, kind="id_card", seen=False, picture=photograph((40, 40)), by=made.files, **at())
        sealed = add_paper_step(
            claim, kind="hospital_certificate", seen=True, picture=photograph((40, 40)), by=made.files, **at()
        )
        kept_in_database = {one.kind: bytes(one.picture) for one in ClaimPaper.objects.all()}
        opened = read_paper_step(sealed, by=made.agrees, at=at()["at"])

    assert kept_in_database["id_card"].startswith(b"\xff\xd8")
    assert not kept_in_database["hospital_certificate"].startswith(b"\xff\xd8")
    assert opened == read_paper_step(plain, by=made.agrees, at=at()["at"])


@pytest.mark.django_db
def test_a_wrong_picture_is_taken_away_with_a_reason():
    made = world()
    claim = filed(made, papers=False)
    with transaction.atomic():
        paper = add_paper_step(claim, kind="id_card", seen=True, picture=photograph((40, 40)), by=made.files, **at())
        with pytest.raises(NotAPaper):
            remove_picture_step(paper, reason=" ", by=made.files, **at())
        remove_picture_step(paper, reason="บัตรของคนอื่น", by=made.files, **at())

    assert ClaimPaper.objects.get().picture is None


@pytest.mark.django_db
def test_a_paper_needs_to_be_seen_or_pictured():
    made = world()
    claim = filed(made, papers=False)

    with pytest.raises(NotAPaper), transaction.atomic():
        add_paper_step(claim, kind="id_card", seen=False, by=made.files, **at())
