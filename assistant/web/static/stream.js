// Sends a question and gives the events of its answer as they come.

/** The server said no; `problem` is its RFC 9457 object, or null when it sent none. */
export class Refused extends Error {
  constructor(problem) {
    super(problem?.title ?? "refused");
    this.problem = problem;
  }
}

/** Yields `{ event, data }` for each server-sent event. Throws Refused, or what fetch throws. */
export async function* ask(request, signal) {
  const response = await fetch("/v1/chat/stream", {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
    body: JSON.stringify(request),
    signal,
  });
  if (!response.ok) {
    throw new Refused(await response.json().catch(() => null));
  }
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let waiting = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    waiting += value;
    const blocks = waiting.split(/\r?\n\r?\n/);
    waiting = blocks.pop();
    for (const block of blocks) {
      const read = parse(block);
      if (read) yield read;
    }
  }
}

function parse(block) {
  let event = "message";
  const data = [];
  for (const line of block.split(/\r?\n/)) {
    if (line.startsWith("event:")) event = line.slice(6).trim();
    else if (line.startsWith("data:")) data.push(line.slice(5));
  }
  return data.length ? { event, data: JSON.parse(data.join("\n")) } : null;
}
