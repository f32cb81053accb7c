"use strict";
// A terminal in the page and the websocket behind it. The program on the other side goes on without either.

const TEXTS = JSON.parse(document.body.dataset.texts);
const CHUNK = 8000; // characters of a paste that are sent in one message
const LONGEST_WAIT = 8000; // milliseconds between two attempts to connect
const FONT = '"Classroom Mono", "DejaVu Sans Mono", Menlo, Consolas, monospace';

function said(key, values = {}) {
  return TEXTS[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function notice(text) {
  const place = document.getElementById("notice");
  place.textContent = text;
  place.hidden = !text;
}

class TerminalView {
  constructor(place, address, { readOnly = false, onFile = () => {}, clipboard = false } = {}) {
    this.address = address;
    this.readOnly = readOnly;
    this.onFile = onFile;
    this.ended = false;
    this.wait = 250;
    this.quiet = false; // while what was shown before is written, its queries are not answered again
    this.place = place;
    this.terminal = new Terminal({
      fontFamily: FONT, fontSize: 15, scrollback: 3000, allowProposedApi: false,
      disableStdin: readOnly, macOptionIsMeta: true,
    });
    this.fit = new FitAddon.FitAddon();
    this.terminal.loadAddon(this.fit);
    this.terminal.open(place);
    this.terminal.onData((text) => this.type(text));
    this.terminal.onBinary((text) => this.type(text));
    this.terminal.onResize(() => this.sendSize());
    if (clipboard && navigator.clipboard) {
      this.terminal.parser.registerOscHandler(52, (data) => {
        const bytes = Uint8Array.from(atob(data.slice(data.indexOf(";") + 1)), (one) => one.charCodeAt(0));
        navigator.clipboard.writeText(new TextDecoder().decode(bytes)).catch(() => {});
        return true;
      });
    }
    if (!readOnly) {
      new ResizeObserver(() => this.adapt()).observe(place);
    }
    this.connect();
  }

  connect() {
    if (this.closed) return;
    const url = new URL(this.address, location.href);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    const socket = (this.socket = new WebSocket(url));
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      this.wait = 250;
      this.tellState("");
      this.adapt();
      this.sendSize();
    };
    socket.onmessage = (message) => this.take(message.data);
    socket.onclose = () => {
      if (socket !== this.socket || this.closed) return;
      this.tellState(said("lost"));
      setTimeout(() => this.connect(), this.wait);
      this.wait = Math.min(LONGEST_WAIT, this.wait * 2);
    };
  }

  retryNow() {
    if (this.socket.readyState === WebSocket.CLOSED) {
      this.wait = 250;
    } else if (this.socket.readyState === WebSocket.OPEN) {
      this.sendSize();
    }
  }

  tellState(text) {
    const state = document.getElementById("state");
    if (state) state.textContent = text;
  }

  take(data) {
    if (typeof data !== "string") {
      const quiet = this.quiet;
      this.terminal.write(new Uint8Array(data), quiet ? () => (this.quiet = false) : undefined);
      return;
    }
    const message = JSON.parse(data);
    if (message.anew) {
      this.ended = false;
      this.quiet = true;
      this.terminal.reset();
      if (this.readOnly) this.terminal.resize(...message.anew);
    } else if (message.ended) {
      this.ended = true;
      if (!this.readOnly) this.terminal.write(`\r\n\x1b[0m${said("ended")}\r\n`);
    } else if (message.file) {
      this.onFile(message.file, message.name);
    }
  }

  send(message) {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  type(text) {
    if (this.readOnly || this.quiet) return;
    if (this.ended) {
      if (text === "\r") this.send({ start: true });
      return;
    }
    for (let from = 0; from < text.length; ) {
      let to = Math.min(text.length, from + CHUNK);
      if (to < text.length && /[\ud800-\udbff]/.test(text[to - 1])) to -= 1;
      this.send({ in: text.slice(from, to) });
      from = to;
    }
  }

  adapt() {
    if (!this.readOnly && this.place.offsetParent !== null) this.fit.fit();
  }

  sendSize() {
    if (!this.readOnly && this.place.offsetParent !== null) {
      this.send({ size: [this.terminal.cols, this.terminal.rows] });
    }
  }

  focus() {
    this.adapt();
    this.sendSize();
    this.terminal.focus();
  }

  close() {
    this.closed = true;
    this.socket.close();
    this.terminal.dispose();
    this.place.remove();
  }
}
