r"""Formulas in LaTeX as a chat can show them: `$$x^2 \leq \frac{1}{2}$$` is x² ≤ 1/2.

Only what keeps its meaning on one line is converted. A matrix, an integral or an unknown command stays as written, and
`first` finds it.
"""

from __future__ import annotations

import re

_FORMULA = re.compile(
    r"\$\$(.{1,500}?)\$\$"
    r"|\\\((.{1,500}?)\\\)"
    r"|\\\[(.{1,500}?)\\\]"
    # one dollar is more often money than mathematics, so there must be a command or a power between the two
    r"|(?<![\\$\w])\$(?=\S)(?=[^$\n]{0,200}[\\^])([^$\n]{1,200}?)(?<=\S)\$(?![$\d])",
    re.DOTALL,
)
_TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|\s+|.", re.DOTALL)

RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")

_GREEK = (
    "alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ iota ι kappa κ lambda λ mu μ nu ν "
    "xi ξ pi π rho ρ sigma σ tau τ upsilon υ phi φ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ "
    "Xi Ξ Pi Π Sigma Σ Phi Φ Psi Ψ Omega Ω"
)
_OPERATORS = (
    "times × cdot · div ÷ pm ± mp ∓ ast * leq ≤ le ≤ geq ≥ ge ≥ lt < gt > neq ≠ ne ≠ approx ≈ equiv ≡ sim ∼ "
    "propto ∝ infty ∞ to → rightarrow → longrightarrow → leftarrow ← leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ "
    "Leftrightarrow ⇔ iff ⇔ implies ⇒ in ∈ notin ∉ subset ⊂ subseteq ⊆ cup ∪ cap ∩ emptyset ∅ forall ∀ exists ∃ "
    "partial ∂ nabla ∇ circ ° degree ° prime ′ ldots … dots … cdots ⋯ mid | neg ¬ land ∧ wedge ∧ lor ∨ vee ∨ "
    "perp ⊥ parallel ∥ angle ∠ euro € colon :"
)
_FUNCTIONS = "sin cos tan cot log ln lg exp max min gcd deg arcsin arccos arctan sinh cosh tanh"
_words = f"{_GREEK} {_OPERATORS}".split()
_SYMBOLS = {
    **{f"\\{name}": sign for name, sign in zip(_words[::2], _words[1::2], strict=True)},
    **{f"\\{name}": name for name in _FUNCTIONS.split()},
    **{f"\\{sign}": sign for sign in "%{}#&_"},
    **dict.fromkeys(("\\,", "\\;", "\\:", "\\ ", "\\quad", "\\qquad", "~"), " "),
    **dict.fromkeys(("\\!", "\\displaystyle", "\\limits", "\\left", "\\right", "\\big", "\\Big"), ""),
}
_STYLES = "text textrm textbf textit mathrm mathbf mathit mathsf operatorname"
_WORDS = frozenset(f"\\{name}" for name in _STYLES.split())
_FRACTIONS = frozenset(("\\frac", "\\dfrac", "\\tfrac"))
_ROOTS = {"": "√", "2": "√", "3": "∛", "4": "∜"}

_MAX_DEPTH = 20
"""Levels of nesting. A formula with more stays as written."""
_FACTOR = re.compile(r"[\w.,°′⁰¹²³⁴-⁹ⁿ₀-₉]*|\([^()]*\)|.")
_ONE = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d][⁰¹²³⁴-⁹ⁿ₀-₉]*|.")


class _UnknownError(Exception):
    """Something that cannot be said on one line."""


def first(text: str) -> str:
    """The first formula of a text; "" if it has none."""
    found = _FORMULA.search(text)
    return found[0] if found else ""


def shown(text: str) -> str:
    """The text with every formula that can be shown, instead of its LaTeX."""
    return _FORMULA.sub(_shown, text)


def _shown(found: re.Match[str]) -> str:
    latex = next(group for group in found.groups() if group is not None)
    try:
        return _Reader(latex).all()
    except _UnknownError:
        return found[0]


class _Reader:
    def __init__(self, latex: str) -> None:
        self._pieces = _TOKEN.findall(latex)
        self._place = 0
        self._depth = 0

    def all(self) -> str:
        """The whole formula as plain text. Raises `_UnknownError` if that is not possible."""
        text = re.sub(r"\s+", " ", self._sequence("")).strip()
        if not text or "$" in text or "\\" in text:  # nothing, or what would be read as a formula again
            raise _UnknownError
        return text

    def _sequence(self, end: str) -> str:
        """Read up to and including the piece `end`; "": up to the end of the formula."""
        out: list[str] = []
        while (piece := self._next()) != end:
            if not piece or piece in ("}", "&", "$", "\\\\"):
                raise _UnknownError
            out.append(self._one(piece))
        return "".join(out)

    def _next(self) -> str:
        if self._place == len(self._pieces):
            return ""
        piece: str = self._pieces[self._place]
        self._place += 1
        if piece in ("\\left", "\\right") and self._pieces[self._place : self._place + 1] == ["."]:
            self._place += 1  # the side without a bracket
        return piece

    def _one(self, piece: str) -> str:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise _UnknownError
        said = self._said(piece)
        self._depth -= 1
        return said

    def _said(self, piece: str) -> str:
        if piece == "{":
            return self._sequence("}")
        if piece == "^":
            return raised(self._argument())
        if piece == "_":
            return lowered(self._argument())
        if piece in _FRACTIONS:
            above, below = self._argument(), self._argument()
            return f"{_grouped(above, _FACTOR)}/{_grouped(below, _ONE)}"
        if piece == "\\sqrt":
            return self._root()
        if piece in _WORDS:
            return self._argument()
        if piece in _SYMBOLS:
            return _SYMBOLS[piece]
        if piece.startswith("\\"):
            raise _UnknownError
        return piece

    def _argument(self) -> str:
        piece = self._next()
        while piece.isspace():
            piece = self._next()
        if not piece or piece in ("}", "^", "_", "&"):
            raise _UnknownError
        return self._one(piece).strip()

    def _root(self) -> str:
        order = ""
        if self._pieces[self._place : self._place + 1] == ["["]:
            self._place += 1
            order = self._sequence("]").strip()
        if order not in _ROOTS:
            raise _UnknownError
        return _ROOTS[order] + _grouped(self._argument(), _ONE)


def _grouped(text: str, alone: re.Pattern[str]) -> str:
    return text if alone.fullmatch(text) else f"({text})"


def raised(text: str) -> str:
    """The text as a power: m², 10⁻³; 2^x if there is no raised sign."""
    if text in ("°", "′", "*"):
        return text
    return _moved(text, RAISED) or f"^{_grouped(text, _ONE)}"


def lowered(text: str) -> str:
    """The text as an index: H₂O; x_max if there is no lowered sign."""
    return _moved(text, LOWERED) or f"_{_grouped(text, _FACTOR)}"


def _moved(text: str, table: dict[int, int]) -> str:
    return text.translate(table) if text and all(ord(sign) in table for sign in text) else ""
