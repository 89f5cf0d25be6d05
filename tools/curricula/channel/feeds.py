"""What programs follow the channel by: a news feed in every language, the map of its pages, and all checksums."""

from collections.abc import Iterable, Mapping, Sequence

from lxml import etree

from curricula.channel.releases import Release
from curricula.packages import bag

SITEMAP, CHECKSUMS = "sitemap.xml", "SHA256SUMS"
_ATOM = "http://www.w3.org/2005/Atom"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
_NEWS = 100  # releases in a feed: who has missed more looks at the index
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def feed_name(locale: str) -> str:
    """Where the feed of a language lies."""
    return f"{locale}/feed.atom"


def feed(
    releases: Iterable[Release], address: str, locale: str, words: Mapping[str, str], publisher: str
) -> bytes:
    """The newest releases as Atom (RFC 4287), by their days of issue."""
    newest = sorted(releases, key=lambda release: (release.manifest["issued"], release.id), reverse=True)[:_NEWS]
    root = etree.Element(f"{{{_ATOM}}}feed", {_LANG: locale}, nsmap={None: _ATOM})  # type: ignore[dict-item]
    own = f"{address}/{feed_name(locale)}"
    _below(root, "id", own)
    _below(root, "title", words["channel.title"])
    _below(root, "updated", _moment(newest[0].manifest["issued"] if newest else "1970-01-01"))
    _below(root, "link", rel="self", href=own, type="application/atom+xml")
    _below(root, "link", rel="alternate", href=f"{address}/{locale}/index.html", type="text/html", hreflang=locale)
    _below(_below(root, "author"), "name", publisher)
    for release in newest:
        _entry(_below(root, "entry"), release, address, locale, words)
    return _written(root)


def _entry(entry: etree._Element, release: Release, address: str, locale: str, words: Mapping[str, str]) -> None:
    title, language = release.title(locale)
    version = words["version-short"].format(version=release.version)
    _below(entry, "id", f"{address}/{release.folder}")
    _below(entry, "title", f"{title} · {version}").set(_LANG, language)
    _below(entry, "updated", _moment(release.manifest["issued"]))
    page = f"{address}/{release.folder}/{locale}.html"
    if any(name == f"{release.folder}/{locale}.html" for name, _ in release.documents):
        _below(entry, "link", rel="alternate", href=page, type="text/html", hreflang=locale)
    else:
        _below(entry, "link", rel="alternate", href=f"{address}/{locale}/{release.id}.html", type="text/html")
    _below(entry, "link", rel="enclosure", href=f"{address}/{release.package}", type=bag.MIMETYPE,
           length=str(release.files[release.package].length))
    kind, status = words[f"kind.{release.manifest['kind']}"], words[f"status.{release.manifest['status']}"]
    _below(entry, "summary", f"{kind} · {status}")


def sitemap(current: Iterable[Release], address: str, locales: Sequence[str]) -> bytes:
    """The pages of the channel and of every latest release, each with its other languages."""
    root = etree.Element(f"{{{_SITEMAP}}}urlset", nsmap={None: _SITEMAP, "xhtml": _XHTML})  # type: ignore[dict-item]
    _pages(root, {locale: f"{address}/{locale}/index.html" for locale in locales}, f"{address}/", "")
    for release in current:
        day = release.manifest["issued"]
        own = {locale: f"{address}/{locale}/{release.id}.html" for locale in locales}
        _pages(root, own, f"{address}/{release.id}/latest/", day)
        shown = {
            str(file["language"]): f"{address}/{name}" for name, file in release.documents if name.endswith(".html")
        }
        _pages(root, shown, "", day)
    return _written(root)


def _pages(root: etree._Element, pages: Mapping[str, str], default: str, day: str) -> None:
    """A page in every language; `default` is for whoever reads none of them."""
    for page in pages.values():
        url = etree.SubElement(root, f"{{{_SITEMAP}}}url")
        etree.SubElement(url, f"{{{_SITEMAP}}}loc").text = page
        if day:
            etree.SubElement(url, f"{{{_SITEMAP}}}lastmod").text = day
        for locale, other in (*pages.items(), *([("x-default", default)] if default else [])):
            etree.SubElement(url, f"{{{_XHTML}}}link", rel="alternate", hreflang=locale, href=other)


def checksums(releases: Iterable[Release]) -> bytes:
    """Every file that never changes, for `sha256sum -c`."""
    found: dict[str, str] = {}
    for release in releases:
        found |= {name: file.hashes["sha256"] for name, file in release.files.items()}
        found |= {name: file["sha256"] for name, file in release.documents}
        manifest = release.files[release.package].unrecognized_fields["custom"]["manifest"]
        found[f"{release.package.rpartition('/')[0]}/manifest.json"] = manifest
    return bag.hash_lines(found.items())


def _moment(day: str) -> str:
    return f"{day}T00:00:00Z"


def _below(above: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    found = etree.SubElement(above, f"{{{_ATOM}}}{name}", attributes)
    found.text = text or None
    return found


def _written(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
