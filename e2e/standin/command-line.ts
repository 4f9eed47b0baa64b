/** What Electron's executable reads from its command line. */
export interface CommandLine {
  /** Scripts to load before the app (-r FILE). */
  readonly preloads: readonly string[]
  /** Switches for Chromium, as they came: `--name` or `--name=value`. */
  readonly switches: readonly string[]
  /** The app: a folder with a package.json, or a script. Null when there is none. */
  readonly app: string | null
  /** What process.argv holds after the executable: everything but the preloads. */
  readonly words: readonly string[]
}

/** Reads `electron [-r FILE] [--switch[=value]] APP [words]`, or the same without APP where the executable has its app beside it. */
export function parseCommandLine(words: readonly string[], isPackaged = false): CommandLine {
  const preloads: string[] = []
  const switches: string[] = []
  const kept: string[] = []
  for (let i = 0; i < words.length; i++) {
    const word = words[i]
    if (word === '-r' || word === '--require') {
      i++
      if (words[i] === undefined) throw new Error(`Expected a file after ${word}`)
      preloads.push(words[i])
      continue
    }
    if (!word.startsWith('-')) {
      return { preloads, switches, app: isPackaged ? null : word, words: [...kept, ...words.slice(i)] }
    }
    switches.push(word)
    kept.push(word)
  }
  return { preloads, switches, app: null, words: kept }
}
