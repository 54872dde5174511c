import re

import segno

from federation.kit.qr import qr_svg

CODE = "SG1:0412:2569-10:1234:" + "AB" * 32


def dark_modules(svg):
    dark = set()
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1", svg):
        dark |= {(int(x) + step - 4, int(y) - 4) for step in range(int(length))}
    return dark


def test_a_qr_code_is_drawn_module_by_module():
    expected = segno.make(CODE, error="m", micro=False, boost_error=False).matrix

    assert dark_modules(qr_svg(CODE, label="x")) == {
        (x, y) for y, row in enumerate(expected) for x, dark in enumerate(row) if dark
    }


def test_a_checkpoint_makes_a_code_of_41_modules_with_its_margin():
    assert 'viewBox="0 0 41 41"' in qr_svg(CODE, label="x")


def test_a_qr_code_has_a_label_and_no_style():
    svg = qr_svg("ก", label='<the "code">')

    assert 'aria-label="&lt;the &quot;code&quot;&gt;"' in svg
    assert "style=" not in svg
