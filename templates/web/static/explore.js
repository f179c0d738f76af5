// A switch takes effect when it is turned, and the page stays where it was.
for (const form of document.querySelectorAll("form.switches")) {
  form.addEventListener("change", (event) => {
    if (event.target.name !== "set" || document.getElementById("predict-first").checked) return;
    sessionStorage.setItem("explored", String(window.scrollY));
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
  window.scrollTo(0, Number(before));
}
