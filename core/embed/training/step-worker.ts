import { workerData } from 'node:worker_threads'
import type { SharedWasmMemory } from '../../wasm.ts'
import { trainingKernels } from './kernels.ts'
import { stepPhases } from './step.ts'
import { awaitStep, meet, readSettings, takeBlock } from './thread-meeting.ts'
import type { TrainingLayout } from './training-memory.ts'

/** What a worker is started with. */
export interface StepWorkerData {
  readonly module: Uint8Array
  readonly memory: SharedWasmMemory
  readonly layout: TrainingLayout
  readonly worker: number
  readonly workers: number
}

// Set by trainer.ts, the only one that starts this file.
const { module, memory, layout, worker, workers } = workerData as StepWorkerData
const kernels = trainingKernels(module, memory)
const words = new Int32Array(memory.buffer)
const floats = new Float32Array(memory.buffer)

for (let step = awaitStep(words, 0); ; step = awaitStep(words, step)) {
  const phases = stepPhases(layout, kernels, floats, { settings: readSettings(words), worker })
  phases.forEach((phase, i) => {
    for (let block = takeBlock(words, i); block < phase.blocks; block = takeBlock(words, i)) phase.run(block)
    meet(words, i, { step, workers })
  })
}
