import type { BenchOptions } from './bench-options.ts'

/** What a bench is given. */
export interface BenchContext extends BenchOptions {
  /** Prints a line for people. */
  print(line: string): void
}

/** One question that a bench answers. What it returns is printed as JSON with `--json`. */
export interface Bench {
  readonly summary: string
  run(context: BenchContext): Promise<object>
}

/** The value below which `share` (0 to 1) of `values` lie (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? 0
}

/** Rounded for reports: three digits that matter. */
export function round(value: number): number {
  return Number(value.toPrecision(4))
}

/** A table with aligned columns. */
export function table(rows: readonly (readonly (string | number)[])[]): string[] {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)))
  return rows.map((row) =>
    row
      .map((cell, column) =>
        typeof cell === 'number' ? String(cell).padStart(widths[column]) : String(cell).padEnd(widths[column]),
      )
      .join('  ')
      .trimEnd(),
  )
}
