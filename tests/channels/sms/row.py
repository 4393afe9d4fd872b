"""The row of the table."""

from backend.domain.messaging.channels import Channel

SMS = Channel("sms", "SMS", words=("telephone simple",), numbers=True, look="lists")
