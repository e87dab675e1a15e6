// One administrator makes an account, another gives it its rights, its owner makes it their own.
import { expect, test } from '@playwright/test'
import { signInAs, totp } from './support/account'
import { expectNoAxeViolations } from './support/axe'
import { agree, choose } from './support/desk'

const username = `ceshi.${String(Date.now()).slice(-7)}`
const password = 'Qf7m-xQ2v-Rp9s'
const fresh = 'Wk3t-pL8z-Hn5c'

test('from a new account to a second factor', async ({ page, browser }) => {
  test.setTimeout(240_000)
  await signInAs(page, 'xitong')
  await page.goto('/desk/users')
  await expect(page.getByRole('table', { name: '账号' })).toBeVisible()
  await expectNoAxeViolations(page)
  await page.getByRole('link', { name: '新建账号' }).click()
  await page.getByRole('textbox', { name: /^用户名/ }).fill('X')
  await page.getByRole('textbox', { name: /^姓名/ }).fill('测试员工')
  await page.getByRole('group', { name: '首次登录须绑定动态口令' }).getByText('是').click()
  await page.getByRole('button', { name: '新建账号', exact: true }).click()
  await expect(page.getByRole('alert')).toContainText('用户名')
  await page.getByRole('textbox', { name: /^用户名/ }).fill(username)
  await page.getByRole('button', { name: '新建账号', exact: true }).click()
  const once = page.getByRole('dialog', { name: '一次性密码' })
  const given = await once.locator('.secret').innerText()
  expect(given.length).toBeGreaterThan(10)
  await expectNoAxeViolations(page)
  await once.getByRole('button', { name: '已经交给本人' }).click()
  await expect(page.getByText(given)).toHaveCount(0)
  await expect(page.getByRole('link', { name: '授予角色和范围' })).toHaveCount(0)
  const address = page.url()

  await signInAs(page, 'anquan')
  await page.goto(address)
  await page.getByRole('link', { name: '授予角色和范围' }).click()
  await choose(page, /^角色/, '社区工作者')
  await page.getByRole('button', { name: '添加范围' }).click()
  await page.getByRole('group', { name: '第 1 个范围' }).getByRole('button').first().click()
  await page.getByRole('treeitem', { name: '南乐县', exact: true }).locator('.row').first().click()
  await expectNoAxeViolations(page)
  await page.getByRole('button', { name: '授权', exact: true }).click()
  await expect(page.getByRole('complementary').getByText('社区工作者')).toBeVisible()

  const own = await (await browser.newContext({ baseURL: new URL(page.url()).origin, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })).newPage()
  await own.goto('/desk/me')
  await own.getByLabel('账号').fill(username)
  await own.getByLabel('密码').fill(given)
  await own.getByRole('button', { name: '登录' }).click()
  await own.getByLabel('新密码').fill(password)
  await own.getByLabel('再输一遍').fill(password)
  await own.getByRole('button', { name: '继续' }).click()
  await expect(own.getByRole('heading', { name: '密码与登录设备' })).toBeVisible()
  await expect(own.getByText('当前设备')).toBeVisible()
  await expectNoAxeViolations(own)

  await own.getByLabel('原密码').fill(password)
  await own.getByLabel('新密码').fill(fresh)
  await own.getByLabel('再输一遍').fill('something-else')
  await own.getByRole('button', { name: '修改密码' }).click()
  await expect(own.getByRole('alert')).toContainText('不一样')
  await own.getByLabel('再输一遍').fill(fresh)
  await own.getByRole('button', { name: '修改密码' }).click()
  await expect(own.getByText('密码已修改')).toBeVisible()

  await own.getByLabel('当前密码').fill(fresh)
  await own.getByRole('button', { name: '绑定动态口令' }).click()
  const secret = await own.locator('.secret').innerText()
  await expectNoAxeViolations(own)
  await own.getByLabel('验证器上的六位数字').fill(totp(secret, Date.now() / 1000))
  await own.getByRole('button', { name: '完成绑定' }).click()
  await expect(own.getByText('已绑定', { exact: true })).toBeVisible()
  await own.context().close()

  await page.goto(address)
  await expect(page.getByText('已绑定', { exact: true }).first()).toBeVisible()
  await page.getByRole('button', { name: '解除动态口令' }).click()
  await agree(page, '解除动态口令', '本人换手机，已核实')
  await expect(page.getByRole('button', { name: '解除动态口令' })).toHaveCount(0)

  await signInAs(page, 'xitong')
  await page.goto(address)
  await page.getByRole('button', { name: '停用账号' }).click()
  await agree(page, '停用账号', '离岗')
  await page.getByRole('button', { name: '启用账号' }).click()
  await agree(page, '启用账号', '返岗')
  await page.getByRole('button', { name: '重置密码' }).click()
  await agree(page, '重置密码', '本人忘记，已核实')
  await expect(page.getByRole('dialog', { name: '一次性密码' }).locator('.secret')).not.toHaveText(given)
})

test('nobody administers themselves or another administrator', async ({ page }) => {
  await signInAs(page, 'xitong')
  await page.goto('/desk/users?role=security_admin')
  await page.getByRole('table', { name: '账号' }).getByRole('link').first().click()
  await expect(page.getByText(/只能在服务器本机用命令行办理/)).toBeVisible()
  await expect(page.getByRole('button', { name: '停用账号' })).toHaveCount(0)
})
