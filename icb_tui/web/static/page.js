// The page around the terminal: what textual.js (xterm.js and its WebSocket) leaves to be said and decided.

"use strict";

(() => {
  const root = document.documentElement;
  const terminal = document.getElementById("terminal");
  const MAX_PASTED = 8192; // twice what the explorer takes of one paste
  const PASTE_START = "\x1b[200~", PASTE_END = "\x1b[201~";
  let reason = "The connection to the server was lost.";

  // The browser's wish, unless the server has a theme of its own.
  root.dataset.theme ||= matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark";

  // As large as can be with 80 columns and 24 rows; on a phone held upright at least the 60 that the explorer needs.
  function chooseFontSize() {
    for (const [columns, rows] of [[80, 24], [60, 16]]) {
      for (let size = 16; size >= 10; size--) {
        if (innerWidth / (size * 0.61) >= columns && innerHeight / (size * 1.25) >= rows) return size;
      }
    }
    return 10;
  }

  // textual.js opens the WebSocket. Ours goes to this page's server with the view that the address asks for, and
  // takes for itself the messages about the page.
  class SessionSocket extends WebSocket {
    constructor(address) {
      const url = new URL(address, document.baseURI);
      url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
      for (const [name, value] of new URLSearchParams(location.search)) url.searchParams.append(name, value);
      url.searchParams.set("theme", root.dataset.theme);
      super(url);
      this.addEventListener("message", takeMessage);
      this.addEventListener("close", showEnd);
    }

    send(data) {
      if (this.readyState !== WebSocket.OPEN) return;
      const [kind, value] = JSON.parse(data);
      super.send(kind === "stdin" ? JSON.stringify([kind, limitTyped(value)]) : data);
    }
  }

  function limitTyped(text) {
    const whole = text.toWellFormed?.() ?? text;
    if (whole.length <= MAX_PASTED) return whole;
    return whole.slice(0, MAX_PASTED) + (whole.startsWith(PASTE_START) ? PASTE_END : "");
  }

  const handlers = {
    ended(text) {
      reason = text;
    },
    open_url({ url }) {
      if (/^https?:\/\//i.test(url)) window.open(url, "_blank", "noopener,noreferrer");
    },
    deliver_file_start(key) {
      const link = document.createElement("a");
      link.href = `download/${encodeURIComponent(key)}`;
      link.download = "";
      link.click();
      terminal.querySelector("textarea")?.focus();
    },
  };

  function takeMessage(event) {
    if (typeof event.data !== "string") return;
    const [kind, value] = JSON.parse(event.data);
    if (!(kind in handlers)) return;
    event.stopImmediatePropagation();
    handlers[kind](value);
  }

  function showEnd() {
    document.getElementById("loading").hidden = true;
    document.getElementById("reason").textContent = reason;
    document.getElementById("ended").hidden = false;
    document.getElementById("again").focus();
  }

  // xterm.js hands what the explorer copies to navigator.clipboard. Only pages on https and on this machine have that,
  // and a browser may refuse: then the text is shown. What is on the clipboard is nobody's to ask for.
  const clipboard = navigator.clipboard;
  const copying = document.getElementById("copying");
  const copied = copying.querySelector("textarea");

  async function copyText(text) {
    try {
      await clipboard.writeText(text);
    } catch {
      copied.value = text;
      copying.showModal();
      copyShown();
    }
  }

  function copyShown() {
    copied.select();
    if (document.execCommand("copy")) copying.close();
  }

  Object.defineProperty(navigator, "clipboard", {
    value: { writeText: async (text) => void copyText(text), readText: async () => "" },
  });
  document.getElementById("copy").addEventListener("click", copyShown);
  document.getElementById("close").addEventListener("click", () => copying.close());
  copying.addEventListener("close", () => terminal.querySelector("textarea")?.focus());

  // xterm.js would take these keys from the browser, and the explorer has no use for them: reload, go to the browser's
  // own bar (the way out for who has no mouse), full screen, developer tools; copy what is selected, paste, the address.
  function isForBrowser({ key, ctrlKey, shiftKey, altKey, metaKey }) {
    if (["F5", "F6", "F11", "F12"].includes(key)) return true;
    return ctrlKey && !shiftKey && !altKey && !metaKey && ["c", "l", "r", "v"].includes(key.toLowerCase());
  }

  terminal.addEventListener("keydown", (event) => isForBrowser(event) && event.stopPropagation(), true);

  // Without WebGL xterm.js draws with elements of HTML. It then begins in half the time and answers a key sooner where no
  // graphics card helps, as on a virtual desktop.
  const getContext = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
    return kind === "webgl2" ? null : getContext.call(this, kind, ...more);
  };

  // xterm.js makes every row anew between the first and the last that changed, and a key changes a row at the top and the
  // pane at the bottom. A row that would be as it was stays: the browser then draws a key in half the time.
  const replaceChildren = Element.prototype.replaceChildren;
  Element.prototype.replaceChildren = function (...nodes) {
    const isRow = this.parentElement?.classList.contains("xterm-rows");
    const isSame = isRow && nodes.length === this.childNodes.length;
    if (!isSame || !nodes.every((node, place) => node.isEqualNode(this.childNodes[place]))) {
      replaceChildren.apply(this, nodes);
    }
  };

  window.WebSocket = SessionSocket;
  document.getElementById("again").addEventListener("click", () => location.reload());

  // textual.js starts when the page has loaded; here also its font has, by which it measures the cells.
  const start = window.onload;
  window.onload = async (event) => {
    terminal.dataset.fontSize = chooseFontSize();
    await Promise.allSettled([document.fonts.load("16px 'Roboto Mono'"), document.fonts.load("bold 16px 'Roboto Mono'")]);
    start(event);
    terminal.querySelector("textarea")?.focus();
  };
})();
