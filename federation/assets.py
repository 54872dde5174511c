"""Makes the static files that are not in the repository, from the packages that hold them.

Bootstrap's style sheet goes without its map; Sarabun becomes WOFF2, a third of the size of its TTF.
usage: python -m federation.assets
"""

import shutil
from importlib.util import find_spec
from pathlib import Path

from federation.database import ROOT

ASSETS = ROOT / ".local" / "assets"
WEIGHTS = ("Regular", "SemiBold")


def package_folder(name):
    """Return where a package lies on disk; some of ours have no code to import."""
    return Path(next(iter(find_spec(name).submodule_search_locations)))


def make_assets():
    """Make all files anew, whole or not at all."""
    fresh = ASSETS.with_name("assets.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    _copy_bootstrap(fresh / "bootstrap")
    _make_fonts(fresh / "sarabun")
    shutil.rmtree(ASSETS, ignore_errors=True)
    fresh.rename(ASSETS)


def _copy_bootstrap(folder):
    folder.mkdir()
    css = (package_folder("bootstrap") / "css" / "bootstrap.min.css").read_text()
    (folder / "bootstrap.min.css").write_text(css.split("/*# sourceMappingURL", 1)[0])


def _make_fonts(folder):
    from fontTools.ttLib.woff2 import compress

    folder.mkdir()
    for weight in WEIGHTS:
        source = package_folder("fontpkg_sarabun") / "files" / f"Sarabun-{weight}.ttf"
        compress(str(source), str(folder / f"{source.stem}.woff2"))


if __name__ == "__main__":
    make_assets()
