import { mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { replaceDurably } from '../core/durable-file.ts'
import { systemCode } from '../core/errors.ts'
import type { Spot } from './window-place.ts'

const mostDisplays = 16

const shape = z.object({ spots: z.record(z.string(), z.object({ middle: z.number(), top: z.number() })) })

/** Where the person put the window, per display, in one small file. */
export class WindowMemory {
  readonly #file: string
  readonly #report: (event: string) => void
  #spots: Readonly<Record<string, Spot>>
  #last: Promise<void> = Promise.resolve()

  /** A file that cannot be read counts as none. */
  constructor(file: string, report: (event: string) => void) {
    this.#file = file
    this.#report = report
    this.#spots = readSpots(file, report)
  }

  /** null: the usual place. */
  spotOn(display: string): Spot | null {
    return this.#spots[display] ?? null
  }

  /** null: the usual place again. Resolves when it is on the disk. */
  keep(display: string, spot: Spot | null): Promise<void> {
    const others = Object.entries(this.#spots).filter(([name]) => name !== display)
    const own: [string, Spot][] = spot === null ? [] : [[display, spot]]
    this.#spots = Object.fromEntries([...others, ...own].slice(-mostDisplays))
    const text = `${JSON.stringify({ spots: this.#spots })}\n`
    this.#last = this.#last.then(() => this.#write(text)).catch(() => this.#report('window.unwritten'))
    return this.#last
  }

  async #write(text: string): Promise<void> {
    mkdirSync(dirname(this.#file), { recursive: true, mode: 0o700 })
    await replaceDurably(this.#file, text)
  }
}

function readSpots(file: string, report: (event: string) => void): Readonly<Record<string, Spot>> {
  try {
    return shape.parse(JSON.parse(readFileSync(file, 'utf8'))).spots
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') report('window.damaged')
    return {}
  }
}
