/* The kernel as WebAssembly text; `assemble.ts` assembles it. */

/** Bytes of one step of the loop. */
const stepBytes = 64
/** Steps after which a lane of the counts, a byte, could have gone beyond 255. */
const mostSteps = 63

/** countByte(length, wanted): how often the byte `wanted` is in the first `length` bytes of the memory. */
export function countByteWat(): string {
  const places = Array.from({ length: stepBytes / 16 }, (_, i) => i * 16)
  return `(module
  (import "env" "memory" (memory 1))
  (func (export "countByte") (param $length i32) (param $wanted i32) (result i32)
    (local $at i32) (local $even i32) (local $stop i32) (local $count i32) (local $pattern v128) (local $lanes v128) (local $sums v128)
    (local.set $pattern (i8x16.splat (local.get $wanted)))
    (local.set $even (i32.and (local.get $length) (i32.const ${-stepBytes})))
    (block $counted (loop $group
      (br_if $counted (i32.ge_u (local.get $at) (local.get $even)))
      (local.set $lanes (v128.const i64x2 0 0))
      (local.set $stop (i32.add (local.get $at) (i32.const ${mostSteps * stepBytes})))
      (if (i32.gt_u (local.get $stop) (local.get $even)) (then (local.set $stop (local.get $even))))
      ;; A byte that is the wanted one becomes -1.
      (loop $step
        ${places
          .map(
            (place) => `(local.set $lanes (i8x16.sub (local.get $lanes)
          (i8x16.eq (v128.load offset=${place} (local.get $at)) (local.get $pattern))))`,
          )
          .join('\n        ')}
        (local.set $at (i32.add (local.get $at) (i32.const ${stepBytes})))
        (br_if $step (i32.lt_u (local.get $at) (local.get $stop))))
      (local.set $sums (i32x4.add (local.get $sums)
        (i32x4.extadd_pairwise_i16x8_u (i16x8.extadd_pairwise_i8x16_u (local.get $lanes)))))
      (br $group)))
    (local.set $count (i32.add
      (i32.add (i32x4.extract_lane 0 (local.get $sums)) (i32x4.extract_lane 1 (local.get $sums)))
      (i32.add (i32x4.extract_lane 2 (local.get $sums)) (i32x4.extract_lane 3 (local.get $sums)))))
    (block $done (loop $byte
      (br_if $done (i32.ge_u (local.get $at) (local.get $length)))
      (local.set $count (i32.add (local.get $count)
        (i32.eq (i32.load8_u (local.get $at)) (local.get $wanted))))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (br $byte)))
    (local.get $count)))`
}
