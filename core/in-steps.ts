import { setImmediate as nextTurn } from 'node:timers/promises'

/** Long work that can be left between two steps: each `yield` is such a place. */
export type Steps<T> = Generator<void, T>

/** What is done before others have their turn; milliseconds. */
const turnMs = 5

/** Does all of it at once. */
export function allSteps<T>(steps: Steps<T>): T {
  let step = steps.next()
  while (step.done !== true) step = steps.next()
  return step.value
}

/** Does all of it, and after every 5 ms waits for what `turn` gives: whoever asks meanwhile does not wait for the end. */
export async function inSteps<T>(steps: Steps<T>, turn: () => Promise<void>): Promise<T> {
  const pause = pauses(turn)
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done === true) return step.value
    const others = pause()
    if (others !== null) await others
  }
}

/** To be called between two steps of long work: what is to be waited for before it goes on; null: nothing yet. */
export type Pause = () => Promise<void> | null

/** What `turn` gives wherever 5 ms have gone by since it was waited for. */
export function pauses(turn: () => Promise<void>): Pause {
  let began = performance.now()
  return () => (performance.now() - began < turnMs ? null : pause())

  async function pause(): Promise<void> {
    await turn()
    began = performance.now()
  }
}

/** Lets the event loop look for what came meanwhile, a message for example; one immediate alone may come before it looks. */
export async function eventTurn(): Promise<void> {
  await nextTurn()
  await nextTurn()
}
