// What an elder and her family see of her benefits on a telephone, and what everybody sees of what stands under public notice.
import { expect, test, type Page } from '@playwright/test'
import { expectNoAxeViolations } from './support/axe'
import { phone } from './support/desk'
import { expectElderSizes, expectNoSideways } from './support/sizes'
import { clearPhone, eldersWithPhone, get, homeOf, pageOf, post } from './support/story'

test.describe.configure({ timeout: 240_000 })

interface Decision {
  benefit: string
  verdict: string
  by_application: boolean
  award_id: string | null
  application_id: string | null
  open_facts: string[]
}
const isOpen = (b: Decision) => b.by_application && b.verdict !== 'no' && !b.award_id && !b.application_id
/** An elder with a telephone who can apply for something of this kind. */
async function withOpen(desk: Page, wanted: (b: Decision) => boolean): Promise<{ id: string; name: string; benefit: string }> {
  for (const elder of await eldersWithPhone(desk)) {
    const found = ((await get(desk, `/api/elders/${elder.id}/benefits`)).benefits as Decision[]).find((b) => isOpen(b) && wanted(b))
    if (found) return { id: elder.id, name: elder.name, benefit: found.benefit }
  }
  throw new Error('the demo city has nobody who can apply')
}
const said = (benefit: string) => benefit.replace(/^家庭\.(.+)$/, '$1（全家）')
async function looksRight(page: Page) {
  await page.waitForLoadState('networkidle')
  await expectNoAxeViolations(page)
  await expectElderSizes(page)
}

test('an elder reads what she gets and why, applies by promise, follows it and takes it back', async ({ browser }) => {
  const desk = await pageOf(browser, 'shi')
  const questions = (await get(desk, '/api/benefits/vocabulary')).facts as { name: string; kind: string }[]
  const typed = new Set(questions.filter((f) => f.kind === 'number' || f.kind === 'boolean').map((f) => f.name))
  const elder = await withOpen(desk, (b) => b.verdict === 'to_verify' && b.open_facts.every((name) => typed.has(name)))
  const home = await homeOf(browser, await clearPhone(desk, elder.id))

  await home.goto('/elder/')
  await home.getByRole('link', { name: /我的待遇/ }).click()
  await expect(home.getByRole('heading', { name: '我的待遇' })).toBeVisible()
  await home.getByText(/^现在不符合/).click()
  await looksRight(home)
  await home.getByRole('link', { name: new RegExp(said(elder.benefit)) }).click()
  await expect(home.getByText(/还不能确定，要先核实/)).toBeVisible()
  await expect(home.getByText(/^还缺：/).first()).toBeVisible()
  await home.getByText('看全部依据和数据来源').click()
  await looksRight(home)

  await home.getByRole('link', { name: '我要申请' }).click()
  await home.getByRole('button', { name: '我承诺属实，先办后核实' }).click()
  await expect(home.getByRole('alert')).toContainText('要把上面')
  await looksRight(home)
  for (const box of await home.locator('input.input').all()) await box.fill('1')
  for (const set of await home.locator('fieldset').all()) await set.getByRole('radio').last().check()
  await expect(home.getByText(/^我承诺：/)).toBeVisible()
  await home.getByRole('button', { name: '我承诺属实，先办后核实' }).click()
  await expect(home.getByText('申请已经提交。')).toBeVisible()
  await expect(home.getByText('第 1 步，共 5 步')).toBeVisible()
  await looksRight(home)
  const { items } = await get(desk, `/api/benefits/applications?elder=${elder.id}`)
  expect(items[0].application).toMatchObject({ benefit: elder.benefit, by_promise: true, channel: 'home', state: 'applied' })

  await home.getByRole('button', { name: '撤回申请' }).click()
  await home.getByRole('button', { name: '不想申请了' }).click()
  await expect(home.getByText('已经撤回。')).toBeVisible()
  await home.goto('/elder/benefits/paid')
  await expect(home.getByRole('link', { name: new RegExp(`${said(elder.benefit)}.*已经撤回`) }).first()).toBeVisible()
  await looksRight(home)
  await Promise.all([desk.close(), home.close()])
})

test('a refusal says what is missing and can be printed, in the largest type', async ({ browser }) => {
  const desk = await pageOf(browser, 'shi')
  const elder = (await eldersWithPhone(desk)).find((e) => e.age < 75)!
  const home = await homeOf(browser, await clearPhone(desk, elder.id))
  await home.goto('/elder/benefits/why?benefit=高龄津贴')
  await home.getByRole('button', { name: '最大', exact: true }).click()
  await expect(home.getByText('现在不符合条件。')).toBeVisible()
  await expect(home.getByText('年龄不低于 80岁')).toBeVisible()
  await expect(home.getByText(/^到20\d\d年\d+月，其他都不变，就能享受/)).toBeVisible()
  await expectNoAxeViolations(home)
  await expectElderSizes(home, 30)
  await home.getByRole('link', { name: '打印告知书' }).click()
  await expect(home.getByRole('heading', { name: '不予享受告知书' })).toBeVisible()
  await expect(home.getByRole('heading', { name: '政策依据' })).toBeVisible()
  await expectNoAxeViolations(home)
  await expectElderSizes(home, 24)
  await Promise.all([desk.close(), home.close()])
})

test('a son with authority applies for his mother, says who he is, and reads why it was refused', async ({ browser }) => {
  const desk = await pageOf(browser, 'shequ')
  const elder = await withOpen(desk, () => true)
  const number = phone()
  await post(desk, `/api/elders/${elder.id}/contacts`, { contact: { name: '王建国', relation: 'son', phone: number, may_order: true } })
  const home = await homeOf(browser, number)
  await home.goto('/elder/benefits')
  await expect(home.getByText(new RegExp(`^${elder.name}，`))).toBeVisible()
  await home.goto(`/elder/benefits/apply?benefit=${elder.benefit}`)
  await home.getByRole('button', { name: '提交申请' }).click()
  await expect(home.getByRole('alert')).toContainText('您是老人的什么人')
  await home.getByRole('radio', { name: '儿女' }).check()
  await home.getByRole('button', { name: '提交申请' }).click()
  await expect(home.getByText('申请已经提交。')).toBeVisible()
  const { items } = await get(desk, `/api/benefits/applications?elder=${elder.id}`)
  expect(items[0].application).toMatchObject({ on_behalf: '儿女', by_promise: false, channel: 'home' })

  const official = await pageOf(browser, 'shi')
  const { id, version } = items[0].application
  await post(official, `/api/benefits/applications/${id}/refuse`, { reason: '家庭情况没有核实', version })
  await home.reload()
  await expect(home.getByText('没有批准。')).toBeVisible()
  await expect(home.getByText('家庭情况没有核实')).toBeVisible()
  await looksRight(home)
  await home.getByRole('link', { name: '打印决定告知书' }).click()
  await expect(home.getByRole('heading', { name: /告知书$/ })).toBeVisible()
  await looksRight(home)
  await official.goto(`/desk/benefits/applications/${id}`)
  await official.getByRole('link', { name: '打印决定告知书' }).click()
  await expect(official.getByRole('heading', { name: /告知书$/ })).toBeVisible()
  await expectNoAxeViolations(official)
  await Promise.all([desk.close(), official.close(), home.close()])
})

test('everybody sees what stands under public notice, with masked names and where to object', async ({ page }) => {
  await page.goto('/')
  await page.getByRole('navigation', { name: '主菜单' }).getByRole('link', { name: '待遇公示' }).click()
  await expect(page.getByRole('heading', { name: '待遇公示' })).toBeVisible()
  const { items } = await get(page, '/api/public/benefit-notices?limit=200')
  await expect(page.locator('main li')).toHaveCount(items.length)
  await expect(page.getByText('有不同意见？')).toBeVisible()
  for (const notice of items.slice(0, 3)) await expect(page.getByText(`公示编号 ${notice.id}`)).toBeVisible()
  expect(items.every((n: { masked_name: string }) => n.masked_name.includes('*'))).toBe(true)
  await expectNoAxeViolations(page)
  await page.getByLabel('社区（村）或街道').fill('没有这个地方')
  await expect(page.locator('main li')).toHaveCount(0)
  await page.setViewportSize({ width: 390, height: 844 })
  await expectNoSideways(page)
  await expectNoAxeViolations(page)
})
