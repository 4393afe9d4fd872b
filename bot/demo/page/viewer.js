// A picture over the whole page. The dialog element handles Esc and focus.

const dialog = document.getElementById("viewer");
const image = dialog.querySelector("img");
const caption = dialog.querySelector(".caption");

dialog.querySelector(".close").addEventListener("click", () => dialog.close());
dialog.addEventListener("click", (event) => {
  // Receipts have small print: a tap on the picture switches to its own size and back.
  if (event.target === image) dialog.classList.toggle("actual");
  else dialog.close();
});
dialog.addEventListener("close", () => image.removeAttribute("src"));

export function enlarge(url, alt) {
  dialog.classList.remove("actual");
  image.src = url;
  image.alt = alt;
  caption.textContent = alt;
  dialog.showModal();
}
