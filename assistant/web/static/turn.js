// Builds an exchange on the page from the markup in <template id="turn">: text only, never HTML.

const model = document.getElementById("turn");
const modestContact = model.dataset.modest.split(" ");
const phrases = document.getElementById("phrases").content;

/** A sentence of the page's <template id="phrases">. */
export const phrase = (name) => phrases.querySelector(`[data-phrase="${name}"]`).textContent;

/** A new exchange: the question, and an answer that is under way. */
export function newTurn(question) {
  const turn = model.content.firstElementChild.cloneNode(true);
  put(turn, "question", question);
  const progress = document.getElementById("progress").content.cloneNode(true);
  const statements = element("div", "statements");
  slot(turn, "answer").replaceChildren(statements, progress);
  return turn;
}

/** Says what the service is doing. */
export function showProgress(turn, label) {
  turn.querySelector(".progress span").textContent = label;
}

/** Adds one verified statement to an answer that is under way. */
export function showStatement(turn, statement) {
  const copy = slot(model.content, "statement").cloneNode(true);
  fillStatement(copy, statement, []);
  turn.querySelector(".statements").append(copy);
}

/** Puts the whole answer in place of what was under way. */
export function showAnswer(turn, answer) {
  const whole = slot(model.content, "answer").cloneNode(true);
  const { sources, statements } = answer;
  whole.dataset.status = answer.status;
  if (answer.status === "refused_personal_data") put(turn, "question", phrase("masked"));
  repeat(whole, "notice", answer.notices, (copy, notice) => {
    copy.textContent = typeset(notice);
  });
  put(whole, "lead", typeset(answer.lead));
  repeat(whole, "statement", statements, (copy, said) => fillStatement(copy, said, sources));
  const citations = statements.flatMap((said) => said.citations);
  repeat(whole, "source", sources, (copy, source) => fillSource(copy, source, citations));
  fillContact(slot(whole, "contact"), answer);
  repeat(whole, "follow-up", answer.follow_ups, (copy, question) => {
    copy.firstElementChild.value = question;
    copy.firstElementChild.textContent = typeset(question);
  });
  fillMethod(whole, answer.transparency);
  slot(turn, "answer").replaceWith(whole);
}

/** What a screen reader says once, when the answer is whole. */
export function spoken(answer) {
  const parts = [phrase("answer"), ...answer.notices, answer.answer];
  if (answer.sources.length) parts.push(phrase("sources"), `${answer.sources.length}.`);
  return parts.join(" ");
}

function fillStatement(node, statement, sources) {
  const cites = slot(node, "cite").parentNode;
  repeat(cites, "cite", statement.citations, (copy, citation) => {
    copy.href = citation.link;
    copy.firstChild.data = `[${citation.source}]`;
    const cited = sources.find((source) => source.n === citation.source);
    put(copy, "cite-title", cited?.title);
  });
  const pieces = textPieces(statement.text);
  node.replaceChildren(...pieces);
  let last = pieces.at(-1);
  while (last.localName === "ul" || last.lastElementChild?.localName === "ul") {
    last = last.lastElementChild;
  }
  last.append(cites);
}

function fillSource(node, source, citations) {
  slot(node, "link").href = source.link;
  putAddress(node, "origin", source.url); // before the passage: without one, both go
  putAll(node, {
    number: `[${source.n}]`,
    title: source.title,
    heading: source.heading.join(" › "),
    "status-label": source.status_label,
    publisher: source.publisher,
    page: source.page,
    passage: source.passage,
  });
  for (const name of ["published_on", "checked_on", "valid_from", "valid_until"]) {
    putDay(node, name, source[name]);
  }
  slot(node, "status-label").dataset.status = source.status;
  const quotes = citations.filter((c) => c.source === source.n).map((c) => c.quote);
  slot(node, "passage")?.replaceChildren(...marked(source.passage, quotes));
}

function fillContact(node, answer) {
  const human = answer.human_contact;
  put(node, "contact-label", typeset(human.label));
  put(node, "contact-number", human.phone);
  if (human.phone) slot(node, "contact-phone").href = `tel:${human.phone.replace(/\s/g, "")}`;
  if (putAddress(node, "contact-url", human.url)) {
    put(node, "contact-host", new URL(human.url).host.replace(/^www\./, ""));
  }
  if (!modestContact.includes(answer.status)) {
    node.classList.add("prominent");
    node.parentNode.querySelector('[data-slot="sources"]')?.before(node);
  }
}

function fillMethod(whole, made) {
  const { checks, footprint, model: writer } = made;
  for (const said of whole.querySelectorAll("[data-method]")) {
    said.hidden = said.dataset.method !== made.method;
  }
  const name = [writer.name, writer.version].filter(Boolean).join(" ");
  putDay(whole, "corpus-day", made.corpus_updated_on);
  putAll(whole, {
    disclosure: typeset(made.disclosure),
    model: writer.version ? `${name}, ${writer.host}` : name,
    encoder: made.encoder,
    "index-version": made.index_version,
    "quotes-located": checks.quotes_located,
    "figures-checked": checks.figures_checked,
    dropped: checks.dropped,
    "rules-version": made.rules_version,
    energy: frenchNumber(footprint.energy_wh),
    co2e: frenchNumber(footprint.co2e_g),
    explanation: typeset(footprint.explanation),
    took: made.took_ms,
  });
}

function slot(root, name) {
  return root.querySelector(`[data-slot="${name}"]`);
}

/** Removes a slot, with the element that has no reason to be there without it. */
function drop(place, name) {
  (place.closest(`[data-if="${name}"]`) ?? place).remove();
}

function put(root, name, value) {
  const place = slot(root, name);
  if (value === null || value === undefined || value === "") drop(place, name);
  else place.textContent = value;
  return place;
}

function putAll(root, values) {
  for (const [name, value] of Object.entries(values)) put(root, name, value);
}

function putDay(root, name, day) {
  const place = put(root, name, day && frenchDate(day));
  if (day) place.dateTime = day;
}

function putAddress(root, name, url) {
  const link = slot(root, name);
  const safe = /^https?:\/\//.test(url ?? "");
  if (safe) link.href = url;
  else drop(link, name);
  return safe;
}

function repeat(root, name, values, fill) {
  const first = slot(root, name);
  if (!values.length) {
    drop(first, name);
    return;
  }
  const copies = values.map((value) => {
    const copy = first.cloneNode(true);
    fill(copy, value);
    return copy;
  });
  first.replaceWith(...copies);
}

function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

/** The paragraphs and lists of a statement; lines that start with «- » are items. */
function textPieces(text) {
  const pieces = [];
  let items = [];
  const endList = () => {
    if (items.length) pieces.push(list(items));
    items = [];
  };
  for (const line of text.split("\n")) {
    const found = /^(\s*)- (.+)$/.exec(line);
    if (found) {
      items.push([found[1].length, found[2]]);
      continue;
    }
    endList();
    if (line.trim()) pieces.push(element("p", "", line.trim()));
  }
  endList();
  return pieces;
}

function list(items) {
  const made = element("ul", "");
  for (let i = 0; i < items.length; ) {
    const [level, text] = items[i];
    let after = i + 1;
    while (after < items.length && items[after][0] > level) after += 1;
    const under = items.slice(i + 1, after);
    made.append(element("li", "", text, ...(under.length ? [list(under)] : [])));
    i = after;
  }
  return made;
}

function marked(passage, quotes) {
  const spans = quotes
    .map((quote) => [passage.indexOf(quote), quote.length])
    .filter(([start]) => start >= 0)
    .sort(([a], [b]) => a - b);
  const parts = [];
  let position = 0;
  for (const [start, length] of spans) {
    parts.push(passage.slice(position, start));
    const words = passage.slice(Math.max(position, start), start + length);
    if (words) parts.push(element("mark", "", words));
    position = Math.max(position, start + length);
  }
  return [...parts, passage.slice(position)];
}

/** The no-break spaces of French typography, for the service's own words. */
function typeset(text) {
  return text
    .replace(/ (?=[;!?])/g, "\u202f")
    .replace(/ (?=[:»])/g, "\u00a0")
    .replace(/« /g, "«\u00a0");
}

const longDate = new Intl.DateTimeFormat("fr-FR", { dateStyle: "long", timeZone: "UTC" });

function frenchDate(day) {
  return longDate.format(new Date(day)).replace(/^1 /, "1er ").replaceAll(" ", "\u00a0");
}

function frenchNumber(value) {
  if (value > 0 && value < 0.0001) return `${phrase("below")} 0,0001`;
  return value.toLocaleString("fr-FR", { maximumSignificantDigits: 2 });
}
