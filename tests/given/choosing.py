"""Choosing at a decision as a person does with a mouse: an option, and what to avoid where that is asked."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

OPTIONS = ".sl-choices:not(.sl-row-of-letters) .sl-option"
LETTERS = ".sl-row-of-letters .sl-option"


def choose(page: Page, option: Locator) -> None:
    """Takes an option, and names the first of the others as what would most be avoided."""
    option.click()
    letters = page.locator(LETTERS)
    if letters.count():
        chosen = page.locator(f"{OPTIONS} input:checked").get_attribute("value")
        values = letters.locator("input").evaluate_all("inputs => inputs.map((input) => input.value)")
        letters.nth(next(at for at, value in enumerate(values) if value != chosen)).click()


def choose_last(page: Page) -> None:
    """Takes the last option."""
    choose(page, page.locator(OPTIONS).last)
