/* What is wrong with a model, a server or a download. */
import type { SentenceText } from './fill.ts'

export const models = {
  'model.mismatch':
    'The library in {folder} was made with the model {made}, but the one here is {here}. Change the library to the one here with: leantern model use {here}; or add {made} as it was again.',
  'model.otherVersion':
    'The library in {folder} was made with another version of the model {name} than the one here. Change the library to the one here with: leantern model use {name}; or add {name} as it was again.',
  'model.changed': 'The model {name} is not the one that it was when the library was opened.',
  'model.otherTokenizer':
    "Expected a tokenizer.json for the model's {wanted:n} ids, got one with {found:n}: it is that of another model.",
  'model.notFinite':
    'The model {name} gave an embedding with a number that is not finite. Its file is damaged, or its numbers are too small for it (a float16 model): choose another form of it.',
  'model.closed': 'The model is closed; open it again to use it.',
  'model.missing':
    'There is no model {name} here. Installed: {known}. Those that can be added are in: leantern model list',
  'model.stays': '{name} comes with Leantern and stays.',
  'model.there': 'There is a model {name} already. Remove it first, or choose another name with --name.',
  'model.sameVectors': 'The model {name} cannot tell texts apart: it gives all of them the same vector, or none.',
  'model.unknown': 'Expected a folder, an address, or one of {known}; got "{name}".',
  'model.noDescription':
    'model.json is missing in the model folder {folder}, and so is config.json, which could stand for it. The folder of a model has model.onnx, tokenizer.json and config.json or model.json.',
  'model.incomplete':
    '{name} is missing in the model folder {folder}. The folder of a model has model.onnx, tokenizer.json and config.json or model.json. One that was added can be removed and added again: leantern model remove, leantern model add.',
  'model.weightsMissing':
    '{name}, which has weights of model.onnx, is missing in the model folder {folder}. Put it there, or get the model again.',
  'model.unreadable':
    '{name} cannot be read in the model folder {folder} ({reason}). Mend that, or get the model again.',
  'model.notWhole':
    'The model that comes with Leantern is not whole: {name} is missing or cannot be read in {folder}. Install Leantern again.',
  'model.noFile': '{name} is missing in {source}.',
  'model.noneOf': '{name} is missing in {folder}; looked for {names}.',
  'model.noOnnx': 'Expected {names} in the repository, found none: it has no ONNX form of the model.',
  'model.notAgreed': 'Nothing was asked of {host}: you did not agree.',
  'model.notLoaded':
    'model.onnx cannot be loaded: it is damaged, or no model that onnxruntime knows. Get it again. ({reason})',
  'model.provider': '{provider} cannot run the model here: {reason}.',
  'model.tokensStopped': 'The thread that tokenizes stopped: {reason}.',
  'network.address': 'Expected an address that starts with http:// or https://, got "{address}".',
  'network.unreachable': '{host} cannot be reached: {reason}.',
  'network.noHost': 'there is no such host, or no network',
  'network.none': 'there is no network',
  'network.nobody': 'nothing answers there',
  'network.broke': 'the connection broke',
  'network.redirects': '{host} redirects again and again.',
  'network.large': 'The answer has more than {limit:n} bytes.',
  'network.checksum':
    '{url} has the checksum {found}, expected {expected}. What came was thrown away: try again; if it happens again, the file at the source is another.',
  'network.shorter': '{url} is shorter than what came of it before.',
  'network.diskFull': 'The disk is full: there is no room for {path}.',
  'network.missing': 'There is no {url} (404).',
  'network.status': '{host} answered {status} for {url}.',
  'server.embeddings': 'Expected {count:n} embeddings from {host}, as {protocol} answers, got something else.',
  'server.wantsKey': '{host} refused the request: {status}. It wants a key.',
  'server.badKey': '{host} refused the request: {status}. Look at the key in {variable}.',
  'server.noModel': '{host} has no model {model}, or no such address{reason}.',
  'server.answered': '{host} answered {status}.',
  'server.noKey': 'Expected the key for {host} in the variable {variable}, which is not set.',
  'server.clearKey': 'The key for {host} would go over the network in the clear: use https.',
  'key.wrong': 'Expected a key of printable characters without spaces, on one line.',
  'key.keychain': "This system's keychain cannot be used ({reason}). Give the key in the variable {variable} instead.",
} as const satisfies Readonly<Record<string, SentenceText>>
