/* Shows the letter that was chosen; without it, the first one is there. */
const chosen = (name) => document.querySelector(`input[name="${name}"]:checked`).value;
const show = () => {
  const reader = chosen("reader"), form = chosen("form");
  const screen = chosen("screen"), look = chosen("look");
  for (const part of document.querySelectorAll("[data-reader]")) {
    part.hidden = part.dataset.reader !== reader;
  }
  for (const part of document.querySelectorAll("[data-form]")) {
    part.hidden = part.dataset.form !== form;
  }
  const stage = document.querySelector(".stage");
  stage.dataset.screen = screen;
  stage.dataset.look = look;
  const frame = stage.querySelector("iframe");
  const file = `letter-${reader}${look === "dark" ? "-dark" : ""}.html`;
  if (frame.getAttribute("src") !== file) frame.setAttribute("src", file);
};
document.addEventListener("change", show);
if (window.innerWidth >= 960) document.querySelector('input[value="desktop"]').checked = true;
show();
