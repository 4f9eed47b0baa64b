import { styleText } from 'node:util'
import type { Terminal } from './main.ts'

const styles = { title: 'bold', place: 'dim', warning: 'yellow' } as const

/** The text, with colour where standard output is a terminal that has some and nobody said NO_COLOR. */
export function painted(terminal: Pick<Terminal, 'isColoured'>, style: keyof typeof styles, text: string): string {
  return terminal.isColoured === true ? styleText(styles[style], text, { validateStream: false }) : text
}

/** https://no-color.org: any value that is not empty. */
export function hasColours(
  stream: { readonly isTTY?: boolean; hasColors?(env?: object): boolean },
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  return (
    stream.isTTY === true &&
    (env['NO_COLOR'] ?? '') === '' &&
    env['TERM'] !== 'dumb' &&
    stream.hasColors?.(env) === true
  )
}
