/* Runs first in a utility process: gives it Electron's process.parentPort over Node's own channel. Not TypeScript, which costs 12 MB. */
import { EventEmitter } from 'node:events'

const parentPort = Object.assign(new EventEmitter(), {
  postMessage: (message) => void process.send?.(message),
  start() {},
})
process.on('message', (data) => parentPort.emit('message', { data, ports: [] }))
// Electron ends its utility processes with the app. Node keeps a child whose parent died, unless somebody cares.
process.on('disconnect', () => {
  if (process.listenerCount('disconnect') === 1) process.exit(0)
})
Object.defineProperty(process, 'parentPort', { value: parentPort })
