/* The peers that are installed here; `--peers` installs them, never the project's `npm ci`. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { AppError, messageOf } from '../../errors.ts'
import type { BenchContext } from '../bench.ts'
import { hnswlib } from './hnswlib.ts'
import { lancedb } from './lancedb.ts'
import type { Peer, PeerVariant } from './peer.ts'
import { sqliteVec } from './sqlite-vec.ts'
import { usearch } from './usearch.ts'
import { zvec } from './zvec.ts'

const peers: readonly Peer[] = [usearch, hnswlib, sqliteVec, lancedb, zvec]

/** A variant of a peer that runs on this machine. */
export interface RunnablePeer {
  /** The peer's npm name. */
  readonly name: string
  readonly variant: PeerVariant
}

const folder = import.meta.dirname
const loadPeer: (packageName: string) => unknown = createRequire(join(folder, 'package.json'))

/**
 * The variants of the peers that `--peers` names (installed when they are missing), or of all that are installed.
 * Says in a line which could not be had, and goes on without them.
 * @throws AppError `bad-request` for an unknown name
 */
export function installedPeers({ peers: names, print }: Pick<BenchContext, 'peers' | 'print'>): RunnablePeer[] {
  const wanted = names === undefined ? peers : peersNamed(names)
  if (names !== undefined && wanted.some(({ name }) => !isInstalled(name))) install(print)
  const missing = wanted.filter(({ name }) => !isInstalled(name)).map(({ name }) => name)
  if (missing.length > 0) print(`not installed here: ${missing.join(', ')} (install with --peers all)`)
  return wanted.filter(({ name }) => !missing.includes(name)).flatMap((peer) => runnable(peer, print))
}

/** `all`, `none`, or peers by npm name. */
function peersNamed(names: readonly string[]): readonly Peer[] {
  if (names.includes('all')) return peers
  const unknown = names.find((name) => name !== 'none' && !peers.some((peer) => peer.name === name))
  if (unknown === undefined) return peers.filter(({ name }) => names.includes(name))
  const known = peers.map(({ name }) => name).join(', ')
  throw new AppError('bad-request', `Expected --peers to name some of ${known}, or all or none, got "${unknown}".`)
}

function runnable(peer: Peer, print: (line: string) => void): RunnablePeer[] {
  try {
    return peer.variants(loadPeer).map((variant) => ({ name: peer.name, variant }))
  } catch (error) {
    print(`${peer.name} does not run here: ${messageOf(error).split('\n')[0]}`)
    return []
  }
}

function isInstalled(name: string): boolean {
  return existsSync(join(folder, 'node_modules', name))
}

/**
 * No install scripts run, but for the one peer that has to be compiled. Not `npm ci`: it refuses a lock file that lacks
 * packages of other platforms, which a registry may not have.
 */
function install(print: (line: string) => void): void {
  print('installing peers into core/bench/peers/node_modules …')
  if (!runNpm(['install', '--no-save', '--ignore-scripts'])) print('npm install did not succeed in core/bench/peers')
  else if (!runNpm(['rebuild', 'hnswlib-node'])) print('hnswlib-node could not be compiled')
}

function runNpm(words: readonly string[]): boolean {
  // Under `npm run` this is npm's own script, which also works where npm is a .cmd file.
  const { npm_execpath: npm } = process.env
  const [command, first] = npm === undefined ? ['npm', []] : [process.execPath, [npm]]
  const { status } = spawnSync(command, [...first, ...words], {
    cwd: folder,
    env: { ...process.env, ...headersOfThisNode() },
    // What npm says goes beside the figures, not among them.
    stdio: ['ignore', 2, 2],
  })
  return status === 0
}

/** Node's headers where they are installed beside it: nothing is downloaded to compile. */
function headersOfThisNode(): Record<string, string> {
  const root = dirname(dirname(process.execPath))
  return existsSync(join(root, 'include', 'node', 'node_api.h')) ? { npm_config_nodedir: root } : {}
}
