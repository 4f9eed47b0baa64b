/**
 * rotate(vector, signs, bytes, rounds): in place, $rounds times the signs (±1, as float32, those of a round after those of the one
 * before) and the unnormalised Walsh-Hadamard transform, of a vector of $bytes / 4 numbers: a power of two, at least 8. Only sums
 * and differences, in the order of a plain loop: the same numbers to the bit, on which codes on disk depend.
 */
export const rotate = `  (func (export "rotate") (param $vector i32) (param $signs i32) (param $bytes i32) (param $rounds i32)
    (local $a i32) (local $end i32) (local $half i32) (local $block i32) (local $v v128) (local $w v128)
    (local.set $end (i32.add (local.get $vector) (local.get $bytes)))
    (loop $round
      ;; Signs, then neighbours, then those two apart: all within four numbers.
      (local.set $a (local.get $vector))
      (loop $four
        (local.set $v (f32x4.mul (v128.load (local.get $a)) (v128.load (local.get $signs))))
        (local.set $v (f32x4.add
          ${lanes([0, 0, 2, 2])}
          (f32x4.mul ${lanes([1, 1, 3, 3])} (v128.const f32x4 1 -1 1 -1))))
        (v128.store (local.get $a) (f32x4.add
          ${lanes([0, 1, 0, 1])}
          (f32x4.mul ${lanes([2, 3, 2, 3])} (v128.const f32x4 1 1 -1 -1))))
        (local.set $signs (i32.add (local.get $signs) (i32.const 16)))
        (local.set $a (i32.add (local.get $a) (i32.const 16)))
        (br_if $four (i32.lt_u (local.get $a) (local.get $end))))
      (local.set $half (i32.const 16))
      (loop $stage
        (local.set $a (local.get $vector))
        (loop $blocks
          (local.set $block (i32.add (local.get $a) (local.get $half)))
          (loop $pair
            (local.set $v (v128.load (local.get $a)))
            (local.set $w (v128.load (i32.add (local.get $a) (local.get $half))))
            (v128.store (local.get $a) (f32x4.add (local.get $v) (local.get $w)))
            (v128.store (i32.add (local.get $a) (local.get $half)) (f32x4.sub (local.get $v) (local.get $w)))
            (local.set $a (i32.add (local.get $a) (i32.const 16)))
            (br_if $pair (i32.lt_u (local.get $a) (local.get $block))))
          (local.set $a (i32.add (local.get $a) (local.get $half)))
          (br_if $blocks (i32.lt_u (local.get $a) (local.get $end))))
        (local.set $half (i32.shl (local.get $half) (i32.const 1)))
        (br_if $stage (i32.lt_u (local.get $half) (local.get $bytes))))
      (br_if $round (local.tee $rounds (i32.sub (local.get $rounds) (i32.const 1))))))`

/** Four of $v's numbers. */
function lanes(numbers: readonly number[]): string {
  const bytes = numbers.flatMap((lane) => [0, 1, 2, 3].map((byte) => lane * 4 + byte))
  return `(i8x16.shuffle ${bytes.join(' ')} (local.get $v) (local.get $v))`
}
