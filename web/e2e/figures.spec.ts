// What was done and for whom, at every level: one table from which everything else is drawn.
import { expect, test, type Page } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { signInAs } from './support/account'
import { expectNoAxeViolations } from './support/axe'
import { expectNoSideways } from './support/sizes'
import { get, placeOrder } from './support/story'

// axe reads whole pages; a busy machine takes its time.
test.describe.configure({ timeout: 180_000 })

const cells = async (page: Page, row: string, column: number) =>
  (await page.locator(`table:has(caption:text("及下级")) ${row} tr > :nth-child(${column})`).allInnerTexts()).map((t) => Number(t.replaceAll(',', '')))

test('children add up to their parent, and going down shows the next level', async ({ page }) => {
  await signInAs(page, 'shi')
  await page.goto('/desk/figures?period=year')
  await expect(page.getByRole('heading', { name: '服务统计' })).toBeVisible()
  await expect(page.getByText(/示意图/).first()).toBeVisible()
  const [children, total] = [await cells(page, 'tbody', 2), await cells(page, 'tfoot', 2)]
  expect(total[0]).toBeGreaterThan(0)
  expect(children.reduce((sum, n) => sum + n, 0)).toBe(total[0])
  await expectNoAxeViolations(page)

  await page.locator('tbody').getByRole('link', { name: '清丰县' }).last().click()
  await expect(page).toHaveURL(/region=410922000000/)
  await expect(page.getByText('清丰县合计')).toBeVisible()
  await page.goBack()
  await expect(page.getByText('濮阳市合计')).toBeVisible()
})

test('a square of the map goes down by keyboard', async ({ page }) => {
  await signInAs(page, 'shi')
  await page.goto('/desk/figures?period=year')
  await page.locator('figure').getByRole('button', { name: /^华龙区/ }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByText('华龙区合计')).toBeVisible()
})

test('a city with borders of its own is drawn in them, under its review number', async ({ page }) => {
  const square = (code: string, west: number) => ({
    type: 'Feature', properties: { code }, geometry: { type: 'Polygon', coordinates: [[[west, 35], [west + 1, 35], [west + 1, 36], [west, 36], [west, 35]]] },
  })
  await page.route('**/api/regions/map?*', async (route) => {
    const map = await (await route.fetch()).json()
    await route.fulfill({ json: { ...map, kind: 'geometry', stamp: '审图号：测试（2026）001', geometry_url: '/api/regions/geometry' } })
  })
  await page.route('**/api/regions/geometry', (route) => route.fulfill({ json: { type: 'FeatureCollection', features: [square('410902000000', 115), square('410922000000', 116)] } }))
  await signInAs(page, 'shi')
  await page.goto('/desk/figures?period=year')
  await expect(page.getByText('审图号：测试（2026）001')).toBeVisible()
  // Two have a shape; the others stand as cards and still count.
  await expect(page.locator('figure svg[role=group]').getByRole('button')).toHaveCount(2)
  await expect(page.getByRole('list', { name: '没有边界图的区域' }).getByRole('button', { name: /南乐县/ })).toBeVisible()
  await expectNoAxeViolations(page)
  await page.locator('figure').getByRole('button', { name: /^清丰县/ }).press('Enter')
  await expect(page.getByText('清丰县合计')).toBeVisible()
})

test('every number leads to its rows', async ({ page }) => {
  await signInAs(page, 'shi')
  await page.goto('/desk/figures?period=year')
  const link = page.locator('tfoot').getByRole('link').first()
  const counted = Number((await link.innerText()).replaceAll(',', ''))
  await link.click()
  await expect(page.getByRole('heading', { name: '下单数的明细' })).toBeVisible()
  const table = page.getByRole('table', { name: '统计数的明细' })
  await expect(table.locator('tbody tr')).toHaveCount(Math.min(50, counted))
  await expectNoAxeViolations(page)
  await page.goto('/desk/figures/rows?metric=settled_fen')
  await expect(page.getByRole('columnheader', { name: '金额' })).toBeVisible()
})

test('the table is exported as it stands', async ({ page }) => {
  await signInAs(page, 'shi')
  await page.goto('/desk/figures?period=year')
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '导出表格' }).click()])
  const text = readFileSync((await file.path())!, 'utf8')
  expect(text.startsWith('\ufeff区划,区划代码,下单数,')).toBe(true)
  expect(text).toContain('濮阳市合计,410900000000,')
})

test('a new order is counted without a reload', async ({ page }) => {
  await signInAs(page, 'shi')
  await page.goto('/desk/figures?period=today')
  await expect(page.locator('tfoot').first()).toBeVisible()
  const [before] = await cells(page, 'tfoot', 2)
  const { items } = await get(page, '/api/elders?state=active&limit=1')
  await placeOrder(page, items[0].id)
  await expect.poll(async () => (await cells(page, 'tfoot', 2))[0]).toBe(before + 1)
})

test('elders by label lead to the elders themselves', async ({ page }) => {
  await signInAs(page, 'shi')
  await page.goto('/desk/figures/elders?by=living')
  await expect(page.getByRole('heading', { name: '老人构成' })).toBeVisible()
  const all = await cells(page, 'tfoot', 2)
  expect((await cells(page, 'tbody', 2)).reduce((sum, n) => sum + n, 0)).toBe(all[0])
  await expectNoAxeViolations(page)
  const bar = page.getByRole('row', { name: /^独居/ }).getByRole('link')
  const counted = Number.parseInt(await bar.innerText())
  await bar.click()
  await expect(page).toHaveURL(/living=alone/)
  await expect(page.getByText(new RegExp(`共 ${counted} 条`))).toBeVisible()
})

test('a community worker reads it on a phone, and paper shows no menus', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await signInAs(page, 'shequ')
  for (const path of ['/figures', '/figures/elders']) {
    await page.goto(`/desk${path}`)
    await expect(page.getByRole('heading', { name: '明细表' })).toBeVisible()
    await expectNoSideways(page)
    await expectNoAxeViolations(page)
  }
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('button', { name: '打印' })).toBeHidden()
  await expect(page.getByRole('navigation', { name: '主菜单' })).toBeHidden()
})
