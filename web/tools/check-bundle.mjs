// First-load JavaScript of each face, gzipped, against its budget. Walks the static imports of the build's manifest.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const dist = new URL('../dist/', import.meta.url)
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'))
const budgets_kb = {
  'index.html': ['public', 90],
  'elder/index.html': ['elder', 90],
  'care/index.html': ['care', 130],
  'desk/index.html': ['desk', 260],
}

// The start page is lazy, but nobody sees anything before it is there.
const starts = {
  'index.html': 'src/entries/public/Home.vue',
  'elder/index.html': 'src/entries/elder/Home.vue',
  'care/index.html': 'src/entries/care/Home.vue',
  'desk/index.html': 'src/entries/desk/Today.vue',
}

function closure(...roots) {
  const seen = new Set()
  const visit = (key) => {
    if (seen.has(key)) return
    seen.add(key)
    manifest[key].imports?.forEach(visit)
  }
  roots.forEach(visit)
  return [...seen].map((key) => manifest[key])
}

const kb = (files) =>
  [...new Set(files)].reduce((sum, file) => sum + gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length, 0) / 1024

let failed = 0
for (const [entry, [name, budget]] of Object.entries(budgets_kb)) {
  const chunks = closure(entry, starts[entry])
  const js = kb(chunks.map((chunk) => chunk.file))
  const css = kb(chunks.flatMap((chunk) => chunk.css ?? []))
  const ok = js <= budget
  if (!ok) failed++
  console.log(
    `${ok ? 'ok  ' : 'OVER'} ${name.padEnd(7)} js ${js.toFixed(1).padStart(6)} KB gz of ${budget}   css ${css.toFixed(1).padStart(5)} KB gz`,
  )
}
console.log(`${Object.keys(budgets_kb).length - failed} passed, ${failed} failed`)
process.exit(failed ? 1 : 0)
