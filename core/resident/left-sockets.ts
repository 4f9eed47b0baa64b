/* Sockets of processes that were killed: a library that is opened again removes its own; of one that is not, they would stay. */
import { lstat, readdir } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { removeAddress, socketName } from '../catalogue/lock-holder.ts'
import { systemCode } from '../errors.ts'

/** A younger socket may be one whose process is about to listen. */
const leastAgeMs = 60_000

/**
 * Removes this person's sockets in the folders `leantern-XXXXXX` of `parent` that nobody listens on any more, with their folders.
 * Never fails: what cannot be looked at stays. Sends nothing to those that somebody listens on.
 */
export async function removeLeftSockets(parent: string): Promise<void> {
  const names = await readdir(parent).catch(() => [])
  for (const name of names) {
    if (!/^leantern-[A-Za-z0-9]{6}$/u.test(name)) continue
    const address = join(parent, name, socketName)
    try {
      if ((await isLeft(address)) && (await isRefused(address))) removeAddress(address)
    } catch {
      // Another person's, or another process was faster.
    }
  }
}

async function isLeft(address: string): Promise<boolean> {
  const found = await lstat(address)
  return found.isSocket() && found.uid === process.getuid?.() && Date.now() - found.mtimeMs > leastAgeMs
}

function isRefused(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address, () => {
      socket.destroy()
      resolve(false)
    })
    socket.once('error', (error) => resolve(systemCode(error) === 'ECONNREFUSED'))
  })
}
