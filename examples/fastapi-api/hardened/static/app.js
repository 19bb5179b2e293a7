"use strict";

function csrfToken() {
  const cookie = document.cookie.split("; ").find((part) => /^(__Host-)?csrftoken=/.test(part));
  return cookie ? cookie.slice(cookie.indexOf("=") + 1).replaceAll('"', "") : "";
}

async function send(method, url, body) {
  const headers = { "x-csrftoken": csrfToken() };
  if (body && !(body instanceof FormData)) {
    headers["Content-Type"] = "application/json";
    body = JSON.stringify(body);
  }
  const response = await fetch(url, { method, headers, body });
  const answer = response.status === 204 ? {} : await response.json();
  if (!response.ok) document.getElementById("message").textContent = answer.detail;
  return response.ok ? answer : null;
}

function element(tag, text) {
  const node = document.createElement(tag);
  node.textContent = text;
  return node;
}

function show(items) {
  document.getElementById("items").replaceChildren(
    ...items.flatMap((item) => {
      const nodes = [element("h2", item.title), element("p", item.body)];
      if (/^https?:\/\//.test(item.link)) {
        const link = element("a", "link");
        link.href = item.link;
        nodes.push(link);
      }
      return nodes;
    }),
  );
}

function on(id, event, action) {
  document.getElementById(id)?.addEventListener(event, (happening) => {
    happening.preventDefault();
    action(happening.target);
  });
}

const fields = (form) => Object.fromEntries(new FormData(form));

async function loadItems() {
  const items = await send("GET", "/items");
  if (items) show(items);
}

on("search", "submit", async (form) => {
  const items = await send("GET", "/search?" + new URLSearchParams(fields(form)));
  if (items) show(items);
});
on("new-item", "submit", async (form) => {
  if (await send("POST", "/items", fields(form))) await loadItems();
});
on("account", "submit", async (form) => {
  const url = form.dataset.url;
  if (await send("POST", url, fields(form))) location.assign(url === "/login" ? "/" : "/login");
});
on("upload", "submit", async (form) => {
  const answer = await send("POST", "/upload", new FormData(form));
  if (answer) document.getElementById("message").textContent = "Stored as " + answer.url;
});
on("logout", "click", async () => {
  if (await send("POST", "/logout")) location.assign("/");
});

if (document.body.dataset.page === "items") loadItems();
if (document.body.dataset.page === "admin") {
  send("GET", "/admin/users").then((users) =>
    document.getElementById("users").replaceChildren(...users.map((user) => element("li", user.username))),
  );
}
