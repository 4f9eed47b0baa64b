import { expect, test } from 'vitest'
import { showRights } from './rights-page.ts'

test('the page for the right to read is opened on macOS, and nothing anywhere else', async () => {
  const opened: string[] = []
  const open = async (url: string): Promise<void> => void opened.push(url)
  await showRights(open, 'darwin')
  await expect(showRights(open, 'linux')).rejects.toMatchObject({ code: 'bad-request' })
  expect(opened).toEqual(['x-apple.systempreferences:com.apple.preference.security?Privacy_AllFiles'])
})
