// Organisations, their people and places; the catalogue that says what they may do and for how much.
import { expect, test } from '@playwright/test'
import { signInAs } from './support/account'
import { expectNoAxeViolations } from './support/axe'
import { agree, choose, idCard, phone } from './support/desk'
import { expectNoSideways } from './support/sizes'
import { get } from './support/story'

// axe reads whole pages; a busy machine takes its time.
test.describe.configure({ timeout: 180_000 })

const mark = String(Date.now()).slice(-6)

test('an organisation is registered, vetted, suspended and reinstated', async ({ page }) => {
  await signInAs(page, 'shi')
  await page.goto('/desk/providers/new')
  await page.getByRole('button', { name: '登记', exact: true }).click()
  await expect(page.getByRole('alert')).toContainText('名称')
  await expectNoAxeViolations(page)

  await page.getByRole('textbox', { name: /^名称（必填）/ }).fill(`测试服务中心${mark}`)
  await choose(page, /^类型/, '志愿服务队')
  await page.getByRole('group', { name: /所在地区/ }).getByRole('button').click()
  await page.getByRole('treeitem', { name: '华龙区', exact: true }).locator('.row').first().click()
  await page.getByRole('button', { name: '登记', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: `测试服务中心${mark}` })).toBeVisible()

  for (const [move, button, reason] of [['审核通过', '审核通过', undefined], ['签约启用', '签约启用', undefined], ['暂停服务', '暂停服务', '年度检查'], ['恢复服务', '恢复服务', '检查合格']] as const) {
    await page.getByRole('button', { name: move, exact: true }).click()
    await agree(page, button, reason)
  }
  await expect(page.getByText('服务中', { exact: true })).toBeVisible()
  await expectNoAxeViolations(page)
})

test('a worker with a certificate that will expire', async ({ page }) => {
  await signInAs(page, 'shi')
  const { items } = await get(page, '/api/organisations?state=active&limit=1')
  await page.goto(`/desk/providers/${items[0].id}/workers/new`)
  await page.getByRole('textbox', { name: /^姓名/ }).fill(`周测试${mark}`)
  await page.getByRole('textbox', { name: /^电话/ }).fill('12')
  await page.getByRole('textbox', { name: /^身份证号/ }).fill(idCard(`9900001990010${mark.slice(-4)}`))
  await page.getByRole('button', { name: '登记', exact: true }).click()
  await expect(page.getByRole('alert')).toContainText('电话')
  await page.getByRole('textbox', { name: /^电话/ }).fill(phone())
  await page.getByRole('button', { name: '登记', exact: true }).click()
  await expect(page.getByRole('heading', { name: `周测试${mark}` })).toBeVisible()

  await page.getByRole('button', { name: '登记证书' }).click()
  await choose(page, /^证书类型/, '健康证')
  await page.getByRole('textbox', { name: /^证书编号/ }).fill(`JK${mark}`)
  const soon = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10)
  await page.getByRole('combobox', { name: /^有效期至/ }).fill(soon)
  await page.keyboard.press('Enter')
  await page.locator('dialog[open]').getByRole('button', { name: '登记', exact: true }).click()
  await expect(page.getByText(/天后到期/).first()).toBeVisible()
  await expectNoAxeViolations(page)

  await page.goto('/desk/providers/expiring')
  await expect(page.getByRole('row', { name: new RegExp(`周测试${mark}`) })).toContainText('健康证')
  await expectNoAxeViolations(page)
})

test('an organisation sees its own and may not vet itself', async ({ page }) => {
  await signInAs(page, 'jigou')
  await page.goto('/desk/providers')
  await expect(page.getByRole('table', { name: '服务组织' }).locator('tbody tr')).toHaveCount(1)
  await page.getByRole('link', { name: /康乐居家/ }).click()
  await expect(page.getByRole('heading', { name: '服务区域' })).toBeVisible()
  await expect(page.getByRole('button', { name: '暂停服务' })).toHaveCount(0)
  await page.getByRole('link', { name: /^服务人员（/ }).click()
  await expect(page.getByRole('table', { name: '服务人员' }).locator('tbody tr').first()).toBeVisible()
})

test('a price is added with its days and its basis, and ended', async ({ page }) => {
  await signInAs(page, 'shi')
  await page.goto('/desk/catalogue')
  await expect(page.getByText('示例').first()).toBeVisible()
  await expectNoAxeViolations(page)
  await page.getByRole('link', { name: '上门理发' }).click()
  await page.getByRole('button', { name: '新增价格' }).first().click()
  const price = (20 + (Number(mark) % 900) / 100).toFixed(2)
  const dialog = page.locator('dialog[open]')
  await dialog.getByRole('textbox', { name: /^单价/ }).fill(price)
  await dialog.getByRole('group', { name: /适用地区/ }).getByRole('button').click()
  await page.getByRole('treeitem', { name: '台前县', exact: true }).locator('.row').first().click()
  await dialog.getByRole('textbox', { name: /^依据/ }).fill('台前县价格通知（测试）')
  await dialog.getByRole('button', { name: '新增价格' }).click()
  const row = page.getByRole('row', { name: `¥${price}` })
  await expect(row).toContainText('示例')
  await expectNoAxeViolations(page)
  await row.getByRole('button', { name: '终止' }).click()
  await agree(page, '终止', '测试结束')
  await expect(row.getByRole('button', { name: '终止' })).toHaveCount(0)
})

for (const path of ['/providers', '/providers/workers', '/providers/facilities', '/providers/facilities/new', '/catalogue/new', '/catalogue/payer-rules', '/catalogue/payer-rules/new', '/catalogue/quota-rules']) {
  test(`the page ${path}`, async ({ page }) => {
    await signInAs(page, 'shi')
    await page.goto(`/desk${path}`)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await page.waitForLoadState('networkidle')
    await expectNoAxeViolations(page)
    await page.setViewportSize({ width: 390, height: 844 })
    await expectNoSideways(page)
  })
}
