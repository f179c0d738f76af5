// Helps with one question; the page does without it.
"use strict";
for (const set of document.querySelectorAll("fieldset.several")) {
  const boxes = [...set.querySelectorAll("input[type=checkbox]")];
  set.addEventListener("change", ({ target }) => {
    if (!target.checked) return;
    const alone = "alone" in target.dataset;
    for (const one of boxes) {
      if (one !== target && (alone || "alone" in one.dataset)) one.checked = false;
    }
  });
}
for (const one of document.querySelectorAll(".within input")) {
  one.addEventListener("input", () => {
    const pick = one.closest(".option").querySelector("input");
    if (one.value) pick.checked = true;
  });
}
