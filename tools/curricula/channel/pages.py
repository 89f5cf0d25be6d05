"""The web pages of a channel: what there is, in every language, for people without any program.

    index.html                       which language?
    <locale>/index.html              all standards in their latest versions
    <locale>/<id>.html               one standard: all its versions, documents, packages, hashes
    <id>/latest/index.html           the latest version, whatever its number: in which language?
    <id>/latest/<locale>.html        leads to the document itself
    <id>/latest/latest.json          the same for programs

They stand for themselves: no script, no font, no file of another server.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from curricula import locales
from curricula.channel import catalogue, feeds, frameworks
from curricula.channel.releases import Release, latest
from curricula.locales import NO_BREAK_SPACE

_FOLDER = Path(__file__).parent
_ORDER = ("professional", "course", "practice")
_KINDS = {"html": "", "pdf": "PDF", "xml": "XML", "json": "JSON", "case.json": "CASE"}


@dataclass(frozen=True)
class Site:
    """What the pages are made of: the releases by id, newest first, and the labels of every language.

    `address` is the web address of the channel, without a slash at its end; `language` is that of whoever has said
    nothing; `publisher` is its name with the language of that, by locale.
    """

    releases: Sequence[Release]
    address: str
    labels: Mapping[str, Mapping[str, str]]
    language: str
    publisher: Mapping[str, tuple[str, str]]

    def name(self, tag: str, locale: str) -> str:
        """The name of a language in another one."""
        return self.labels[locale].get(f"language.{tag}") or locales.language_name(tag, locale)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, auto_reload=False,
        trim_blocks=True, lstrip_blocks=True,
    )


def pages(site: Site) -> dict[str, bytes]:
    """Every page by its name."""
    current = latest(site.releases)
    versions: dict[str, list[Release]] = {}
    for release in site.releases:
        versions.setdefault(release.id, []).append(release)
    found = {"index.html": _choice(site, "", site.labels[site.language]["channel.title"], {
        locale: (words["channel.title"], f"{locale}/index.html") for locale, words in site.labels.items()
    })}
    for locale in site.labels:
        found[f"{locale}/index.html"] = _index(site, locale, current)
        for release in current:
            found[f"{locale}/{release.id}.html"] = _standard(site, locale, versions[release.id])
    for release in current:
        found |= _latest(site, release)
    return found


def _index(site: Site, locale: str, current: Sequence[Release]) -> bytes:
    words = site.labels[locale]
    machines = [
        (words["channel.feed"], "feed.atom"),
        (words["channel.catalogue"].format(format="Turtle"), f"../{catalogue.TURTLE}"),
        (words["channel.catalogue"].format(format="JSON-LD"), f"../{catalogue.LINKED}"),
        *((words["channel.frameworks"].format(version=f"{edition[1]}.{edition[3]}"),
           f"../{frameworks.FOLDER}/{edition}/CFDocuments.json") for edition in frameworks.EDITIONS),
        (words["channel.checksums"], f"../{feeds.CHECKSUMS}"),
    ]
    return _page(
        site, locale, "index.html", "../", {tag: f"{tag}/index.html" for tag in site.labels},
        standards=[_version(site, release, locale) for release in sorted(current, key=_programme)], machines=machines,
        mirror_root=words["channel.mirror-root"].format(file="1.root.json"),
    )


def _place(site: Site, locale: str) -> tuple[bool, int, str]:
    """The languages of the pages in their order, then all others."""
    known = list(site.labels)
    return locale not in known, known.index(locale) if locale in known else 0, locale


def _programme(release: Release) -> tuple[str, int, str]:
    """Programmes one after the other, in each the standard of the profession first."""
    return release.id.partition("/")[0], _ORDER.index(release.manifest["kind"]), release.id


def _standard(site: Site, locale: str, versions: Sequence[Release]) -> bytes:
    release, words = versions[0], site.labels[locale]
    title, language = release.title(locale)
    up = "../" * (release.id.count("/") + 1)
    return _page(
        site, locale, "standard.html", up, {tag: f"{tag}/{release.id}.html" for tag in site.labels},
        id=release.id, title=title, title_language=language, kind=words[f"kind.{release.manifest['kind']}"],
        versions=[_version(site, item, locale) for item in versions],
        check_root=words["channel.check-root"].format(file="root.pem"),
    )


def _page(site: Site, locale: str, name: str, up: str, others: Mapping[str, str], **values: object) -> bytes:
    """A page of the template `name`; `others` are its siblings by language, `up` leads from it to the beginning."""
    languages = [(tag, site.name(tag, tag), up + page) for tag, page in others.items()]
    text = _environment().get_template(name).render(
        locale=locale, words=site.labels[locale], address=site.address, publisher=site.publisher[locale],
        languages=languages, style=_style(), up=up, **values,
    )
    return (text + "\n").encode()


@cache
def _style() -> Markup:
    return Markup((_FOLDER / "channel.css").read_text(encoding="utf-8"))


def _version(site: Site, release: Release, locale: str) -> dict[str, object]:
    """What a page tells of one release."""
    words, manifest = site.labels[locale], release.manifest
    title, language = release.title(locale)
    names = {name for name, _ in release.documents}
    reading, printed = (f"{release.folder}/{locale}.{suffix}" for suffix in ("html", "pdf"))
    whole = release.files[release.package]
    return {
        "release": release, "title": title, "language": language, "anchor": f"v{release.version}",
        "kind": words[f"kind.{manifest['kind']}"], "status": words[f"status.{manifest['status']}"],
        "version": words["version-short"].format(version=release.version),
        "issued": locales.date(manifest["issued"], locale),
        "effective": locales.date(manifest["effective"], locale) if manifest["effective"] else "",
        "reading": reading if reading in names else "", "printed": printed if printed in names else "",
        "languages": [
            {"tag": item["locale"], "name": site.name(item["locale"], locale),
             "files": list(_files(release, locale, item["locale"], words))}
            for item in sorted(manifest["languages"], key=lambda item: _place(site, item["locale"]))
        ],
        "data": list(_files(release, locale, None, words)),
        "package": {"name": release.package, "kind": release.package.rpartition("/")[2],
                    "size": _size(whole.length, locale)},
        "beside": [
            (words[f"channel.{label}"], name, name.rpartition("/")[2])
            for label, found in (("signature", release.signatures), ("provenance", release.provenance))
            for name in found
        ],
        "digest": whole.hashes["sha256"],
    }


def _files(release: Release, locale: str, language: str | None, words: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """The documents in a language, or those that are in none."""
    suffixes = {name: name.rpartition("/")[2].partition(".")[2] for name, _ in release.documents}
    known = list(_KINDS)
    order = {name: known.index(suffix) if suffix in known else len(known) for name, suffix in suffixes.items()}
    for name, file in sorted(release.documents, key=lambda item: (order[item[0]], item[0])):
        if file["language"] == language:
            kind = _KINDS.get(suffixes[name], suffixes[name]) or words["channel.page"]
            yield {"name": name, "kind": kind, "type": file["mediaType"], "size": _size(file["size"], locale)}


def _size(octets: int, locale: str) -> str:
    """A size in the unit that fits."""
    large = octets >= 1_000_000
    value = locales.number(round(octets / 1_000_000, 1) if large else max(1, round(octets / 1000)), locale)
    russian = locales.script(locale) == "Cyrl"
    unit = ("МБ" if russian else "MB") if large else ("кБ" if russian else "kB")
    return f"{value}{NO_BREAK_SPACE}{unit}"


def _latest(site: Site, release: Release) -> dict[str, bytes]:
    """The addresses that always lead to the latest version."""
    folder, manifest = f"{release.id}/latest", release.manifest
    shown = [(name, file) for name, file in release.documents if name.endswith(".html")]
    up = "../" * (release.id.count("/") + 2)
    choices = {}
    found = {}
    for name, file in shown:
        locale = file["language"]
        words = site.labels.get(locale, site.labels[site.language])
        title = f"{release.title(locale)[0]} · {words['version-short'].format(version=release.version)}"
        choices[locale] = (title, f"../{release.version}/{locale}.html")
        found[f"{folder}/{locale}.html"] = _choice(
            site, f"../{release.version}/{locale}.html", title, {locale: choices[locale]}, name)
    others = {locale: (words["channel.all"], f"{up}{locale}/index.html") for locale, words in site.labels.items()}
    found[f"{folder}/index.html"] = _choice(site, "", release.title(site.language)[0], choices or others,
                                            f"{folder}/")
    told = {
        "id": release.id, "uuid": manifest["uuid"], "version": release.version, "status": manifest["status"],
        "issued": manifest["issued"], "title": manifest["title"],
        "package": f"{site.address}/{release.package}",
        "sha256": release.files[release.package].hashes["sha256"],
        "documents": [f"{site.address}/{name}" for name, _ in release.documents],
    }
    found[f"{folder}/latest.json"] = (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()
    return found


def _choice(
    site: Site, moved: str, title: str, choices: Mapping[str, tuple[str, str]], canonical: str = ""
) -> bytes:
    """A page that leads to others, by language: words and address of each. `moved` is where it leads by itself."""
    locale = next(iter(choices)) if moved else site.language
    publisher = site.publisher.get(locale, site.publisher[site.language])
    text = _environment().get_template("choice.html").render(
        locale=locale, title=title, moved=moved, publisher=publisher, style=_style(),
        canonical=f"{site.address}/{canonical}",
        choices=[(tag, site.name(tag, tag), words, page) for tag, (words, page) in choices.items()],
    )
    return (text + "\n").encode()
