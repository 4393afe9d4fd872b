import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.training.text import formulas


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (r"Que vaut $$x^2 \leq \frac{1}{2}$$ ?", "Que vaut x² ≤ 1/2 ?"),
        (r"\(x^{n+1}\) et \[\sqrt{x+1}\]", "xⁿ⁺¹ et √(x+1)"),
        (r"\(\frac{a+b}{2c}\)", "(a+b)/(2c)"),
        (r"\(\frac{(a)+(b)}{2}\)", "((a)+(b))/2"),
        (r"\(H_2SO_4\), \(x_{max}\), \(10^{-3}\,\text{kg}\)", "H₂SO₄, x_max, 10⁻³ kg"),
        (r"\(90^\circ\), \(5\%\), \(2^x\), \(\sqrt[3]{8}\)", "90°, 5%, 2^x, ∛8"),
        (r"\(\left. \frac{1}{3} \right)\)", "1/3 )"),
        (r"$\alpha \neq \beta$ coûte 5$", "α ≠ β coûte 5$"),
    ],
)
def test_a_formula_is_shown_where_one_line_can_say_it(text: str, shown: str) -> None:
    assert formulas.shown(text) == shown
    assert formulas.first(shown) == ""


@pytest.mark.parametrize(
    "latex",
    [
        *(r"$$\int_0^1 x$$", r"\(\begin{matrix}1&2\end{matrix}\)", r"\(x \\ y\)", r"\(\frac{1}\)", r"\(\commande\)"),
        *(r"\(x^\)", r"\({x\)", r"\(\sqrt[5]{x}\)", r"\({}\)", r"\(" + "{" * 200 + "x" + "}" * 200 + r"\)"),
    ],
)
def test_what_one_line_cannot_say_stays_and_is_found(latex: str) -> None:
    assert formulas.shown(f"Soit {latex}.") == f"Soit {latex}."
    assert formulas.first(f"Soit {latex}.") == latex


@pytest.mark.parametrize("text", ["Un sac à 5$ et un à 10$", "$5 ou $10", "a \\( b", "$$", "100 % $", "l'an 2^8"])
def test_money_and_lone_signs_are_no_formulas(text: str) -> None:
    assert formulas.first(text) == ""
    assert formulas.shown(text) == text


@given(st.text(st.sampled_from("$\\()[]{}^_ab1 +-fracsqt"), max_size=60))
def test_whatever_stands_there_what_is_shown_is_shown_the_same_again(text: str) -> None:
    once = formulas.shown(text)
    assert formulas.shown(once) == once or formulas.first(once)
