"""Every dialogue there is, by its name."""

from __future__ import annotations

from collections.abc import Mapping

from bot.flows.admin import person_lookup
from bot.flows.announcements import dialogue as announcements_dialogue
from bot.flows.certificates import dialogue as certificates_dialogue
from bot.flows.earnings import goal
from bot.flows.engine import confirm
from bot.flows.engine.registry import Flow
from bot.flows.identity import chat_lock, join, joining, link, proof, secret_number
from bot.flows.people import invite, onboarding, place
from bot.flows.reminders import dialogue as reminders_dialogue
from bot.flows.reminders import pause
from bot.flows.threads import answer as threads_answer
from bot.flows.threads import write as threads_write
from bot.flows.training import dialogue as training_dialogue
from bot.flows.training import final, lesson, revision
from bot.flows.work import batch
from bot.flows.work import dialogue as work_dialogue

FLOWS: Mapping[str, Flow] = {
    flow.name: flow
    for flow in (
        *(onboarding.FLOW, work_dialogue.FLOW, goal.FLOW, reminders_dialogue.FLOW, pause.FLOW),
        *(
            announcements_dialogue.FLOW,
            invite.FLOW,
            batch.FLOW,
            person_lookup.FLOW,
            place.FLOW,
            confirm.FLOW,
            chat_lock.FLOW,
        ),
        *(training_dialogue.FLOW, lesson.FLOW, final.FLOW, revision.FLOW, certificates_dialogue.FLOW),
        *(link.FLOW, join.FLOW, secret_number.FLOW, proof.FLOW, joining.FLOW),
        *(threads_write.FLOW, threads_answer.FLOW),
    )
}
