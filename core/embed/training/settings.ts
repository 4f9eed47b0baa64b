import type { RepeatedSources } from './corpus.ts'
import { GLOSSARY_SOURCE } from './glossary.ts'
import { pairDefaults } from './pairs.ts'
import type { RareRowOptions } from './rare-rows.ts'
import type { TableOptions } from './train-table.ts'
import type { VocabularySize } from './vocabulary.ts'

/** All that a run is made with. */
export interface TrainingSettings {
  readonly name: string
  /** Reads one of so many files. */
  readonly step: number
  readonly vocabulary: VocabularySize
  /** How many times the sections of a source count, for the vocabulary and in a pass; 1 where it is not named. */
  readonly repeated: RepeatedSources
  /** Common to all tables. */
  readonly table: Omit<TableOptions, 'workers' | 'seed'>
  /** Tables that are trained, each from another seed, and joined: what one learned by chance weighs less. */
  readonly tables: readonly TableSettings[]
  /** Each table goes on with these, other batches and a rate that falls again. */
  readonly last: Partial<TableOptions>
  /** Power of `spreadTable` after the last step. */
  readonly spread: number
  /** What rare tokens' rows are lengthened to behind it. */
  readonly rare: RareRowOptions
  readonly validation: { readonly pool: number; readonly queries: number }
  /** Steps between two states and two validations. */
  readonly every: number
}

/** What a table has of its own. */
export interface TableSettings extends Partial<TableOptions> {
  readonly seed: number
}

/** What the embedded model is made with; the README beside says what else was tried. */
const full: TrainingSettings = {
  name: 'leantern-static-256',
  step: 1,
  repeated: { [GLOSSARY_SOURCE]: 8 },
  vocabulary: { words: 50_000, referenceWords: 17_000, parts: 12_000, scriptParts: 6000 },
  table: {
    dimensions: 256,
    batch: 2048,
    passes: 3,
    rate: 0.1,
    temperature: 0.05,
    half: 2e-4,
    start: 3,
    hidden: 0,
    pairs: pairDefaults,
  },
  tables: [
    { seed: 1, pairs: { ...pairDefaults, dropped: 0.1 } },
    { seed: 2, passes: 4, start: 5, pairs: { ...pairDefaults, keptSentences: 0.25, dropped: 0.25 } },
  ],
  last: { passes: 1, rate: 0.1, hidden: 0.3 },
  spread: 0.3,
  rare: { below: 200, times: 1.5 },
  validation: { pool: 20_000, queries: 1000 },
  every: 230,
}

/** Minutes instead of an hour, on a fraction of the files: to see that everything runs. */
const small: TrainingSettings = {
  ...full,
  name: 'leantern-static-64',
  step: 20,
  vocabulary: { words: 8000, referenceWords: 2000, parts: 3000, scriptParts: 500 },
  table: { ...full.table, dimensions: 64, batch: 256, passes: 2 },
  tables: [{ seed: 1 }],
  validation: { pool: 1000, queries: 200 },
  every: 50,
}

export const trainingSizes = { full, small } as const
