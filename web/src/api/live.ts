import type { QueryClient } from '@tanstack/vue-query'

export interface Change {
  subject: string
  id: string
}

type Listener = (change: Change) => void
const listeners = new Set<Listener>()

/** Hears every change that concerns this session; returns how to stop. Pages rarely need it: queries refresh by themselves. */
export function onChange(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

const retry_ms_first = 1_000
const retry_ms_max = 60_000
const gather_ms = 250

/** Does a query with this key show `change`? Keys are `[subject, ...]`; `[subject, id, ...]` is about one thing only. */
export function concerns(key: readonly unknown[], change: Change): boolean {
  if (key[0] !== change.subject) return false
  return typeof key[1] !== 'string' || !/^\d+$/.test(key[1]) || key[1] === change.id
}

/** Follows GET /api/live and refetches what changed; after a gap everything visible is refetched. Returns how to stop. */
export function followLive(queries: QueryClient, url = '/api/live'): () => void {
  let source: EventSource | null = null
  let retry_ms = retry_ms_first
  let retryTimer = 0
  let gatherTimer = 0
  let gathered: Change[] = []

  const flush = () => {
    const changes = gathered
    gathered = []
    gatherTimer = 0
    void queries.invalidateQueries({ predicate: (q) => changes.some((change) => concerns(q.queryKey, change)) })
  }

  const again = () => {
    source?.close()
    clearTimeout(retryTimer)
    retryTimer = window.setTimeout(() => connect(true), retry_ms)
    retry_ms = Math.min(retry_ms * 2, retry_ms_max)
  }

  const connect = (resumed: boolean) => {
    source = new EventSource(url)
    source.onopen = () => {
      retry_ms = retry_ms_first
      if (resumed) void queries.invalidateQueries()
    }
    source.addEventListener('changed', (event) => {
      const change = JSON.parse((event as MessageEvent<string>).data) as Change
      listeners.forEach((listener) => listener(change))
      gathered.push(change)
      gatherTimer ||= window.setTimeout(flush, gather_ms)
    })
    // The server has no room for another listener just now.
    source.addEventListener('full', () => {
      retry_ms = retry_ms_max
      again()
    })
    // The browser's own retry is fixed and gives up on some answers; ours backs off and never gives up.
    source.onerror = again
  }

  connect(false)
  return () => {
    source?.close()
    clearTimeout(retryTimer)
    clearTimeout(gatherTimer)
  }
}
