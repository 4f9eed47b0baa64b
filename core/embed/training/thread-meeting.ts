/*
 * How the trainer's threads meet, by counters in the shared memory (32-bit words from byte 0):
 *
 *   0             step number; a change starts the workers
 *   16 + phase    next block of the phase
 *   32 + phase    workers that finished the phase
 *   48 + phase    number of the last step in which all did
 *   64 ...        the step's settings, float64
 */
import type { StepSettings } from './step.ts'

const NEXT = 16
const FINISHED = 32
const DONE = 48
const SETTINGS_BYTE = 64 * 4
const KEYS = ['turn', 'tokens', 'rate', 'temperature'] as const

/** Sets the counters back and wakes the workers. */
export function startStep(words: Int32Array, settings: StepSettings): void {
  const numbers = new Float64Array(words.buffer, SETTINGS_BYTE, KEYS.length)
  KEYS.forEach((key, i) => (numbers[i] = settings[key]))
  words.fill(0, NEXT, DONE)
  Atomics.add(words, 0, 1)
  Atomics.notify(words, 0)
}

/** The settings of the step at hand. */
export function readSettings(words: Int32Array): StepSettings {
  const [turn, tokens, rate, temperature] = new Float64Array(words.buffer, SETTINGS_BYTE, KEYS.length)
  return { turn, tokens, rate, temperature }
}

/** Waits for a step after `step`; returns its number. */
export function awaitStep(words: Int32Array, step: number): number {
  Atomics.wait(words, 0, step)
  return Atomics.load(words, 0)
}

/** The next block of the phase that nobody has taken. */
export function takeBlock(words: Int32Array, phase: number): number {
  return Atomics.add(words, NEXT + phase, 1)
}

/** Returns once all workers have finished the phase of step `step`. */
export function meet(words: Int32Array, phase: number, { step, workers }: { step: number; workers: number }): void {
  const done = DONE + phase
  if (Atomics.add(words, FINISHED + phase, 1) + 1 === workers) {
    Atomics.store(words, done, step)
    Atomics.notify(words, done)
    return
  }
  while (Atomics.load(words, done) !== step) Atomics.wait(words, done, step - 1)
}

/** Resolves when the phase of the step at hand is done, while the event loop goes on. */
export async function whenDone(words: Int32Array, phase: number): Promise<void> {
  const step = Atomics.load(words, 0)
  while (Atomics.load(words, DONE + phase) !== step) {
    const waiting = Atomics.waitAsync(words, DONE + phase, step - 1)
    if (waiting.async) await waiting.value
  }
}
