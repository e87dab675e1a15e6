// What a city says about its own land: zones beside the counties, borders with their review number.
import { expect, test } from '@playwright/test'
import { signInAs } from './support/account'
import { expectNoAxeViolations } from './support/axe'
import { expectNoSideways } from './support/sizes'

test.describe.configure({ timeout: 180_000 })

const square = (code: string, west: number) => ({
  type: 'Feature',
  properties: { code },
  geometry: { type: 'Polygon', coordinates: [[[west, 35.7], [west + 0.2, 35.7], [west + 0.2, 35.9], [west, 35.9], [west, 35.7]]] },
})

test('a zone stands beside the counties', async ({ page }) => {
  await signInAs(page, 'shi')
  await page.goto('/desk/regions')
  await expect(page.getByRole('heading', { name: '区划与地图' })).toBeVisible()
  await expect(page.getByText('示意图').first()).toBeVisible()
  await page.waitForLoadState('networkidle')
  await expectNoAxeViolations(page)
  const code = `4109${80 + (Math.floor(Date.now() / 1000) % 19)}000000`
  await page.getByRole('button', { name: '新设功能区' }).click()
  const dialog = page.locator('dialog[open]')
  await dialog.getByRole('textbox', { name: /^功能区代码/ }).fill('410902000000')
  await dialog.getByRole('textbox', { name: /^功能区名称/ }).fill('测试示范区')
  await dialog.getByRole('textbox', { name: /^依据/ }).fill('测试文件')
  await dialog.getByRole('button', { name: '新设', exact: true }).click()
  await expect(dialog.getByRole('alert')).toContainText('功能区代码')
  await expectNoAxeViolations(page)
  await dialog.getByRole('textbox', { name: /^功能区代码/ }).fill(code)
  await dialog.getByRole('button', { name: '新设', exact: true }).click()
  await expect(page.getByRole('row', { name: new RegExp(code) })).toContainText('测试示范区')
  await page.setViewportSize({ width: 390, height: 844 })
  await expectNoSideways(page)
})

test('borders come with a review number, and what is wrong with them is said', async ({ page }) => {
  await signInAs(page, 'shi')
  await page.goto('/desk/regions')
  const give = (features: object[]) =>
    page.getByLabel('边界文件').setInputFiles({ name: 'borders.geojson', mimeType: 'application/geo+json', buffer: Buffer.from(JSON.stringify({ type: 'FeatureCollection', features })) })
  const send = () => page.getByRole('button', { name: '导入边界' }).click()
  await send()
  await expect(page.getByRole('alert')).toContainText('请选择边界文件')
  await give([square('410902000000', 115)])
  await send()
  await expect(page.getByRole('alert')).toContainText('审图号')
  await page.getByLabel('审图号').fill('豫S(2023)012号')
  await give([square('110101000000', 116)])
  await send()
  await expect(page.getByRole('alert')).toContainText('不是本市现行区划')
})
