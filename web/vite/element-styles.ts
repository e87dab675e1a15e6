import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Plugin } from 'vite'

const named = /import\s*\{([^}]*)\}\s*from\s*['"]element-plus['"]/g

export function kebab(name: string): string {
  return name.replace(/^El/, '').replace(/[A-Z]/g, (c, at) => (at ? '-' : '') + c.toLowerCase())
}

/** `import { ElButton } from 'element-plus'` also brings the button's style sheet, and no other. */
export function elementStyles(): Plugin {
  const root = join(dirname(createRequire(import.meta.url).resolve('element-plus/package.json')), 'es/components')
  return {
    name: 'yilin:element-styles',
    enforce: 'post',
    transform(code, id) {
      if (id.includes('node_modules') || !code.includes('element-plus')) return
      const styles = new Set<string>()
      for (const [, names] of code.matchAll(named)) {
        for (const name of names.split(',').map((part) => part.trim().split(/\s/)[0])) {
          if (!name.startsWith('El')) continue
          const component = kebab(name)
          if (existsSync(join(root, component, 'style/css.mjs'))) {
            styles.add(`import 'element-plus/es/components/${component}/style/css';`)
          }
        }
      }
      if (styles.size) return { code: [...styles].join('') + code, map: null }
    },
  }
}
