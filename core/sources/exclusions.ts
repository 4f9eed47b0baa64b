/*
 * What a folder walk leaves out unless a person says otherwise: what programs made for themselves. Names are compared as
 * they are written: `CVS` is an old version control, `cvs` somebody's applications. Each rule has a name by which it is switched off.
 */
import type { LeftOutRule } from '../types.ts'

const words = (list: string): string[] => list.split(/\s+/).filter((word) => word !== '')

function reasons(entries: Readonly<Record<string, readonly string[]>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(entries).flatMap(([reason, names]) => names.map((name) => [name, reason] as const)))
}

const folders = reasons({
  'version control': words('.git .hg .svn .bzr CVS'),
  'installed packages': words(`
    node_modules bower_components .pnpm-store .yarn .npm .gradle .mvn .ivy2 .rustup .nvm
    .venv venv .tox .direnv .conda anaconda3 miniconda3`),
  'build output': words('.next .nuxt .turbo .parcel-cache .svelte-kit .angular __pycache__ DerivedData'),
  cache: [
    ...words('.cache Cache Caches .mypy_cache .pytest_cache .ruff_cache GPUCache CacheStorage blob_storage'),
    ...words('DawnGraphiteCache ShaderCache Crashpad .thumbnails'),
    'Code Cache',
    'Service Worker',
  ],
  "a program's own data": words('.idea .vscode .docker .wine .android .obsidian'),
  'rubbish and temporary files': [
    ...words('.Trash lost+found .snapshots __MACOSX tmp temp .tmp $RECYCLE.BIN'),
    'System Volume Information',
  ],
})

/** Left out only under this parent: a `repository` or a `pkg` elsewhere is somebody's folder. */
const nestedFolders = reasons({
  "a program's own data": words(`
    .m2/repository .cargo/registry .cargo/git go/pkg .bun/install share/Trash share/flatpak .var/app share/containers`),
})

/** Also names that people give to folders: left out only when a project's file stands beside them. */
const projectFolders = reasons({ 'build output': words('bin build dist env obj out target trees vendor') })

const projectFiles = new Set(
  words(`
    package.json Cargo.toml pyproject.toml setup.py requirements.txt CMakeLists.txt Makefile makefile meson.build go.mod pom.xml
    build.gradle build.gradle.kts build.sbt composer.json Gemfile mix.exs tsconfig.json`),
)
const projectFileEndings = /\.(?:csproj|fsproj|vbproj|vcxproj|sln|xcodeproj|cabal|gemspec)$/

const fileNames = reasons({
  'lock file of a package manager': words('package-lock.json npm-shrinkwrap.json pnpm-lock.yaml bun.lockb'),
  "the file manager's own": words('.DS_Store Thumbs.db desktop.ini Desktop.ini'),
})

const fileEndings = reasons({
  'lock file of a package manager': ['lock'],
  'compiled code': words('pyc pyo o so dll exe class obj'),
  database: words('sqlite sqlite2 sqlite3 db'),
  log: ['log'],
  'unfinished download': words('part crdownload download'),
})

/** Other shapes of names, with the glob that a person knows them by. */
const fileShapes: readonly (readonly [name: string, reason: string, pattern: RegExp])[] = [
  ['*~', 'backup and lock files', /~$/],
  ['#*#', 'backup and lock files', /^#.*#$/],
  ['.#*', 'backup and lock files', /^\.#/],
  ['~$*', 'backup and lock files', /^~\$/],
  ['.~lock.*#', 'backup and lock files', /^\.~lock\..*#$/],
  ['*.min.js', 'minified code', /\.min\.(?:js|mjs)$/i],
  ['*.min.css', 'minified code', /\.min\.css$/i],
  ['*.sqlite-*', 'database', /\.(?:sqlite\d?|db)-(?:wal|shm|journal)$/i],
]

const secretFolders = new Set(
  words('.ssh .gnupg .aws .azure .kube .password-store Keychains keyrings .electrum .bitcoin'),
)
const secretFolderEndings = words('agilekeychain opvault')
const secretFileNames = words('.env .envrc .netrc .pgpass .git-credentials .htpasswd wallet.dat')
const secretFileEndings = words('kdb kdbx keychain keychain-db agilekeychain opvault ppk p12 pfx wallet')
const secretFile = new RegExp(
  `^(?:${secretFileNames.map((name) => name.replaceAll('.', '\\.')).join('|')}|\\.env\\..*|id_(?:rsa|dsa|ecdsa|ed25519).*)$|\\.(?:${secretFileEndings.join('|')})$`,
  'i',
)
const secretFolder = new RegExp(`\\.(?:${secretFolderEndings.join('|')})$`, 'i')
/** The rule for secrets. */
export const secret = 'keys and passwords'

/** Rules that are no names, by what they go by. */
export const ruleNames = {
  noindex: '*.noindex',
  trash: '.Trash-*',
  cacheTag: 'CACHEDIR.TAG',
  environment: 'pyvenv.cfg',
  otherDisks: 'other disks',
  gitignore: '.gitignore',
} as const

const none: ReadonlySet<string> = new Set()

/** Why a folder or file is never read, whatever an ignore file says; undefined when it is no secret. */
export function secretRule(name: string, isDirectory: boolean): string | undefined {
  const isSecret = isDirectory ? secretFolders.has(name) || secretFolder.test(name) : secretFile.test(name)
  return isSecret ? secret : undefined
}

/** Why a folder is left out by default; undefined when it is not. `isProject`: a project's file stands beside it. */
export function directoryRule(
  name: string,
  parentName: string,
  { isProject = false, off = none }: { readonly isProject?: boolean; readonly off?: ReadonlySet<string> } = {},
): string | undefined {
  const known = folders.get(name)
  if (known !== undefined && !off.has(name)) return `${known} (${name})`
  if (name.endsWith('.noindex') && !off.has(ruleNames.noindex)) return 'name ends in .noindex'
  if (name.startsWith('.Trash-') && !off.has(ruleNames.trash)) return 'rubbish and temporary files (.Trash-*)'
  const nested = `${parentName}/${name}`
  if (nestedFolders.has(nested) && !off.has(nested)) return `${nestedFolders.get(nested)} (${nested})`
  if (isProject && projectFolders.has(name) && !off.has(name)) return `build output (${name} beside a project file)`
  return undefined
}

/** Why a file is left out by default; undefined when it is not. */
export function fileRule(name: string, off: ReadonlySet<string> = none): string | undefined {
  const known = fileNames.get(name)
  if (known !== undefined && !off.has(name)) return known
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase()
  const byEnding = name.includes('.') ? fileEndings.get(ending) : undefined
  if (byEnding !== undefined && !off.has(`*.${ending}`)) return byEnding
  return fileShapes.find(([rule, , pattern]) => pattern.test(name) && !off.has(rule))?.[1]
}

/** True when one of the names in a folder says that a program is built there. */
export function hasProjectFile(siblings: readonly string[]): boolean {
  return siblings.some((name) => projectFiles.has(name) || projectFileEndings.test(name))
}

/** First bytes of a CACHEDIR.TAG that counts (https://bford.info/cachedir/). */
export const CACHE_SIGNATURE = 'Signature: 8a477f597d28d172789f06886806bc55'

/** Every rule above, for a person. */
export function fileRules({
  off = none,
  useGitignore = true,
}: {
  readonly off?: ReadonlySet<string>
  readonly useGitignore?: boolean
} = {}): LeftOutRule[] {
  const list = (group: LeftOutRule['group'], entries: Iterable<readonly [string, string]>): LeftOutRule[] =>
    [...entries].map(([name, reason]) => ({ name, group, reason, isOn: group === 'secrets' || !off.has(name) }))
  const secrets = [
    ...[...secretFolders, ...secretFolderEndings.map((ending) => `*.${ending}`)].map((name) => `${name}/`),
    ...secretFileNames,
    ...words('.env.* id_rsa* id_dsa* id_ecdsa* id_ed25519*'),
    ...secretFileEndings.map((ending) => `*.${ending}`),
  ]
  return [
    ...list('folders', [...folders, ...nestedFolders, [ruleNames.trash, 'rubbish and temporary files']]),
    ...list('projects', projectFolders),
    ...list('files', fileNames),
    ...list(
      'files',
      [...fileEndings].map(([ending, reason]) => [`*.${ending}`, reason]),
    ),
    ...list(
      'files',
      fileShapes.map(([name, reason]) => [name, reason]),
    ),
    ...list(
      'secrets',
      secrets.map((name) => [name, secret]),
    ),
    ...list('rules', [
      [ruleNames.cacheTag, 'folders with this file, which says that they are a cache'],
      [ruleNames.noindex, 'folders whose names end so'],
      [ruleNames.environment, 'folders with this file: packages of Python'],
      [
        ruleNames.otherDisks,
        'disks and shares that are mounted inside a folder of the library: add them by themselves',
      ],
    ]),
    { name: ruleNames.gitignore, group: 'rules', reason: 'what these files leave out', isOn: useGitignore },
  ]
}
