/**
 * dotLevels(query, levels, factors, bytes, rows, count, scores): dot products of row $query with the rows that the u32
 * numbers at $rows name. A row is $bytes levels of 0 to 127 (a multiple of 32), 64 standing for 0; at $factors each row
 * has 8 bytes: an f32, the value of a step, and an i32, 64 × the sum of its levels - 2048 × its dimensions. With these
 * Σ (a - 64)(b - 64) = Σ ab - one's - the other's. Seven bits, because the relaxed instruction takes no more in its second
 * operand; the sums are whole numbers, so both modules give the same scores.
 */
export function dotLevels({ isRelaxed }: { readonly isRelaxed: boolean }): string {
  return `  (func (export "dotLevels")
    (param $query i32) (param $levels i32) (param $factors i32) (param $bytes i32)
    (param $rows i32) (param $count i32) (param $scores i32)
    (local $q i32) (local $v i32) (local $end i32) (local $factor i32) (local $a v128) (local $b v128)
    (local $bias i32) (local $step f32)
    (local.set $factor (i32.add (local.get $factors) (i32.shl (local.get $query) (i32.const 3))))
    (local.set $step (f32.load (local.get $factor)))
    (local.set $bias (i32.load offset=4 (local.get $factor)))
    (local.set $query (i32.add (local.get $levels) (i32.mul (local.get $query) (local.get $bytes))))
    (local.set $end (i32.add (local.get $query) (local.get $bytes)))
    (block $done (loop $row
      (br_if $done (i32.eqz (local.get $count)))
      (local.set $v (i32.add (local.get $levels) (i32.mul (i32.load (local.get $rows)) (local.get $bytes))))
      (local.set $factor (i32.add (local.get $factors) (i32.shl (i32.load (local.get $rows)) (i32.const 3))))
      (local.set $q (local.get $query))
      (local.set $a (v128.const i64x2 0 0))
      (local.set $b (v128.const i64x2 0 0))
      (loop $part
        ${sixteen('a', 0, isRelaxed)}
        ${sixteen('b', 16, isRelaxed)}
        (local.set $q (i32.add (local.get $q) (i32.const 32)))
        (local.set $v (i32.add (local.get $v) (i32.const 32)))
        (br_if $part (i32.lt_u (local.get $q) (local.get $end))))
      (local.set $a (i32x4.add (local.get $a) (local.get $b)))
      (f32.store (local.get $scores) (f32.mul
        (f32.mul (local.get $step) (f32.load (local.get $factor)))
        (f32.convert_i32_s (i32.sub
          (i32.sub
            (i32.add
              (i32.add (i32x4.extract_lane 0 (local.get $a)) (i32x4.extract_lane 1 (local.get $a)))
              (i32.add (i32x4.extract_lane 2 (local.get $a)) (i32x4.extract_lane 3 (local.get $a))))
            (local.get $bias))
          (i32.load offset=4 (local.get $factor))))))
      (local.set $rows (i32.add (local.get $rows) (i32.const 4)))
      (local.set $scores (i32.add (local.get $scores) (i32.const 4)))
      (local.set $count (i32.sub (local.get $count) (i32.const 1)))
      (br $row))))`
}

/** Adds the products of 16 levels to $sum: one instruction, or four by way of 16-bit numbers. */
function sixteen(sum: string, at: number, isRelaxed: boolean): string {
  const add = (products: string): string => `(local.set $${sum} (i32x4.add (local.get $${sum}) ${products}))`
  const eight = (at: number): string =>
    add(`(i32x4.dot_i16x8_s (v128.load8x8_u offset=${at} (local.get $v)) (v128.load8x8_u offset=${at} (local.get $q)))`)
  if (!isRelaxed) return `${eight(at)}\n        ${eight(at + 8)}`
  return `(local.set $${sum} (i32x4.relaxed_dot_i8x16_i7x16_add_s
          (v128.load offset=${at} (local.get $v)) (v128.load offset=${at} (local.get $q)) (local.get $${sum})))`
}
