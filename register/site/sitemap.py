"""What search engines read first: /sitemap.xml (sitemaps.org protocol) and /robots.txt."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from xml.etree import ElementTree as ET

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


@dataclass(frozen=True, slots=True)
class Place:
    """One page to index. `changed_on` is the day of its last change, where it is known."""

    address: str
    changed_on: date | None = None


def sitemap(places: Iterable[Place]) -> bytes:
    """Write the list of the pages."""
    root = ET.Element("urlset", {"xmlns": SITEMAP})
    for place in places:
        url = ET.SubElement(root, "url")
        ET.SubElement(url, "loc").text = place.address
        if place.changed_on:
            ET.SubElement(url, "lastmod").text = place.changed_on.isoformat()
    ET.indent(root, space="")
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def robots(base_url: str) -> bytes:
    """Allow everything and name the sitemap."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {base_url}/sitemap.xml\n".encode()
