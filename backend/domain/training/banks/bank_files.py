"""A question bank in the format in which its author saved it: GIFT, Moodle XML or Aiken, recognised by its content.
Moodle itself saves GIFT and Aiken as `.txt`."""

from __future__ import annotations

import re

from backend.domain.errors import Fault
from backend.domain.training.banks import aiken, gift, moodle_xml
from backend.domain.training.banks.bank import Bank

_XML = re.compile(r"\s*(?:<\?xml|<quiz\b|<!--)")


def read(text: str, name: str, faults: list[Fault]) -> Bank:
    """The questions of a file with this name. Faults are added to `faults`, and their questions are left out."""
    if name.lower().endswith(".xml") or _XML.match(text):
        return moodle_xml.read(text, faults)
    if aiken.looks_like_it(text):
        return aiken.read(text, faults)
    return gift.read(text, faults)
