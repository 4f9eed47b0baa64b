import { Command } from 'commander'
import { AppError } from '../errors.ts'
import {
  isSettingName,
  parseSetting,
  readSettings,
  settingHelp,
  settingNames,
  settingsPath,
  writeSetting,
} from '../settings.ts'
import type { CommandParts } from './command.ts'
import { keyCommand } from './key-command.ts'
import { exitCodes, type Terminal } from './main.ts'

/** `leantern config`. */
export function configCommand({ terminal, finish }: CommandParts): Command {
  const command = new Command('config').description('what commands do where you do not say')
  command
    .command('list')
    .description('all settings, with what they are')
    .option('--json', 'print what was set as one JSON object')
    .action(({ json }: { json?: boolean }) => finish(() => list(json === true, terminal)))
  command
    .command('get')
    .description('one setting; exit code 1 where it is not set')
    .argument('<key>')
    .option('--json', 'print it as one JSON object')
    .action((key: string, { json }: { json?: boolean }) => finish(() => get(key, json === true, terminal)))
  command
    .command('set')
    .description('change one setting')
    .argument('<key>')
    .argument('<value>')
    .option('--json', 'print what is set then as one JSON object')
    .action((key: string, value: string, { json }: { json?: boolean }) =>
      finish(async () => {
        const parsed = parseSetting(key, value)
        await writeSetting(parsed.name, parsed.value)
        return json === true ? list(true, terminal) : exitCodes.done
      }),
    )
  command
    .command('unset')
    .description('take one setting back')
    .argument('<key>')
    .option('--json', 'print what is set then as one JSON object')
    .action((key: string, { json }: { json?: boolean }) =>
      finish(async () => {
        await writeSetting(known(key), undefined)
        return json === true ? list(true, terminal) : exitCodes.done
      }),
    )
  return command.addCommand(keyCommand({ terminal, finish }))
}

async function list(isJson: boolean, terminal: Terminal): Promise<number> {
  const settings = await readSettings()
  if (isJson) terminal.out(`${JSON.stringify(settings)}\n`)
  else {
    for (const name of settingNames) {
      terminal.out(`${name.padEnd(14)} ${String(settings[name] ?? '(not set)').padEnd(24)} ${settingHelp(name)}\n`)
    }
    terminal.out(`In ${settingsPath()}\n`)
  }
  return exitCodes.done
}

async function get(key: string, isJson: boolean, terminal: Terminal): Promise<number> {
  const value = (await readSettings())[known(key)]
  if (value === undefined) return exitCodes.nothingFound
  terminal.out(isJson ? `${JSON.stringify({ [key]: value })}\n` : `${value}\n`)
  return exitCodes.done
}

function known(key: string): (typeof settingNames)[number] {
  if (isSettingName(key)) return key
  throw new AppError('bad-request', `Expected one of ${settingNames.join(', ')}, got "${key}".`)
}
