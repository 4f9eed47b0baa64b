/* Questions for what else there is around a document: of the day that it is of, and of who wrote it. What filters alone find comes newest first. */

/** 'on:2024-06-03', by the clock of this machine; null for what has no date. `ms`: since 1970. */
export function dayQuery(ms: number): string | null {
  if (ms <= 0) return null
  const date = new Date(ms)
  const number = (value: number, digits: number): string => String(value).padStart(digits, '0')
  return `on:${number(date.getFullYear(), 4)}-${number(date.getMonth() + 1, 2)}-${number(date.getDate(), 2)}`
}

/** 'from:anna@example.org' of 'Anna Smith <anna@example.org>'; without an address 'from:"Anna Smith"'; null where nobody is named. */
export function senderQuery(sender: string | null): string | null {
  const address = /<\s*([^\s<>"]+@[^\s<>"]+)\s*>/u.exec(sender ?? '')?.[1]
  if (address !== undefined) return `from:${address}`
  const name = (sender ?? '').replaceAll(/["\s]+/gu, ' ').trim()
  if (name === '') return null
  return name.includes(' ') ? `from:"${name}"` : `from:${name}`
}
