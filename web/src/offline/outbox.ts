import { newKey, type ProblemError } from '@/api/client'
import type { Store } from './db'
import type { Photo } from './photo'

/** One act done on this phone and not yet acknowledged by the server. */
export interface OutboxItem {
  /** Also its Idempotency-Key: sending twice does it once. */
  id: string
  /** Who did it; another worker on the same phone neither sees nor sends it. */
  owner: string
  /** Acts of one lane (one visit) are sent in the order in which they were done. */
  lane: string
  seq: number
  /** In the worker's words: "签到 · 王秀英". */
  label: string
  method: 'POST' | 'PUT' | 'PATCH'
  path: string
  body: Record<string, unknown>
  /** The photo with this id is what is sent, instead of the body. */
  photo?: string
  /** The phone's clock; the server writes its own beside it. */
  made_at: string
  state: 'waiting' | 'refused'
  attempts: number
  problem?: { status: number; code: string; title: string; detail: string }
}

export type NewItem = Pick<OutboxItem, 'lane' | 'label' | 'method' | 'path' | 'body'> & { photo?: Photo }

export type SyncEnd = 'empty' | 'no_answer' | 'signed_out' | 'refused_left'

export interface Sender {
  /** Throws ProblemError. */
  (item: OutboxItem, photo: Photo | undefined): Promise<{ sha256?: string } | undefined>
}

export const items_max = 500

export interface Outbox {
  add(item: NewItem): Promise<OutboxItem>
  /** This owner's items, oldest first. */
  list(): Promise<OutboxItem[]>
  sync(): Promise<SyncEnd>
  /** A refusal was an answer, so trying again is a new act with a new key. */
  retry(id: string): Promise<void>
  discard(id: string): Promise<void>
}

interface Parts {
  items: Store<OutboxItem>
  photos: Store<Photo>
  send: Sender
  asProblem: (cause: unknown) => ProblemError
  owner: () => string
  now?: () => number
}

export function createOutbox({ items, photos, send, asProblem, owner, now = Date.now }: Parts): Outbox {
  let running: Promise<SyncEnd> | null = null

  const list = async () => (await items.all()).filter((item) => item.owner === owner()).sort((a, b) => a.seq - b.seq)

  async function add({ photo, ...item }: NewItem): Promise<OutboxItem> {
    const kept = await items.all()
    if (kept.length >= items_max) throw new Error(`outbox full: ${items_max} items`)
    const seq = kept.reduce((last, other) => Math.max(last, other.seq), 0) + 1
    const whole: OutboxItem = {
      ...item,
      id: newKey(),
      owner: owner(),
      seq,
      made_at: new Date(now()).toISOString(),
      state: 'waiting',
      attempts: 0,
      ...(photo ? { photo: photo.id } : {}),
    }
    if (photo) await photos.put(photo)
    await items.put(whole)
    return whole
  }

  async function forget(item: OutboxItem) {
    await items.remove(item.id)
    if (item.photo) await photos.remove(item.photo)
  }

  async function refuse(item: OutboxItem, problem: NonNullable<OutboxItem['problem']>) {
    await items.put({ ...item, state: 'refused', attempts: item.attempts + 1, problem })
  }

  async function run(): Promise<SyncEnd> {
    const blocked = new Set<string>()
    for (const item of await list()) {
      if (item.state === 'refused') blocked.add(item.lane)
      if (blocked.has(item.lane)) continue
      const photo = item.photo ? await photos.get(item.photo) : undefined
      try {
        const answer = await send(item, photo)
        if (photo && answer?.sha256 && answer.sha256 !== photo.sha256) {
          await refuse(item, { status: -1, code: 'photo_damaged', title: '照片传输有误，请重新拍照。', detail: '' })
          blocked.add(item.lane)
        } else await forget(item)
      } catch (cause) {
        const problem = asProblem(cause)
        if (problem.status === 401) return 'signed_out'
        if (problem.undecided) {
          await items.put({ ...item, attempts: item.attempts + 1 })
          return 'no_answer'
        }
        await refuse(item, { status: problem.status, code: problem.code, title: problem.title, detail: problem.detail })
        blocked.add(item.lane)
      }
    }
    return blocked.size ? 'refused_left' : 'empty'
  }

  /** One at a time, in this tab and across tabs. */
  function sync(): Promise<SyncEnd> {
    const alone = () => (typeof navigator !== 'undefined' && navigator.locks ? navigator.locks.request('yilin-outbox', run) : run())
    running ??= Promise.resolve(alone()).finally(() => (running = null))
    return running
  }

  async function retry(id: string) {
    const item = await items.get(id)
    if (!item || item.state !== 'refused') return
    await items.remove(id)
    await items.put({ ...item, id: newKey(), state: 'waiting', problem: undefined })
  }

  async function discard(id: string) {
    const item = await items.get(id)
    if (item) await forget(item)
  }

  return { add, list, sync, retry, discard }
}
