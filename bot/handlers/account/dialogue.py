"""What this area brings: the words for everybody (start, menu, help, stop, the ways back)."""

from __future__ import annotations

from backend.domain.messaging.message import Tr
from backend.domain.people import codes
from bot.handlers.account import commands, menu, profile, small_talk_replies
from bot.handlers.account import help as help_words
from bot.handlers.engine.dialogue import Dialogue
from bot.handlers.engine.words import Word, any_rest

DIALOGUE = Dialogue(
    menu=menu.message,
    words=(
        (
            Word(
                "start",
                takes=True,
                aliases=("demarrer", "commencer"),
                before_joining=True,
                is_sentence=lambda rest, _context: not codes.may_be_bare(rest.lstrip(" :")),
            ),
            commands.start,
        ),
        (
            Word(
                "menu",
                about=Tr("Tout ce que je peux faire"),
                rank=230,
                aliases=("menu principal", "le menu", "retour au menu"),
            ),
            commands.menu,
        ),
        (Word("aide", about=Tr("De l'aide"), rank=270, aliases=("help",), before_joining=True), help_words.help_),
        (
            Word(
                "consignes",
                ("record instructions", "work"),
                about=Tr("Dire les consignes d'un projet à voix haute"),
                listed="record instructions",
                rank=125,
            ),
            help_words.rules,
        ),
        (
            Word(
                "profil",
                about=Tr("Mes informations"),
                rank=240,
                aliases=("mes infos", "mes informations"),
                before_joining=True,
                alone=dict.fromkeys(("quel est mon role", "role", "qui suis je"), ""),
            ),
            profile.profile,
        ),
        (Word("economie"), profile.data_saver),
        (Word("discret", aliases=("mode discret", "discretion")), profile.discreet),
        (
            Word(
                "stop",
                about=Tr("Ne plus recevoir de messages"),
                rank=280,
                aliases=("arret", "arreter"),
                before_joining=True,
            ),
            commands.stop,
        ),
        (Word("revenir", before_joining=True), commands.back),
        (Word("sans rappels", "learn", before_joining=True), commands.back_quietly),
        (Word("demande", takes=True, before_joining=True, is_sentence=any_rest), small_talk_replies.answer),
    ),
)
