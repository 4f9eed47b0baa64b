/**
 * compareCodes(row, signs, planes, words, measures, gaps, most, last, rows, count, scores): the code of number $row with those
 * that the u32 numbers at $rows name. Signs: row after row, the planes of each, the weightiest first, $words times 8
 * bytes a plane. Measures: for each row two float32, its length n and its factor f. With W = bits that differ, each pair of planes
 * by its weight:
 *
 *   score = 1 - (n1 - n2)² / 2 - n1 · n2 · gaps[($last - ($most - 2 W) · f1 · f2) / 2]
 */
export const compareCodes = `  (func (export "compareCodes")
    (param $row i32) (param $signs i32) (param $planes i32) (param $words i32) (param $measures i32) (param $gaps i32)
    (param $most f32) (param $last f32) (param $rows i32) (param $count i32) (param $scores i32)
    (local $a i32) (local $b i32) (local $planeA i32) (local $planeB i32) (local $weightA i32) (local $weight i64)
    (local $first i32) (local $other i32) (local $otherEnd i32) (local $end i32) (local $planeBytes i32) (local $bytes i32)
    (local $ones i64) (local $differ i64)
    (local $length f32) (local $factor f32) (local $otherLength f32) (local $gap f32)
    (local.set $planeBytes (i32.shl (local.get $words) (i32.const 3)))
    (local.set $bytes (i32.mul (local.get $planes) (local.get $planeBytes)))
    (local.set $first (i32.add (local.get $signs) (i32.mul (local.get $row) (local.get $bytes))))
    (local.set $end (i32.add (local.get $first) (local.get $bytes)))
    (local.set $row (i32.add (local.get $measures) (i32.shl (local.get $row) (i32.const 3))))
    (local.set $length (f32.load (local.get $row)))
    (local.set $factor (f32.load offset=4 (local.get $row)))
    (block $done (loop $next
      (br_if $done (i32.eqz (local.get $count)))
      (local.set $row (i32.load (local.get $rows)))
      (local.set $other (i32.add (local.get $signs) (i32.mul (local.get $row) (local.get $bytes))))
      (local.set $otherEnd (i32.add (local.get $other) (local.get $bytes)))
      (local.set $row (i32.add (local.get $measures) (i32.shl (local.get $row) (i32.const 3))))
      (local.set $differ (i64.const 0))
      (local.set $planeA (local.get $first))
      (local.set $weightA (i32.sub (i32.shl (local.get $planes) (i32.const 1)) (i32.const 2)))
      (loop $planesA
        (local.set $planeB (local.get $other))
        (local.set $weight (i64.extend_i32_u (local.get $weightA)))
        (loop $planesB
          (local.set $a (local.get $planeA))
          (local.set $b (local.get $planeB))
          (local.set $planeB (i32.add (local.get $planeB) (local.get $planeBytes)))
          (local.set $ones (i64.const 0))
          (loop $word
            (local.set $ones (i64.add (local.get $ones)
              (i64.popcnt (i64.xor (i64.load (local.get $a)) (i64.load (local.get $b))))))
            (local.set $a (i32.add (local.get $a) (i32.const 8)))
            (local.set $b (i32.add (local.get $b) (i32.const 8)))
            (br_if $word (i32.lt_u (local.get $b) (local.get $planeB))))
          (local.set $differ (i64.add (local.get $differ) (i64.shl (local.get $ones) (local.get $weight))))
          (local.set $weight (i64.sub (local.get $weight) (i64.const 1)))
          (br_if $planesB (i32.lt_u (local.get $planeB) (local.get $otherEnd))))
        (local.set $planeA (local.get $a))
        (local.set $weightA (i32.sub (local.get $weightA) (i32.const 1)))
        (br_if $planesA (i32.lt_u (local.get $planeA) (local.get $end))))
      (local.set $otherLength (f32.load (local.get $row)))
      (local.set $gap (f32.sub (local.get $length) (local.get $otherLength)))
      (f32.store (local.get $scores) (f32.sub
        (f32.sub (f32.const 1) (f32.mul (f32.const 0.5) (f32.mul (local.get $gap) (local.get $gap))))
        (f32.mul (f32.mul (local.get $length) (local.get $otherLength))
          (f32.load (i32.add (local.get $gaps) (i32.shl
            (i32.trunc_f32_s (f32.nearest (f32.mul (f32.const 0.5) (f32.sub (local.get $last)
              (f32.mul
                (f32.sub (local.get $most) (f32.mul (f32.const 2) (f32.convert_i64_u (local.get $differ))))
                (f32.mul (local.get $factor) (f32.load offset=4 (local.get $row))))))))
            (i32.const 2)))))))
      (local.set $rows (i32.add (local.get $rows) (i32.const 4)))
      (local.set $scores (i32.add (local.get $scores) (i32.const 4)))
      (local.set $count (i32.sub (local.get $count) (i32.const 1)))
      (br $next))))`
