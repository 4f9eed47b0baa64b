/*
 * What a folder walk leaves out unless a .leanternignore says otherwise: what programs made for themselves. Names are compared as
 * they are written: `CVS` is an old version control, `cvs` somebody's applications.
 */

const names = (list: string): ReadonlySet<string> => new Set(list.split(/\s+/).filter((name) => name !== ''))

const versionControl = names('.git .hg .svn .bzr CVS')
const packages = names('node_modules bower_components .pnpm-store .yarn .npm .gradle .mvn .ivy2 .rustup .nvm')
const environments = names('.venv venv .tox .direnv .conda anaconda3 miniconda3')
const buildOutput = names('.next .nuxt .turbo .parcel-cache .svelte-kit .angular __pycache__ DerivedData')
const caches = names(`
  .cache Cache Caches .mypy_cache .pytest_cache .ruff_cache GPUCache CacheStorage blob_storage
  DawnGraphiteCache ShaderCache Crashpad .thumbnails`)
const programData = names('.idea .vscode .docker .wine .android')
const bin = names('.Trash lost+found .snapshots __MACOSX tmp temp .tmp $RECYCLE.BIN')

const directories: ReadonlyMap<string, string> = new Map([
  ...[...versionControl].map((name) => [name, 'version control'] as const),
  ...[...packages].map((name) => [name, 'installed packages'] as const),
  ...[...environments].map((name) => [name, 'installed packages'] as const),
  ...[...buildOutput].map((name) => [name, 'build output'] as const),
  ...[...caches, 'Code Cache', 'Service Worker'].map((name) => [name, 'cache'] as const),
  ...[...programData].map((name) => [name, "a program's own data"] as const),
  ...[...bin, 'System Volume Information'].map((name) => [name, 'rubbish and temporary files'] as const),
])

/** Left out only under this parent: a `repository` or a `pkg` elsewhere is somebody's folder. */
const nestedDirectories = names(`
  .m2/repository .cargo/registry .cargo/git go/pkg .bun/install share/Trash share/flatpak .var/app share/containers`)

/** Also names that people give to folders: build output only when a project's file stands beside them. */
const ambiguous = names('bin build dist env obj out target vendor')

const projectFiles = names(`
  package.json Cargo.toml pyproject.toml setup.py requirements.txt CMakeLists.txt Makefile makefile meson.build go.mod pom.xml
  build.gradle build.gradle.kts build.sbt composer.json Gemfile mix.exs tsconfig.json`)
const projectFileEndings = /\.(?:csproj|fsproj|vbproj|vcxproj|sln|xcodeproj|cabal|gemspec)$/

const secretDirectories = names('.ssh .gnupg .aws .azure .kube .password-store Keychains keyrings .electrum .bitcoin')
const secretFiles =
  /^(?:\.env(?:\..*|rc)?|\.netrc|\.pgpass|\.git-credentials|\.htpasswd|wallet\.dat|id_(?:rsa|dsa|ecdsa|ed25519).*)$|\.(?:kdbx?|keychain(?:-db)?|agilekeychain|opvault|ppk|p12|pfx|wallet)$/i

const lockFiles = names('package-lock.json npm-shrinkwrap.json pnpm-lock.yaml bun.lockb')
const fileRules: readonly (readonly [pattern: RegExp, rule: string])[] = [
  [/~$|^#.*#$|^\.#|^~\$|^\.~lock\..*#$/, 'backup and lock files'],
  [/\.lock$/, 'lock file of a package manager'],
  [/\.min\.(?:js|css|mjs)$/i, 'minified code'],
  [/\.(?:pyc|pyo|o|so|dll|exe|class|obj)$/i, 'compiled code'],
  [/\.(?:sqlite\d?|db)(?:-wal|-shm|-journal)?$/i, 'database'],
  [/\.log$/i, 'log'],
  [/\.(?:part|crdownload|download)$/i, 'unfinished download'],
  [/^(?:\.DS_Store|Thumbs\.db|desktop\.ini)$/i, "the file manager's own"],
]

/** Why a folder or file is never read, whatever an ignore file says; undefined when it is no secret. */
export function secretRule(name: string, isDirectory: boolean): string | undefined {
  const isSecret = isDirectory
    ? secretDirectories.has(name) || /\.(?:agilekeychain|opvault)$/i.test(name)
    : secretFiles.test(name)
  return isSecret ? 'keys and passwords' : undefined
}

/** Why a folder is left out by default; undefined when it is not. `isProject`: a project's file stands beside it. */
export function directoryRule(name: string, parentName: string, isProject: boolean): string | undefined {
  const known = directories.get(name)
  if (known !== undefined) return `${known} (${name})`
  if (name.endsWith('.noindex')) return 'name ends in .noindex'
  if (name.startsWith('.Trash-')) return 'rubbish and temporary files (.Trash-*)'
  if (nestedDirectories.has(`${parentName}/${name}`)) return `a program's own data (${parentName}/${name})`
  if (isProject && ambiguous.has(name)) return `build output (${name} beside a project file)`
  return undefined
}

/** Why a file is left out by default; undefined when it is not. */
export function fileRule(name: string): string | undefined {
  if (lockFiles.has(name)) return 'lock file of a package manager'
  return fileRules.find(([pattern]) => pattern.test(name))?.[1]
}

/** True when one of the names in a folder says that a program is built there. */
export function hasProjectFile(siblings: readonly string[]): boolean {
  return siblings.some((name) => projectFiles.has(name) || projectFileEndings.test(name))
}

/** First bytes of a CACHEDIR.TAG that counts (https://bford.info/cachedir/). */
export const CACHE_SIGNATURE = 'Signature: 8a477f597d28d172789f06886806bc55'
