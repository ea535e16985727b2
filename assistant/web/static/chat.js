// The conversation without reloading the page. Without this script the same forms work as they are.
// Nothing is kept in the browser: the conversation lives as long as the page.

import { Refused, ask } from "./stream.js";
import { newTurn, phrase, showAnswer, showProgress, showStatement, spoken } from "./turn.js";

const PATIENCE = 45_000; // ms without a sign from the server
const SPOKEN_FOR = 10_000; // ms after which the announcement leaves the reading order
const TRY_AGAIN = ["error_busy", "error_dependency"];

const form = document.getElementById("ask");
const field = document.getElementById("question");
const fault = document.getElementById("ask-error");
const send = document.getElementById("send");
const cancel = document.getElementById("cancel");
const conversation = document.getElementById("conversation");
const talk = document.querySelectorAll("[data-talk]");
const startAgain = document.getElementById("new-conversation");
const announcement = document.getElementById("announcement");
const welcome = document.querySelectorAll("[data-welcome]");

let conversationId = form.elements.conversation_id.value || null;
let pending = null; // the AbortController of the question under way

form.addEventListener("submit", (event) => {
  event.preventDefault();
  exchange(field.value, true);
});

field.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});

// Proposed questions: those of the welcome, and those that follow an answer.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-ask]")) return;
  event.preventDefault();
  if (event.target.closest("[data-welcome]") && !pending) {
    form.elements.audience.value = event.target.elements.audience.value;
  }
  exchange(event.submitter.value, false);
});

cancel.addEventListener("click", () => pending?.abort("cancelled"));

startAgain.addEventListener("submit", (event) => {
  if (!welcome.length) return; // this page came with an answer: the server gives a fresh one
  event.preventDefault();
  pending?.abort("replaced");
  conversationId = null;
  conversation.replaceChildren();
  showFault("");
  showWelcome(true);
  field.focus();
});

async function exchange(asked, typed) {
  const question = asked.trim();
  if (pending) return showFault("pending");
  if (!question) return showFault("empty", true);
  if ([...question].length > Number(form.dataset.longest)) return showFault("long", true);
  showFault("");
  const turn = newTurn(question);
  conversation.append(turn);
  showWelcome(false);
  if (typed) field.value = "";
  placeFocus(turn, typed);
  const controller = new AbortController();
  setPending(controller);
  turn.scrollIntoView();
  const scrolled = window.scrollY;
  try {
    const answer = await receive(question, turn, controller);
    showAnswer(turn, answer);
    if (window.scrollY === scrolled) turn.scrollIntoView();
    announce(spoken(answer));
    if (TRY_AGAIN.includes(answer.status)) giveBack(question);
  } catch (error) {
    if (error === "replaced") return;
    turn.remove();
    showWelcome(!conversation.childElementCount);
    giveBack(question);
    showFault(error);
    field.focus();
  } finally {
    if (pending === controller) setPending(null);
  }
}

async function receive(question, turn, controller) {
  const request = {
    question,
    channel: "widget",
    style: form.elements.style.checked ? "facile" : "standard",
  };
  if (conversationId) request.conversation_id = conversationId;
  if (form.elements.audience.value) request.audience = form.elements.audience.value;
  let timer;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => controller.abort("slow"), PATIENCE);
  };
  try {
    wait();
    for await (const { event, data } of ask(request, controller.signal)) {
      wait();
      if (event === "step") showProgress(turn, data.label);
      else if (event === "statement") showStatement(turn, data);
      else if (event === "error") throw new Refused(data);
      else if (event === "end") {
        conversationId = data.conversation_id;
        return data;
      }
    }
  } finally {
    clearTimeout(timer);
  }
  throw new Error("the stream stopped before its end");
}

/** The field keeps the focus; a touch screen shows the answer rather than its keyboard. */
function placeFocus(turn, typed) {
  const touch = window.matchMedia("(pointer: coarse)").matches;
  const place = typed && !touch ? field : turn.querySelector(".question");
  place.focus({ preventScroll: true });
}

/** Puts a question that was not answered back in the field, before what was typed since. */
function giveBack(question) {
  field.value = [question, field.value.trim()].filter(Boolean).join("\n");
}

function setPending(controller) {
  pending = controller;
  send.setAttribute("aria-disabled", String(controller !== null));
  cancel.hidden = controller === null;
}

function showWelcome(shown) {
  for (const part of welcome) part.hidden = !shown;
  for (const part of talk) part.hidden = shown;
}

/** Shows a sentence of the page by its name, or what an error means; "" hides it. */
function showFault(reason, inField = false) {
  fault.textContent = reason && sentence(reason);
  fault.hidden = !reason;
  if (inField) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
  if (inField) field.focus();
}

function sentence(reason) {
  if (typeof reason === "string") return phrase(reason);
  const problem = reason instanceof Refused ? reason.problem : null;
  return problem?.title ? `${problem.title}. ${problem.detail}` : phrase("network");
}

function announce(text) {
  announcement.textContent = text;
  setTimeout(() => {
    if (announcement.textContent === text) announcement.textContent = "";
  }, SPOKEN_FOR);
}
