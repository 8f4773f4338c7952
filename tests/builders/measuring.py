"""What can be measured of a page as it is laid out."""

from builders.browser import NARROW, PHONE, TABLET, Tablet

SMALLEST = 44
"""CSS pixels on each side of whatever can be tapped."""

# A row of a list of choices is one target, and its tick a part of it. A link inside a sentence may be as high as the
# sentence (WCAG 2.5.8), and what is there for a keyboard or a screen reader alone is not tapped.
SMALL = """smallest => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
  .filter(each => each.checkVisibility({visibilityProperty: true}) && !each.closest(".skip, .hidden-label, h1"))
  .map(each => each.closest("label.choice, label.ask") ?? each)
  .filter(each => !(each.matches("li > a, p > a, dd > a") && getComputedStyle(each).display === "inline"))
  .map(each => [each, each.getBoundingClientRect()])
  .filter(([, box]) => box.width > 2 && (box.height < smallest || box.width < smallest))
  .map(([each, box]) => `${each.outerHTML.slice(0, 120)} ${Math.round(box.width)}x${Math.round(box.height)}`)"""
SIDEWAYS = """() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  const wide = [...document.querySelectorAll("body *")].filter(each => each.scrollWidth > root.clientWidth);
  return [`${root.scrollWidth} of ${root.clientWidth}`, ...wide.slice(-3).map(each => each.outerHTML.slice(0, 120))];
}"""


def what_is_too_small_or_wide(tablet: Tablet) -> dict[str, list[str]]:
    """What scrolls sideways, and what is too small to tap, on each size of screen; nothing where all is well."""
    found: dict[str, list[str]] = {}
    for size in (PHONE, NARROW, TABLET):
        tablet.resize(size)
        found[f"sideways at {size}"] = tablet.page.evaluate(SIDEWAYS)
        found[f"small at {size}"] = tablet.page.evaluate(SMALL, SMALLEST)
    return found
