"""Looks at a page as it stands: what axe finds, light and dark; what is lost on a narrow screen; what fingers miss."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
"""All that a colour scheme can change: the second scheme needs no other rule."""
RUN = """async ([type, values]) => {
  const found = await axe.run(document, {runOnly: {type, values}, resultTypes: ["violations"], iframes: false});
  return {passes: found.passes.length, violations: found.violations};
}"""
PAINTED = """async () => {
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  await Promise.allSettled(document.getAnimations().map(one => one.finished));
}"""
NARROW = {"320 px": 320, "a tablet at 200 %": 405}
TALL = 900
LOST = """() => {
  const wide = document.documentElement.clientWidth, lost = [];
  const said = (one, what) => {
    lost.push(`${what}: <${one.localName} class="${one.className}"> ${one.textContent.trim().slice(0, 40)}`);
  };
  if (document.documentElement.scrollWidth > wide) lost.push(`scrolls sideways to ${document.documentElement.scrollWidth}`);
  for (const one of document.body.querySelectorAll("*")) {
    if (one.closest("svg, .reader-only, .skip-link, .visually-hidden")) continue;
    if (!one.checkVisibility({visibilityProperty: true})) continue;
    const box = one.getBoundingClientRect(), style = getComputedStyle(one);
    if (box.width && box.height && (box.right > wide + 1 || box.left < -1)) said(one, "outside");
    const cuts = ["hidden", "clip"].includes(style.overflowX) && style.textOverflow !== "ellipsis";
    if (cuts && one.scrollWidth > one.clientWidth + 1) said(one, "cut");
  }
  return [...new Set(lost)];
}"""
SMALL = """() => [...document.querySelectorAll("button, summary, select, textarea, a.button, a.tool, label.choice, input")]
  .filter(one => !["hidden", "radio", "checkbox", "file"].includes(one.type) && one.tabIndex >= 0 && one.checkVisibility())
  .map(one => [one, one.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.height < 43.5 || box.width < 43.5))
  .map(([one, box]) => `${Math.round(box.width)}x${Math.round(box.height)}: ${one.outerHTML.slice(0, 90)}`)"""


def found(page: Page, *, rules: list[str] | None = None) -> list[str]:
    """Return what axe finds on the page as it stands; ``rules`` are some of its rules instead of all that the law asks."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    result: dict[str, Any] = page.evaluate(RUN, ["rule", rules] if rules else ["tag", TAGS])
    assert result["passes"] or rules, f"axe looked at nothing on {page.url}"
    lines: list[str] = []
    for one in result["violations"]:
        where = "; ".join(f"{node['target']} {node['failureSummary']}" for node in one["nodes"][:3])
        lines.append(f"{one['id']}: {one['help']}: {where}")
    return lines


@dataclass
class Eyes:
    """Somebody who looks at page after page and writes down what is wrong."""

    page: Page
    signers: bool = True
    """Whether these are signer's pages, on which fingers shall hit everything (44 px)."""
    seen: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def look(self, name: str) -> None:
        """Look at the page as it stands."""
        self.seen.append(name)
        self.page.wait_for_load_state()
        size = self.page.viewport_size
        assert size is not None
        self._note(name, "light", found(self.page))
        self.page.emulate_media(color_scheme="dark")
        self.page.evaluate(PAINTED)
        self._note(name, "dark", found(self.page, rules=COLOURS))
        self.page.emulate_media(color_scheme="light")
        if self.signers:
            self._note(name, "small target", self.page.evaluate(SMALL))
        for narrow, width in NARROW.items():
            self.page.set_viewport_size({"width": width, "height": TALL})
            lost = self.page.evaluate(LOST)  # a table at the desk may scroll in a frame of its own (WCAG 1.4.10)
            self._note(name, narrow, [line for line in lost if self.signers or line.startswith("scrolls")])
        self.page.set_viewport_size(size)

    def _note(self, name: str, what: str, lines: list[str]) -> None:
        self.wrong += [f"{name} ({what}): {line}" for line in lines]
