/* The kernel as WebAssembly text; `assemble.ts` assembles it. Plain SIMD: the same vectors, to the bit, on every machine. */

/** Columns in a pass: their sums stay in registers while all rows go by. */
export const passColumns = 32

/**
 * sumRows(table, scales, ids, count, dimensions, out): out = sum of scale · row over the rows that the i32 at $ids name. The table
 * is int8 [rows x dimensions], the scales and `out` float32; pointers are byte offsets. Dimensions: a multiple of `passColumns`.
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
    (local $columns i32) (local $id i32) (local $end i32) (local $row i32) (local $scale v128) (local $bytes v128)
    ${sums.map((sum) => `(local ${sum} v128)`).join(' ')}
    (local.set $end (i32.add (local.get $ids) (i32.shl (local.get $count) (i32.const 2))))
    (local.set $columns (local.get $table))
    (loop $pass
      ${sums.map((sum) => `(local.set ${sum} (v128.const i64x2 0 0))`).join('\n      ')}
      (local.set $id (local.get $ids))
      (block $done (loop $next
        (br_if $done (i32.ge_u (local.get $id) (local.get $end)))
        (local.set $row (i32.add (local.get $columns) (i32.mul (i32.load (local.get $id)) (local.get $dimensions))))
        (local.set $scale (v128.load32_splat
          (i32.add (local.get $scales) (i32.shl (i32.load (local.get $id)) (i32.const 2)))))
        ${groups
          .map(
            (i) => `(local.set $bytes (v128.load8x8_s offset=${i * 8} (local.get $row)))
        ${add(`$low${i}`, '(i32x4.extend_low_i16x8_s (local.get $bytes))')}
        ${add(`$high${i}`, '(i32x4.extend_high_i16x8_s (local.get $bytes))')}`,
          )
          .join('\n        ')}
        (local.set $id (i32.add (local.get $id) (i32.const 4)))
        (br $next)))
      ${sums.map((sum, i) => `(v128.store offset=${i * 16} (local.get $out) (local.get ${sum}))`).join('\n      ')}
      (local.set $out (i32.add (local.get $out) (i32.const ${passColumns * 4})))
      (local.set $columns (i32.add (local.get $columns) (i32.const ${passColumns})))
      (br_if $pass (i32.lt_u (i32.sub (local.get $columns) (local.get $table)) (local.get $dimensions))))))`
}
