"""In this folder the product is on WhatsApp."""

from __future__ import annotations

import pytest

from tests.product import Product


@pytest.fixture
def product(on_whatsapp: Product) -> Product:
    return on_whatsapp
