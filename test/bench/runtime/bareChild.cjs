// The least that a process for an app can be: source in, events in, results out, as JSON. No sandbox at all.
'use strict';
const vm = require('node:vm');

let processEvent;
let captured = [];
const posthog = {
  async capture(event, properties = {}) {
    captured.push({ event, properties });
  },
};

async function take(message) {
  if (message.code !== undefined) {
    const exports = {};
    vm.compileFunction(message.code, ['exports', 'posthog'])(exports, posthog);
    ({ processEvent } = exports);
    return;
  }
  const results = [];
  for (const event of message.events) {
    const result = await processEvent(event);
    results.push(captured.length === 0 ? { result } : { result, captured });
    captured = [];
  }
  process.send({ results });
}

process.on('message', (message) => void take(message));
