import type { DocumentStamp, ProblemRecord } from '../catalogue/document-record.ts'
import { attachmentMark } from '../text/containers/container.ts'

/** The parts of one file that the library has, and what becomes of them while the file is read again. */
export class KnownParts {
  readonly hashes: BigUint64Array
  /** Those of which nothing was heard yet, by name. */
  readonly #left: Map<string, DocumentStamp>
  readonly #byHash = new Map<bigint, DocumentStamp[]>()
  /** Names of what is attached to a part. */
  readonly #attached = new Map<string, string[]>()
  /** What was wrong with parts, and with what is attached to them, by the part's own name. */
  readonly #problems = new Map<string, ProblemRecord[]>()
  #kept = 0

  /** `isSuspect`: no hash is believed, all of it is read again. `problems`: with parts of the file, as they were known. */
  constructor(
    stamps: readonly DocumentStamp[],
    { isSuspect, problems = [] }: { readonly isSuspect: boolean; readonly problems?: readonly ProblemRecord[] },
  ) {
    for (const problem of problems) {
      const carrier = (problem.part ?? '').split(attachmentMark, 1)[0]
      this.#problems.set(carrier, [...(this.#problems.get(carrier) ?? []), problem])
    }
    this.#left = new Map(stamps.map((stamp) => [stamp.part, stamp]))
    for (const { part } of stamps) {
      const carrier = part.split(attachmentMark, 1)[0]
      if (carrier !== part) this.#attached.set(carrier, [...(this.#attached.get(carrier) ?? []), part])
    }
    const own = isSuspect ? [] : stamps.filter(({ part }) => !part.includes(attachmentMark))
    for (const stamp of own) {
      const same = this.#byHash.get(stamp.hash)
      if (same === undefined) this.#byHash.set(stamp.hash, [stamp])
      else same.push(stamp)
    }
    this.hashes = BigUint64Array.from(own, ({ hash }) => hash)
  }

  /** Parts that stay as they are, what is attached to them not counted. */
  get kept(): number {
    return this.#kept
  }

  /** A part with this hash is in the file: it stays, with all that is attached to it. Returns what it was. */
  keep(part: string, hash: bigint): DocumentStamp {
    const same = this.#byHash.get(hash) ?? []
    const at = same.findIndex((stamp) => stamp.part === part)
    const stamp = at >= 0 ? same.splice(at, 1)[0] : same.pop()
    if (stamp === undefined) throw new Error('A part that is not known cannot be unchanged')
    this.#kept++
    this.#left.delete(stamp.part)
    for (const attached of this.#attached.get(stamp.part) ?? []) this.#left.delete(attached)
    return stamp
  }

  /** What is still wrong with a part that stays, and with what is attached to it, under the name that it has now. */
  problemsOf(part: string, now: string): ProblemRecord[] {
    return (this.#problems.get(part) ?? []).map((problem) => ({
      ...problem,
      part: `${now}${(problem.part ?? '').slice(part.length)}`,
    }))
  }

  /** The part of this name: another version of it has the same codes where the chunks are the same. */
  named(part: string): DocumentStamp | undefined {
    return this.#left.get(part)
  }

  /** Parts of which nothing was heard, or that others of their name replaced. */
  left(): DocumentStamp[] {
    return [...this.#left.values()]
  }
}
