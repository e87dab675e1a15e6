import { expect, test, type Page } from '@playwright/test'
import { expectNoAxeViolations } from '../support/axe'
import { enter, gallery, received } from '../support/sign-in'

const field = (page: Page, label: string) => page.getByRole('complementary').getByLabel(label, { exact: false })

test.beforeEach(async ({ page }) => {
  await enter(page, 'clerk')
})

test('errors stand at the field and in a list that leads there', async ({ page }) => {
  await page.goto(gallery('/orders/new'))
  await field(page, '老人姓名').fill('王秀英')
  await page.getByRole('button', { name: '提交订单' }).click()
  const summary = page.getByRole('alert')
  await expect(summary).toContainText('联系电话：请填写 11 位手机号')
  await expectNoAxeViolations(page)
  await summary.getByRole('button', { name: /联系电话/ }).click()
  await expect(field(page, '联系电话')).toBeFocused()
  await expect(field(page, '联系电话')).toHaveAttribute('aria-invalid', 'true')
  await expect(field(page, '联系电话')).toHaveAccessibleDescription(/请填写 11 位手机号/)
})

test('a retry after no answer carries the same key; other content another', async ({ page }) => {
  await page.goto(gallery('/orders/new'))
  await field(page, '老人姓名').fill(`重试${Date.now()}`)
  await field(page, '联系电话').fill('13800000000')
  await page.request.post('/test/fail', { data: { times: 2 } })
  const submit = page.getByRole('button', { name: '提交订单' })
  await submit.click()
  await expect(page.getByText('再次提交不会重复办理。')).toBeVisible()
  await submit.click()
  await expect(page.getByText('再次提交不会重复办理。')).toBeVisible()
  const before = (await received(page)).filter((r) => r.path === '/api/orders').slice(-2)
  expect(before[1].key).toBe(before[0].key)
  await field(page, '联系电话').fill('13900000000')
  await submit.click()
  await expect(page.getByText('已建订单 9001。')).toBeVisible()
  const last = (await received(page)).filter((r) => r.path === '/api/orders').at(-1)!
  expect(last.key).not.toBe(before[0].key)
})

test('unsent work is warned about, kept, and given back', async ({ page }) => {
  await page.goto(gallery('/orders/new'))
  await field(page, '老人姓名').fill('赵德福')
  await page.getByRole('button', { name: '关闭侧栏' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('还有没提交的内容')
  await dialog.getByRole('button', { name: '取消' }).click()
  await expect(field(page, '老人姓名')).toHaveValue('赵德福')
  await page.getByRole('button', { name: '关闭侧栏' }).click()
  await dialog.getByRole('button', { name: '离开' }).click()
  await expect(page.getByRole('heading', { name: '新建订单' })).toHaveCount(0)
  await page.getByRole('link', { name: '新建订单' }).click()
  await expect(page.getByText('已恢复上次未提交的内容。')).toBeVisible()
  await expect(field(page, '老人姓名')).toHaveValue('赵德福')
  await page.getByRole('button', { name: '清空重填' }).click()
  await expect(field(page, '老人姓名')).toHaveValue('')
})

test('Escape closes the choices first, then the dialog, and only then the panel', async ({ page }) => {
  await page.goto(gallery('/orders/new'))
  const choice = page.getByRole('complementary').getByRole('combobox', { name: '服务' })
  await choice.press('Enter')
  await expect(page.getByRole('option', { name: '助浴' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('option', { name: '助浴' })).toBeHidden()
  await expect(page.getByRole('heading', { name: '新建订单' })).toBeVisible()
  await field(page, '老人姓名').fill('刘淑芬')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toContainText('还有没提交的内容')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(field(page, '老人姓名')).toHaveValue('刘淑芬')
})

test('money is typed in yuan and sent in fen; choices come in Chinese', async ({ page }) => {
  await page.goto(gallery('/orders/new'))
  await field(page, '老人姓名').fill('黄国强')
  await field(page, '联系电话').fill('13800000001')
  await field(page, '单价').fill('1,234.5')
  await page.getByRole('complementary').getByRole('combobox', { name: '服务' }).press('Enter')
  await page.getByRole('option', { name: '助浴' }).click()
  await page.getByRole('button', { name: '选择区域' }).click()
  await page.getByRole('treeitem', { name: '华龙区' }).press('Enter')
  await expect(page.getByRole('button', { name: '华龙区' })).toBeVisible()
  await expectNoAxeViolations(page)
  await page.getByRole('button', { name: '提交订单' }).click()
  await expect(page.getByText('已建订单 9001。')).toBeVisible()
  const sent = (await received(page)).filter((r) => r.path === '/api/orders').at(-1)!
  expect(sent.body).toMatchObject({ price_fen: 123450, service: 'bath', region: '410902000000' })
})

test('a masked value shows itself only with a reason', async ({ page }) => {
  await page.goto(gallery('/elders/7'))
  await expect(page.getByText('138****2345')).toBeVisible()
  await page.getByRole('button', { name: '查看电话' }).click()
  await page.getByLabel('应急处置').check()
  await expectNoAxeViolations(page)
  await page.getByRole('button', { name: '查看', exact: true }).click()
  await expect(page.getByText('13839312345')).toBeVisible()
  const asked = (await received(page)).filter((r) => r.path.endsWith('/reveal')).at(-1)!
  expect(asked.body).toEqual({ field: 'phone', reason: '应急处置' })
})

test('the print page is A4 and carries the mark of demonstration', async ({ page }) => {
  await page.goto(gallery('/print'))
  await expect(page.getByRole('heading', { name: '服务结算单' })).toBeVisible()
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('navigation', { name: '主菜单' })).toBeHidden()
  await expect(page.getByText('演示数据').locator('visible=true').first()).toBeVisible()
  const pdf = await page.pdf({ preferCSSPageSize: true })
  expect(pdf.toString('latin1')).toMatch(/\/MediaBox \[0 0 59[45][\d.]* 84[12]/)
})
