"""What she says that she has reached, such as a shop that she has opened, taken back."""

from __future__ import annotations

from backend.domain.messaging.message import tr
from backend.services.earnings import savings as service
from bot.flows.earnings import everyday, project_words
from bot.flows.earnings import saving_views as views
from bot.handlers.engine import flow_engine, screens
from bot.handlers.engine.turn import Turn

KEY = "fait "
"""What stands before the number of the record in the button `views.not_reached`."""
_BUTTON = f"/projet pas {KEY}"
MOST_DIGITS = 18


async def taken_back(turn: Turn, rest: str = "") -> None:
    """Take back what a button names, « fait 12 »; without a number, the newest of what she has opened."""
    number = rest.removeprefix(KEY)
    known = int(number) if number.isascii() and number.isdigit() and len(number) <= MOST_DIGITS else None
    if await service.not_reached(turn.uow, turn.person, known, turn.now):
        said = tr("D'accord : je ne le note plus. Quand c'est fait, dis-le-moi.")
    else:
        said = tr("Rien de tel n'est noté : tu n'as rien à enlever.")
    await turn.say(said.with_choices(views.BACK, views.EARNED, columns=2))


async def not_opened(turn: Turn, rest: str = "") -> None:
    """« je n'ai pas encore ouvert »: take back what she has said to have opened."""
    if not await opens_nothing(turn, rest):
        await taken_back(turn)


async def opens_nothing(turn: Turn, rest: str) -> bool:
    """Answer kindly what is no activity of hers: « un compte », « la photo ». Return False if it may be one."""
    if not everyday.opens_nothing(rest):
        return False
    said = tr("👍 D'accord. Ici, je note ce que tu as ouvert pour ton projet, comme un salon ou une boutique.")
    await flow_engine.beside(turn, said)
    return True


async def written_below(turn: Turn, text: str) -> bool:
    """Take back what the chat's last message has noted: « non pas encore », « c'était pas vrai ». Return False if the
    text does not, or nothing is noted there."""
    if not project_words.is_not_so(text):
        return False
    button = next((each.id for each in await screens.offered(turn) if each.id.startswith(_BUTTON)), None)
    if button is None:
        return False
    await taken_back(turn, KEY + button.removeprefix(_BUTTON))
    return True
