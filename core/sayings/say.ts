import { files } from './files.ts'
import { library } from './library.ts'
import { models } from './models.ts'
import { sayer } from './sayer.ts'
import { searching } from './searching.ts'

/** Every sentence of core for a person, in English, by its code. */
export const sentences = { ...files, ...searching, ...library, ...models } as const

/** A code of `sentences`. */
export type SentenceCode = keyof typeof sentences

/** One of them, with its values. */
export const say = sayer(sentences)
