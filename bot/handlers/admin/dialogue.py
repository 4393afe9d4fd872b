"""What administration brings to the chat: projects, figures, people, queues, roles, the audit."""

from __future__ import annotations

from backend.domain.messaging.message import Tr
from bot.flows.admin import person_lookup
from bot.handlers.admin import audit, cohort, letter_confirmations, queue_jobs, queues, roles, tables, week
from bot.handlers.admin.metrics import commands as metrics_commands
from bot.handlers.admin.projects import commands as projects
from bot.handlers.admin.projects import confirmations as project_confirmations
from bot.handlers.admin.projects import results as project_results
from bot.handlers.admin.support import finding, lookup
from bot.handlers.engine.dialogue import Dialogue
from bot.handlers.engine.words import Word, any_rest, many_words

DIALOGUE = Dialogue(
    flows=((person_lookup.FLOW, finding.facts),),
    commands=finding.COMMANDS,
    words=(
        (
            Word(
                "projets",
                "see projects",
                about=Tr("Les projets et leur avancement"),
                takes=True,
                alone=dict.fromkeys(
                    ("projets", "projets en cours", "projets ouverts", "tous les projets", "exports", "export"), ""
                ),
                rank=180,
                is_sentence=many_words,
                like=("cohorte", "travail"),
            ),
            projects.show,
        ),
        (
            Word(
                "stats",
                "see figures",
                about=Tr("Les chiffres du jour, de la semaine et du mois"),
                takes=True,
                rank=190,
                like=("cohorte", "resultats"),
            ),
            metrics_commands.show,
        ),
        (
            Word("chiffres", "ask figures", takes=True, is_sentence=any_rest, like=("resultats",)),
            metrics_commands.asked,
        ),
        (
            Word(
                "exporter",
                ("see figures", "see projects", "see results"),
                alone=dict.fromkeys(tables.WISHES, ""),
            ),
            tables.export,
        ),
        (
            Word(
                "file",
                "see queues",
                about=Tr("Ce qui attend, et ce qui n'est pas passé"),
                takes=True,
                alone={
                    "horloge": "horloge",
                    **dict.fromkeys(("travaux", "travaux en attente", "travaux qui echouent"), "travaux"),
                    **dict.fromkeys(("abandonnes", "messages abandonnes", "file d attente"), ""),
                },
                rank=220,
                is_sentence=many_words,
            ),
            queues.show,
        ),
        (
            Word(
                "personne",
                "see people",
                about=Tr("Trouver une personne, et ce qui l'aide"),
                takes=True,
                rank=210,
                is_sentence=many_words,
                like=("cohorte",),
            ),
            lookup.show,
        ),
        (
            Word(
                "cohorte",
                "see the cohort",
                about=Tr("Les progrès de mon pays, et qui encourager"),
                takes=True,
                alone={
                    **dict.fromkeys(("risque", "a risque", "femmes a risque", "hiteuses a risque"), "risque"),
                    **dict.fromkeys(("reussites", "reussite"), "reussites"),
                },
                rank=90,
                is_sentence=many_words,
                like=("progres",),
            ),
            cohort.show,
        ),
        (Word("role", "give roles", takes=True, aliases=("roles",)), roles.show),
        (
            Word(
                "audit",
                "see the audit",
                about=Tr("Qui a fait quoi, et quand"),
                takes=True,
                rank=470,
                alone=dict.fromkeys(("journal", "historique", "qui a fait quoi"), ""),
            ),
            audit.show,
        ),
    ),
    confirmations={
        **project_confirmations.CONFIRMATIONS,
        **roles.CONFIRMATIONS,
        **lookup.CONFIRMATIONS,
        **queue_jobs.CONFIRMATIONS,
        **letter_confirmations.CONFIRMATIONS,
    },
    wakeups={**roles.WAKEUPS, **project_results.WAKEUPS, **week.WAKEUPS},
)
