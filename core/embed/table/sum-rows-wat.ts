/* The kernel as WebAssembly text; `assemble.ts` assembles it. Plain SIMD: the same vectors, to the bit, on every machine. */

/** Columns in a pass: their sums stay in registers while all rows go by. */
export const passColumns = 32

/** Bytes. */
const cacheLine = 64

/**
 * sumRows(table, scales, ids, count, dimensions, out): out = sum of scale · row over the rows that the i32 at $ids name. The table
 * is int8 [rows x dimensions], the scales and `out` float32; pointers are byte offsets. Dimensions: a multiple of `passColumns`. Behind
 * the ids are 8 bytes for each of them, for the kernel: where its row is, and the row's scale, which each pass needs again.
 *
 * Rows are anywhere in a table that is larger than the processor's caches. A pass waits for each of them, so all are looked at before
 * the first, one after the other with nothing between: they come to the cache together.
 */
export function sumRowsWat(): string {
  const groups = Array.from({ length: passColumns / 8 }, (_, i) => i)
  const sums = groups.flatMap((i) => [`$low${i}`, `$high${i}`])
  const add = (sum: string, numbers: string): string =>
    `(local.set ${sum} (f32x4.add (local.get ${sum}) (f32x4.mul (local.get $scale) (f32x4.convert_i32x4_s ${numbers}))))`
  return `(module
  (import "env" "memory" (memory 1))
  (func (export "sumRows")
    (param $table i32) (param $scales i32) (param $ids i32) (param $count i32) (param $dimensions i32) (param $out i32)
    (local $column i32) (local $id i32) (local $places i32) (local $place i32) (local $end i32) (local $row i32)
    (local $at i32) (local $looked i32) (local $scale v128) (local $bytes v128)
    ${sums.map((sum) => `(local ${sum} v128)`).join(' ')}
    (local.set $places (i32.add (local.get $ids) (i32.shl (local.get $count) (i32.const 2))))
    (local.set $end (local.get $places))
    (block $listed (loop $next
      (br_if $listed (i32.eq (local.get $ids) (local.get $places)))
      (local.set $id (i32.load (local.get $ids)))
      (local.set $row (i32.add (local.get $table) (i32.mul (local.get $id) (local.get $dimensions))))
      (local.set $at (local.get $row))
      (loop $line
        (local.set $looked (i32.add (local.get $looked) (i32.load (local.get $at))))
        (local.set $at (i32.add (local.get $at) (i32.const ${cacheLine})))
        (br_if $line (i32.lt_u (i32.sub (local.get $at) (local.get $row)) (local.get $dimensions))))
      (i32.store (local.get $end) (local.get $row))
      (i32.store offset=4 (local.get $end)
        (i32.load (i32.add (local.get $scales) (i32.shl (local.get $id) (i32.const 2)))))
      (local.set $ids (i32.add (local.get $ids) (i32.const 4)))
      (local.set $end (i32.add (local.get $end) (i32.const 8)))
      (br $next)))
    ;; Overwritten by the first pass: what is looked at and not used would be left out.
    (i32.store (local.get $out) (local.get $looked))
    (loop $pass
      ${sums.map((sum) => `(local.set ${sum} (v128.const i64x2 0 0))`).join('\n      ')}
      (local.set $place (local.get $places))
      (block $done (loop $next
        (br_if $done (i32.eq (local.get $place) (local.get $end)))
        (local.set $row (i32.add (i32.load (local.get $place)) (local.get $column)))
        (local.set $scale (v128.load32_splat offset=4 (local.get $place)))
        ${groups
          .map(
            (i) => `(local.set $bytes (v128.load8x8_s offset=${i * 8} (local.get $row)))
        ${add(`$low${i}`, '(i32x4.extend_low_i16x8_s (local.get $bytes))')}
        ${add(`$high${i}`, '(i32x4.extend_high_i16x8_s (local.get $bytes))')}`,
          )
          .join('\n        ')}
        (local.set $place (i32.add (local.get $place) (i32.const 8)))
        (br $next)))
      ${sums.map((sum, i) => `(v128.store offset=${i * 16} (local.get $out) (local.get ${sum}))`).join('\n      ')}
      (local.set $out (i32.add (local.get $out) (i32.const ${passColumns * 4})))
      (local.set $column (i32.add (local.get $column) (i32.const ${passColumns})))
      (br_if $pass (i32.lt_u (local.get $column) (local.get $dimensions))))))`
}
