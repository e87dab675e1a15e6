import { randomUUID } from 'node:crypto'
import { expect, type Browser, type Page } from '@playwright/test'
import { signInAs } from './account'

/** What a spec needs to exist before it looks at a page: done over the API, by whoever may. */
type Json = Record<string, any> // eslint-disable-line @typescript-eslint/no-explicit-any

export async function get(page: Page, path: string): Promise<Json> {
  const answer = await page.request.get(path)
  expect(answer.ok(), `GET ${path}: ${answer.status()} ${await answer.text()}`).toBe(true)
  return answer.json()
}

export async function post(page: Page, path: string, data: Json = {}): Promise<Json> {
  const answer = await page.request.post(path, { data, headers: { 'Idempotency-Key': randomUUID() } })
  expect(answer.ok(), `POST ${path}: ${answer.status()} ${await answer.text()}`).toBe(true)
  return answer.json()
}

/** A page of its own for a second person in the same story. */
export async function pageOf(browser: Browser, username: string): Promise<Page> {
  const page = await (await browser.newContext({ baseURL: process.env.YILIN_URL })).newPage()
  await signInAs(page, username)
  return page
}

/** Elders with a telephone of their own, as this caller sees them. */
export async function eldersWithPhone(page: Page, region = ''): Promise<Json[]> {
  const { items } = await get(page, `/api/elders?limit=100${region ? `&region=${region}` : ''}`)
  return items.filter((e: Json) => e.phone && e.phone_use === 'own' && e.state === 'active')
}

export async function clearPhone(page: Page, elder: string): Promise<string> {
  return (await post(page, `/api/elders/${elder}/reveal`, { field: 'phone', reason: '浏览器测试' })).value
}

/** The phone rings; the id of the call. */
export const ring = async (page: Page, phone: string): Promise<string> => (await post(page, '/api/calls/simulate', { phone })).id

const two = (n: number) => String(n).padStart(2, '0')
/** The wall clock in China, some days and hours from now. */
export function wallClock(days: number, clock: string): string {
  const day = new Date(Date.now() + 8 * 3_600_000 + days * 86_400_000)
  return `${day.getUTCFullYear()}-${two(day.getUTCMonth() + 1)}-${two(day.getUTCDate())}T${clock}:00.000+08:00`
}

export async function itemNamed(page: Page, name: string): Promise<Json> {
  const { items } = await get(page, '/api/catalogue/items?limit=200')
  return items.find((i: Json) => i.name === name) ?? items.find((i: Json) => i.category !== 'facility')
}

export async function placeOrder(page: Page, elder: string, days = 2, item = '理发'): Promise<Json> {
  return post(page, '/api/orders', { elder_id: elder, item_id: (await itemNamed(page, item)).id, wanted_from: wallClock(days, '10:00') })
}
export const visitOf = async (page: Page, order: string): Promise<Json> => (await get(page, `/api/orders/${order}`)).visits[0]

/** An elder and a service for which this carer may be sent, ordered and offered to her. */
export async function offerTo(desk: Page, dispatcher: Page, worker: string): Promise<{ elder: string; order: string; assignment: string }> {
  const days = 1 + (Math.floor(Date.now() / 60_000) % 20) // another day each minute: a run before this one may have left her busy
  const { items } = await get(desk, '/api/catalogue/items?limit=200')
  const county = `${(await get(dispatcher, `/api/workers/${worker}`)).region.slice(0, 6)}000000`
  for (const elder of (await eldersWithPhone(desk, county)).slice(0, 6)) {
    for (const item of items.filter((i: Json) => !i.review_required && i.workers_needed === 1).slice(0, 12)) {
      const order = await post(desk, '/api/orders', { elder_id: elder.id, item_id: item.id, wanted_from: wallClock(days, '10:00') })
      const visit = (await visitOf(desk, order.id)).visit.id
      const { items: candidates } = await get(dispatcher, `/api/dispatch/visits/${visit}/candidates`)
      if (candidates.some((c: Json) => c.worker_id === worker && c.free)) {
        return { elder: elder.id, order: order.id, assignment: (await post(dispatcher, `/api/dispatch/visits/${visit}/offer`, { worker_id: worker })).id }
      }
      await post(desk, `/api/orders/${order.id}/cancel`, { reason: 'placed_in_error' })
    }
  }
  throw new Error('the demo city has no visit for this carer')
}

/** A telephone in the hand of whoever owns this number: signed in on the elder pages. */
export async function homeOf(browser: Browser, phone: string): Promise<Page> {
  const home = await (await browser.newContext({ baseURL: process.env.YILIN_URL, viewport: { width: 390, height: 844 } })).newPage()
  await post(home, '/api/session/code', { phone })
  const { items: messages } = await get(home, '/api/dev/mailbox')
  const code = /\d{6}/.exec(messages.find((m: Json) => phone.endsWith(m.phone.slice(-4))).text)![0]
  await post(home, '/api/session/phone', { phone, code })
  return home
}
