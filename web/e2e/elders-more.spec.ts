// A person's file over the years: corrected, moved, handed over, closed, and never without a trace.
import { expect, test, type Page } from '@playwright/test'
import { signInAs } from './support/account'
import { expectNoAxeViolations } from './support/axe'
import { agree, choose, idCard, phone } from './support/desk'
import { expectNoSideways } from './support/sizes'
import { get, post } from './support/story'

// axe reads whole pages; a busy machine takes its time.
test.describe.configure({ timeout: 180_000 })

const community = '410902004001'
const mark = () => String(Date.now()).slice(-5)

/** A new person in the community worker's own community. */
async function newElder(page: Page, changes: object = {}): Promise<string> {
  const { id } = await post(page, '/api/elders', { name: `韩测试${mark()}`, sex: 'female', birth: '1948-05-06', region: community, phone_use: 'none', ...changes })
  return id
}

test('a file is corrected at its fields and the change is told', async ({ page }) => {
  await signInAs(page, 'shequ')
  const id = await newElder(page)
  await page.goto(`/desk/elders/${id}`)
  await page.getByRole('link', { name: '修改档案' }).click()
  await page.getByRole('textbox', { name: /^姓名/ }).fill('')
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByRole('alert')).toContainText('请填写姓名')
  await expectNoAxeViolations(page)
  await page.getByRole('textbox', { name: /^姓名/ }).fill('韩更正')
  await choose(page, /^居住情况/, '独居')
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '韩更正' })).toBeVisible()

  await page.getByRole('link', { name: '时间线' }).click()
  await page.getByRole('button', { name: '只看档案修改' }).click()
  await expect(page.getByText(/居住情况：未登记 → 独居/)).toBeVisible()
  await expectNoAxeViolations(page)
})

test('contacts, labels, household and the tag at the door', async ({ page }) => {
  await signInAs(page, 'shequ')
  const [id, other] = [await newElder(page), await newElder(page, { name: `同住人${mark()}`, birth: '1946-02-03', sex: 'male' })]
  await page.goto(`/desk/elders/${id}`)

  await page.getByRole('button', { name: '添加联系人' }).click()
  await page.getByRole('textbox', { name: /^姓名/ }).fill('韩小明')
  await page.getByRole('textbox', { name: /^电话/ }).fill(phone())
  await expectNoAxeViolations(page)
  await page.getByRole('button', { name: '添加', exact: true }).click()
  await page.getByRole('button', { name: '修改韩小明' }).click()
  await page.getByRole('textbox', { name: /^姓名/ }).fill('韩大明')
  await page.getByRole('button', { name: '保存', exact: true }).click()
  await expect(page.getByRole('rowheader', { name: '韩大明' })).toBeVisible()
  await page.getByRole('button', { name: '停用韩大明' }).click()
  await agree(page, '停用', '换了号码')
  await expect(page.getByText('还没有联系人')).toBeVisible()

  await page.getByRole('button', { name: '添加标签' }).click()
  await choose(page, /^标签/, '低保')
  await page.getByRole('button', { name: '添加', exact: true }).click()
  await page.getByRole('button', { name: '核实', exact: true }).click()
  await agree(page, '核实', '低保证 2026 第 12 号')
  await expect(page.getByText('已核实', { exact: true })).toBeVisible()

  const { elder } = await get(page, `/api/elders/${other}`)
  await page.getByRole('button', { name: '登记同住的人' }).click()
  await page.getByRole('combobox', { name: /与谁同住/ }).fill(elder.name)
  await page.getByRole('option', { name: new RegExp(elder.name) }).click()
  await page.getByRole('button', { name: '登记', exact: true }).click()
  await expect(page.getByRole('link', { name: elder.name })).toBeVisible()

  await page.getByRole('button', { name: '安装门牌标签' }).click()
  await page.getByRole('textbox', { name: /^标签内容/ }).fill(`MP-${mark()}`)
  await page.getByRole('button', { name: '登记', exact: true }).click()
  await expect(page.getByText('门牌标签已登记')).toBeVisible()
  await expectNoAxeViolations(page)
})

test('a death entered by mistake is put right', async ({ page }) => {
  await signInAs(page, 'shequ')
  const id = await newElder(page)
  await page.goto(`/desk/elders/${id}`)
  await page.getByRole('button', { name: '更多办理' }).click()
  await page.getByRole('link', { name: '死亡登记' }).click()
  await page.getByRole('button', { name: '死亡登记', exact: true }).click()
  await expect(page.getByRole('alert')).toContainText('依据')
  await page.getByRole('textbox', { name: /^依据/ }).fill('社区证明')
  await page.getByRole('button', { name: '死亡登记', exact: true }).click()
  await expect(page.getByText('已故', { exact: true })).toBeVisible()
  await expect(page.getByRole('link', { name: '修改档案' })).toHaveCount(0)
  await expect(page.getByRole('button', { name: '更多办理' })).toHaveCount(0)

  await signInAs(page, 'shi')
  await page.goto(`/desk/elders/${id}`)
  await page.getByRole('button', { name: '更多办理' }).click()
  await page.getByRole('link', { name: '更正误登记' }).click()
  await page.getByRole('textbox', { name: /^原因/ }).fill('同名同姓，登记错人')
  await page.getByRole('button', { name: '更正误登记', exact: true }).click()
  await expect(page.getByText('已故', { exact: true })).toHaveCount(0)
})

test('someone known elsewhere is asked for, and given', async ({ page }) => {
  const card = idCard(`99000019500304${mark().slice(-2)}2`) // even: a woman
  await signInAs(page, 'shi')
  const { items } = await get(page, '/api/elders?region=410926000000&limit=1')
  const { id } = await post(page, '/api/elders', { name: '迁移人', sex: 'female', id_card: card, region: items[0].region, phone_use: 'none' })

  await signInAs(page, 'shequ')
  await page.goto('/desk/elders/new')
  await page.getByRole('textbox', { name: /^姓名/ }).first().fill('迁移人')
  await page.getByRole('textbox', { name: /^身份证号/ }).fill(card)
  await choose(page, /^电话情况/, '没有电话')
  await page.getByRole('button', { name: '登记', exact: true }).click()
  await expect(page.getByText('已在他处登记', { exact: true })).toBeVisible()
  await expectNoAxeViolations(page)
  await page.getByRole('button', { name: '发起迁移' }).click()
  await agree(page, '发起迁移', '随子女搬来居住')
  await expect(page.getByRole('heading', { name: '迁移申请' })).toBeVisible()
  await expect(page.getByRole('row', { name: /随子女搬来居住/ }).first()).toContainText('待对方办理')
  await expectNoAxeViolations(page)

  await signInAs(page, 'shi')
  await page.goto('/desk/elders/migrations?waiting_for_me=true')
  await page.getByRole('row', { name: /迁移人/ }).first().getByRole('button', { name: '同意迁出' }).click()
  await agree(page, '同意迁出')
  await expect.poll(async () => (await get(page, `/api/elders/${id}`)).elder.region).toBe(community)
})

test('two files of one person become one, and can be parted again', async ({ page }) => {
  await signInAs(page, 'shequ')
  const name = `重复人${mark()}`
  const twin = { name, birth: '1950-07-08', sex: 'male' }
  const [first] = [await newElder(page, twin), await newElder(page, twin)]
  await page.goto(`/desk/elders/${first}`)
  await page.getByRole('link', { name: '去核对' }).click()
  await expectNoAxeViolations(page)
  await page.getByRole('button', { name: '合并', exact: true }).click()
  const dialog = page.locator('dialog[open]')
  await dialog.getByRole('radio').first().check()
  await agree(page, '合并', '同一人登记两次')
  await expect(page.getByText('档案已合并')).toBeVisible()

  const { items } = await get(page, `/api/elders?q=${encodeURIComponent(name)}&state=active`)
  expect(items).toHaveLength(1)
  await page.goto(`/desk/elders/${items[0].id}`)
  await page.getByRole('button', { name: '撤销合并' }).click()
  await agree(page, '撤销合并', '核对后不是同一人')
  await expect(page.getByText('已撤销', { exact: true }).first()).toBeVisible()
})

test('numbers stay masked for who may not see them; the phone holds it all', async ({ page }) => {
  await signInAs(page, 'diaodu')
  const { items } = await get(page, '/api/elders?limit=1')
  await page.goto(`/desk/elders/${items[0].id}`)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.getByRole('button', { name: /^查看电话/ })).toHaveCount(0)

  await page.setViewportSize({ width: 390, height: 844 })
  await signInAs(page, 'shequ')
  const own = await get(page, '/api/elders?limit=1')
  for (const path of [`/elders/${own.items[0].id}`, `/elders/${own.items[0].id}/edit`, `/elders/${own.items[0].id}/act/transfer`, '/elders/migrations']) {
    await page.goto(`/desk${path}`)
    await page.waitForLoadState('networkidle')
    await expectNoSideways(page)
    await expectNoAxeViolations(page)
  }
})
