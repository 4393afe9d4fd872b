"""The business account that the bot uses: what its settings hold."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Account:
    """`number`: the one that people write to, digits only."""

    token: str = field(default="EAAFakeTokenForTestsOnly0123456789abcdefghijklmnop", repr=False)
    phone_number_id: str = "106540352242922"
    business_account_id: str = "102290129340398"
    app_id: str = "777777777777777"
    app_secret: str = field(default="fake0app0secret0for0tests0only00", repr=False)
    verify_token: str = field(default="fake-verify-token-for-tests", repr=False)
    number: str = "2250700000000"
    name: str = "Hiteuses"

    @property
    def environment(self) -> dict[str, str]:
        """As the product's settings name it."""
        return {
            "WHATSAPP_ACCESS_TOKEN": self.token,
            "WHATSAPP_PHONE_NUMBER_ID": self.phone_number_id,
            "WHATSAPP_BUSINESS_ACCOUNT_ID": self.business_account_id,
            "WHATSAPP_APP_SECRET": self.app_secret,
            "WHATSAPP_VERIFY_TOKEN": self.verify_token,
        }
