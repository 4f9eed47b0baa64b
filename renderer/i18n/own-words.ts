import type { WindowApi } from '../../electron/contract.ts'
import { failureText } from './engine-texts.ts'

/** The same, with the message of whatever is refused in the window's language. */
export function inOwnWords(api: WindowApi): WindowApi {
  return {
    platform: api.platform,
    pathForFile: (file) => api.pathForFile(file),
    on: (name, listen) => api.on(name, listen),
    async ask(name, ask) {
      const reply = await api.ask(name, ask)
      return reply.ok ? reply : { ...reply, message: failureText(reply) }
    },
  }
}
