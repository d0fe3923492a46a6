"""Somebody without a mouse, in a test: the tabulator leads everywhere, and where it stands can be seen."""

from typing import Any

MOST = 120  # presses of the tabulator on one page

IN_FOCUS = "all => all.includes(document.activeElement)"
# An outline around what is in focus, or around the label or list that holds it; and it lies inside the window.
SEEN = """() => {
  for (let it = document.activeElement; it && it !== document.body; it = it.parentElement) {
    const { outlineStyle, outlineWidth } = getComputedStyle(it), box = it.getBoundingClientRect();
    if (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2)
      return box.width > 0 && box.bottom > 0 && box.top < innerHeight;
  }
  return false;
}"""


class Keyboard:
    def __init__(self, page: Any) -> None:
        self.page = page

    def to(self, target: Any) -> None:
        """Tab until this, or one of these, is in focus. Fails when it is not reached, or when that is not seen."""
        for _ in range(MOST):
            self.page.keyboard.press("Tab")
            if target.evaluate_all(IN_FOCUS):
                self.page.wait_for_function(SEEN, timeout=5_000)
                return
        raise AssertionError(f"{target} is not reached by keyboard")

    def press(self, target: Any, key: str = "Enter") -> None:
        self.to(target)
        self.page.keyboard.press(key)

    def type(self, target: Any, text: str) -> None:
        self.to(target)
        self.page.keyboard.type(text)

    def choose(self, option: Any) -> None:
        """One of a group of radio buttons: the tabulator stops once in the group, the arrows lead through it."""
        group = self.page.locator(f"[name='{option.get_attribute('name')}']")
        self.to(group)
        for _ in range(group.count()):
            if option.evaluate_all(IN_FOCUS):
                self.page.keyboard.press("Space")
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{option} is not reached by the arrows")
