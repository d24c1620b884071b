// Answers every request on $BENCH_SOCKET with process.memoryUsage() of the extension host after one ordinary collection:
// what the process really takes, freed pages that V8 keeps included.
'use strict';
const { createServer } = require('node:http');
const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');

exports.activate = () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  const server = createServer((_request, response) => {
    collect();
    response.end(JSON.stringify(process.memoryUsage()));
  });
  server.listen(process.env.BENCH_SOCKET);
  return { dispose: () => server.close() };
};
