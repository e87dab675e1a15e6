import { beforeEach, expect, it } from 'vitest'
import { asProblem, ProblemError } from '@/api/client'
import type { Store } from './db'
import { createOutbox, items_max, type NewItem, type OutboxItem } from './outbox'
import { fit, type Photo } from './photo'

function memory<T extends { id: string }>(): Store<T> & { map: Map<string, T> } {
  const map = new Map<string, T>()
  return {
    map,
    get: async (id) => map.get(id),
    all: async () => [...map.values()],
    put: async (value) => map.set(value.id, structuredClone(value)),
    remove: async (id) => map.delete(id),
    clear: async () => map.clear(),
  }
}

const act = (lane: string, label: string): NewItem => ({ lane, label, method: 'POST', path: `/api/visits/${lane}`, body: { label } })
const photo: Photo = { id: 'p1', blob: new Blob(['x']), sha256: 'abc', taken_at: '2026-11-22T01:00:00.000Z' }

let items: ReturnType<typeof memory<OutboxItem>>
let photos: ReturnType<typeof memory<Photo>>
let sent: { label: string; key: string }[]
let respond: (item: OutboxItem) => { sha256?: string } | undefined
let who: string

function make() {
  return createOutbox({
    items,
    photos,
    asProblem,
    owner: () => who,
    now: () => Date.parse('2026-11-22T01:12:00Z'),
    send: async (item) => {
      sent.push({ label: item.label, key: item.id })
      return respond(item)
    },
  })
}

beforeEach(() => {
  items = memory()
  photos = memory()
  sent = []
  respond = () => ({})
  who = 'li'
})

const fail = (status: number) => {
  throw new ProblemError(status, `http_${status}`, '不行', '')
}

it('sends in the order of the acts and keeps nothing that was acknowledged', async () => {
  const outbox = make()
  await outbox.add(act('v1', '签到'))
  await outbox.add(act('v1', '签退'))
  expect(await outbox.sync()).toBe('empty')
  expect(sent.map((s) => s.label)).toEqual(['签到', '签退'])
  expect(await outbox.list()).toEqual([])
})

it('keeps everything and its key when there is no answer, and sends the same key later', async () => {
  const outbox = make()
  await outbox.add(act('v1', '签到'))
  await outbox.add(act('v2', '签到'))
  respond = () => fail(0)
  expect(await outbox.sync()).toBe('no_answer')
  expect(sent).toHaveLength(1)
  expect((await outbox.list()).map((i) => i.attempts)).toEqual([1, 0])
  respond = () => ({})
  expect(await outbox.sync()).toBe('empty')
  expect(sent[1].key).toBe(sent[0].key)
})

it('holds the rest of a refused visit back, but not other visits', async () => {
  const outbox = make()
  await outbox.add(act('v1', '签到'))
  await outbox.add(act('v1', '签退'))
  await outbox.add(act('v2', '签到二'))
  respond = (item) => (item.lane === 'v1' ? fail(409) : {})
  expect(await outbox.sync()).toBe('refused_left')
  expect(sent.map((s) => s.label)).toEqual(['签到', '签到二'])
  const left = await outbox.list()
  expect(left.map((i) => [i.label, i.state])).toEqual([['签到', 'refused'], ['签退', 'waiting']])
  expect(left[0].problem).toMatchObject({ status: 409, title: '不行' })
})

it('retries a refusal as a new act with a new key, in its old place', async () => {
  const outbox = make()
  await outbox.add(act('v1', '签到'))
  await outbox.add(act('v1', '签退'))
  respond = () => fail(409)
  await outbox.sync()
  const [refused] = await outbox.list()
  respond = () => ({})
  await outbox.retry(refused.id)
  await outbox.sync()
  expect(sent.map((s) => s.label)).toEqual(['签到', '签到', '签退'])
  expect(sent[1].key).not.toBe(sent[0].key)
})

it('lets go of a visit when its refused act is given up', async () => {
  const outbox = make()
  await outbox.add({ ...act('v1', '签到'), photo })
  await outbox.add(act('v1', '签退'))
  respond = () => fail(422)
  await outbox.sync()
  await outbox.discard((await outbox.list())[0].id)
  expect(photos.map.size).toBe(0)
  respond = () => ({})
  expect(await outbox.sync()).toBe('empty')
  expect(sent.at(-1)?.label).toBe('签退')
})

it('stops at a lost login and loses nothing', async () => {
  const outbox = make()
  await outbox.add(act('v1', '签到'))
  respond = () => fail(401)
  expect(await outbox.sync()).toBe('signed_out')
  expect(await outbox.list()).toHaveLength(1)
})

it("neither shows nor sends another worker's acts", async () => {
  const outbox = make()
  await outbox.add(act('v1', '签到'))
  who = 'sun'
  expect(await outbox.list()).toEqual([])
  expect(await outbox.sync()).toBe('empty')
  expect(sent).toEqual([])
  who = 'li'
  expect(await outbox.list()).toHaveLength(1)
})

it('keeps a photo until the server has the same bytes', async () => {
  const outbox = make()
  await outbox.add({ ...act('v1', '签到'), photo })
  respond = () => ({ sha256: 'damaged' })
  expect(await outbox.sync()).toBe('refused_left')
  expect(photos.map.has('p1')).toBe(true)
  const [item] = await outbox.list()
  respond = () => ({ sha256: 'abc' })
  await outbox.retry(item.id)
  expect(await outbox.sync()).toBe('empty')
  expect(photos.map.has('p1')).toBe(false)
})

it('runs once however often it is called', async () => {
  const outbox = make()
  await outbox.add(act('v1', '签到'))
  await Promise.all([outbox.sync(), outbox.sync(), outbox.sync()])
  expect(sent).toHaveLength(1)
})

it('has a limit', async () => {
  const outbox = make()
  for (let n = 0; n < items_max; n++) items.map.set(String(n), { id: String(n), seq: n, owner: 'li' } as OutboxItem)
  await expect(outbox.add(act('v1', '签到'))).rejects.toThrow('full')
})

it('fits pictures into 1600 px and never enlarges', () => {
  expect(fit(4000, 3000)).toEqual({ width: 1600, height: 1200 })
  expect(fit(3000, 4000)).toEqual({ width: 1200, height: 1600 })
  expect(fit(800, 600)).toEqual({ width: 800, height: 600 })
})
