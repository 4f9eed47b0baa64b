/* The length of a row (terms in it) in one byte: exact to 127, then in steps of 3 %. */

const exactCodes = 128
const step = 1.03

/** The code for `length` >= 0; what is longer than the largest length gets its code. */
export function lengthCode(length: number): number {
  if (length < exactCodes) return length
  return Math.min(255, exactCodes + Math.round(Math.log(length / exactCodes) / Math.log(step)))
}

/** Lengths by code. */
export const rowLengths: Float64Array = Float64Array.from({ length: 256 }, (_, code) =>
  code < exactCodes ? code : exactCodes * step ** (code - exactCodes),
)
