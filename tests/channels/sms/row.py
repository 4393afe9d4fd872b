"""The row of the table."""

from backend.domain.messaging.channels import ChannelTraits

SMS = ChannelTraits("sms", "SMS", words=("telephone simple",), numbers=True, look="lists")
