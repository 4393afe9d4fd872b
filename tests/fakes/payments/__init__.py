"""Fakes of the payment providers Wave and pawaPay."""

from .books import Books, Fate, Payout
from .pawapay import FakePawaPay
from .wave import FakeWave

__all__ = ["Books", "FakePawaPay", "FakeWave", "Fate", "Payout"]
