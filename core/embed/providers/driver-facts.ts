/* What tells one driver from another: when any of it changes, what was measured with the old one counts no more. */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Lines about the graphics drivers of this machine, in a fixed order; none where the system's version stands for them (macOS).
 * `root`: where the file system begins, for tests.
 */
export async function driverFacts(
  platform: NodeJS.Platform = process.platform,
  root = '/',
  environment: NodeJS.ProcessEnv = process.env,
): Promise<readonly string[]> {
  switch (platform) {
    case 'linux':
      return [...(await linuxFacts(root)), ...vulkanVariables(environment)]
    case 'win32':
      return windowsFacts(environment['SystemRoot'] ?? 'C:\\Windows')
    default:
      return []
  }
}

/** NVIDIA's driver states its version; those of the kernel come with it; what Vulkan loads is named in files that change with it. */
async function linuxFacts(root: string): Promise<readonly string[]> {
  const nvidia = await textOf(join(root, 'proc/driver/nvidia/version'))
  const cards = await Promise.all(
    (await namesIn(join(root, 'sys/class/drm')))
      .filter((name) => /^card\d+$/u.test(name))
      .map(async (name) => {
        const device = join(root, 'sys/class/drm', name, 'device')
        return `${await textOf(join(device, 'vendor'))} ${await textOf(join(device, 'device'))}`
      }),
  )
  const loaders = await Promise.all(
    ['usr/share/vulkan/icd.d', 'etc/vulkan/icd.d'].map((folder) => contentsOf(join(root, folder))),
  )
  return [nvidia.split('\n')[0], ...cards, ...loaders.flat()]
}

/** Which drivers Vulkan loads where the environment says so, instead of those in its folders. */
function vulkanVariables(environment: NodeJS.ProcessEnv): string[] {
  return ['VK_DRIVER_FILES', 'VK_ADD_DRIVER_FILES', 'VK_ICD_FILENAMES'].flatMap((name) => {
    const files = environment[name] ?? ''
    return files === '' ? [] : [`${name}=${files}`]
  })
}

async function contentsOf(folder: string): Promise<string[]> {
  const names = await namesIn(folder)
  return Promise.all(names.map(async (name) => `${name} ${hashOf(await textOf(join(folder, name)))}`))
}

/** Windows keeps each version of a driver in a folder whose name has a checksum: those of display drivers. */
async function windowsFacts(system: string): Promise<readonly string[]> {
  const names = await namesIn(join(system, 'System32', 'DriverStore', 'FileRepository'))
  return names.filter((name) => /^(?:nv|u\d|c\d|ati|amd|iigd|igdlh|qc|basicdisplay)/u.test(name))
}

async function namesIn(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(() => [])).toSorted()
}

async function textOf(path: string): Promise<string> {
  return (await readFile(path, 'utf8').catch(() => '')).trim()
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}
