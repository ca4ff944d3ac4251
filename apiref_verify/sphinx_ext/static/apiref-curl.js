/* A button beside each curl command that copies it. Without this script, or a clipboard, the command is there to read. */
"use strict";

(() => {
  const say = (button, text) => {
    button.textContent = text;
    window.setTimeout(() => { button.textContent = "Copy as curl"; }, 2000);
  };

  const select = (frame) => {
    frame.querySelector("details").open = true;
    const pre = frame.querySelector("pre");
    window.getSelection().selectAllChildren(pre);
    pre.focus();
  };

  const copy = async (frame, button) => {
    try {
      await navigator.clipboard.writeText(frame.querySelector("pre").textContent);
      say(button, "Copied");
    } catch {
      select(frame);
      say(button, "Selected: copy it now");
    }
  };

  for (const frame of document.querySelectorAll(".apiref-curl")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Copy as curl";
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", () => copy(frame, button));
    frame.prepend(button);
  }
})();
