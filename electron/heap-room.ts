import { setFlagsFromString } from 'node:v8'
import { heapGrowingPercent } from '../core/memory-flags.ts'

/**
 * So much while somebody types: V8 collects all of its memory in 7 of 199 keys instead of 21, each time for some 60 ms of the processor
 * beside what is waited for, and the engine takes 10 to 14 MB more until it rests.
 */
const whileTyping = 80

/** By how many percent V8's heap may grow until old objects are collected: more while somebody searches and nothing is indexed. */
export class HeapRoom {
  readonly #set: (percent: number) => void
  #percent = heapGrowingPercent
  #isSearched = false
  #isIndexing = false

  /** `set` is for tests; V8 looks at the flag whenever it has collected old objects. */
  constructor(set = (percent: number): void => setFlagsFromString(`--heap-growing-percent=${percent}`)) {
    this.#set = set
  }

  searched(): void {
    this.#isSearched = true
    this.#follow()
  }

  /** Nobody has searched for a while. */
  rested(): void {
    this.#isSearched = false
    this.#follow()
  }

  /** An indexer's run would take all that it is given. */
  indexing(isIndexing: boolean): void {
    this.#isIndexing = isIndexing
    this.#follow()
  }

  #follow(): void {
    const percent = this.#isSearched && !this.#isIndexing ? whileTyping : heapGrowingPercent
    if (percent === this.#percent) return
    this.#percent = percent
    this.#set(percent)
  }
}
