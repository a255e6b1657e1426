"""The colours of the style sheet can be read by everybody: WCAG 2.1 AA, in the light and in the dark."""

import importlib.resources
import re

import pytest

CSS = importlib.resources.files("variorum.dossier").joinpath("templates/dossier.css").read_text(encoding="utf-8")
# What is written on what, by the rules of the sheet.
WRITTEN = [
    *((ink, ground) for ink in ("ink", "soft", "accent", "bad", "good", "open") for ground in ("bg", "card")),
    *(("ink", ground) for ground in ("mark", "hit", "diff", "sea", "land")),
    ("bad", "badbg"),
    ("good", "goodbg"),
    ("open", "openbg"),
]
LIGHT, DARK, DARK_CHOSEN = (
    dict(re.findall(r"--(\w+):(#[0-9a-f]{3,6})", block)) for block in re.findall(r"\{([^{}]*--bg:[^{}]*)\}", CSS)
)


def luminance(colour: str) -> float:
    """Relative luminance, 0..1, as WCAG defines it."""
    digits = colour.lstrip("#")
    pairs = [c * 2 for c in digits] if len(digits) == 3 else [digits[i : i + 2] for i in (0, 2, 4)]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in (int(p, 16) / 255 for p in pairs)]
    return sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure_is_that_of_the_rules() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("ink", "ground"), WRITTEN)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_written_can_be_read(ink: str, ground: str, scheme: str) -> None:
    colours = LIGHT if scheme == "light" else DARK
    assert contrast(colours[ink], colours[ground]) >= 4.5


def test_the_dark_is_one_whether_the_system_or_the_reader_chose_it() -> None:
    assert DARK == DARK_CHOSEN
    assert set(DARK) == set(LIGHT)


def test_nothing_written_is_made_pale() -> None:
    """A paler text would have a contrast that no colour of the sheet tells."""
    pale = re.findall(r"([^{}]+)\{[^{}]*(?<![-\w])opacity:", CSS)
    assert all(".drawing" in rule for rule in pale), pale
