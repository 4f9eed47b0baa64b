const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
const oneDecimal = new Intl.NumberFormat('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 })
const unitNames = ['bytes', 'KB', 'MB', 'GB', 'TB'] as const

/** 3480 as '3,480'. */
export function countText(count: number): string {
  return whole.format(count)
}

/** 'one thing' or '3,480 things'; `many` only where it is not `one` plus an s. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${countText(count)} ${count === 1 ? one : many}`
}

/** A part, 0 to 1, as a percentage with one decimal; what is not complete never reads 100.0%. */
export function percentText(part: number): string {
  const percent = Math.min(Math.max(part, 0), 1) * 100
  return `${oneDecimal.format(percent < 100 ? Math.min(percent, 99.9) : 100)}%`
}

/** Bytes with a decimal unit: 5242880 as '5.2 MB'. */
export function bytesText(bytes: number): string {
  const power = bytes < 1000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), unitNames.length - 1)
  const value = bytes / 1000 ** power
  return `${power === 0 || value >= 100 ? whole.format(value) : oneDecimal.format(value)} ${unitNames[power]}`
}
