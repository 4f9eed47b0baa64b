/*
 * The kernel as WebAssembly text; `assemble.ts` assembles it. Memory, in bytes:
 *
 *   offset      bytes        field
 *   0           16, 24       ones, then zeros: 16 bytes from 16 - n on keep the first n of a vector
 *   64          64           `fields`
 *   1024        65,536       kind of each UTF-16 unit, one of `charKinds`; 0 where nobody asked yet
 *   slotsAt     32 * slots   words: 23 bytes, zeros behind; their number; term; 4 bytes of nothing
 *   ...         text         and 32 zeros behind it
 *   ...         4 * 2 text   ids: of the chunk's terms in the document
 *   ...         4 * 2 text   fresh: terms that the document did not have before this chunk
 *   ...         2 * text     counts
 *   ...         8 * terms    places: of its last posting, and of its last id
 *
 * Places count from the first document on, so that what is older than this chunk, or this document, is told by its number alone.
 * A word may be in one slot or in that beside it, where it goes when another takes its own.
 */
import { charKinds } from '../characters.ts'

export const kindsAt = 1024
export const slotsAt = kindsAt + 65_536
export const slotBytes = 32
/** Bytes of a word; a longer one has no slot. */
export const mostBytes = 23
/** Of a slot: the number of its one term; below 0 the word has several, or none. */
export const slotTermAt = 24

/** Where each 32-bit number is, in bytes. */
export const fields = {
  /** Postings so far, and before this chunk. */
  posted: 64,
  chunkStart: 68,
  /** Ids given so far, before this document and before this chunk. */
  named: 72,
  documentStart: 76,
  freshStart: 80,
  /** Terms of this chunk, repeats included. */
  length: 84,
  /** Bits that a hash is shifted by to be the number of a slot. */
  slotShift: 88,
  ids: 92,
  fresh: 96,
  counts: 100,
  places: 104,
  /** Why `count` stopped, one of `stops`, and what about: the end of a word, its slot or its term; or a unit. */
  stop: 108,
  wordEnd: 112,
  subject: 116,
} as const

/** `slotless`: a word without a slot, or what is no word. `several`: of terms. */
export const stops = { end: 0, missing: 1, several: 2, unknownUnit: 3, slotless: 4 } as const

const field = (name: keyof typeof fields): string => `(i32.load (i32.const ${fields[name]}))`
const setField = (name: keyof typeof fields, value: string): string =>
  `(i32.store (i32.const ${fields[name]}) ${value})`
const stopHere = (reason: keyof typeof stops): string =>
  `${setField('stop', `(i32.const ${stops[reason]})`)} (return (local.get $at))`

/** What `$kindAt` answers for a character of two units, which the table does not have. */
const beyond = 255

/** Leaves where a kind says that somebody else has to look. */
const stopAtUnclear = `
      (if (i32.eqz (local.get $kind)) (then ${stopHere('unknownUnit')}))
      (if (i32.eq (local.get $kind) (i32.const ${beyond})) (then ${stopHere('slotless')}))`

const byteAt = (place: string): string => `(i32.load8_u ${place})`
const tailOf = (offset: number): string => `(i32.and (i32.load8_u offset=${offset} (local.get $at)) (i32.const 0x3f))`
const widthOf = (byte: string): string =>
  `(i32.add (i32.const 1) (i32.add (i32.ge_u ${byte} (i32.const 0xc2)) (i32.ge_u ${byte} (i32.const 0xe0))))`

/** Moves $to over ASCII letters, digits and '_': $run of them, 16 where there may be more. */
const passPlain = `
        (local.set $bytes (v128.load (local.get $to)))
        (local.set $run (i32.ctz (i32.or (i32.const 0x10000) (i32.xor (i32.const 0xffff) (i8x16.bitmask (v128.or
          (v128.or
            (i8x16.lt_u
              (i8x16.sub (v128.or (local.get $bytes) (i8x16.splat (i32.const 0x20))) (i8x16.splat (i32.const 0x61)))
              (i8x16.splat (i32.const 26)))
            (i8x16.lt_u (i8x16.sub (local.get $bytes) (i8x16.splat (i32.const 0x30))) (i8x16.splat (i32.const 10))))
          (i8x16.eq (local.get $bytes) (i8x16.splat (i32.const 0x5f)))))))))
        (local.set $to (i32.add (local.get $to) (local.get $run)))`

/** $first, $second and $third become the word's bytes, the third with its length; $slot the slot of its hash. */
const readWord = `
      (local.set $bytes (v128.and (v128.load (local.get $at))
        (v128.load (i32.sub (i32.const 16) (select (local.get $size) (i32.const 16) (i32.lt_u (local.get $size) (i32.const 16)))))))
      (local.set $first (i64x2.extract_lane 0 (local.get $bytes)))
      (local.set $second (i64x2.extract_lane 1 (local.get $bytes)))
      (local.set $third (i64.shl (i64.extend_i32_u (local.get $size)) (i64.const 56)))
      (if (i32.gt_u (local.get $size) (i32.const 16)) (then
        (local.set $third (i64.or (local.get $third)
          (i64.and (i64.load offset=16 (local.get $at)) (i64.load (i32.sub (i32.const 32) (local.get $size))))))))
      (local.set $slot (i32.add (i32.const ${slotsAt}) (i32.shl
        (i32.wrap_i64 (i64.shr_u
          (i64.mul
            (i64.xor
              (i64.xor (local.get $first) (i64.rotl (i64.mul (local.get $second) (i64.const 0x9e3779b97f4a7c15)) (i64.const 29)))
              (i64.rotl (i64.mul (local.get $third) (i64.const 0x94d049bb133111eb)) (i64.const 31)))
            (i64.const 0xd6e8feb86659fd93))
          (i64.load32_u (i32.const ${fields.slotShift}))))
        (i32.const ${Math.log2(slotBytes)}))))`

/** Whether another word than the one at hand is in the slot. */
const isOther = `(i64.ne (i64.const 0) (i64.or
        (i64.or
          (i64.xor (local.get $first) (i64.load (local.get $slot)))
          (i64.xor (local.get $second) (i64.load offset=8 (local.get $slot))))
        (i64.xor (local.get $third) (i64.load offset=16 (local.get $slot)))))`

/**
 * count(at, end, weight): counts the words of the text from $at to $end, where separators follow, each as often as $weight says. Returns
 * where it stopped: `end`, or the place of what somebody else has to see to; see `stops`.
 * add(term, weight): counts one term.
 */
export const countWordsWat = `(module
  (import "env" "memory" (memory 1))

  (func $add (export "add") (param $term i32) (param $weight i32) (local $entry i32) (local $posting i32) (local $id i32)
    (local.set $entry (i32.add ${field('places')} (i32.shl (local.get $term) (i32.const 3))))
    (local.set $posting (i32.load (local.get $entry)))
    ${setField('length', `(i32.add ${field('length')} (i32.const 1))`)}
    (if (i32.ge_u (local.get $posting) ${field('chunkStart')}) (then
      (local.set $posting (i32.add ${field('counts')} (i32.sub (local.get $posting) ${field('chunkStart')})))
      (local.set $weight (i32.add (local.get $weight) (i32.load8_u (local.get $posting))))
      (i32.store8 (local.get $posting)
        (select (local.get $weight) (i32.const 255) (i32.lt_u (local.get $weight) (i32.const 255))))
      (return)))
    (local.set $posting ${field('posted')})
    (i32.store (local.get $entry) (local.get $posting))
    ${setField('posted', '(i32.add (local.get $posting) (i32.const 1))')}
    (local.set $posting (i32.sub (local.get $posting) ${field('chunkStart')}))
    (local.set $id (i32.load offset=4 (local.get $entry)))
    (if (i32.lt_u (local.get $id) ${field('documentStart')}) (then
      (local.set $id ${field('named')})
      (i32.store offset=4 (local.get $entry) (local.get $id))
      ${setField('named', '(i32.add (local.get $id) (i32.const 1))')}
      (i32.store
        (i32.add ${field('fresh')} (i32.shl (i32.sub (local.get $id) ${field('freshStart')}) (i32.const 2)))
        (local.get $term))))
    (i32.store
      (i32.add ${field('ids')} (i32.shl (local.get $posting) (i32.const 2)))
      (i32.sub (local.get $id) ${field('documentStart')}))
    (i32.store8 (i32.add ${field('counts')} (local.get $posting)) (local.get $weight)))

  (func $kindAt (param $at i32) (result i32) (local $byte i32) (local $unit i32)
    (local.set $byte ${byteAt('(local.get $at)')})
    (if (i32.ge_u (local.get $byte) (i32.const 0xf0)) (then (return (i32.const ${beyond}))))
    (local.set $unit (local.get $byte))
    (if (i32.ge_u (local.get $byte) (i32.const 0x80)) (then
      (local.set $unit (i32.or
        (i32.shl (i32.and (local.get $byte) (i32.const 0x1f)) (i32.const 6)) ${tailOf(1)}))))
    (if (i32.ge_u (local.get $byte) (i32.const 0xe0)) (then
      (local.set $unit (i32.or
        (i32.shl (i32.and (local.get $byte) (i32.const 0x0f)) (i32.const 12))
        (i32.or (i32.shl ${tailOf(1)} (i32.const 6)) ${tailOf(2)})))))
    ${setField('subject', '(local.get $unit)')}
    (i32.load8_u offset=${kindsAt} (local.get $unit)))

  (func (export "count") (param $at i32) (param $end i32) (param $weight i32) (result i32)
    (local $to i32) (local $byte i32) (local $kind i32) (local $run i32) (local $size i32) (local $width i32)
    (local $slot i32) (local $bytes v128) (local $first i64) (local $second i64) (local $third i64)
    (loop $next
      (if (i32.ge_u (local.get $at) (local.get $end)) (then
        ${setField('stop', `(i32.const ${stops.end})`)}
        (return (local.get $at))))
      (local.set $byte ${byteAt('(local.get $at)')})
      (local.set $width ${widthOf('(local.get $byte)')})
      (local.set $kind (if (result i32) (i32.lt_u (local.get $byte) (i32.const 0x80))
        (then (i32.load8_u offset=${kindsAt} (local.get $byte)))
        (else (call $kindAt (local.get $at)))))
      (if (i32.ne (local.get $kind) (i32.const ${charKinds.word})) (then
        ${stopAtUnclear}
        (if (i32.eq (local.get $kind) (i32.const ${charKinds.ideograph})) (then ${stopHere('slotless')}))
        (local.set $at (i32.add (local.get $at) (local.get $width)))
        (br $next)))
      (local.set $to (local.get $at))
      (block $ended (loop $more
        ${passPlain}
        (br_if $more (i32.eq (local.get $run) (i32.const 16)))
        (local.set $byte ${byteAt('(local.get $to)')})
        (local.set $kind (call $kindAt (local.get $to)))
        ${stopAtUnclear}
        (if (i32.eq (local.get $kind) (i32.const ${charKinds.joiner})) (then
          (local.set $byte ${widthOf('(local.get $byte)')})
          (local.set $kind (call $kindAt (i32.add (local.get $to) (local.get $byte))))
          ${stopAtUnclear}
          (br_if $ended (i32.ne (local.get $kind) (i32.const ${charKinds.word})))
          (local.set $to (i32.add (local.get $to) (local.get $byte)))
          (br $more)))
        (br_if $ended (i32.ne (local.get $kind) (i32.const ${charKinds.word})))
        (local.set $to (i32.add (local.get $to) ${widthOf('(local.get $byte)')}))
        (br $more)))
      ;; C++ and C#, of one character alone.
      (if (i32.eq (i32.sub (local.get $to) (local.get $at)) (local.get $width)) (then
        (if (i32.eq (i32.load16_u (local.get $to)) (i32.const 0x2b2b)) (then
          (local.set $to (i32.add (local.get $to) (i32.const 2)))))
        (if (i32.eq ${byteAt('(local.get $to)')} (i32.const 0x23)) (then
          (if (i32.eq (i32.sub (local.get $to) (local.get $at)) (local.get $width)) (then
            (local.set $kind (call $kindAt (i32.add (local.get $to) (i32.const 1))))
            ${stopAtUnclear}
            (local.set $to (i32.add (local.get $to) (i32.ne (local.get $kind) (i32.const ${charKinds.word}))))))))))
      (local.set $size (i32.sub (local.get $to) (local.get $at)))
      (if (i32.gt_u (local.get $size) (i32.const ${mostBytes})) (then ${stopHere('slotless')}))
      ${readWord}
      ${setField('wordEnd', '(local.get $to)')}
      (if ${isOther} (then
        (local.set $slot (i32.xor (local.get $slot) (i32.const ${slotBytes})))
        (if ${isOther} (then
          ${setField('subject', `(i32.xor (local.get $slot) (i32.const ${slotBytes}))`)}
          ${stopHere('missing')}))))
      (local.set $size (i32.load offset=${slotTermAt} (local.get $slot)))
      (if (i32.lt_s (local.get $size) (i32.const 0)) (then
        ${setField('subject', '(local.get $size)')}
        ${stopHere('several')}))
      (call $add (local.get $size) (local.get $weight))
      (local.set $at (local.get $to))
      (br $next))
    (unreachable)))`
