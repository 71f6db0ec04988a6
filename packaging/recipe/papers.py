"""The papers that go with a bundle: every licence in one file, and a bill of materials in CycloneDX's form."""

import json
import uuid
from collections.abc import Sequence
from pathlib import Path

from recipe.edition import NAME, Edition
from recipe.materials import Material

LICENCES = "licences.txt"
BILL = "bill-of-materials.cdx.json"
RULE = "=" * 80


def licences(shipped: Sequence[Material]) -> str:
    """First who is in it, then each text once, under the names of all that come under it."""
    lines = ["Causerie contains, and thanks:", ""]
    lines += [f"  {one.name} {one.version}: {one.licence}".replace(" :", ":") for one in shipped]
    owners: dict[str, list[str]] = {}
    for one in shipped:
        for text in one.texts:
            owners.setdefault(text.strip(), []).append(one.name)
    for text, names in owners.items():
        lines += ["", RULE, ", ".join(names), RULE, "", text]
    return "\n".join(lines) + "\n"


def bill_of_materials(shipped: Sequence[Material], edition: Edition) -> str:
    """The same for the same materials: its serial number is made of them."""
    components = [_component(one) for one in shipped if one.kind != "application"]
    serial = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps([edition.file_stem, components], sort_keys=True))
    whole = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": NAME, "version": edition.version}},
        "components": components,
    }
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def write(shipped: Sequence[Material], edition: Edition, resources: Path) -> None:
    """Into the bundle, where the About box finds the licences."""
    (resources / LICENCES).write_text(licences(shipped), encoding="utf-8")
    (resources / BILL).write_text(bill_of_materials(shipped, edition), encoding="utf-8")


def _component(one: Material) -> dict[str, object]:
    entry: dict[str, object] = {"type": one.kind, "name": one.name, "version": one.version}
    entry["licenses"] = [{"license": {"name": one.licence}}]
    if one.purl:
        entry["purl"] = entry["bom-ref"] = one.purl
    return entry
