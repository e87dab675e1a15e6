// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

/** The rules of the house, read from the code itself. */
const root = fileURLToPath(new URL('../src', import.meta.url))
const lines_max = 600

const files = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(ts|vue|css|js)$/.test(entry.name) && !/\.gen\.ts$|\.d\.ts$/.test(entry.name))
  .map((entry) => {
    const path = join(entry.parentPath, entry.name)
    return { path: relative(root, path), text: readFileSync(path, 'utf8') }
  })

/** The rooms under src/ that a file imports from: `core`, `features/orders` … */
function imports(path: string, text: string): string[] {
  const found = [...text.matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)].map((m) => m[1])
  return found.flatMap((target) => {
    const inside = target.startsWith('@/') ? target.slice(2) : target.startsWith('.') ? join(path, '..', target) : null
    return inside ? [inside.split('/').slice(0, inside.startsWith('features/') ? 2 : 1).join('/')] : [target]
  })
}

const rooms: Record<string, string[]> = {
  api: ['api'],
  core: ['api', 'core'],
  ui: ['api', 'core', 'ui'],
  'elder-ui': ['api', 'core', 'ui', 'elder-ui'],
  offline: ['api', 'core', 'offline'],
}

describe('who may know whom', () => {
  it('lower rooms never look up', () => {
    const wrong = files.flatMap(({ path, text }) => {
      const allowed = rooms[path.split('/')[0]]
      if (!allowed) return []
      return imports(path, text)
        .filter((room) => ['api', 'core', 'ui', 'elder-ui', 'offline', 'entries'].includes(room) || room.startsWith('features/'))
        .filter((room) => !allowed.includes(room))
        .map((room) => `${path} → ${room}`)
    })
    expect(wrong).toEqual([])
  })

  it('no feature imports another', () => {
    const wrong = files
      .filter(({ path }) => path.startsWith('features/'))
      .flatMap(({ path, text }) => {
        const own = path.split('/').slice(0, 2).join('/')
        return imports(path, text).filter((room) => (room.startsWith('features/') && room !== own) || room === 'entries').map((room) => `${path} → ${room}`)
      })
    expect(wrong).toEqual([])
  })

  it('only the desk speaks Element Plus', () => {
    const shared = /^(core|api|elder-ui|offline|entries\/(care|elder|public))\//
    expect(files.filter(({ path, text }) => shared.test(path) && imports(path, text).includes('element-plus')).map((f) => f.path)).toEqual([])
  })
})

describe('every file', () => {
  it(`has at most ${lines_max} lines`, () => {
    expect(files.filter(({ text }) => text.split('\n').length > lines_max).map((f) => f.path)).toEqual([])
  })

  it('draws no emoji and calls no foreign address', () => {
    const emoji = /\p{Extended_Pictographic}/u
    const foreign = /(src|href)=["']https?:|url\(["']?https?:|fetch\(["']https?:/
    expect(files.filter(({ text }) => emoji.test(text) || foreign.test(text)).map((f) => f.path)).toEqual([])
  })
})
