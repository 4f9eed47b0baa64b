import { isExpected, type Question } from './question-list.ts'

/** A question and what the engine answered, best first, as paths relative to the folder that holds all folders. */
export interface Asked {
  readonly question: Question
  readonly paths: readonly string[]
}

/** How well the questions of one folder were answered. `top…` count questions; `mrr` is 0 to 1. */
export interface FolderScore {
  readonly folder: string
  readonly questions: number
  readonly top1: number
  readonly top3: number
  readonly top5: number
  readonly top10: number
  readonly mrr: number
}

/** Place of the first answer that counts, 1 for the best; 0: none does. */
export function placeOf({ question, paths }: Asked): number {
  return paths.findIndex((path) => isExpected(question, path)) + 1
}

/** The score of `asked` under the name `folder`. */
export function score(folder: string, asked: readonly Asked[]): FolderScore {
  const places = asked.map(placeOf)
  const within = (last: number): number => places.filter((place) => place >= 1 && place <= last).length
  const reciprocals = places.map((place) => (place === 0 ? 0 : 1 / place))
  return {
    folder,
    questions: asked.length,
    top1: within(1),
    top3: within(3),
    top5: within(5),
    top10: within(10),
    mrr: asked.length === 0 ? 0 : reciprocals.reduce((sum, value) => sum + value, 0) / asked.length,
  }
}
