import { dirname } from 'node:path'

/** Absolute paths of folders, each known to the folder it is in. */
export class FolderSet {
  readonly #inner = new Map<string, Set<string>>()

  get size(): number {
    return this.#inner.size
  }

  has(folder: string): boolean {
    return this.#inner.has(folder)
  }

  add(folder: string): void {
    if (!this.#inner.has(folder)) this.#inner.set(folder, new Set())
    this.#inner.get(dirname(folder))?.add(folder)
  }

  /** The folders directly in `folder`. */
  in(folder: string): readonly string[] {
    return [...(this.#inner.get(folder) ?? [])]
  }

  /** Takes out a folder and all below it, and says which these were. */
  remove(folder: string): string[] {
    const removed: string[] = []
    const waiting = this.has(folder) ? [folder] : []
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      removed.push(path)
      waiting.push(...this.in(path))
      this.#inner.delete(path)
    }
    this.#inner.get(dirname(folder))?.delete(folder)
    return removed
  }
}
