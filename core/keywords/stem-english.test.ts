import { describe, expect, test } from 'vitest'
import { stemEnglish } from './stem-english.ts'

/** From Snowball's own vocabulary and output for English, every rule at least once. */
const pairs = `
  consign consign, consigned consign, consigning consign, consignment consign, consistency consist, consolatory consolatori,
  knackeries knackeri, knaves knave, kneading knead, knightly knight, knots knot,
  skis ski, skies sky, idly idl, gently gentl, ugly ugli, early earli, only onli, singly singl, news news, howe howe, atlas atlas,
  cosmos cosmos, bias bias, andes andes, sky sky,
  caresses caress, cries cri, ties tie, ied ie, gas gas, this this, gaps gap, kiwis kiwi, bus bus, glass glass,
  agreed agre, feed feed, exceed exceed, proceed proceed, succeed succeed, plastered plaster, bled bled, motoring motor, sing sing,
  luxuriated luxuri, troubled troubl, sized size, hopping hop, added add, egging egg, falling fall, hoping hope, pasted paste,
  dying die, lying lie, vying vie, inning inning, outing outing, canning canning, evening evening, herring herring,
  cry cri, by by, say say, happy happi, enjoyment enjoy, yellow yellow, youth youth, saying say,
  relational relat, conditional condit, rational ration, valenci valenc, hesitanci hesit, digitizer digit, conformably conform,
  radically radic, differently differ, vilely vile, analogously analog, vietnamization vietnam, predication predic, operator oper,
  feudalism feudal, decisiveness decis, hopefulness hope, callousness callous, formality formal, sensitivity sensit,
  sensibility sensibl, apology apolog, geologist geolog, fearlessly fearless, hopefully hope,
  triplicate triplic, formative format, formalize formal, electricity electr, electrical electr, hopeful hope, goodness good,
  revival reviv, allowance allow, inference infer, airliner airlin, gyroscopic gyroscop, adjustable adjust, defensible defens,
  irritant irrit, replacement replac, adjustment adjust, dependent depend, adoption adopt, communism communism, activate activ,
  homologous homolog, effective effect, bowdlerize bowdler,
  probate probat, rate rate, cease ceas, controlling control, rolled roll,
  generate generat, generously generous, communication communic, arsenal arsenal, universal universal, emergency emergenc, past past,
  organization organiz, later later, internal internal,
  a a, an an, 's 's, dog's dog, dogs' dog, 'tis tis
`

describe("Snowball's English stemmer", () => {
  test.each(pairs.split(',').map((pair) => pair.trim().split(' ')))('%s → %s', (word, stem) => {
    expect(stemEnglish(word)).toBe(stem)
  })
})
