"""Usual ways to write such a bot, two for Telegram and one for WhatsApp, as their documentation recommends, doing the
same work.

The same work: an offer, its acceptance, then task after task. One message acknowledges an answer and shows the next
task, with the same buttons, and the tap is answered, on WhatsApp marked as read. Each answer is kept, paid, counted in
the person's day and followed by the lease of the next task, in one durable transaction of the same PostgreSQL.

The rivals do nothing else that the product does: storing an event before the platform is acknowledged, an outbox, rate
limits, order and single counting over crashes, roles, typed words, languages.
"""
