"""Every sentence has its Thai, and what holds places in it is kept."""

import re

import polib
import pytest
from django.utils import translation

from federation import translations

PLACES = re.compile(r"%\(\w+\)[sd]|\{\w*\}")


def test_every_sentence_is_translated():
    assert translations.untranslated() == []


def test_no_two_parts_translate_a_sentence_differently():
    assert translations.disagreements() == []


def test_every_translation_holds_the_places_of_its_sentence():
    wrong = []
    for entry in translations.catalogue():
        for thai in [entry.msgstr, *entry.msgstr_plural.values()]:
            if thai and not set(PLACES.findall(thai)) <= set(PLACES.findall(entry.msgid + entry.msgid_plural)):
                wrong.append(entry.msgid)
    assert wrong == []


@pytest.mark.parametrize("marked", ["_('Paid')", "gettext_lazy('Paid')", "ngettext('Paid', 'All paid', n)"])
def test_a_sentence_in_code_is_found(tmp_path, monkeypatch, marked):
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    (tmp_path / "groups").mkdir()
    (tmp_path / "groups" / "views.py").write_text(f"title = {marked}\n")

    assert list(translations.used()) == [("groups/views.py:1", (None, "Paid"))]


@pytest.mark.parametrize(
    ("template", "sentence"),
    [
        ('{% translate "Nobody (yet)" %}', "Nobody (yet)"),
        ("{% translate 'It is \"done\"' %}", 'It is "done"'),
        ("{% blocktranslate count n=n %}{{ n }} row{% plural %}{{ n }} rows{% endblocktranslate %}", "%(n)s row"),
        ('{{ name|default:_("None") }}', "None"),
    ],
)
def test_a_sentence_in_a_template_is_found(tmp_path, monkeypatch, template, sentence):
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text("{% load i18n %}" + template)

    assert [key for _where, key in translations.used()] == [(None, sentence)]


def test_parts_become_what_django_reads(tmp_path, monkeypatch):
    monkeypatch.setattr(translations, "PARTS", tmp_path)
    monkeypatch.setattr(translations, "COMPILED", tmp_path / "out" / "django.mo")
    (tmp_path / "a.po").write_text('msgid "Paid"\nmsgstr "ส่งแล้ว"\n')
    (tmp_path / "b.po").write_text('msgid "Paid"\nmsgstr "จ่ายแล้ว"\n')

    translations.compile_if_stale()

    assert [e.msgstr for e in polib.mofile(str(translations.COMPILED))] == ["ส่งแล้ว"]
    assert translations.disagreements() == [("b.po", "Paid")]


def test_django_speaks_our_thai():
    with translation.override("th"):
        assert translation.gettext("This field is required.") == "ต้องกรอกช่องนี้"
