// The reference: Swagger UI with the description of this emulator and tokens of it.
"use strict";

const said = document.getElementById("said");

/** Fills tokens in for each kind of sign-in. */
async function signIn(ui) {
  const answer = await fetch("/_emulator/token", { method: "POST" });
  if (!answer.ok) throw new Error((await answer.text()).trim());
  const tokens = await answer.json();
  for (const [scheme, token] of Object.entries(tokens)) ui.preauthorizeApiKey(scheme, token);
  const again = document.createElement("button");
  again.type = "button";
  again.textContent = "New tokens";
  again.addEventListener("click", () => signIn(ui).catch(fail));
  said.replaceChildren(`Tokens of ${new Date().toLocaleTimeString()} are filled in; calls go to this emulator.`, again);
}

function fail(error) {
  said.textContent = `There is no token: ${error.message}`;
}

const dark = matchMedia("(prefers-color-scheme: dark)");
const setColours = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", setColours);
setColours();

const ui = SwaggerUIBundle({
  url: "/_emulator/description.json",
  domNode: document.getElementById("reference"),
  deepLinking: true,
  tryItOutEnabled: true,
  displayRequestDuration: true,
  defaultModelsExpandDepth: 0,
  // Nothing is sent elsewhere.
  validatorUrl: null,
  persistAuthorization: false,
  onComplete: () => signIn(ui).catch(fail),
});
