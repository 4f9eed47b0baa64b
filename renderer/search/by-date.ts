/* A list in the order of its dates, with a heading where a new day, week or month begins. */
import type { SearchAnswer } from '../../core/types.ts'
import { dayGroup } from '../ui/day-group.ts'
import type { Row } from './rows.ts'

/** The same answer, newest documents first; those without a date last, and what is of one moment in the order it had. */
export function newestFirst(answer: SearchAnswer): SearchAnswer {
  return { ...answer, results: answer.results.toSorted((a, b) => b.dated - a.dated) }
}

/** What stands above a row: its day, week or month, where that of the document above is another one; null else. */
export function headingAbove(rows: readonly Row[], index: number, now?: Date): string | null {
  const { document, passage } = rows[index]
  if (passage > 0) return null
  const group = dayGroup(document.dated, now)
  const above = rows[index - 1]?.document
  return above !== undefined && dayGroup(above.dated, now) === group ? null : group
}
