/*
 * The trainer's arithmetic as WebAssembly text, relaxed SIMD (one instruction for multiply-and-add). All pointers are byte offsets into
 * one shared memory; rows are float32 with a stride in bytes, so that rows can be padded: a power of two as stride puts a whole
 * column into four cache sets.
 */

const get = (name: string): string => `(local.get $${name})`
const add = (a: string, b: string | number): string =>
  `(i32.add ${a} ${typeof b === 'number' ? `(i32.const ${b})` : b})`
const step = (name: string, by: string | number): string => `(local.set $${name} ${add(get(name), by)})`
const madd = (sum: string, a: string, b: string): string =>
  `(local.set $${sum} (f32x4.relaxed_madd ${a} ${b} ${get(sum)}))`
const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i)
const locals = (names: readonly string[], type = 'v128'): string =>
  names.map((name) => `(local $${name} ${type})`).join(' ')
const params = (names: string): string =>
  names
    .split(' ')
    .map((name) => `(param $${name} i32)`)
    .join(' ')
const zero = '(v128.const i64x2 0 0)'
const lanes = (vector: string): string =>
  range(4)
    .map((i) => `(f32x4.extract_lane ${i} ${vector})`)
    .reduce((a, b) => `(f32.add ${a} ${b})`)

/** The module's text; its memory is imported. */
export function trainingWat(): string {
  return `(module (import "env" "memory" (memory 1 65536 shared))
${[sumRows, dotProducts, products, expRow, sumColumns, combineRow, project, adagrad].map((kernel) => kernel()).join('\n')})`
}

/** sumRows(table, stride, ids, count, width, out): out = sum of the rows `ids` of the table. `width`: bytes, a multiple of 64. */
function sumRows(): string {
  return `(func (export "sumRows") ${params('table stride ids count width out')} ${locals(['row', 'at', 'end'], 'i32')}
  (memory.fill ${get('out')} (i32.const 0) ${get('width')})
  (local.set $end ${add(get('out'), get('width'))})
  (block $done (loop $id
    (br_if $done (i32.eqz ${get('count')}))
    (local.set $row ${add(get('table'), `(i32.mul (i32.load ${get('ids')}) ${get('stride')})`)})
    (local.set $at ${get('out')})
    (loop $part
      ${range(4)
        .map(
          (i) =>
            `(v128.store offset=${i * 16} ${get('at')} (f32x4.add (v128.load offset=${i * 16} ${get('at')}) (v128.load offset=${i * 16} ${get('row')})))`,
        )
        .join('\n')}
      ${step('at', 64)} ${step('row', 64)}
      (br_if $part (i32.lt_u ${get('at')} ${get('end')})))
    ${step('ids', 4)} (local.set $count (i32.sub ${get('count')} (i32.const 1)))
    (br $id))))`
}

/** dotProducts(a, b, stride, width, rows, columns, out, outStride): out[i][j] = a[i] · b[j]; 4 × 2 at once. */
function dotProducts(): string {
  const sums = range(4).flatMap((i) => range(2).map((j) => `s${i}${j}`))
  return `(func (export "dotProducts") ${params('a b stride width rows columns out outStride')}
  ${locals(['i', 'j', 'k', 'a0', 'a1', 'a2', 'a3', 'b0', 'b1', 'pa', 'po'], 'i32')} ${locals([...sums, 'x', 'y0', 'y1'])}
  (loop $column
    (local.set $i (i32.const 0)) (local.set $pa ${get('a')}) (local.set $po ${get('out')})
    (loop $row
      (local.set $a0 ${get('pa')})
      ${[1, 2, 3].map((i) => `(local.set $a${i} ${add(get(`a${i - 1}`), get('stride'))})`).join(' ')}
      (local.set $b0 ${get('b')}) (local.set $b1 ${add(get('b'), get('stride'))})
      ${sums.map((name) => `(local.set $${name} ${zero})`).join(' ')}
      (local.set $k (i32.const 0))
      (loop $inner
        (local.set $y0 (v128.load ${add(get('b0'), get('k'))})) (local.set $y1 (v128.load ${add(get('b1'), get('k'))}))
        ${range(4)
          .map(
            (i) =>
              `(local.set $x (v128.load ${add(get(`a${i}`), get('k'))})) ${range(2)
                .map((j) => madd(`s${i}${j}`, get('x'), get(`y${j}`)))
                .join(' ')}`,
          )
          .join('\n')}
        ${step('k', 16)} (br_if $inner (i32.lt_u ${get('k')} ${get('width')})))
      ${range(4)
        .map(
          (i) =>
            `${range(2)
              .map((j) => `(f32.store offset=${j * 4} ${get('po')} ${lanes(get(`s${i}${j}`))})`)
              .join(' ')} ${step('po', get('outStride'))}`,
        )
        .join('\n')}
      (local.set $pa ${add(get('a3'), get('stride'))}) ${step('i', 4)}
      (br_if $row (i32.lt_u ${get('i')} ${get('rows')})))
    ${step('j', 2)} (local.set $b ${add(get('b1'), get('stride'))}) ${step('out', 8)}
    (br_if $column (i32.lt_u ${get('j')} ${get('columns')}))))`
}

/**
 * products(a, rowStep, innerStep, b, bStride, inner, rows, columns, out, outStride): out[i] += sum over k of a[i, k] · b[k], where
 * a[i, k] is at a + i · rowStep + k · innerStep; 4 rows × 8 columns at once. `columns`: a multiple of 8, in floats.
 */
function products(): string {
  const sums = range(4).flatMap((i) => range(2).map((j) => `s${i}${j}`))
  return `(func (export "products") ${params('a rowStep innerStep b bStride inner rows columns out outStride')}
  ${locals(['i', 'j', 'k', 'pb', 'pa', 'p0', 'p1', 'p2', 'p3', 'po', 'o1', 'o2', 'o3'], 'i32')} ${locals([...sums, 'x', 'y0', 'y1'])}
  (loop $column
    (local.set $i (i32.const 0)) (local.set $pa ${get('a')}) (local.set $po ${get('out')})
    (loop $row
      (local.set $p0 ${get('pa')})
      ${[1, 2, 3].map((i) => `(local.set $p${i} ${add(get(`p${i - 1}`), get('rowStep'))})`).join(' ')}
      (local.set $pa ${add(get('p3'), get('rowStep'))})
      (local.set $o1 ${add(get('po'), get('outStride'))}) (local.set $o2 ${add(get('o1'), get('outStride'))}) (local.set $o3 ${add(get('o2'), get('outStride'))})
      ${range(4)
        .map((i) =>
          range(2)
            .map((j) => `(local.set $s${i}${j} (v128.load offset=${j * 16} ${get(i === 0 ? 'po' : `o${i}`)}))`)
            .join(' '),
        )
        .join('\n')}
      (local.set $pb ${get('b')}) (local.set $k ${get('inner')})
      (loop $sum
        (local.set $y0 (v128.load ${get('pb')})) (local.set $y1 (v128.load offset=16 ${get('pb')}))
        ${range(4)
          .map(
            (i) =>
              `(local.set $x (v128.load32_splat ${get(`p${i}`)})) ${range(2)
                .map((j) => madd(`s${i}${j}`, get('x'), get(`y${j}`)))
                .join(' ')} ${step(`p${i}`, get('innerStep'))}`,
          )
          .join('\n')}
        ${step('pb', get('bStride'))}
        (br_if $sum (local.tee $k (i32.sub ${get('k')} (i32.const 1)))))
      ${range(4)
        .map((i) =>
          range(2)
            .map((j) => `(v128.store offset=${j * 16} ${get(i === 0 ? 'po' : `o${i}`)} ${get(`s${i}${j}`)})`)
            .join(' '),
        )
        .join('\n')}
      (local.set $po ${add(get('o3'), get('outStride'))}) ${step('i', 4)}
      (br_if $row (i32.lt_u ${get('i')} ${get('rows')})))
    ${step('j', 8)} ${step('b', 32)} ${step('out', 32)}
    (br_if $column (i32.lt_u ${get('j')} ${get('columns')}))))`
}

/** expRow(row, count, scale, shift): row[i] = exp(scale · row[i] + shift), which is at most about 0; returns the sum. `count`: × 4. */
function expRow(): string {
  const splat = (value: number): string => `(v128.const f32x4 ${Array(4).fill(value).join(' ')})`
  const poly = [0.0013333558, 0.0096181291, 0.0555041087, 0.240226507, 0.6931471806, 1]
  return `(func (export "expRow") (param $row i32) (param $count i32) (param $scale f32) (param $shift f32) (result f32)
  (local $end i32) ${locals(['x', 'n', 'p', 'sum', 'scales', 'shifts'])}
  (local.set $scales (f32x4.splat (f32.mul ${get('scale')} (f32.const 1.4426950408889634))))
  (local.set $shifts (f32x4.splat (f32.mul ${get('shift')} (f32.const 1.4426950408889634))))
  (local.set $end ${add(get('row'), `(i32.shl ${get('count')} (i32.const 2))`)})
  (loop $next
    (local.set $x (f32x4.max ${splat(-120)} (f32x4.relaxed_madd (v128.load ${get('row')}) ${get('scales')} ${get('shifts')})))
    (local.set $n (f32x4.floor ${get('x')}))
    (local.set $x (f32x4.sub ${get('x')} ${get('n')}))
    (local.set $p ${splat(poly[0])})
    ${poly
      .slice(1)
      .map((c) => `(local.set $p (f32x4.relaxed_madd ${get('p')} ${get('x')} ${splat(c)}))`)
      .join('\n')}
    (local.set $p (f32x4.mul ${get('p')} (i32x4.shl (i32x4.add (i32x4.trunc_sat_f32x4_s ${get('n')}) (v128.const i32x4 127 127 127 127)) (i32.const 23))))
    (v128.store ${get('row')} ${get('p')})
    (local.set $sum (f32x4.add ${get('sum')} ${get('p')}))
    ${step('row', 16)} (br_if $next (i32.lt_u ${get('row')} ${get('end')})))
  ${lanes(get('sum'))})`
}

/** sumColumns(from, stride, rows, width, out): out = sum of the rows; `width`: bytes, a multiple of 16. */
function sumColumns(): string {
  return `(func (export "sumColumns") ${params('from stride rows width out')} ${locals(['at', 'i', 'end'], 'i32')} (local $s v128)
  (local.set $end ${add(get('from'), get('width'))})
  (loop $column
    (local.set $s ${zero}) (local.set $at ${get('from')}) (local.set $i ${get('rows')})
    (loop $row
      (local.set $s (f32x4.add ${get('s')} (v128.load ${get('at')}))) ${step('at', get('stride'))}
      (br_if $row (local.tee $i (i32.sub ${get('i')} (i32.const 1)))))
    (v128.store ${get('out')} ${get('s')})
    ${step('out', 16)} ${step('from', 16)} (br_if $column (i32.lt_u ${get('from')} ${get('end')}))))`
}

/** combineRow(row, columns, count, own): row[j] = row[j] · (own + columns[j]); `count`: × 4. */
function combineRow(): string {
  return `(func (export "combineRow") (param $row i32) (param $columns i32) (param $count i32) (param $own f32) (local $end i32) (local $o v128)
  (local.set $o (f32x4.splat ${get('own')}))
  (local.set $end ${add(get('row'), `(i32.shl ${get('count')} (i32.const 2))`)})
  (loop $next
    (v128.store ${get('row')} (f32x4.mul (v128.load ${get('row')}) (f32x4.add ${get('o')} (v128.load ${get('columns')}))))
    ${step('row', 16)} ${step('columns', 16)} (br_if $next (i32.lt_u ${get('row')} ${get('end')}))))`
}

/** project(gradient, unit, width, scale): gradient = (gradient - (gradient · unit) unit) · scale. `width`: bytes, × 16. */
function project(): string {
  return `(func (export "project") (param $gradient i32) (param $unit i32) (param $width i32) (param $scale f32)
  ${locals(['k'], 'i32')} ${locals(['sum', 'along', 'scales'])}
  (loop $dot
    (local.set $sum (f32x4.relaxed_madd (v128.load ${add(get('gradient'), get('k'))}) (v128.load ${add(get('unit'), get('k'))}) ${get('sum')}))
    ${step('k', 16)} (br_if $dot (i32.lt_u ${get('k')} ${get('width')})))
  (local.set $along (f32x4.splat ${lanes(get('sum'))})) (local.set $scales (f32x4.splat ${get('scale')}))
  (local.set $k (i32.const 0))
  (loop $next
    (v128.store ${add(get('gradient'), get('k'))} (f32x4.mul ${get('scales')} (f32x4.sub (v128.load ${add(get('gradient'), get('k'))})
      (f32x4.mul ${get('along')} (v128.load ${add(get('unit'), get('k'))})))))
    ${step('k', 16)} (br_if $next (i32.lt_u ${get('k')} ${get('width')}))))`
}

/**
 * adagrad(row, gradient, history, width, rate): history += mean of gradient²; row -= rate · gradient / sqrt(history).
 * `width`: bytes, × 16.
 */
function adagrad(): string {
  return `(func (export "adagrad") (param $row i32) (param $gradient i32) (param $history i32) (param $width i32) (param $rate f32)
  (local $k i32) ${locals(['sum', 'x', 'rates'])} (local $h f32)
  (loop $squares
    (local.set $x (v128.load ${add(get('gradient'), get('k'))}))
    (local.set $sum (f32x4.relaxed_madd ${get('x')} ${get('x')} ${get('sum')}))
    ${step('k', 16)} (br_if $squares (i32.lt_u ${get('k')} ${get('width')})))
  (local.set $h (f32.add (f32.load ${get('history')}) (f32.div (f32.mul ${lanes(get('sum'))} (f32.const 4)) (f32.convert_i32_u ${get('width')}))))
  (f32.store ${get('history')} ${get('h')})
  (local.set $rates (f32x4.splat (f32.div ${get('rate')} (f32.sqrt (f32.add ${get('h')} (f32.const 1e-20))))))
  (local.set $k (i32.const 0))
  (loop $next
    (v128.store ${add(get('row'), get('k'))} (f32x4.sub (v128.load ${add(get('row'), get('k'))})
      (f32x4.mul ${get('rates')} (v128.load ${add(get('gradient'), get('k'))}))))
    ${step('k', 16)} (br_if $next (i32.lt_u ${get('k')} ${get('width')}))))`
}
