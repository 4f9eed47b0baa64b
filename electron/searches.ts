import { mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { replaceDurably } from '../core/durable-file.ts'
import { messageOf, systemCode } from '../core/errors.ts'
import type { KeptSearches } from './contract.ts'

const mostRecent = 30
const mostSaved = 100

const shape = z.object({ recent: z.array(z.string()), saved: z.array(z.string()) })

/** What the person searched for, in one file that only they may read. */
export class Searches {
  readonly #file: string
  #kept: KeptSearches

  /** A file that cannot be read counts as none: nothing of it is needed. */
  constructor(file: string, report: (event: string) => void) {
    this.#file = file
    this.#kept = readKept(file, report)
  }

  get kept(): KeptSearches {
    return this.#kept
  }

  /** The newest comes first; one that goes on from another as it was typed takes its place. */
  keep(query: string, as: 'recent' | 'saved'): Promise<KeptSearches> {
    const { recent, saved } = this.#kept
    const text = query.trim()
    if (text === '') return Promise.resolve(this.#kept)
    const before = (as === 'recent' ? recent : saved).filter((one) => one !== text)
    const list = [text, ...(as === 'recent' ? before.filter((one) => !text.startsWith(one)) : before)]
    return this.#set(
      as === 'recent' ? { recent: list.slice(0, mostRecent), saved } : { recent, saved: list.slice(0, mostSaved) },
    )
  }

  /** null: all that were not saved. */
  forget(query: string | null): Promise<KeptSearches> {
    const { recent, saved } = this.#kept
    if (query === null) return this.#set({ recent: [], saved })
    const others = (list: readonly string[]): string[] => list.filter((one) => one !== query)
    return this.#set({ recent: others(recent), saved: others(saved) })
  }

  async #set(kept: KeptSearches): Promise<KeptSearches> {
    this.#kept = kept
    mkdirSync(dirname(this.#file), { recursive: true, mode: 0o700 })
    await replaceDurably(this.#file, `${JSON.stringify(kept)}\n`)
    return kept
  }
}

function readKept(file: string, report: (event: string) => void): KeptSearches {
  try {
    return shape.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') report(`searches.damaged ${messageOf(error).slice(0, 80)}`)
    return { recent: [], saved: [] }
  }
}
