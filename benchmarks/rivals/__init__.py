"""Two usual ways to write such a bot, as their documentation recommends, doing the same work.

The same: an offer, its acceptance, then task after task, each with one message that acknowledges the
answer and brings the next task, with the same buttons, and the tap answered; each answer is kept,
paid, counted in her day and followed by the lease of the next task in one durable transaction of the
same PostgreSQL. Everything else that the product does (intake before the platform is told, outbox,
limits of the platform, order and single counting over crashes, roles, words, languages) they do not.
"""
