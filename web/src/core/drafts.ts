import { onScopeDispose, toRaw, watch, type WatchSource } from 'vue'

const prefix = 'yilin-draft:'
const keep_ms = 7 * 86_400_000
const settle_ms = 300

interface Stored {
  at: number
  value: unknown
}

export function loadDraft<T>(name: string, now: number = Date.now()): T | null {
  try {
    const stored = JSON.parse(localStorage.getItem(prefix + name) ?? 'null') as Stored | null
    if (stored && now - stored.at < keep_ms) return stored.value as T
  } catch {
    // A draft that cannot be read is no draft.
  }
  return null
}

export function saveDraft(name: string, value: unknown, now: number = Date.now()): void {
  try {
    localStorage.setItem(prefix + name, JSON.stringify({ at: now, value } satisfies Stored))
  } catch {
    // Storage full or forbidden: the form still works, it is only not kept.
  }
}

export function dropDraft(name: string): void {
  localStorage.removeItem(prefix + name)
}

/** Drafts may name people, so leaving the desk takes them along. */
export function dropAllDrafts(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) localStorage.removeItem(key)
}

/** Keeps `source` as the draft `name` while it differs from what was loaded. */
export function keepDraft<T>(name: string, source: WatchSource<T>, worthKeeping: () => boolean): void {
  let timer = 0
  watch(
    source,
    (value) => {
      clearTimeout(timer)
      timer = window.setTimeout(() => (worthKeeping() ? saveDraft(name, toRaw(value)) : dropDraft(name)), settle_ms)
    },
    { deep: true },
  )
  onScopeDispose(() => clearTimeout(timer))
}
