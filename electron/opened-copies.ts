/*
 * Copies of what has no file of its own (a message of an mbox, a member of a zip, an attachment), for other programs to open:
 * 'leantern-opened-PID-xxxxxx/CONTENT/NAME' in the system's folder for temporary files, for this user alone. PID is the app's main process:
 * it removes its copies when it ends, and the next one those of an app that was killed.
 */
import { hash, randomUUID } from 'node:crypto'
import { chmod, lstat, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AppError, messageOf, systemCode } from '../core/errors.ts'
import type { Library } from '../core/library.ts'
import type { CopyUse } from './engine-messages.ts'
import { markForeign } from './mark-foreign.ts'
import { sayOfApp } from './texts/say-of-app.ts'

type Original = NonNullable<Awaited<ReturnType<Library['original']>>>

const namePattern = /^leantern-opened-(\d+)-\w{6}$/u

/** What is opened cannot be saved where it lies, since it goes with the app; what is dragged out belongs to the person. */
const modes: Readonly<Record<CopyUse, number>> = { open: 0o400, keep: 0o600 }

/** The copies of one app. */
export class OpenedCopies {
  readonly #ownerPid: number
  readonly #temp: string
  #folder: string | null = null
  /** One after the other: two at once would be two copies. */
  #turn: Promise<unknown> = Promise.resolve()

  /** `ownerPid`: the app's main process. `temp`: for tests. */
  constructor(ownerPid: number, temp = tmpdir()) {
    this.#ownerPid = ownerPid
    this.#temp = temp
  }

  /** The path of a copy; the same for the same bytes, name and use. @throws AppError `failed` where it cannot be written */
  write(original: Original, use: CopyUse): Promise<string> {
    return this.#inTurn(() => this.#write(original, use))
  }

  /** Something was forgotten: no copy of it stays. */
  clear(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#folder !== null) await removeFolder(this.#folder)
      this.#folder = null
    })
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work)
    this.#turn = done.catch(() => {})
    return done
  }

  async #write({ name, bytes }: Original, use: CopyUse): Promise<string> {
    try {
      const content = `${hash('sha256', bytes).slice(0, 16)}-${use}`
      const folder = join(await this.#ownFolder(), content)
      const path = join(folder, name)
      if (await isFileOf(path, bytes.length)) return path
      await mkdir(folder, { recursive: true, mode: 0o700 })
      // Beside it first: nobody is given half of it.
      const beside = join(folder, `.${randomUUID()}`)
      await writeFile(beside, bytes, { mode: 0o600, flag: 'wx' })
      await markForeign(beside)
      await chmod(beside, modes[use])
      await rename(beside, path)
      return path
    } catch (error) {
      if (systemCode(error) === '') throw error
      throw new AppError('failed', sayOfApp('app.notCopied', { name, reason: messageOf(error) }), { cause: error })
    }
  }

  /** Made with the first copy, and again where somebody tidied up. */
  async #ownFolder(): Promise<string> {
    if (this.#folder === null || !(await isOwnFolder(this.#folder)))
      this.#folder = await mkdtemp(join(this.#temp, `leantern-opened-${this.#ownerPid}-`))
    return this.#folder
  }
}

/** Removes the copies of the app with this main process. */
export function removeCopiesOf(ownerPid: number, temp = tmpdir()): Promise<void> {
  return removeCopies(temp, (pid) => pid === ownerPid)
}

/** Removes the copies of apps that do not run any more. */
export function removeLeftCopies(temp = tmpdir()): Promise<void> {
  return removeCopies(temp, (pid) => !isRunning(pid))
}

async function removeCopies(temp: string, isDue: (pid: number) => boolean): Promise<void> {
  const names = await readdir(temp).catch(() => [])
  const due = names.filter((name) => {
    const pid = namePattern.exec(name)?.[1]
    return pid !== undefined && isDue(Number(pid))
  })
  for (const name of due) {
    const folder = join(temp, name)
    if (await isOwnFolder(folder)) await removeFolder(folder)
  }
}

/** A copy that another program keeps open (Windows) goes with the next try. */
async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true }).catch(() => {})
}

/** A folder of this user's, no link to one: others may write into the folder for temporary files. */
async function isOwnFolder(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => null)
  return found !== null && found.isDirectory() && (process.getuid === undefined || found.uid === process.getuid())
}

async function isFileOf(path: string, size: number): Promise<boolean> {
  const found = await lstat(path).catch(() => null)
  return found !== null && found.isFile() && found.size === size
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return systemCode(error) !== 'ESRCH'
  }
}
