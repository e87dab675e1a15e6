// An application by promise at the desk, and its way from hand to hand until it stands under public notice.
import { expect, test, type Page } from '@playwright/test'
import { signInAs } from './support/account'
import { expectNoAxeViolations } from './support/axe'
import { choose } from './support/desk'
import { expectNoSideways } from './support/sizes'
import { get, pageOf } from './support/story'

test.describe.configure({ timeout: 240_000 })

interface Decision {
  benefit: string
  verdict: string
  by_application: boolean
  award_id: string | null
  application_id: string | null
  open_facts: string[]
}

/** Somebody in the community worker's village who may apply, with or without questions open. */
async function candidate(page: Page, wanted: (b: Decision) => boolean): Promise<{ id: string; name: string; benefit: Decision }> {
  const { items } = await get(page, '/api/elders?state=active&limit=100')
  for (const elder of items) {
    if (items.filter((o: { name: string }) => o.name === elder.name).length > 1) continue
    const found = ((await get(page, `/api/elders/${elder.id}/benefits`)).benefits as Decision[]).find((b) => b.by_application && !b.award_id && !b.application_id && wanted(b))
    if (found) return { id: elder.id, name: elder.name, benefit: found }
  }
  throw new Error('nobody may apply here')
}

test('by promise at the desk: what is still to be known is promised, and the months go from hand to hand', async ({ page, browser }) => {
  await signInAs(page, 'shequ')
  const { facts } = await get(page, '/api/benefits/vocabulary')
  const typed = new Set(facts.filter((f: { kind: string }) => f.kind === 'number' || f.kind === 'boolean').map((f: { name: string }) => f.name))
  const her = await candidate(page, (b) => b.verdict === 'to_verify' && b.open_facts.length > 0 && b.open_facts.every((name) => typed.has(name)))
  await page.goto(`/desk/benefits/applications/new?elder=${her.id}&benefit=${her.benefit.benefit}`)
  await expect(page.getByText('待核实', { exact: true })).toBeVisible()
  await page.getByText('按告知承诺办理，事后核实').click()
  await page.getByRole('button', { name: '提交申请' }).click()
  await expect(page.getByText(/先办后核实，要把下面/).first()).toBeVisible()
  await expectNoAxeViolations(page)
  const asked = page.getByRole('group', { name: '申请人承诺的情况' })
  for (const box of await asked.getByRole('textbox').all()) await box.fill('1')
  for (const fact of her.benefit.open_facts.filter((name) => facts.find((f: { name: string }) => f.name === name).kind === 'boolean')) await choose(page, fact.replace('家庭.', '家庭'), '否')
  await expect(page.getByText(/^我承诺：/)).toBeVisible()
  await page.getByRole('button', { name: '提交申请' }).click()
  await expect(page.getByText('申请已登记。')).toBeVisible()
  await page.waitForURL(/\/applications\/\d+/)
  const address = page.url()
  const id = /applications\/(\d+)/.exec(address)![1]
  const stored = await get(page, `/api/benefits/applications/${id}`)
  expect(stored.application).toMatchObject({ by_promise: true, state: 'applied' })
  expect(stored.application.statement).toMatch(/^我承诺：/)
  await expect(page.getByRole('button', { name: '初审通过' })).toHaveCount(0) // who took it in takes no further step
  await expectNoAxeViolations(page)

  const official = await pageOf(browser, 'jiedao')
  await official.goto(address)
  await official.getByRole('button', { name: '初审通过' }).click()
  await official.getByRole('button', { name: '办理', exact: true }).click()
  await expect(official.getByText(/^已办理/)).toBeVisible()
  await expect(official.getByRole('button', { name: '开始公示' })).toHaveCount(0)
  const county = await pageOf(browser, 'quxian')
  await county.goto(address)
  await county.getByRole('button', { name: '开始公示' }).click()
  await county.getByRole('button', { name: '办理', exact: true }).click()
  const notices = async () => (await get(county, '/api/public/benefit-notices?limit=200')).items.filter((n: { id: string }) => n.id === id)
  if (stored.application.verdict === 'no') {
    // What she promised excludes her: nothing of it may be made public.
    await expect(county.getByText('按现行规则不符合条件，请办理不予批准。').first()).toBeVisible()
    expect(await notices()).toHaveLength(0)
  } else {
    await expect(county.getByText(/^已办理/)).toBeVisible()
    await expect(county.getByText('公示中', { exact: true }).first()).toBeVisible()
    const [notice] = await notices()
    expect(notice.masked_name).toContain('*')
    expect(notice.masked_name).not.toBe(her.name)
  }
  await expectNoAxeViolations(county)
  await county.setViewportSize({ width: 390, height: 844 })
  await expectNoSideways(county)
  await Promise.all([official.close(), county.close()])
})
