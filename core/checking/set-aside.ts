/* Files of the person's own that cannot be read: kept beside the library's other files, in which a person may look for what they had. */
import { access, link, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { feedbackName } from '../search/feedback/feedback-file.ts'
import { rescueFeedback } from '../search/feedback/rescue-feedback.ts'
import type { SetAside } from '../types.ts'

/** Sets each of `parts` aside as `NAME.damaged`, or the first such name that is free; what the person opened and judged is rescued. */
export async function setAside(folder: string, parts: readonly string[]): Promise<SetAside[]> {
  const done: SetAside[] = []
  for (const part of parts) {
    const name = await freeName(folder, part)
    const kept = part === feedbackName ? await renewFeedback(folder, name) : await moveAside(folder, part, name)
    done.push({ part, name, kept })
  }
  return done
}

async function moveAside(folder: string, part: string, name: string): Promise<null> {
  await rename(join(folder, part), join(folder, name))
  return null
}

/** The new file takes the old one's place in one step, wherever the file system has two names for one file. */
async function renewFeedback(folder: string, name: string): Promise<SetAside['kept']> {
  const [path, fresh, aside] = [join(folder, feedbackName), join(folder, `${feedbackName}.new`), join(folder, name)]
  const kept = rescueFeedback(path, fresh)
  // It belongs to the old file, and would be written into the new one.
  await rm(`${path}-journal`, { force: true, recursive: true })
  await link(path, aside).catch(() => rename(path, aside))
  await rename(fresh, path)
  return kept
}

async function freeName(folder: string, part: string): Promise<string> {
  for (let number = 1; ; number++) {
    const name = number === 1 ? `${part}.damaged` : `${part}.damaged-${number}`
    const isFree = await access(join(folder, name)).then(
      () => false,
      () => true,
    )
    if (isFree) return name
  }
}
