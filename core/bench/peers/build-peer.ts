/*
 * `node build-peer.ts NAME LABEL FOLDER VECTORS.f32 DIMENSIONS`: builds one peer's index in a process of its own, so that
 * its memory is given back, a crash is told, and what it prints does not mix with the figures.
 */
import { readFileSync } from 'node:fs'
import { installedPeers } from './installed-peers.ts'

const [name, label, folder, file, dimensions] = process.argv.slice(2)
const peer = installedPeers({ peers: [name], print: console.error }).find(({ variant }) => variant.label === label)
if (peer === undefined) throw new Error(`Expected a peer ${name} ${label}`)
const vectors = new Float32Array(new Uint8Array(readFileSync(file)).buffer)
const started = performance.now()
await peer.variant.build({ folder, vectors, dimensions: Number(dimensions) })
console.error(`built ${name} ${label} in ${((performance.now() - started) / 1000).toFixed(1)} s`)
process.exit()
