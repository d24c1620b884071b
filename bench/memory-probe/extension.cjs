// Answers every request on $BENCH_SOCKET with process.memoryUsage() of the extension host, after a collection as V8 does it
// when memory is short: without garbage and without free pages, so that what is left is held by someone.
'use strict';
const { createServer } = require('node:http');
const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');

exports.activate = () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  const lastResort = { type: 'major', execution: 'sync', flavor: 'last-resort' };
  const server = createServer((_request, response) => {
    // Twice: the first run only queues what finalizers hold.
    collect(lastResort);
    setImmediate(() => {
      collect(lastResort);
      response.end(JSON.stringify(process.memoryUsage()));
    });
  });
  server.listen(process.env.BENCH_SOCKET);
  return { dispose: () => server.close() };
};
