"use strict";
for (const form of document.querySelectorAll("form[data-notice]")) {
  form.addEventListener("submit", () => window.alert(form.dataset.notice));
}
