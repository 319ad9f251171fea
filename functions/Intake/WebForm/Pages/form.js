// What a page does more where scripts run. Without them everything works all the same.
"use strict";
{
  const leave = document.getElementById("leave");
  let escaped = 0;
  const go = () => { document.body.hidden = true; location.replace(leave.href); };
  leave.addEventListener("click", event => { event.preventDefault(); go(); });
  document.addEventListener("keydown", event => {
    if (event.key !== "Escape") return;
    if (event.timeStamp - escaped < 1500) go();
    escaped = event.timeStamp;
  });

  const summary = document.querySelector(".summary");
  summary?.focus();

  const copy = document.getElementById("copy");
  if (copy && navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById("code").textContent);
      copy.textContent = copy.dataset.done;
    });
  }

  const print = document.getElementById("print");
  if (print) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }

  // Files that would be refused are named before they are sent.
  const files = document.getElementById("files");
  const look = () => {
    const chosen = [...files.files], note = document.getElementById("files-note"), say = files.dataset;
    const wrong = chosen.filter(file => file.size > say.most).map(file => `${file.name}: ${say.large}`);
    if (chosen.length > say.files) wrong.push(say.many);
    if (chosen.reduce((all, file) => all + file.size, 0) > say.all) wrong.push(say.total);
    note.textContent = wrong.join(" · ");
    return wrong.length === 0;
  };
  files?.addEventListener("change", look);

  // Sends without leaving the page: how far it is shows, and what was typed is still there when the network is not.
  for (const form of document.querySelectorAll("form[data-sends]")) {
    form.addEventListener("submit", event => {
      if (event.submitter?.name) return;
      event.preventDefault();
      if (files && !look()) { files.focus(); return; }
      const bar = form.querySelector("progress"), said = form.querySelector(".sending"), buttons = document.querySelectorAll("button");
      const request = new XMLHttpRequest();
      const busy = on => { for (const button of buttons) button.disabled = on; };
      const failed = () => { busy(false); bar.hidden = true; said.textContent = form.dataset.failed; said.classList.add("error"); };
      request.upload.addEventListener("progress", sent => { bar.hidden = false; bar.value = sent.lengthComputable ? sent.loaded / sent.total : 0; });
      request.addEventListener("error", failed);
      request.addEventListener("load", () => {
        if (!request.getResponseHeader("Content-Type")?.startsWith("text/html")) { failed(); return; }
        document.open();
        document.write(request.responseText);
        document.close();
        scrollTo(0, 0);
      });
      request.open("POST", form.action);
      request.send(new FormData(form));
      busy(true);
      said.classList.remove("error");
      said.textContent = form.dataset.sends + "…";
    });
  }
}
