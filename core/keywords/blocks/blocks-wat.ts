/** In the kernel's memory, after the block's bytes: what it gives, and what the caller puts there, see ../count-levels.ts. */
export const rowsAt = 1024
export const countsAt = 2048
export const codeTablesAt = 3072
export const countOfLevelAt = 3840

/** The next 57 bits and more as an i64, from the highest on. */
const ahead = `(i64.shl
      (i64x2.extract_lane 0 (i8x16.swizzle
        (v128.load (i32.shr_u (global.get $bit) (i32.const 3)))
        (v128.const i8x16 7 6 5 4 3 2 1 0 7 6 5 4 3 2 1 0)))
      (i64.extend_i32_u (i32.and (global.get $bit) (i32.const 7))))`

/** $value becomes the next number below $range, which is 2 or more: see `BitReader.minimal`. */
const minimal = `
      (local.set $width (i32.sub (i32.const 32) (i32.clz (i32.sub (local.get $range) (i32.const 1)))))
      (local.set $value (i32.wrap_i64 (i64.shr_u ${ahead}
        (i64.extend_i32_u (i32.sub (i32.const 64) (local.get $width))))))
      (local.set $shorter (i32.sub (i32.shl (i32.const 1) (local.get $width)) (local.get $range)))
      ;; One bit fewer for the first values, without a branch: it would be taken as often as not.
      (local.set $isShorter (i32.lt_u (i32.shr_u (local.get $value) (i32.const 1)) (local.get $shorter)))
      (global.set $bit (i32.add (global.get $bit) (i32.sub (local.get $width) (local.get $isShorter))))
      (local.set $value (select
        (i32.shr_u (local.get $value) (i32.const 1))
        (i32.sub (local.get $value) (local.get $shorter))
        (local.get $isShorter)))`

/**
 * readBlock(size, first, last, kind): one block of postings (see ../postings.ts) whose bytes begin at 0, into `size` u32 rows and as
 * many u32 counts. Kind: see `countKinds`. It does what `BitReader` in ../interpolative.ts does, whose comments say why.
 */
export const blocksWat = `(module
  (import "env" "memory" (memory 1))
  (global $bit (mut i32) (i32.const 0))

  (func $gamma (result i32)
    (local $ahead i64) (local $zeros i64)
    (local.set $ahead ${ahead})
    (local.set $zeros (i64.clz (local.get $ahead)))
    (if (i64.gt_u (local.get $zeros) (i64.const 27)) (then unreachable))
    (global.set $bit (i32.add (global.get $bit)
      (i32.wrap_i64 (i64.add (i64.shl (local.get $zeros) (i64.const 1)) (i64.const 1)))))
    (i32.sub
      (i32.wrap_i64 (i64.shr_u (local.get $ahead)
        (i64.sub (i64.const 63) (i64.shl (local.get $zeros) (i64.const 1)))))
      (i32.const 1)))

  ;; $left ascending numbers in [$least, $high] at $to: the middle one, the left half, and on with the right half.
  (func $fill (param $to i32) (param $left i32) (param $least i32) (param $high i32)
    (local $half i32) (local $range i32) (local $width i32) (local $value i32) (local $shorter i32) (local $middle i32)
    (local $isShorter i32)
    (block $done (loop $next
      (br_if $done (i32.eqz (local.get $left)))
      ;; Values that the middle one may have.
      (local.set $range (i32.add (i32.sub (i32.sub (local.get $high) (local.get $least)) (local.get $left)) (i32.const 2)))
      (if (i32.eq (local.get $range) (i32.const 1)) (then
        (loop $run
          (i32.store (local.get $to) (local.get $least))
          (local.set $to (i32.add (local.get $to) (i32.const 4)))
          (local.set $least (i32.add (local.get $least) (i32.const 1)))
          (br_if $run (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))
        (br $done)))
      (local.set $half (i32.shr_u (local.get $left) (i32.const 1)))
${minimal}
      (local.set $middle (i32.add (i32.add (local.get $least) (local.get $half)) (local.get $value)))
      (i32.store (i32.add (local.get $to) (i32.shl (local.get $half) (i32.const 2))) (local.get $middle))
      (if (i32.eq (local.get $half) (i32.const 1))
        (then
          ;; A left half of one number, as half of them are: without a call.
          (local.set $range (i32.sub (local.get $middle) (local.get $least)))
          (local.set $value (i32.const 0))
          (if (i32.gt_u (local.get $range) (i32.const 1)) (then
${minimal}
          ))
          (i32.store (local.get $to) (i32.add (local.get $least) (local.get $value))))
        (else (if (local.get $half) (then
          (call $fill (local.get $to) (local.get $half) (local.get $least) (i32.sub (local.get $middle) (i32.const 1)))))))
      (local.set $half (i32.add (local.get $half) (i32.const 1)))
      (local.set $to (i32.add (local.get $to) (i32.shl (local.get $half) (i32.const 2))))
      (local.set $left (i32.sub (local.get $left) (local.get $half)))
      (local.set $least (i32.add (local.get $middle) (i32.const 1)))
      (br $next))))

  (func (export "readBlock") (param $size i32) (param $first i32) (param $last i32) (param $kind i32)
    (local $sum i32) (local $at i32) (local $end i32) (local $scheme i32)
    (global.set $bit (i32.const 0))
    (local.set $end (i32.shl (i32.sub (local.get $size) (i32.const 1)) (i32.const 2)))
    (call $fill (i32.const ${rowsAt}) (i32.sub (local.get $size) (i32.const 1))
      (local.get $first) (i32.sub (local.get $last) (i32.const 1)))
    (i32.store offset=${rowsAt} (local.get $end) (local.get $last))
    (local.set $scheme (local.get $kind))
    (if (i32.eq (local.get $kind) (i32.const 2)) (then
      (local.set $scheme (i32.wrap_i64 (i64.shr_u ${ahead} (i64.const 61))))
      (global.set $bit (i32.add (global.get $bit) (i32.const 3)))))
    (if (i32.gt_u (local.get $scheme) (i32.const 1)) (then
      (call $codes (local.get $end)
        (i32.add (i32.const ${codeTablesAt}) (i32.shl (i32.sub (local.get $scheme) (i32.const 2)) (i32.const 7))))
      (return)))
    (if (local.get $scheme) (then (local.set $sum (call $gamma))))
    (if (i32.eqz (local.get $sum)) (then
      (loop $ones
        (i32.store offset=${countsAt} (local.get $at) (i32.const 1))
        (br_if $ones (i32.le_u (local.tee $at (i32.add (local.get $at) (i32.const 4))) (local.get $end))))
      (return)))
    ;; Running sums, of which each count is the difference to the one before.
    (local.set $sum (i32.add (local.get $size) (local.get $sum)))
    (call $fill (i32.const ${countsAt}) (i32.sub (local.get $size) (i32.const 1))
      (i32.const 1) (i32.sub (local.get $sum) (i32.const 1)))
    (i32.store offset=${countsAt} (local.get $end) (local.get $sum))
    (local.set $at (local.get $end))
    (block $first (loop $difference
      (br_if $first (i32.eqz (local.get $at)))
      (i32.store offset=${countsAt} (local.get $at) (i32.sub
        (i32.load offset=${countsAt} (local.get $at))
        (i32.load offset=${countsAt - 4} (local.get $at))))
      (local.set $at (i32.sub (local.get $at) (i32.const 4)))
      (br $difference)))
    (if (i32.eq (local.get $kind) (i32.const 1)) (then (return)))
    (loop $level
      (i32.store offset=${countsAt} (local.get $at)
        (i32.load8_u offset=${countOfLevelAt} (i32.load offset=${countsAt} (local.get $at))))
      (br_if $level (i32.le_u (local.tee $at (i32.add (local.get $at) (i32.const 4))) (local.get $end)))))

  ;; A count for each 4 bytes up to $end, by the prefix code whose table is at $table.
  (func $codes (param $end i32) (param $table i32)
    (local $at i32) (local $entry i32)
    (loop $next
      (local.set $entry (i32.load8_u (i32.add (local.get $table) (i32.wrap_i64 (i64.shr_u ${ahead} (i64.const 57))))))
      (global.set $bit (i32.add (global.get $bit) (i32.and (local.get $entry) (i32.const 7))))
      (i32.store offset=${countsAt} (local.get $at)
        (i32.load8_u offset=${countOfLevelAt} (i32.shr_u (local.get $entry) (i32.const 3))))
      (br_if $next (i32.le_u (local.tee $at (i32.add (local.get $at) (i32.const 4))) (local.get $end))))))
`
