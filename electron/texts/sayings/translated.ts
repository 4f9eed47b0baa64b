import type { SentenceText } from '../../../core/sayings/fill.ts'

/** A sentence in another language for each code of an English table. */
export type Translated<Table> = Readonly<Record<keyof Table & string, SentenceText>>
