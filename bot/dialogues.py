"""The records of all areas, in the order of `bot.handlers`. A new area is added to this list."""

from __future__ import annotations

from bot.handlers.account.dialogue import DIALOGUE as ACCOUNT
from bot.handlers.admin.dialogue import DIALOGUE as ADMIN
from bot.handlers.announcements.dialogue import DIALOGUE as ANNOUNCEMENTS
from bot.handlers.certificates.dialogue import DIALOGUE as CERTIFICATES
from bot.handlers.clients.dialogue import DIALOGUE as CLIENTS
from bot.handlers.earnings.dialogue import DIALOGUE as EARNINGS
from bot.handlers.engine.confirmations import DIALOGUE as CONFIRMATIONS
from bot.handlers.engine.dialogue import Dialogues
from bot.handlers.identity.dialogue import DIALOGUE as IDENTITY
from bot.handlers.messaging.dialogue import DIALOGUE as MESSAGING
from bot.handlers.payouts.dialogue import DIALOGUE as PAYOUTS
from bot.handlers.people.dialogue import DIALOGUE as PEOPLE
from bot.handlers.privacy.dialogue import DIALOGUE as PRIVACY
from bot.handlers.quality.dialogue import DIALOGUE as QUALITY
from bot.handlers.reminders.dialogue import DIALOGUE as REMINDERS
from bot.handlers.threads.dialogue import DIALOGUE as THREADS
from bot.handlers.training.dialogue import DIALOGUE as TRAINING
from bot.handlers.work.dialogue import DIALOGUE as WORK

DIALOGUES = Dialogues(
    (
        *(CONFIRMATIONS, MESSAGING, PEOPLE, IDENTITY, EARNINGS, PAYOUTS, CLIENTS, WORK, QUALITY),
        *(CERTIFICATES, TRAINING, REMINDERS, THREADS, ANNOUNCEMENTS, ADMIN, PRIVACY, ACCOUNT),
    )
)
