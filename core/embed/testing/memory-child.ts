/*
 * Embeds much at once in a process of its own, and says by how many bytes its memory grew at most, beyond what it takes to embed a
 * little: what waits and what one run of the model takes.
 */
import { openEncoder } from '../encoder.ts'

const [folder = ''] = process.argv.slice(2)
const encoder = await openEncoder(folder, { threads: 1, tokensAhead: true })
const text = 'river stone market letter engine garden winter signal '.repeat(75)
const inputs = Array.from({ length: 256 }, () => ({ header: '', text }))
await encoder.embed(inputs.slice(0, 64), undefined, { background: {} })

const before = process.resourceUsage().maxRSS
const stop = new AbortController()
// Each could wait with a million characters and the tokens of them.
const calls = Array.from({ length: 400 }, async () => {
  await encoder.embed(inputs, stop.signal, { background: {} })
  stop.abort(new Error('enough'))
})
await Promise.allSettled(calls)
process.stdout.write(`${(process.resourceUsage().maxRSS - before) * 1024}\n`)
await encoder.close()
