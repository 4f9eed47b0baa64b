/** What a person reads whose root has too many folders; it is read again every `everyMs`. */
export function limitTrouble(root: string, everyMs: number): string {
  const minutes = Math.max(1, Math.round(everyMs / 60_000))
  const remedy =
    process.platform === 'linux'
      ? 'To have them at once, raise the limit: sudo sysctl fs.inotify.max_user_watches=524288'
      : 'To have them at once, close programs that watch many folders.'
  return `${root} has more folders than the system lets be watched. Changes in it are found every ${minutes} min. ${remedy}`
}
