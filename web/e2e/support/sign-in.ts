import type { Page } from '@playwright/test'

/** Signs in over the mock's API, so that each spec starts at its own question. */
export async function enter(page: Page, who: 'clerk' | 'newcomer' | 'carer' | 'elder'): Promise<void> {
  if (who === 'elder') await page.request.post('/api/session/phone', { data: { phone: '13800000000', code: '123456' } })
  else if (who === 'carer') await page.request.post('/api/session', { data: { username: who, password: 'right' } })
  else await page.request.post('/api/session/totp', { data: { ticket: who, code: '123456' } })
}

export const gallery = (path = '/') => `/e2e/gallery/#${path}`

/** What the mock was asked to change, in order. */
export async function received(page: Page): Promise<{ path: string; key: string; body: Record<string, unknown> }[]> {
  return (await page.request.get('/test/received')).json()
}
