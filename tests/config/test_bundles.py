"""The signer's one stylesheet and one script are made of all their sources, and small."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.finders import get_finder
from django.core.files.storage import Storage

from config import bundles

STATIC = settings.BASE_DIR / "static"
PREVIEW_ONLY = {"signer-specimen.css"}


def found(path: str) -> Path:
    place = finders.find(path)
    assert isinstance(place, str)
    return Path(place)


def test_every_source_of_the_signers_pages_is_in_a_bundle() -> None:
    named = {Path(source).name for sources in bundles.BUNDLES.values() for source in sources}
    scripts = {file.name for file in (STATIC / "js" / "signer").glob("*.js")}
    sheets = {file.name for file in (STATIC / "css").glob("signer*.css")} - PREVIEW_ONLY
    assert scripts | sheets <= named


def test_a_bundle_follows_a_changed_source(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "static").mkdir()
    source = tmp_path / "static" / "one.css"
    monkeypatch.setattr(settings, "BASE_DIR", tmp_path)
    monkeypatch.setattr(settings, "VAR_DIR", tmp_path)
    monkeypatch.setitem(bundles.BUNDLES, "css/made.css", ("one.css",))
    source.write_text("/* why */\np {\n  color: red;\n}\n", encoding="utf-8")
    assert found("css/made.css").read_text(encoding="utf-8") == "p {\ncolor: red;\n}\n"
    source.write_text("p {\n  color: blue;\n}\n", encoding="utf-8")
    assert found("css/made.css").read_text(encoding="utf-8") == "p {\ncolor: blue;\n}\n"


def test_each_script_is_a_block_with_names_of_its_own() -> None:
    script = bundles.joined("js/signer.bundle.js")
    assert script.count("\n}\n{\n") == len(bundles.SCRIPTS)
    assert "sourceMappingURL" not in script


def test_the_bundles_are_collected() -> None:
    listed = dict(get_finder("config.bundles.BundleFinder").list([]))
    assert set(listed) == {"css/signer.bundle.css", "js/signer.bundle.js"}
    assert all(isinstance(place, Storage) and place.exists(path) for path, place in listed.items())


def test_the_bundles_are_small_over_the_wire() -> None:
    sizes = [len(gzip.compress(found(path).read_bytes())) for path in bundles.BUNDLES]
    assert sum(sizes) < 20_000


def test_a_font_that_the_stylesheet_names_is_there() -> None:
    style = bundles.joined("css/signer.bundle.css")
    fonts = re.findall(r'url\("\.\./([^"]+)"\)', style)
    assert fonts
    assert all(finders.find(font) for font in fonts)
