/* `node core/keywords/counting/assemble.ts`: assembles the kernel and writes count-words-binary.ts. Run it after an edit of count-words-wat.ts. */
import { fileURLToPath } from 'node:url'
import { assembleWat, writeModules } from '../../assemble-wat.ts'
import { countWordsWat } from './count-words-wat.ts'

/** The module's bytes. */
export async function assembleCountWords(): Promise<Uint8Array> {
  return assembleWat('count-words.wat', countWordsWat)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeModules(import.meta.url, 'count-words', [
    { constant: 'countWordsModule', comment: 'Base64.', bytes: await assembleCountWords() },
  ])
}
