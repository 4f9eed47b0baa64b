/* `node core/embed/plain-words/assemble.ts`: assembles the kernel and writes plain-words-binary.ts. Run it after an edit of plain-words-wat.ts. */
import { fileURLToPath } from 'node:url'
import { assembleWat, writeModules } from '../../assemble-wat.ts'
import { plainWordsWat } from './plain-words-wat.ts'

/** The module's bytes. */
export async function assemblePlainWords(): Promise<Uint8Array> {
  return assembleWat('plain-words.wat', plainWordsWat)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeModules(import.meta.url, 'plain-words', [
    { constant: 'plainWordsModule', comment: 'Base64.', bytes: await assemblePlainWords() },
  ])
}
