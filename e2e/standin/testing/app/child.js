process.parentPort.on('message', ({ data }) => {
  if (data === 'end') process.exit(3)
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process, not a window
  process.parentPort.postMessage({
    word: process.argv[2],
    got: data,
    isMap: data instanceof Map,
    execArgv: process.execArgv,
  })
})
