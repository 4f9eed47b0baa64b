import { mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { replaceDurably } from '../core/durable-file.ts'
import { systemCode } from '../core/errors.ts'
import type { NetworkLedger, SentRequests } from './contract.ts'
import { throttle, type Throttled } from './throttle.ts'

const writtenEveryMs = 2_000
const mostHosts = 200

const shape = z.object({
  sinceMs: z.number(),
  refused: z.number(),
  sent: z.array(
    z.object({ host: z.string(), by: z.enum(['engine', 'updates']), requests: z.number(), lastMs: z.number() }),
  ),
})

/** Every request that the app made or refused since it was first started here, in one file. */
export class Ledger {
  readonly #file: string
  readonly #report: (event: string) => void
  readonly #write: Throttled<void>
  #now: NetworkLedger
  #last: Promise<void> = Promise.resolve()

  /** A file that cannot be read counts as none: it begins anew, and says since when it counts. */
  constructor(file: string, report: (event: string) => void) {
    this.#file = file
    this.#report = report
    this.#write = throttle(() => this.#keep(), writtenEveryMs)
    this.#now = readLedger(file, report)
  }

  get now(): NetworkLedger {
    return this.#now
  }

  /** The window asked for something that is not its own. */
  refuse(): void {
    this.#now = { ...this.#now, refused: this.#now.refused + 1 }
    this.#write()
  }

  /** A request left for `host`, or is about to. */
  send(host: string, by: SentRequests['by']): void {
    const { sent } = this.#now
    const before = sent.find((one) => one.host === host && one.by === by)
    const next = { host, by, requests: (before?.requests ?? 0) + 1, lastMs: Date.now() }
    this.#now = { ...this.#now, sent: [next, ...sent.filter((one) => one !== before)].slice(0, mostHosts) }
    this.#write()
  }

  /** Resolves when all is on the disk. */
  close(): Promise<void> {
    this.#write.stop()
    this.#keep()
    return this.#last
  }

  #keep(): void {
    const text = `${JSON.stringify(this.#now, null, 2)}\n`
    this.#last = this.#last
      .then(() => {
        mkdirSync(dirname(this.#file), { recursive: true, mode: 0o700 })
        return replaceDurably(this.#file, text)
      })
      .catch(() => this.#report('ledger.unwritten'))
  }
}

function readLedger(file: string, report: (event: string) => void): NetworkLedger {
  try {
    return shape.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') report('ledger.damaged')
    return { sinceMs: Date.now(), refused: 0, sent: [] }
  }
}
