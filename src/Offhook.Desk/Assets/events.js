// Server-sent events, read by hand: the browser's own reader hides the signs of life, by which a dead connection is told from a quiet one.

/** The events of a response's body. Calls `alive` whenever anything arrives. */
export async function* events(body, alive) {
  let rest = "";
  let event = { data: [] };
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    alive();
    const lines = (rest + part.value).split("\n");
    rest = lines.pop();
    for (const line of lines) {
      if (line === "") {
        if (event.name) {
          yield { ...event, data: event.data.join("\n") };
        }
        event = { data: [] };
      } else {
        const [, field, value] = /^([^:]*):? ?(.*)$/s.exec(line);
        if (field === "data") {
          event.data.push(value);
        } else if (field === "event") {
          event.name = value;
        } else if (field === "id") {
          event.id = value;
        }
      }
    }
  }
}
