import { computed, reactive, ref, shallowRef } from 'vue'
import { asProblem, raw, withKey } from '@/api/client'
import { session } from '@/core/session'
import { idbStore } from './db'
import { createOutbox, type NewItem, type OutboxItem, type SyncEnd } from './outbox'
import type { Photo } from './photo'

/** The care app's outbox, alive: what waits, how it goes, and the moments at which it tries. */
const every_ms = 60_000

const state = reactive({ items: [] as OutboxItem[], syncing: false, online: navigator.onLine, end: null as SyncEnd | null })
export const outboxState = state
export const waiting = computed(() => state.items.filter((item) => item.state === 'waiting'))
export const refused = computed(() => state.items.filter((item) => item.state === 'refused'))

const outbox = createOutbox({
  items: idbStore<OutboxItem>('outbox'),
  photos: idbStore<Photo>('photos'),
  owner: () => session.value?.user_id ?? '',
  asProblem,
  async send(item, photo) {
    const response = await raw(item.path, {
      method: item.method,
      headers: { 'Content-Type': photo ? 'application/octet-stream' : 'application/json', ...withKey(item.id).headers },
      body: photo ? photo.blob : JSON.stringify(item.body),
    })
    return (await response.json().catch(() => undefined)) as { sha256?: string } | undefined
  },
})

async function show() {
  state.items = await outbox.list()
}

export async function syncNow(): Promise<void> {
  if (state.syncing) return
  state.syncing = true
  try {
    await show()
    state.end = await outbox.sync()
  } finally {
    state.syncing = false
    await show()
  }
}

/** Puts an act into the outbox and starts sending. Resolves as soon as it is safe on this phone. */
export async function enqueue(item: NewItem): Promise<OutboxItem> {
  const kept = await outbox.add(item)
  await show()
  void syncNow()
  return kept
}

export async function retryRefused(id: string): Promise<void> {
  await outbox.retry(id)
  await syncNow()
}

export async function discardRefused(id: string): Promise<void> {
  await outbox.discard(id)
  await show()
}

/** The page drives the outbox: background sync exists on too few phones. Call once. */
export function driveOutbox(): void {
  const visible = () => document.visibilityState === 'visible'
  const go = () => void (visible() && session.value && syncNow())
  window.addEventListener('online', () => ((state.online = true), go()))
  window.addEventListener('offline', () => (state.online = false))
  document.addEventListener('visibilitychange', go)
  window.setInterval(go, every_ms)
  void navigator.storage?.persist?.()
  go()
}

interface Cached {
  id: string
  at: string
  value: unknown
}
const cache = idbStore<Cached>('cache')

/**
 * Data that must also be there without a network: shows what was kept with its time, then what the server says.
 * `const { data, at, problem, refresh } = useKept('visits:today', () => ok(api.GET(...)))`
 */
export function useKept<T>(name: string, load: () => Promise<T>) {
  const data = shallowRef<T | null>(null)
  const at = ref<string | null>(null)
  const problem = shallowRef<ReturnType<typeof asProblem> | null>(null)
  const busy = ref(false)

  async function refresh() {
    if (busy.value) return
    busy.value = true
    try {
      const value = await load()
      data.value = value
      at.value = new Date().toISOString()
      problem.value = null
      await cache.put({ id: name, at: at.value, value })
    } catch (cause) {
      problem.value = asProblem(cause)
    } finally {
      busy.value = false
    }
  }

  void cache.get(name).then((kept) => {
    if (kept && data.value === null) {
      data.value = kept.value as T
      at.value = kept.at
    }
  })
  void refresh()
  return { data, at, problem, busy, refresh }
}

/** Signing out leaves no one's data on the phone; what still waits in the outbox stays for its owner. */
export const forgetKept = (): Promise<unknown> => cache.clear()
