/* Tests that run for seconds each time, and for minutes when they are asked to (SOAK=1): how long, and what they saw. */

/** Whether the long form was asked for. */
export const isSoak = process.env['SOAK'] === '1'

/** How long a test goes on: `usual` seconds, or `soaked`, which SOAK_SECONDS changes. */
export function secondsOf({ usual, soaked }: { readonly usual: number; readonly soaked: number }): number {
  return isSoak ? Number(process.env['SOAK_SECONDS'] ?? soaked) : usual
}

/** Prints what a soak saw, for whoever writes it down; a usual run prints nothing. */
export function tell(figures: string): void {
  if (isSoak) process.stdout.write(`${figures}\n`)
}
