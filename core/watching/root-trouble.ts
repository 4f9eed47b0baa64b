import { readdir, stat } from 'node:fs/promises'

/** An empty folder on another disk than before: where a disk was mounted there is nothing now. */
export async function isUnplugged(root: string, device: number): Promise<boolean> {
  try {
    return (await stat(root)).dev !== device && (await readdir(root)).length === 0
  } catch {
    // Gone: the listing says so by name.
    return false
  }
}

/** What a person reads whose root has too many folders; it is read again every `everyMs`. */
export function limitTrouble(root: string, everyMs: number): string {
  const minutes = Math.max(1, Math.round(everyMs / 60_000))
  const remedy =
    process.platform === 'linux'
      ? 'To have them at once, raise the limit: sudo sysctl fs.inotify.max_user_watches=524288'
      : 'To have them at once, close programs that watch many folders.'
  return `${root} has more folders than the system lets be watched. Changes in it are found every ${minutes} min. ${remedy}`
}

/** What a person reads whose disk is gone. */
export function unpluggedTrouble(root: string): string {
  return `The disk of ${root} is not there. Connect it again, or remove the folder from the library.`
}
