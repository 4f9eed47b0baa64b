import type { Library, LibraryOptions } from '../core/library.ts'

/** How the engine opens its library. */
export type OpenOptions = Pick<LibraryOptions, 'rebuild'>

/** The engine's one library: opened when it is first asked for, and closed for work on its files. */
export class HeldLibrary {
  readonly #open: (options: OpenOptions) => Promise<Library>
  #opening: Promise<Library> | null = null
  /** What is open. */
  #library: Library | null = null

  constructor(open: (options: OpenOptions) => Promise<Library>) {
    this.#open = open
  }

  /** What is open or being opened; null: nothing is. */
  get now(): Promise<Library> | null {
    return this.#opening
  }

  /** Whether this library is open still. */
  holds(library: Library): boolean {
    return this.#library === library
  }

  /** A library that could not be opened is tried again by the next request: the person may have mended the cause. */
  get(): Promise<Library> {
    return this.#opening ?? this.#keep(this.#open({}))
  }

  /**
   * Closes the library, has `work` done on its files and opens it again, as the work's outcome says; who asks for the library meanwhile
   * waits. `endUse` ends what uses the library. Resolves when it is open again, or could not be opened.
   */
  async aside<T>(parts: {
    endUse(): Promise<void>
    work(): Promise<T>
    optionsAfter(done: T): OpenOptions
  }): Promise<T> {
    this.#library = null
    const working = this.#workAside(this.#opening, parts)
    await this.#keep(this.#openAfter(working, parts.optionsAfter)).catch(() => null)
    return working
  }

  async #workAside<T>(
    before: Promise<Library> | null,
    { endUse, work }: { endUse(): Promise<void>; work(): Promise<T> },
  ): Promise<T> {
    const library = await before?.catch(() => null)
    await endUse()
    await library?.close()
    return work()
  }

  /** Also where the work failed. */
  async #openAfter<T>(working: Promise<T>, optionsAfter: (done: T) => OpenOptions): Promise<Library> {
    const options = await working.then(optionsAfter).catch(() => ({}))
    return this.#open(options)
  }

  #keep(opening: Promise<Library>): Promise<Library> {
    const kept = this.#noting(opening, () => this.#opening === kept)
    this.#opening = kept
    return kept
  }

  /** `isNow`: no other has been opened since. */
  async #noting(opening: Promise<Library>, isNow: () => boolean): Promise<Library> {
    try {
      const library = await opening
      if (isNow()) this.#library = library
      return library
    } catch (error) {
      if (isNow()) this.#opening = null
      throw error
    }
  }
}
