/*
 * Large models keep their weights in files beside model.onnx ('model.onnx_data'), whose names stand in it. They are read out of
 * the protocol buffer here: onnxruntime looks for the files itself, but they have to be copied, downloaded and hashed as well.
 * Field numbers are those of onnx.proto.
 */
import { AppError } from '../errors.ts'
import { fieldsOf, textOf } from './protobuf.ts'

const graphField = 7
const initializerField = 5
const externalDataField = 13
const entryFields = { key: 1, value: 2 } as const

/**
 * Names of the files that hold weights of the model, in the order they are met; none where all are in it. Empty as well for what
 * is no model: loading it says so.
 * @throws AppError `model-mismatch` for a name that leads out of the model's folder
 */
export function externalWeights(model: Uint8Array): readonly string[] {
  const names = new Set<string>()
  for (const graph of fieldsOf(model, graphField)) {
    for (const tensor of fieldsOf(graph, initializerField)) {
      for (const entry of fieldsOf(tensor, externalDataField)) {
        if (textOf(entry, entryFields.key) === 'location') names.add(plainName(textOf(entry, entryFields.value)))
      }
    }
  }
  return [...names]
}

function plainName(location: string): string {
  const name = location.replace(/^\.\//u, '')
  if (/^[^/\\:\0]+$/u.test(name) && !/^\.+$/u.test(name)) return name
  throw new AppError(
    'model-mismatch',
    `model.onnx wants weights from "${location}"; expected the name of a file beside it.`,
  )
}
