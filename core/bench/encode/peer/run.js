/* Measures the pipeline of @huggingface/transformers. Plain JavaScript: its package is not there when types are checked. */
// A computed name, so that the checks pass without the package.
const name = ['@huggingface', 'transformers'].join('/')

// Whoever asked is gone: nobody takes the answer.
process.once('disconnect', () => process.exit())

let extract

/** For `ms` milliseconds the texts again and again; without, once, for their vectors. */
process.on('message', async ({ models, model, texts, threads, ms }) => {
  try {
    extract ??= await open(models, model, threads)
    const round = () => extract(texts, { pooling: 'mean', normalize: true })
    process.send(ms === null ? { vectors: (await round()).data } : { roundsPerSecond: await measure(round, ms) })
  } catch (error) {
    process.send({ error: String(error) })
  }
})

async function measure(round, ms) {
  const started = performance.now()
  let rounds = 0
  do {
    await round()
    rounds++
  } while (performance.now() - started < ms)
  return (rounds / (performance.now() - started)) * 1000
}

async function open(models, model, threads) {
  const { env, pipeline } = await import(name)
  env.allowRemoteModels = false
  env.localModelPath = models
  const session_options = { intraOpNumThreads: threads, interOpNumThreads: 1 }
  return pipeline('feature-extraction', model, { dtype: 'fp32', device: 'cpu', session_options })
}
