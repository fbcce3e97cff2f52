"""The tag files of a bundle: what BagIt, its profile and PREMIS ask for beside the payload."""

from __future__ import annotations

import json
from xml.sax.saxutils import escape  # writes only; nothing is parsed

from oshj_core.archive.kinds import write_moment
from oshj_core.archive.spec import NO_HOLD, PROFILE, BundleSpec, Contents

BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
ALGORITHMS = ("sha256", "sha512")
SIGNED = "tagmanifest-sha512.txt"
SIGNATURES = (f"signatures/{SIGNED}.ed25519", f"signatures/{SIGNED}.minisig")
KEYS = ("signatures/key.pem", "signatures/minisign.pub")
METADATA = ("metadata/premis.xml", "metadata/profile.json")
TAG_FILES = ("bag-info.txt", "bagit.txt", *(f"manifest-{name}.txt" for name in ALGORITHMS))
TAGMANIFESTS = tuple(f"tagmanifest-{name}.txt" for name in ALGORITHMS)
MANIFESTED = (*TAG_FILES, *METADATA, *KEYS)
"""The tag files that the tag manifests name, in their order; the signatures cannot be."""

_ANY = ("Source-Organization", "Organization-Code", "External-Identifier", "Structural-Unit")
_REQUIRED = (
    *_ANY,
    *("Structural-Unit-Name", "Semester", "Academic-Year", "Term", "Retention-Class"),
    *("Retain-Until", "Legal-Hold", "Mandate", "Made-At", "Bagging-Date", "Payload-Oxum"),
)


def bag_info(spec: BundleSpec, oxum: str) -> bytes:
    """``bag-info.txt``."""
    return "".join(f"{name}: {value}\n" for name, value in spec.tags(oxum)).encode()


def read_bag_info(content: bytes) -> list[tuple[str, str]]:
    """The lines of ``bag-info.txt``.

    :raises ValueError: it is not written as :func:`bag_info` writes.
    """
    tags = []
    for line in content.decode().split("\n")[:-1]:
        name, colon, value = line.partition(": ")
        if not colon:
            raise ValueError(line)
        tags.append((name, value))
    if "".join(f"{name}: {value}\n" for name, value in tags).encode() != content:
        raise ValueError("bag-info.txt")
    return tags


def profile() -> bytes:
    """``metadata/profile.json``: the BagIt profile, closed to everything it does not name."""
    info: dict[str, object] = {
        name: {"required": True, "repeatable": False} for name in sorted(_REQUIRED)
    }
    info["Contents"] = {
        "required": True,
        "repeatable": False,
        "values": [contents.value for contents in Contents],
    }
    info["BagIt-Profile-Identifier"] = {
        "required": True,
        "repeatable": False,
        "values": [PROFILE],
    }
    document = {
        "BagIt-Profile-Info": {
            "BagIt-Profile-Identifier": PROFILE,
            "BagIt-Profile-Version": "1.3.0",
            "Source-Organization": "oshj",
            "Contact-Name": "oshj",
            "External-Description": "Records of an electronic journal of a university: one unit,"
            " one semester, one retention class",
            "Version": "1",
        },
        "Bag-Info": info,
        "Manifests-Required": list(ALGORITHMS),
        "Manifests-Allowed": list(ALGORITHMS),
        "Tag-Manifests-Required": list(ALGORITHMS),
        "Tag-Manifests-Allowed": list(ALGORITHMS),
        "Tag-Files-Required": [*METADATA, *KEYS, *SIGNATURES],
        "Tag-Files-Allowed": [*METADATA, *KEYS, *SIGNATURES],
        "Allow-Fetch.txt": False,
        "Serialization": "optional",
        "Accept-Serialization": ["application/x-tar"],
        "Accept-BagIt-Version": ["1.0"],
    }
    return json.dumps(document, indent=1).encode() + b"\n"


def premis(spec: BundleSpec, oxum: str, public_key: bytes) -> bytes:
    """``metadata/premis.xml``: what the bundle is, how it came to be, and by whom (PREMIS 3)."""
    size, _, count = oxum.partition(".")
    value = {name: escape(text) for name, text in spec.tags(oxum)}
    made_at = write_moment(spec.made_at)
    rights = "" if spec.legal_hold == NO_HOLD else f" Legal hold: {value['Legal-Hold']}."
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<premis xmlns="http://www.loc.gov/premis/v3" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" version="3.0">
 <object xsi:type="representation">
  <objectIdentifier>
   <objectIdentifierType>bundle</objectIdentifierType>
   <objectIdentifierValue>{value["External-Identifier"]}</objectIdentifierValue>
  </objectIdentifier>
  <significantProperties>
   <significantPropertiesType>payload files</significantPropertiesType>
   <significantPropertiesValue>{count}</significantPropertiesValue>
  </significantProperties>
  <significantProperties>
   <significantPropertiesType>payload bytes</significantPropertiesType>
   <significantPropertiesValue>{size}</significantPropertiesValue>
  </significantProperties>
 </object>
{_event(spec, "creation", "exported from the electronic journal", made_at)}
{_event(spec, "message digest calculation", "SHA-256 and SHA-512 of every file", made_at)}
{_event(spec, "digital signature generation", "Ed25519, key " + public_key.hex(), made_at)}
 <agent>
  <agentIdentifier>
   <agentIdentifierType>organisation</agentIdentifierType>
   <agentIdentifierValue>{value["Organization-Code"]}</agentIdentifierValue>
  </agentIdentifier>
  <agentName>{value["Source-Organization"]}</agentName>
  <agentType>organization</agentType>
 </agent>
 <rights>
  <rightsStatement>
   <rightsStatementIdentifier>
    <rightsStatementIdentifierType>retention</rightsStatementIdentifierType>
    <rightsStatementIdentifierValue>{value["Retention-Class"]}</rightsStatementIdentifierValue>
   </rightsStatementIdentifier>
   <rightsBasis>other</rightsBasis>
   <otherRightsInformation>
    <otherRightsBasis>{value["Mandate"]}</otherRightsBasis>
    <otherRightsNote>To be kept until {value["Retain-Until"]}.{rights}</otherRightsNote>
   </otherRightsInformation>
  </rightsStatement>
 </rights>
</premis>
""".encode()


def _event(spec: BundleSpec, kind: str, detail: str, at: str) -> str:
    return f""" <event>
  <eventIdentifier>
   <eventIdentifierType>bundle event</eventIdentifierType>
   <eventIdentifierValue>{escape(spec.name)} {kind}</eventIdentifierValue>
  </eventIdentifier>
  <eventType>{kind}</eventType>
  <eventDateTime>{at}</eventDateTime>
  <eventDetailInformation>
   <eventDetail>{escape(detail)}</eventDetail>
  </eventDetailInformation>
  <linkingAgentIdentifier>
   <linkingAgentIdentifierType>organisation</linkingAgentIdentifierType>
   <linkingAgentIdentifierValue>{escape(spec.code)}</linkingAgentIdentifierValue>
  </linkingAgentIdentifier>
 </event>"""
