import type { Page } from '@playwright/test'
import type { RequestName, Requests, WindowApi } from '../electron/contract.ts'

/** Asks as the page does. @throws Error with the refusal's words */
export async function ask<Name extends RequestName>(
  page: Page,
  name: Name,
  wish?: Requests[Name]['ask'],
): Promise<Requests[Name]['answer']> {
  const reply = await page.evaluate(
    ([name, wish]) =>
      (Reflect.get(globalThis, 'leantern') as WindowApi).ask(name as Name, wish as Requests[Name]['ask']),
    [name, wish] as const,
  )
  if (!reply.ok) throw new Error(reply.message)
  return reply.value
}
