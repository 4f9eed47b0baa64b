/*
 * The kernels as WebAssembly text. One source, two modules: plain SIMD, and relaxed SIMD where the engine has it (one
 * instruction for multiply-and-add, a cheaper table look-up). `assemble.ts` assembles both.
 *
 * Blocks of codes. A scan reads 16 codes at once, so the codes lie in blocks of 16: byte g of the 16 codes, then byte
 * g + 1 of them, and so on. Each byte selects, by its low and its high nibble, two of the query's partial sums from
 * tables of 16 entries that fit into one register (fast scan: André, Kermarrec & Le Scouarnec, "Cache locality is not
 * enough", VLDB 2015; used for RaBitQ by its own library).
 */

import { compareCodes } from './compare-codes-wat.ts'
import { dotLevels } from './dot-levels-wat.ts'
import { rotate } from './rotate-wat.ts'

/** The module's text. Memory is imported, so that codes and vectors are laid out by the caller. */
export function kernelsWat({ isRelaxed }: { readonly isRelaxed: boolean }): string {
  const swizzle = isRelaxed ? 'i8x16.relaxed_swizzle' : 'i8x16.swizzle'
  const madd = (sum: string, a: string, b: string): string =>
    isRelaxed ? `(f32x4.relaxed_madd ${a} ${b} ${sum})` : `(f32x4.add ${sum} (f32x4.mul ${a} ${b}))`
  return `(module
  (import "env" "memory" (memory 1))
${scanCodes(swizzle, madd)}
${dotRows(madd)}
${compareCodes}
${dotLevels({ isRelaxed })}
${rotate}
)`
}

type Madd = (sum: string, a: string, b: string) => string

/**
 * scanCodes(codes, blocks, groups, tables, scales, scores, offset, low, step): estimated cosines of 16 × blocks codes.
 * Tables: per group 16 bytes for the low nibble, 16 for the high one, entries at most 127.
 * score = offset + scale · (low + step · sum of entries)
 */
function scanCodes(swizzle: string, madd: Madd): string {
  const quarter = (half: string, part: string, at: number): string =>
    `(v128.store offset=${at} (local.get $scores)
        ${madd('(local.get $offsets)', `(v128.load offset=${at} (local.get $scales))`, madd('(local.get $lows)', `(f32x4.convert_i32x4_u (i32x4.extend_${part}_i16x8_u (local.get $${half})))`, '(local.get $steps)'))})`
  return `  (func (export "scanCodes")
    (param $codes i32) (param $blocks i32) (param $groups i32) (param $tables i32)
    (param $scales i32) (param $scores i32) (param $offset f32) (param $low f32) (param $step f32)
    (local $g i32) (local $table i32) (local $bytes v128) (local $entry v128)
    (local $even v128) (local $odd v128) (local $first v128) (local $second v128)
    (local $offsets v128) (local $lows v128) (local $steps v128) (local $nibble v128)
    (local.set $offsets (f32x4.splat (local.get $offset)))
    (local.set $lows (f32x4.splat (local.get $low)))
    (local.set $steps (f32x4.splat (local.get $step)))
    (local.set $nibble (i8x16.splat (i32.const 15)))
    (block $done (loop $block
      (br_if $done (i32.eqz (local.get $blocks)))
      (local.set $even (v128.const i64x2 0 0))
      (local.set $odd (v128.const i64x2 0 0))
      (local.set $table (local.get $tables))
      (local.set $g (local.get $groups))
      (loop $group
        (local.set $bytes (v128.load (local.get $codes)))
        (local.set $entry (i8x16.add
          (${swizzle} (v128.load (local.get $table)) (v128.and (local.get $bytes) (local.get $nibble)))
          (${swizzle} (v128.load offset=16 (local.get $table)) (i8x16.shr_u (local.get $bytes) (i32.const 4)))))
        (local.set $even (i16x8.add (local.get $even)
          (v128.and (local.get $entry) (v128.const i16x8 255 255 255 255 255 255 255 255))))
        (local.set $odd (i16x8.add (local.get $odd) (i16x8.shr_u (local.get $entry) (i32.const 8))))
        (local.set $codes (i32.add (local.get $codes) (i32.const 16)))
        (local.set $table (i32.add (local.get $table) (i32.const 32)))
        (br_if $group (local.tee $g (i32.sub (local.get $g) (i32.const 1)))))
      (local.set $first (i8x16.shuffle 0 1 16 17 2 3 18 19 4 5 20 21 6 7 22 23 (local.get $even) (local.get $odd)))
      (local.set $second (i8x16.shuffle 8 9 24 25 10 11 26 27 12 13 28 29 14 15 30 31 (local.get $even) (local.get $odd)))
      ${quarter('first', 'low', 0)}
      ${quarter('first', 'high', 16)}
      ${quarter('second', 'low', 32)}
      ${quarter('second', 'high', 48)}
      (local.set $scales (i32.add (local.get $scales) (i32.const 64)))
      (local.set $scores (i32.add (local.get $scores) (i32.const 64)))
      (local.set $blocks (i32.sub (local.get $blocks) (i32.const 1)))
      (br $block))))`
}

/**
 * dotRows(query, vectors, dimensions, rows, count, scores): dot products of the query with the vectors that the u32
 * numbers at $rows name. Dimensions: a multiple of 8.
 */
function dotRows(madd: Madd): string {
  const step = (sum: string, at: number): string =>
    `(local.set $${sum} ${madd(`(local.get $${sum})`, `(v128.load offset=${at} (local.get $q))`, `(v128.load offset=${at} (local.get $v))`)})`
  return `  (func (export "dotRows")
    (param $query i32) (param $vectors i32) (param $dimensions i32) (param $rows i32) (param $count i32) (param $scores i32)
    (local $q i32) (local $v i32) (local $end i32) (local $bytes i32) (local $a v128) (local $b v128)
    (local.set $bytes (i32.shl (local.get $dimensions) (i32.const 2)))
    (local.set $end (i32.add (local.get $query) (local.get $bytes)))
    (block $done (loop $row
      (br_if $done (i32.eqz (local.get $count)))
      (local.set $v (i32.add (local.get $vectors) (i32.mul (i32.load (local.get $rows)) (local.get $bytes))))
      (local.set $q (local.get $query))
      (local.set $a (v128.const i64x2 0 0))
      (local.set $b (v128.const i64x2 0 0))
      (loop $part
        ${step('a', 0)}
        ${step('b', 16)}
        (local.set $q (i32.add (local.get $q) (i32.const 32)))
        (local.set $v (i32.add (local.get $v) (i32.const 32)))
        (br_if $part (i32.lt_u (local.get $q) (local.get $end))))
      (local.set $a (f32x4.add (local.get $a) (local.get $b)))
      (f32.store (local.get $scores) (f32.add
        (f32.add (f32x4.extract_lane 0 (local.get $a)) (f32x4.extract_lane 1 (local.get $a)))
        (f32.add (f32x4.extract_lane 2 (local.get $a)) (f32x4.extract_lane 3 (local.get $a)))))
      (local.set $rows (i32.add (local.get $rows) (i32.const 4)))
      (local.set $scores (i32.add (local.get $scores) (i32.const 4)))
      (local.set $count (i32.sub (local.get $count) (i32.const 1)))
      (br $row))))`
}
