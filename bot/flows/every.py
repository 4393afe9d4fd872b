"""Every dialogue there is, by its name."""

from __future__ import annotations

from collections.abc import Mapping

from bot.flows import (
    announce,
    batch,
    certificate,
    chat_lock,
    confirm,
    final,
    goal,
    invite,
    joining,
    lesson,
    link,
    link_join,
    link_pin,
    link_proof,
    onboarding,
    pause,
    person,
    place,
    reminders,
    revision,
    thread,
    thread_answer,
    training,
    work,
)
from bot.flows.registry import Flow

FLOWS: Mapping[str, Flow] = {
    flow.name: flow
    for flow in (
        *(onboarding.FLOW, work.FLOW, goal.FLOW, reminders.FLOW, pause.FLOW),
        *(announce.FLOW, invite.FLOW, batch.FLOW, person.FLOW, place.FLOW, confirm.FLOW, chat_lock.FLOW),
        *(training.FLOW, lesson.FLOW, final.FLOW, revision.FLOW, certificate.FLOW),
        *(link.FLOW, link_join.FLOW, link_pin.FLOW, link_proof.FLOW, joining.FLOW),
        *(thread.FLOW, thread_answer.FLOW),
    )
}
