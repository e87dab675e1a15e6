import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Plugin, Rollup } from 'vite'

interface Options {
  /** The HTML entry whose whole chunk graph, lazy pages included, must work without a network. */
  entry: string
  scope: string
  source: string
  /** Files of `public/` that the shell shows. */
  extra: string[]
}

/** Every file that `root` can ever load: static and dynamic imports, style sheets and assets. */
export function reachable(bundle: Rollup.OutputBundle, root: string): string[] {
  const files = new Set<string>()
  const visit = (name: string) => {
    const chunk = bundle[name]
    if (!chunk || files.has(name)) return
    files.add(name)
    if (chunk.type !== 'chunk') return
    chunk.imports.forEach(visit)
    chunk.dynamicImports.forEach(visit)
    chunk.viteMetadata?.importedCss.forEach(visit)
    chunk.viteMetadata?.importedAssets.forEach(visit)
  }
  visit(root)
  return [...files].sort()
}

/** Emits `<scope>sw.js`: the worker's source with the list of files and their common hash filled in. */
export function serviceWorker({ entry, scope, source, extra }: Options): Plugin {
  return {
    name: 'yilin:service-worker',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      async handler(_options, bundle) {
        const root = Object.values(bundle).find(
          (file) => file.type === 'chunk' && file.isEntry && file.facadeModuleId?.endsWith(entry),
        )
        if (!root) throw new Error(`service worker: no entry chunk for ${entry}`)
        const files = [...reachable(bundle, root.fileName).map((name) => `/${name}`), ...extra]
        const version = createHash('sha256').update(files.join('\n')).digest('hex').slice(0, 12)
        const code = (await readFile(source, 'utf8'))
          .replace("'__VERSION__'", JSON.stringify(version))
          .replace("'__SCOPE__'", JSON.stringify(scope))
          .replace("['__FILES__']", JSON.stringify(files))
        this.emitFile({ type: 'asset', fileName: `${scope.slice(1)}sw.js`, source: code })
      },
    },
  }
}
