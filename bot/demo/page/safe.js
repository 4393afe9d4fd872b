// Styled text from the server's HTML; nothing else in it is used.
//
// The server escapes what people wrote. This is a second protection: whatever it sends, only the
// elements below and links of known kinds reach the page; everything else becomes plain text.

const KEPT = new Set(["B", "STRONG", "I", "EM", "U", "INS", "S", "DEL", "CODE", "PRE", "BLOCKQUOTE", "BR", "TG-SPOILER"]);
const DROPPED = new Set(["SCRIPT", "STYLE", "TEMPLATE", "IFRAME", "OBJECT", "NOSCRIPT", "TEXTAREA", "TITLE", "SVG", "MATH"]);
const LINKS = new Set(["http:", "https:", "mailto:", "tel:"]);
const MEDIA = new Set(["http:", "https:"]);
const SAFE = new Set(["https:"]);

/** A document fragment with the styled text of `html`. */
export function styled(html) {
  // A parsed document is inert: nothing in it loads or runs.
  const source = new DOMParser().parseFromString(html, "text/html").body;
  const fragment = document.createDocumentFragment();
  copy(source, fragment);
  return fragment;
}

function copy(from, to) {
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) {
      to.append(node.data);
    } else if (node.nodeType === Node.ELEMENT_NODE && !DROPPED.has(node.nodeName.toUpperCase())) {
      let target = to;
      if (KEPT.has(node.nodeName)) {
        target = document.createElement(node.nodeName);
        if (node.nodeName === "TG-SPOILER") uncoverable(target);
        to.append(target);
      } else if (node.nodeName === "A") {
        const address = allowed(node.getAttribute("href"), LINKS);
        if (address) {
          target = Object.assign(document.createElement("a"), { href: address, target: "_blank", rel: "noopener noreferrer" });
          to.append(target);
        }
      }
      copy(node, target);
    }
  }
}

/** Hard content is hidden until it is tapped. */
function uncoverable(cover) {
  cover.tabIndex = 0;
  cover.setAttribute("role", "button");
  const uncover = () => cover.classList.add("open");
  cover.addEventListener("click", uncover);
  cover.addEventListener("keydown", (event) => event.key === "Enter" && uncover());
}

/** The address of a picture, a sound or a file if it is a web address, else null. */
export const mediaAddress = (address) => allowed(address, MEDIA);

/** The address if a button of the chat may open it, else null. */
export const linkAddress = (address) => allowed(address, SAFE);

function allowed(address, protocols) {
  if (!address) return null;
  try {
    const url = new URL(address, location.href);
    return protocols.has(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}
