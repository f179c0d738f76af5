// Looks again by itself, and takes in only what has changed: what is being typed or chosen stays.
const shown = document.getElementById("so-far");
setInterval(async () => {
  const answer = await fetch(location.href).catch(() => null);
  if (!answer) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const now = page.getElementById("so-far");
  if (!now) location.reload(); // it is revealed, or over
  else if (now.textContent !== shown.textContent) shown.replaceChildren(...now.childNodes);
}, 5000);
