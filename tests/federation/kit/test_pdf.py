import builtins
import io
import re
import sys
import unicodedata

import pytest

from federation.kit.pdf import PdfNotDrawn, PdfUnavailable, render_pdf

HARD = (
    "หนี้ นึ่ง ญี่ปุ่น ฎีกา ที่ กตัญญู ปู่ น้ำ ป้ำ ฝั้น ญุ ฐู ก๊วยเตี๋ยว ฤๅษี สิทธิ์ บาท มาตรา ค้ำประกัน สำนักงาน A วันที่ ๑๒๓ ผู้ใหญ่บ้าน เงินสัจจะ 1,250.50"
)


@pytest.fixture
def pango():
    try:
        import weasyprint  # noqa: F401
    except OSError:
        pytest.skip("no Pango: apt-get install libpango-1.0-0 libpangoft2-1.0-0")


def page(body, language="th"):
    return f'<!doctype html><html lang="{language}"><head><title>รายงาน</title></head><body>{body}</body></html>'


def text_of(pdf):
    """Return the text of a PDF, ำ as one letter, without spaces: a reader guesses them from gaps."""
    from pypdf import PdfReader

    text = " ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(pdf)).pages)
    joined = re.sub("\u0e4d([่-๋]?)\u0e32", "\\1ำ", unicodedata.normalize("NFC", text))
    return "".join(joined.split())


@pytest.mark.usefixtures("pango")
@pytest.mark.parametrize("weight", ["p", "h1"])
def test_text_copied_from_a_pdf_is_the_text_that_was_printed(weight):
    pdf = render_pdf(page(f"<{weight}>{HARD}</{weight}>"))

    assert HARD.replace(" ", "") in text_of(pdf)


@pytest.mark.usefixtures("pango")
def test_the_same_page_gives_the_same_bytes():
    assert render_pdf(page(HARD)) == render_pdf(page(HARD))


@pytest.mark.usefixtures("pango")
def test_pages_are_numbered_in_the_language_of_the_paper():
    two_pages = '<p>หนึ่ง</p><p class="new-page">สอง</p>'

    assert "หน้า2จาก2" in text_of(render_pdf(page(two_pages)))
    assert "Page2of2" in text_of(render_pdf(page(two_pages, language="en")))


@pytest.mark.usefixtures("pango")
def test_the_head_of_a_table_and_the_mark_of_made_up_data_are_on_every_page():
    rows = "".join(f"<tr><td>{n}</td></tr>" for n in range(120))
    table = f"<table><thead><tr><th>เลขที่บัญชี</th></tr></thead><tbody>{rows}</tbody></table>"

    text = text_of(render_pdf(page(f'<div class="demo-mark">ข้อมูลสมมติ</div>{table}')))

    pages = int(re.search(r"หน้า1จาก(\d+?)(?=\D|$)", text)[1])
    assert pages > 2
    assert text.count("ข้อมูลสมมติ") == text.count("เลขที่บัญชี") == pages


@pytest.mark.usefixtures("pango")
def test_a_letter_without_a_glyph_is_an_error_not_a_box():
    with pytest.raises(PdfNotDrawn):
        render_pdf(page("\U000f1234"))


@pytest.mark.usefixtures("pango")
@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "http://127.0.0.1:9/x.png", "../../manage.py", "satja/../../manage.py", "satja/missing.png"],
)
def test_a_page_reads_static_files_and_nothing_else(address):
    with pytest.raises(PdfNotDrawn):
        render_pdf(page(f'<img src="{address}">'))


@pytest.mark.usefixtures("pango")
def test_what_the_page_carries_itself_is_drawn():
    dot = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"

    assert render_pdf(page(f'<img src="{dot}"><img src="satja/icon.svg">')).startswith(b"%PDF-1.7")


def test_without_pango_making_a_pdf_is_refused_with_the_line_to_run(monkeypatch):
    find = builtins.__import__

    def without_pango(name, *args, **kwargs):
        if name.startswith("weasyprint"):
            raise OSError("cannot load library 'libpango-1.0-0'")
        return find(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without_pango)
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)

    with pytest.raises(PdfUnavailable, match="apt-get install libpango-1.0-0"):
        render_pdf(page("ก"))
