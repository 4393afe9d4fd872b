"""A world for conversations without any I/O: what the services would do, for one person, in memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from typing import Any

from backend.domain import days
from backend.domain.admin import support_lookup
from backend.domain.certificates.badges import Course, Opening
from backend.domain.certificates.credentials import TakeCertificate
from backend.domain.certificates.income import TakeIncome
from backend.domain.earnings import commands as saving_commands
from backend.domain.earnings.commands import ReachedNoted
from backend.domain.identity import joining, linking
from backend.domain.messaging.message import Attachment, Raw, tr
from backend.domain.money import UNITS_PER_WHOLE, Money, francs
from backend.domain.payouts import destinations, guides, terms_file
from backend.domain.payouts.destinations import DestinationNamed, NameDestination
from backend.domain.payouts.guides import ReachGuide
from backend.domain.payouts.rhythms import ChooseReach, ReachChosen
from backend.domain.payouts.terms import PaySchedule, Rhythm
from backend.domain.people import commands as people_commands
from backend.domain.people import name_lists, places
from backend.domain.people.commands import Goal, Invite, InvitesMade
from backend.domain.people.invitations import InviteFile, InviteNames, NamesInvited
from backend.domain.people.reminder_preferences import Preference
from backend.domain.people.themes import THEMES, DecideThemes, Decisions, Theme, allows
from backend.domain.privacy import commands as privacy_commands
from backend.domain.privacy import erasing
from backend.domain.privacy.commands import ErasureAsked
from backend.domain.threads import commands as threads_commands
from backend.domain.training import final, learning
from backend.domain.work import commands as work_commands
from backend.domain.work import controls, reviewing
from backend.domain.work.answers import normalise
from backend.domain.work.batches import CheckBatch
from backend.domain.work.commands import Offer, Task
from backend.domain.work.instruction_voices import (
    DropVoice,
    KeepVoice,
    NoteVoice,
    VoicedProject,
    VoiceDropped,
    VoiceKept,
    VoiceNoted,
)
from backend.domain.work.rating import Aspect, RatingAsked
from backend.records import replace
from bot.flows.admin import person_lookup
from bot.flows.announcements import state as announcements_state
from bot.flows.earnings import goal, saving_questions
from bot.flows.engine import confirm
from bot.flows.identity import chat_lock
from bot.flows.payouts import destination, reach
from bot.flows.payouts import guide as guide_flow
from bot.flows.people import hard_content, invite, onboarding_views, place
from bot.flows.privacy import leaving, my_data
from bot.flows.reminders import dialogue as reminders_dialogue
from bot.flows.reminders import pause
from bot.flows.work import batch, instruction_voice
from bot.flows.work import state as work_state
from tests.dialogues.announcing import Announcing
from tests.dialogues.certifying import Certifying
from tests.dialogues.learning import Learning
from tests.dialogues.linking import Linking
from tests.dialogues.listening import Listening
from tests.dialogues.projects import PRACTICE, PROJECTS
from tests.dialogues.reviewing import Reviewing
from tests.dialogues.saving import Saving

NOW = datetime(2026, 3, 4, 9, 15, tzinfo=UTC)
"""A Wednesday. Where a conversation counts from the present, that is now."""
PROPOSAL = confirm.Proposal(tr("Projet *{title}*", title=Raw("Photos de marché")), Raw("ouvert"), Raw("en pause"))
ERASED_ON = date(2026, 3, 18)
PACE = timedelta(minutes=1)
"""What each answer takes."""
TERMS = replace(
    terms_file.shipped(),
    schedule=PaySchedule(4, 5, 8),
    minimums={"XOF": {"other": 1_000 * UNITS_PER_WHOLE, "amount": 5_000 * UNITS_PER_WHOLE}},
)
"""Paid on Fridays and on the fifth."""


@dataclass(slots=True)
class World:
    """One person and her work. `projects`: names in `PROJECTS`, in the order in which they are offered."""

    name: str = "Awa"
    role: str = "hiteuse"
    country: str = "CI"
    zone: str | None = None
    projects: tuple[str, ...] = ()
    known: Mapping[int, tuple[Any, str]] = field(default_factory=dict)
    """By number the tasks that are control tasks: the known answer, and why."""
    joined: bool = False
    goal: Goal | None = None
    began_project: bool = False  # she had a project before this conversation
    reminder: Preference | None = None
    huber: str | None = "Mariam"
    paid: bool = False
    """Whether she has said before where she is paid."""
    stopped: bool = False
    unpaid: bool = False
    shared: int | None = None
    """Answers that are her share of scarce work."""
    reached: bool = True
    """Whether what we start reaches her where she is."""
    opened_by: dict[str, str] = field(default_factory=dict)
    """Project → the title of the module that would open it: hers once she has passed."""
    begun: set[int] = field(default_factory=set)
    left: dict[int, Mapping[str, Any]] = field(default_factory=dict)
    """Task → what she had begun of it when she left it."""
    closed: set[int] = field(default_factory=set)
    closes: work_commands.Nothing = "paused"
    """Why those give out nothing."""
    ticks: bool = True
    """Whether boxes can be ticked where she reads, and hard content be hidden until she taps it."""
    decisions: dict[Theme, bool] = field(default_factory=dict)
    """What she said of hard content."""
    waiting: dict[int, list[Task]] = field(default_factory=dict)
    mine: Task | None = None
    leased: bool = False
    room: bool = True
    """Whether a task whose lease ran out may still be answered."""
    answered: list[Task] = field(default_factory=list)
    accepted: bool = False
    learns: dict[str, Any] = field(default_factory=dict)
    """What `Learning` is made of."""
    learning: Learning = field(init=False)
    certifies: dict[str, Any] = field(default_factory=dict)
    """What `Certifying` is made of."""
    certifying: Certifying = field(init=False)
    leaves: dict[str, Any] = field(default_factory=dict)
    """Of `leaving.Facts` what differs; `owed`: units of XOF. `earned`: she has earned something, and all was paid."""
    links: dict[str, Any] = field(default_factory=dict)
    """What `Linking` is made of."""
    linking: Linking = field(init=False)
    announces: dict[str, Any] = field(default_factory=dict)
    """What `Announcing` is made of."""
    announcing: Announcing = field(init=False)
    listens: dict[str, Any] = field(default_factory=dict)
    """What `Listening` is made of."""
    listening: Listening = field(init=False)
    reviews: Mapping[str, Any] = field(default_factory=dict)
    """What `Reviewing` is made of."""
    reviewing: Reviewing = field(init=False)
    operator: str = ""
    """Of her mobile-money number."""
    saves: Mapping[str, Any] = field(default_factory=dict)
    """What `Saving` is made of."""
    saving: Saving = field(init=False)
    voiced: tuple[int, ...] = ()
    """Projects whose instructions have a voice note."""
    voice: str = "kept"
    """What becomes of a voice note that a Huber wants to keep."""
    time_today: timedelta = timedelta()
    earned: list[Money] = field(default_factory=list)

    def __post_init__(self) -> None:
        zones = places.country(self.country).zones
        self.zone = self.zone or (zones[0].name if len(zones) == 1 else None)
        self.learning = Learning(NOW, ticks=self.ticks, **self.learns)
        self.certifying = Certifying(**self.certifies)
        self.linking = Linking(**self.links)
        self.listening = Listening(NOW, **self.listens)
        self.reviewing = Reviewing(NOW, **self.reviews)
        self.saving = Saving(**self.saves)
        self.announcing = Announcing(NOW, **self.announces)
        number = 0
        for project_id, name in enumerate(self.projects, 1):
            config, contents = PROJECTS[name]
            self.waiting[project_id] = []
            for content in contents:
                number += 1
                task = Task(number, project_id, config, content)
                if number in self.known:
                    gold, why = self.known[number]
                    task = replace(task, control=True, gold=controls.known(config, gold), explanation=why)
                self.waiting[project_id].append(task)

    # --- what happens outside the conversation --------------------------------------------------------

    def happens(self, what: str) -> None:
        """One of the lines that begin with "~" in a conversation."""
        if what.startswith("she has worked "):
            hours, minutes = what.removeprefix("she has worked ").split(" h ")
            self.time_today = timedelta(hours=int(hours), minutes=int(minutes))
            return
        if what.startswith("her voice is "):
            self.voice = what.removeprefix("her voice is ")
            return
        if what.startswith("the file is "):
            self.announcing.happens(what)
            return
        HAPPENINGS[what](self)

    # --- facts ------------------------------------------------------------------------------------------

    def facts(self, flow: str, state: Any) -> Any:
        match flow:
            case "onboarding":
                return onboarding_views.Facts(
                    self.name,
                    self.role,
                    self.country,
                    self.zone,
                    stopped=self.stopped,
                    saves=self.began_project,
                    huber=self.huber,
                    themes=self._unasked(),
                )
            case "work" | "hard_content":
                return self._work_facts(state)
            case "goal" | "destination" | "saving" | "guide" | "reach":
                return self._money_facts(flow)
            case "reminders":
                learner = self.role == "trainee"
                return reminders_dialogue.Facts(
                    self.reminder, learner=learner, stopped=self.stopped, reached=self.reached
                )
            case "pause":
                return pause.Facts(
                    NOW, self.zone or "UTC", self.leased, learner=self.role == "trainee", stopped=self.stopped
                )
            case "invite":
                return invite.Facts(() if self.role == "admin" else (self.country,), self.role == "admin")
            case "batch":
                return batch.Facts(invites=True)
            case "announce":
                return self.announcing.facts(state)
            case "training" | "lesson" | "final" | "revision":
                return self.learning.facts(flow, state)
            case "certificate" | "income":
                return self._certificate_facts(flow)
            case "link" | "link_join" | "link_pin" | "link_proof" | "joining" | "my_data" | "erasure":
                return self._account_facts(flow)
            case "thread" | "telling" | "thread_answer":
                return self.listening.facts(flow)
            case "confirm" | "person" | "chat_lock" | "review" | "recourse" | "instruction_voice":
                return self._staff_facts(flow, state)
            case _:
                return place.Facts(self.country)

    def _certificate_facts(self, flow: str) -> Any:
        if flow == "certificate":
            return self.certifying.facts(self.name, ticks=self.ticks)
        return self.certifying.income_facts(self.name, has_pin=self.linking.has_pin)

    def _account_facts(self, flow: str) -> Any:
        if flow == "my_data":
            return my_data.Facts(self.linking.has_pin)
        if flow == "erasure":
            return leaving.Facts(self.linking.has_pin, ERASED_ON, erasing.books_until(ERASED_ON), **self._leaves())
        return self.linking.facts(flow, self.role)

    def _asked_for_erasure(self) -> ErasureAsked:
        found = self._leaves()
        claim = "7K2M-9QXT-3HVB-5RWD" if found["owed"] or self.leaves.get("earned") else ""
        return ErasureAsked(ERASED_ON, found["owed"], found.get("tail", ""), claim)

    def _of_account(self, command: Any) -> Any:
        match command:
            case privacy_commands.AskErasure():
                return self._asked_for_erasure()
            case privacy_commands.MakePersonFile():
                return None
            case _:
                return self.linking.carry_out(command)

    def _leaves(self) -> dict[str, Any]:
        owed = self.leaves.get("owed")
        found = {name: value for name, value in self.leaves.items() if name != "earned"}
        return {**found, "owed": (Money(owed, "XOF"),) if owed else ()}

    def _money_facts(self, flow: str) -> Any:
        if flow == "goal":
            return goal.Facts(places.country(self.country).currency)
        if flow == "reach":
            return reach.Facts(TERMS, TERMS.minimum("XOF", Rhythm.AMOUNT))
        if flow == "guide":
            found = {topic: guides.guide(topic, self.country, self.operator) for topic in guides.TOPICS}
            return guide_flow.Facts({topic: each for topic, each in found.items() if each is not None})
        if flow == "saving":
            return saving_questions.Facts(self.saving.project, NOW.date(), places.country(self.country).currency)
        return destination.Facts(self.country, self.linking.has_pin)

    def _staff_facts(self, flow: str, state: Any) -> Any:
        match flow:
            case "review" | "recourse":
                return self.reviewing.facts(flow, state, self.country, ticks=self.ticks)
            case "confirm":
                return confirm.Facts(PROPOSAL if state.deed else None)
            case "person":
                return person_lookup.Facts("Fatou")
            case "instruction_voice":
                return instruction_voice.Facts(self._voiced(), records=self.role == "huber")
            case _:
                return chat_lock.Facts()

    def _work_facts(self, state: work_state.State | hard_content.State) -> work_state.Facts | hard_content.Facts:
        if isinstance(state, hard_content.State):
            return hard_content.Facts(self.decisions)
        offering = state.at == "other" or (state.at in work_state.OFFERING and not self.leased)
        offers = self._offers() if offering else ()
        return work_state.Facts(
            country=self.country,
            task=self.mine if self.leased or not offering else None,
            previous=self._previous() if state.at == "previous" else None,
            offers=offers,
            openings=self._openings() if state.at == "why" or (offering and not offers) else (),
            declined=self._declined() if state.at == "why" else (),
            asking=self._offers(asking=True) if offering and not offers and state.at == "first" else (),
            hears=self._hears(),
            over=self._over() if offering else None,
            ticks=self.ticks,
            covers=self.ticks,
        )

    def _voiced(self) -> tuple[VoicedProject, ...]:
        found = []
        for number, name in enumerate(self.projects, 1):
            config = PROJECTS[name][0]
            note = Attachment("voice", f"hash of {name}", "consignes.ogg") if number in self.voiced else None
            if self.role == "huber" or note is not None:
                found.append(VoicedProject(number, config.title, config.instructions, note))
        return tuple(found)

    def _voice(self, command: Any) -> Any:
        match command:
            case NoteVoice():
                return VoiceNoted(31)
            case KeepVoice(project):
                outcome, self.voice = self.voice, "kept"
                if outcome == "kept":
                    self.voiced = (*self.voiced, project)
                return VoiceKept(outcome)  # type: ignore[arg-type]
            case _:
                left = tuple(each for each in self.voiced if each != command.project)
                count, self.voiced = len(self.voiced) - len(left), left
                return VoiceDropped(count)

    def _over(self) -> work_commands.Nothing | None:
        if self.time_today >= days.DAY_LIMIT:
            return "day_done"
        if self.shared is not None and len(self.answered) >= self.shared:
            return "share" if self.shared else "kept"
        return None

    def _unasked(self) -> tuple[Theme, ...]:
        asked = {theme for tasks in self.waiting.values() for task in tasks for theme in task.config.sensitive}
        return tuple(theme for theme in THEMES if theme in asked and theme not in self.decisions)

    def _hears(self) -> work_state.Hears:
        if self.stopped or not self.reached:
            return "no"
        if self.reminder is None and self.unpaid:
            return "first"
        return "yes" if self.reminder is not None and self.reminder.days else "asks"

    def _offers(self, *, asking: bool = False) -> tuple[Offer, ...]:
        said = {**dict.fromkeys(self._unasked(), True), **self.decisions} if asking else self.decisions
        found = [
            Offer(p, tasks[0].config, len(tasks), Fraction(tasks[0].config.minutes), p in self.begun)
            for p, tasks in self.waiting.items()
            if tasks and p not in self.closed and allows(said, tasks[0].config.sensitive)
        ]
        return tuple(sorted(found, key=lambda offer: not offer.started))

    def _declined(self) -> tuple[Offer, ...]:
        said = {theme: said for theme, said in self.decisions.items() if not said}
        return tuple(
            Offer(p, tasks[0].config, len(tasks), Fraction(tasks[0].config.minutes), p in self.begun)
            for p, tasks in self.waiting.items()
            if tasks and any(theme in said for theme in tasks[0].config.sensitive)
        )

    def _openings(self) -> tuple[Opening, ...]:
        configs = [(PROJECTS[name][0], title) for name, title in self.opened_by.items()]
        return tuple(
            Opening(Offer(900 + n, config, 10, Fraction(config.minutes), False), (Course(f"module-{n}", title),))
            for n, (config, title) in enumerate(configs)
        )

    def _previous(self) -> Task | None:
        return self.answered[-1] if self.answered and not self.accepted else None

    # --- commands -----------------------------------------------------------------------------------------

    def carry_out(self, command: Any) -> Any:
        match command:
            case people_commands.SetPlace(country, zone):
                self.country, self.zone = country, zone
            case NameDestination() | people_commands.SetGoal() | ReachGuide() | ChooseReach():
                return self._money(command)
            case people_commands.SetReminder(preference):
                self.reminder = preference or Preference(frozenset(), time(18))
                self.stopped = self.stopped and preference is None
            case people_commands.Join():
                self.joined = True
            case (
                InviteFile()
                | people_commands.Pause()
                | people_commands.GiveConsent()
                | people_commands.DeclineWork()
                | CheckBatch()
                | work_commands.KeepWorking()
            ):
                pass
            case people_commands.MakeInvites() as wanted:
                return InvitesMade(*_codes(wanted, [""] * wanted.count))
            case InviteNames(names=names) as wanted:
                fresh, again = name_lists.part(names, {"awa"})  # who has a code of today already
                made = _codes(wanted, [each.name for each in fresh])
                return NamesInvited(*made, tuple(each.number for each in fresh), len(again), 7 if again else None)
            case (
                confirm.Look()
                | confirm.CarryOut()
                | support_lookup.FindPerson()
                | NoteVoice()
                | KeepVoice()
                | DropVoice()
            ):
                return self._of_staff(command)
            case _ if type(command).__module__ in (learning.__name__, final.__name__):
                return self.learning.carry_out(command)
            case _ if type(command).__module__ == announcements_state.__name__:
                return self.announcing.carry_out(command)
            case TakeCertificate() | TakeIncome():
                return self.certifying.carry_out(command)
            case _ if type(command).__module__ in (linking.__name__, joining.__name__, privacy_commands.__name__):
                return self._of_account(command)
            case _ if type(command).__module__ in (reviewing.__name__, threads_commands.__name__):
                seconds = type(command).__module__ == reviewing.__name__
                return (self.reviewing if seconds else self.listening).carry_out(command)
            case _:
                return self._work(command)
        return None

    def _money(
        self, command: NameDestination | people_commands.SetGoal | ReachGuide | ChooseReach
    ) -> DestinationNamed | ReachChosen | ReachedNoted | None:
        if isinstance(command, ChooseReach):
            return ReachChosen(command.reach, None, date(2026, 3, 6), asked=False)
        if isinstance(command, ReachGuide):
            return ReachedNoted(1)
        if isinstance(command, people_commands.SetGoal):
            self.goal = command.goal
            return None
        return DestinationNamed(NOW + destinations.CHANGED_WAIT if self.paid else NOW, waits=self.paid)

    def _decide(self, said: Decisions) -> bool:
        self.decisions |= said
        if not self.leased or self.mine is None or allows(self.decisions, self.mine.config.sensitive):
            return False
        self.leased = False
        return True

    def _of_staff(self, command: Any) -> Any:
        match command:
            case confirm.Look():
                return confirm.Looked(PROPOSAL.seen)
            case NoteVoice() | KeepVoice() | DropVoice():
                return self._voice(command)
            case confirm.CarryOut():
                return confirm.CarriedOut(tr("⏸ C'est fait : le projet est en pause."))
            case _:
                return support_lookup.PersonShown(tr("Je ne trouve personne."))

    def _work(self, command: Any) -> Any:
        match command:
            case _ if type(command).__module__ == saving_commands.__name__:
                return self.saving.carry_out(command)
            case DecideThemes(decisions):
                return self._decide(decisions)
            case work_commands.StartPractice():
                config, content, gold, explanation = PRACTICE
                self.mine, self.leased = Task(1000, 1000, config, content, True, gold, explanation), True
                return work_commands.TaskGiven(self.mine)
            case work_commands.TakeWork(project_id, begun):
                if command.says_yes:
                    self._decide(dict.fromkeys(command.says_yes, True))
                return self._take(project_id, begun)
            case work_commands.GoOn():
                allowed = self.mine is not None and allows(self.decisions, self.mine.config.sensitive)
                if self.mine is not None and allowed and (self.leased or self.room):
                    self.leased = True
                    return work_commands.TaskGiven(self.mine)
                return self._next_of_mine()
            case work_commands.SubmitAnswer(task_id, value):
                return self._submit(task_id, value)
            case work_commands.SkipTask() | work_commands.ReportTask():
                return self._next_of_mine()
            case work_commands.RecallAnswer():
                return work_commands.AnswerRecalled(self._previous())
            case work_commands.CorrectAnswer(_, value):
                if self.accepted:
                    return work_commands.AnswerCorrected(False)
                last = self.answered[-1]
                self.answered[-1] = replace(last, value=normalise(last.config, value))
                return work_commands.AnswerCorrected(True)
            case _:
                raise AssertionError(f"nobody carries out {command}")

    def _take(self, project_id: int, begun: Mapping[str, Any] | None) -> work_commands.TaskGiven:
        if over := self._over():
            return work_commands.TaskGiven(None, over)
        held = self.mine if self.leased and self.mine is not None and not self.mine.practice else None
        self.begun.add(project_id)
        waiting = self.waiting[project_id]
        waiting.sort(key=lambda task: task.id not in self.left)  # the one that she had left first
        if not waiting:
            return work_commands.TaskGiven(None, "none_left")
        given = self._next(project_id)
        if held is not None:
            self.waiting[held.project_id].insert(0, held)
            if begun:
                self.left[held.id] = begun
        if given.task is None:
            return given
        return replace(given, begun=self.left.pop(given.task.id, None), voice=project_id in self.voiced)

    def _submit(self, task_id: int, value: Any) -> Any:
        task = self.mine
        assert task is not None and task.id == task_id
        value = normalise(task.config, value)
        if not self.leased and (not self.room or task in self.answered):
            given = self._next_of_mine()
            return work_commands.AnswerRefused("already" if task in self.answered else "gone", given.task, given.why)
        before, self.time_today = self.time_today, self.time_today + PACE
        self.answered.append(replace(task, value=value))
        self.earned.append(task.config.pay)
        if self.time_today >= days.DAY_LIMIT:
            self.mine, self.leased = None, False
            given = work_commands.TaskGiven(None, "day_done")
        elif task.practice:
            self.mine, self.leased = None, False
            given = work_commands.TaskGiven(None)
        else:
            given = self._next_of_mine()
        closing = given.task is None and not task.practice
        return work_commands.AnswerCounted(
            task.config.pay,
            given.task,
            given.why,
            len(self.earned),
            francs(*self.earned),
            self.time_today,
            days.crossed(before, self.time_today),
            self.answered[-1],
            time(8) if given.why == "day_done" and self._hears() != "no" else None,
            task.control and not controls.is_right(task.config, task.gold, value),
            RatingAsked(task.project_id, task.config.title, Aspect.PAY) if closing else None,
        )

    def _next_of_mine(self) -> work_commands.TaskGiven:
        assert self.mine is not None
        return self._next(self.mine.project_id)

    def _next(self, project_id: int) -> work_commands.TaskGiven:
        before, self.mine, self.leased, self.room = self.mine, None, False, True
        if project_id in self.closed:
            return work_commands.TaskGiven(None, self.closes)
        if before is not None and not allows(self.decisions, before.config.sensitive):
            return work_commands.TaskGiven(None, "themes")
        if over := self._over():
            return work_commands.TaskGiven(None, over)
        if not self.waiting[project_id]:
            return work_commands.TaskGiven(None, "none_left")
        self.mine, self.leased = self.waiting[project_id].pop(0), True
        return work_commands.TaskGiven(self.mine)


def _lease_runs_out(world: World) -> None:
    world.leased = False


def _others_fill_it(world: World) -> None:
    world.leased = world.room = False


def _codes(
    wanted: people_commands.MakeInvites | InviteNames, names: Sequence[str]
) -> tuple[tuple[Invite, ...], tuple[Mapping[str, str], ...]]:
    """A code for each name ("": for nobody in particular), and its links."""
    of = (wanted.duty, wanted.countries)
    invites = tuple(
        Invite(f"ABCD-EFGH-JKMN-{n:04}", wanted.role, wanted.country, name, *of) for n, name in enumerate(names, 1)
    )
    return invites, tuple({"telegram": f"https://t.me/hiteuses?start={i.code}"} for i in invites)


def _others_take_all(world: World) -> None:
    for tasks in world.waiting.values():
        tasks.clear()


def _close(world: World) -> None:
    world.closed |= set(world.waiting)


def _close_for_good(world: World) -> None:
    world.closes = "closed"
    _close(world)


def _end(world: World) -> None:
    world.closes = "ended"
    _close(world)


def _rest(world: World) -> None:
    world.closes = "rest"
    world.closed |= {p for p, tasks in world.waiting.items() if tasks and tasks[0].config.sensitive}


def _hard_hour(world: World) -> None:
    _rest(world)
    world.closes = "hour"


def _give_most(world: World) -> None:
    world.closes = "most"
    _close(world)


def _accept(world: World) -> None:
    world.accepted = True


def _two_days(world: World) -> None:
    world.learning.now += timedelta(days=2)


def _an_hour(world: World) -> None:
    world.learning.now += timedelta(hours=1)


def _answer_elsewhere(world: World) -> None:
    assert world.mine is not None
    world.answered.append(world.mine)
    world.leased = False


def _take_badge_back(world: World) -> None:
    world.certifying.lose()


HAPPENINGS: Mapping[str, Callable[[World], None]] = {
    "her badge is taken back": _take_badge_back,
    "her lease runs out": _lease_runs_out,
    "her lease runs out, and others fill the task": _others_fill_it,
    "others take all other tasks": _others_take_all,
    "the projects are paused": _close,
    "the projects are closed": _close_for_good,
    "the projects' last day passes": _end,
    "twenty minutes of hard content are over": _rest,
    "her hour of hard content is over": _hard_hour,
    "she has given as many answers as one person can": _give_most,
    "her answers are accepted": _accept,
    "she answers it on her other channel": _answer_elsewhere,
    "two days pass": _two_days,
    "an hour passes": _an_hour,
}
