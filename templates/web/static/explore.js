// A switch takes effect when it is turned; the page stays where it was, and the switch in focus.
for (const form of document.querySelectorAll("form.switches")) {
  form.addEventListener("change", (event) => {
    if (event.target.name !== "set" || document.getElementById("predict-first").checked) return;
    sessionStorage.setItem("explored", JSON.stringify([window.scrollY, event.target.id]));
    for (const field of form.querySelectorAll("select[name=set], input[name=party], select[name=kind], select[name=stance]")) {
      if (!field.value) field.disabled = true;
    }
    form.submit();
  });
}
for (const one of document.querySelectorAll(".scripted")) one.hidden = false;
const before = sessionStorage.getItem("explored");
if (before !== null) {
  sessionStorage.removeItem("explored");
  const [place, id] = JSON.parse(before);
  document.getElementById(id)?.focus({preventScroll: true});
  window.scrollTo(0, place);
}
