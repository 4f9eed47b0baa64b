/*
 * The kernel as WebAssembly text; `assemble.ts` assembles it. Memory, in bytes:
 *
 *   offset      bytes        field
 *   0           16, 16       ones, then zeros: 16 bytes from 16 - n on keep the first n of a vector
 *   256         256          kind of each byte, see `byteKinds`
 *   512         256          for the third byte of E2 80 ..: whether the character only parts words
 *   1024        32 * slots   words: their bytes in small letters, zeros to 16; number of ids; three ids
 *   ...         text         and 16 zeros behind it
 *   ...         4 * text     ids; where a word is in neither of its slots, -1 - its offset
 *
 * A word may be in one slot or in that beside it: the one whose number differs in the lowest bit, where it goes when another takes
 * its own.
 */

export const kindsAt = 256
export const signsAt = 512
export const slotsAt = 1024
export const slotBytes = 32
const slotBits = 16
export const slots = 1 << slotBits
/** A word of more letters or digits has no slot. */
export const longestWord = 15
/** A word of more ids has none either. */
export const mostIds = 3

/** What a byte begins. `sign`: E2, maybe of a sign of punctuation; `other`: any other character that is not ASCII. */
export const byteKinds = { separator: 0, letter: 1, digit: 2, sign: 3, other: 4 } as const

/** $word becomes the bytes from $at on, $length their number, 16 for more than 15. */
const readWord = `
    (local.set $word (v128.load (local.get $at)))
    (if (i32.eq (local.get $kind) (i32.const ${byteKinds.letter}))
      (then
        (local.set $word (v128.or (local.get $word) (i8x16.splat (i32.const 0x20))))
        (local.set $length (i8x16.bitmask (i8x16.lt_u
          (i8x16.sub (local.get $word) (i8x16.splat (i32.const 0x61))) (i8x16.splat (i32.const 26))))))
      (else
        (local.set $length (i8x16.bitmask (i8x16.lt_u
          (i8x16.sub (local.get $word) (i8x16.splat (i32.const 0x30))) (i8x16.splat (i32.const 10)))))))
    (local.set $length (i32.ctz (i32.xor (local.get $length) (i32.const 0x1ffff))))
    (local.set $word (v128.and (local.get $word) (v128.load (i32.sub (i32.const 16) (local.get $length)))))
    (local.set $first (i64x2.extract_lane 0 (local.get $word)))
    (local.set $second (i64x2.extract_lane 1 (local.get $word)))
    (local.set $slot (i32.add (i32.const ${slotsAt}) (i32.shl
      (i32.wrap_i64 (i64.shr_u
        (i64.mul
          (i64.xor (local.get $first) (i64.rotl (i64.mul (local.get $second) (i64.const 0x9e3779b97f4a7c15)) (i64.const 29)))
          (i64.const 0xd6e8feb86659fd93))
        (i64.const ${64 - slotBits})))
      (i32.const ${Math.log2(slotBytes)}))))`

/** Whether another word than the one at hand is in the slot. */
const isOther = `(i64.ne (i64.const 0) (i64.or
          (i64.xor (local.get $first) (i64.load (local.get $slot)))
          (i64.xor (local.get $second) (i64.load offset=8 (local.get $slot)))))`

const locals = `(local $kind i32) (local $length i32) (local $slot i32) (local $word v128) (local $first i64) (local $second i64)`

const kindHere = `(i32.load8_u offset=${kindsAt} (i32.load8_u (local.get $at)))`

/**
 * encode(at, end, out): ids of the words of the UTF-8 text from $at to $end at $out; returns the end of what was written, 0 where the
 * text has a character whose part in words it does not know. `missing`: words of the last text that were not in their slots.
 * claim(at): the slot of the word at $at, which is its own from now on, for its number of ids and them to be
 * written; 0 for a word that is too long.
 */
export const plainWordsWat = `(module
  (import "env" "memory" (memory 1))
  (global (export "missing") (mut i32) (i32.const 0))

  (func (export "claim") (param $at i32) (result i32)
    ${locals}
    (local.set $kind ${kindHere})
    ${readWord}
    (if (i32.gt_u (local.get $length) (i32.const ${longestWord})) (then (return (i32.const 0))))
    (v128.store (i32.xor (local.get $slot) (i32.const ${slotBytes})) (v128.load (local.get $slot)))
    (v128.store offset=16 (i32.xor (local.get $slot) (i32.const ${slotBytes})) (v128.load offset=16 (local.get $slot)))
    (v128.store (local.get $slot) (local.get $word))
    (local.get $slot))

  (func (export "encode") (param $at i32) (param $end i32) (param $out i32) (result i32)
    ${locals}
    (global.set 0 (i32.const 0))
    (block $done (loop $next
      (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
      (local.set $kind ${kindHere})
      (if (i32.eqz (local.get $kind)) (then
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $next)))
      (if (i32.ge_u (local.get $kind) (i32.const ${byteKinds.sign})) (then
        (if (i32.eq (local.get $kind) (i32.const ${byteKinds.other})) (then (return (i32.const 0))))
        (if (i32.ne (i32.load8_u offset=1 (local.get $at)) (i32.const 0x80)) (then (return (i32.const 0))))
        (if (i32.eqz (i32.load8_u offset=${signsAt} (i32.load8_u offset=2 (local.get $at)))) (then (return (i32.const 0))))
        (local.set $at (i32.add (local.get $at) (i32.const 3)))
        (br $next)))
      ${readWord}
      (if ${isOther} (then (local.set $slot (i32.xor (local.get $slot) (i32.const ${slotBytes})))))
      (if (i32.eqz ${isOther})
        (then
          (i64.store (local.get $out) (i64.load offset=20 (local.get $slot)))
          (i32.store offset=8 (local.get $out) (i32.load offset=28 (local.get $slot)))
          (local.set $out (i32.add (local.get $out) (i32.shl (i32.load offset=16 (local.get $slot)) (i32.const 2))))
          (local.set $at (i32.add (local.get $at) (local.get $length)))
          (br $next)))
      (global.set 0 (i32.add (global.get 0) (i32.const 1)))
      (i32.store (local.get $out) (i32.sub (i32.const -1) (local.get $at)))
      (local.set $out (i32.add (local.get $out) (i32.const 4)))
      (local.set $at (i32.add (local.get $at) (local.get $length)))
      ;; The rest of a long word.
      (loop $rest
        (if (i32.and (i32.eq ${kindHere} (local.get $kind)) (i32.lt_u (local.get $at) (local.get $end))) (then
          (local.set $at (i32.add (local.get $at) (i32.const 1)))
          (br $rest))))
      (br $next)))
    (local.get $out)))`
