// A web page without a browser: one client of Supabase that is told what to do by lines of JSON on its input, and tells by
// lines of JSON on its output whatever it hears.
//
// node page.mjs VERSION URL KEY [TOKEN [ORIGIN]]
//   VERSION  one of the versions in package.json
//   TOKEN    of the person who is signed in, empty while nobody is yet; the page then uses the option accessToken, or realtime.setAuth where a version has none
//   ORIGIN   what a browser would say of where the page came from
//
// in:  {"do":"subscribe","channel":NAME,"bindings":[…]}   out: {"on":"status",…} and {"on":"change",…}
//      {"do":"select","filter":[COLUMN,OPERATOR,VALUE]}    out: {"on":"rows",…}
//      {"do":"ask","chain":[[METHOD,…],…]}                 out: {"on":"answer",…}: from, select, eq and so on, as a page chains them
//      {"do":"token","value":TOKEN}                        out: {"on":"token"}
//      {"do":"leave","channel":NAME}                       out: {"on":"left",…}
import { createInterface } from 'node:readline';
import ws from 'ws';

const [version, url, key, firstToken, origin] = process.argv.slice(2);
const { createClient } = await import(`supabase-js-${version}`);
let token = firstToken || null;
const hasAccessToken = version !== '2.38.5';
const headers = {
  ...(origin ? { Origin: origin } : {}),
  ...(!hasAccessToken && token ? { Authorization: `Bearer ${token}` } : {}),
};
class PageSocket extends ws {
  constructor(address, protocols) {
    super(address, protocols, { origin });
  }
}
const client = createClient(url, key, {
  auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
  // Node has no WebSocket of its own before version 22.
  realtime: { transport: PageSocket },
  ...(hasAccessToken && firstToken !== undefined ? { accessToken: async () => token } : {}),
  global: { headers },
});
if (token && !hasAccessToken) client.realtime.setAuth(token);

const tell = (event) => process.stdout.write(JSON.stringify(event) + '\n');
const channels = new Map();

const commands = {
  subscribe({ channel: name, bindings }) {
    const channel = client.channel(name);
    bindings.forEach((binding, index) => channel.on('postgres_changes', binding, (payload) => tell({ on: 'change', channel: name, binding: index, payload })));
    channel.on('system', {}, (payload) => tell({ on: 'system', channel: name, status: payload.status, message: payload.message }));
    channels.set(name, channel);
    channel.subscribe((status, error) => tell({ on: 'status', channel: name, status, error: error?.message ?? null }));
  },
  async select({ filter }) {
    const query = client.from('ivr_calls').select('*');
    const { data, error } = await (filter ? query.filter(...filter) : query).order('received_at', { ascending: true });
    tell({ on: 'rows', rows: data, error });
  },
  async ask({ chain }) {
    let query = client;
    for (const [name, ...values] of chain) query = typeof query[name] === 'function' ? query[name](...values) : query[name];
    const { data, error, count, status } = await query;
    tell({ on: 'answer', data: data ?? null, error: error ? { ...error, message: error.message } : null, count: count ?? null, status: status ?? null });
  },
  async token({ value }) {
    token = value;
    await (hasAccessToken && firstToken !== undefined && value ? client.realtime.setAuth() : client.realtime.setAuth(value));
    tell({ on: 'token' });
  },
  async leave({ channel: name }) {
    await client.removeChannel(channels.get(name));
    tell({ on: 'left', channel: name });
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  await commands[command.do](command);
}

process.exit(0);
