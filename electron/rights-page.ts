import { AppError } from '../core/errors.ts'
import { sayOfApp } from './texts/say-of-app.ts'

/** Full Disk Access in the settings of macOS. The address is ours: none that the window could name is ever opened. */
const page = 'x-apple.systempreferences:com.apple.preference.security?Privacy_AllFiles'

/** Opens the settings' page where Leantern gets the right to read. @throws AppError `bad-request` on any system but macOS */
export async function showRights(
  open: (url: string) => Promise<void>,
  platform: NodeJS.Platform = process.platform,
): Promise<void> {
  if (platform !== 'darwin') throw new AppError('bad-request', sayOfApp('app.noRightsPage'))
  await open(page)
}
