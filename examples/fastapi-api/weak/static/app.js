async function send(method, url, data) {
  const response = await fetch(url, {
    method: method,
    headers: {"Content-Type": "application/json"},
    body: data ? JSON.stringify(data) : undefined,
  });
  return response.json();
}

function show(items) {
  document.getElementById("items").innerHTML = items
    .map(item => `<h2>${item.title}</h2><div>${item.body}</div><a href="${item.link}">link</a>`)
    .join("");
}

async function loadItems() {
  const items = await send("GET", "/items");
  if (Array.isArray(items)) show(items);
}

async function search(event) {
  event.preventDefault();
  show(await send("GET", "/search?q=" + document.getElementById("q").value));
}

async function save(event) {
  event.preventDefault();
  await send("POST", "/items", {
    title: document.getElementById("title").value,
    body: document.getElementById("body").value,
    link: document.getElementById("link").value,
  });
  loadItems();
}

async function account(event, url) {
  event.preventDefault();
  const answer = await send("POST", url, Object.fromEntries(new FormData(event.target)));
  if (answer.token) {
    localStorage.setItem("token", answer.token);
    location = "/";
  } else if (answer.id) {
    location = "/login";
  } else {
    document.getElementById("error").innerHTML = answer.detail || answer.error;
  }
}

async function logout() {
  localStorage.removeItem("token");
  await send("POST", "/logout");
  location = "/";
}
