/** A set of rows of one segment, as a bitmap: bit row & 7 of byte row >> 3. */
export class RowSet {
  readonly rowCount: number
  readonly bitmap: Uint8Array
  /** How many rows are in it. */
  count = 0

  constructor(rowCount: number, bitmap = new Uint8Array(Math.ceil(rowCount / 8))) {
    this.rowCount = rowCount
    this.bitmap = bitmap
    for (let row = 0; row < rowCount; row++) if (this.has(row)) this.count++
  }

  has(row: number): boolean {
    return (this.bitmap[row >> 3] & (1 << (row & 7))) !== 0
  }

  /** Puts rows [from, to) in. */
  addRange(from: number, to: number): void {
    for (let row = from; row < to; row++) {
      if (this.has(row)) continue
      this.bitmap[row >> 3] |= 1 << (row & 7)
      this.count++
    }
  }

  copy(): RowSet {
    return new RowSet(this.rowCount, this.bitmap.slice())
  }
}
