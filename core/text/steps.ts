/*
 * Where in a file its reader is, told step by step to whoever may find its thread dead: a parser that never ends, or takes all memory.
 * Another thread then reads the file again, is told these steps, and goes round them.
 *
 *   place 0    the file itself              step 0 as a whole; one more for each thing attached to it
 *   place 1    on the way to its 1st part   step 0 as a whole; one more for each member, message or table looked at
 *   place 2    in its 1st part              step 0 as a whole; one more for each thing attached to it
 *   place 3    on the way to its 2nd part   ...
 */
import { ExtractError } from './extracted.ts'
import type { Problem } from './prepared.ts'

/** The same in a file for every thread that reads it. */
export interface Step {
  readonly place: number
  readonly step: number
}

/** One that a thread did not survive, and why. */
export interface DeadlyStep extends Step, Problem {}

/** The steps of one file. */
export class Steps {
  readonly #report: (step: Step) => void
  readonly #deadly: readonly DeadlyStep[]
  #place = 0
  #step = 0

  constructor(report: (step: Step) => void = () => {}, deadly: readonly DeadlyStep[] = []) {
    this.#report = report
    this.#deadly = deadly
    report({ place: 0, step: 0 })
  }

  /** The next part, counted from 1, is looked for. @throws ExtractError, the reason, where a thread died of that */
  lookFor(part: number): void {
    this.#enter(2 * part - 1)
  }

  /** This part is read. What its thread died of is thrown by the first `take`. */
  read(part: number): void {
    this.#place = 2 * part
    this.#step = -1
  }

  /** Something begins that its thread may not survive. @throws ExtractError, the reason, where one did not */
  take(): void {
    this.#step++
    this.#tell()
  }

  #enter(place: number): void {
    this.#place = place
    this.#step = 0
    this.#tell()
  }

  #tell(): void {
    const here = { place: this.#place, step: this.#step }
    this.#report(here)
    const deadly = this.#deadly.find(({ place, step }) => place === here.place && step === here.step)
    if (deadly !== undefined) throw new ExtractError(deadly.code, { text: deadly.message })
  }
}

/** Memory that a thread of the pool shares with it: the file and the step that it is at. */
export class StepInHand {
  static readonly bytes = 12

  /** The job's id (0: none), place, step. */
  readonly #numbers: Int32Array

  constructor(memory: SharedArrayBuffer) {
    this.#numbers = new Int32Array(memory, 0, 3)
  }

  write(id: number, { place, step }: Step): void {
    this.#numbers[1] = place
    this.#numbers[2] = step
    Atomics.store(this.#numbers, 0, id)
  }

  /** null: it is at no step of this job. */
  read(job: number): Step | null {
    return Atomics.load(this.#numbers, 0) === job ? { place: this.#numbers[1], step: this.#numbers[2] } : null
  }
}
