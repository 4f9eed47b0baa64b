/*
 * Loaded first by every Node process of a journey (NODE_OPTIONS=--require): whatever one of them asks of the network is written down, and
 * the journey fails. This machine's own addresses and sockets without one are no network.
 */
'use strict'
const { appendFileSync } = require('node:fs')
const net = require('node:net')
const dns = require('node:dns')
const dgram = require('node:dgram')
const { syncBuiltinESMExports } = require('node:module')

const file = process.env.LEANTERN_NETWORK_TRAP
const own = /^(?:localhost|127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+|0\.0\.0\.0|::)$/u

function note(what) {
  appendFileSync(file, `${what}\n`)
}

function watch(object, name, tell) {
  const before = object[name]
  object[name] = function watched(...args) {
    const what = tell(args)
    if (what !== null) note(`${process.argv[1] ?? 'node'}: ${what}`)
    return before.apply(this, args)
  }
}

if (file !== undefined) {
  watch(net.Socket.prototype, 'connect', (args) => {
    const [first] = Array.isArray(args[0]) ? args[0] : args
    const options = typeof first === 'object' && first !== null ? first : { port: first, host: args[1] }
    if (typeof options.path === 'string' || (typeof first === 'string' && Number.isNaN(Number(first)))) return null
    const host = typeof options.host === 'string' ? options.host : 'localhost'
    return own.test(host) ? null : `a connection to ${host}`
  })
  for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6']) {
    watch(dns, name, ([host]) => (own.test(host) ? null : `the address of ${host}`))
    watch(dns.promises, name, ([host]) => (own.test(host) ? null : `the address of ${host}`))
  }
  watch(dgram.Socket.prototype, 'send', () => 'a datagram')
  syncBuiltinESMExports()
}
