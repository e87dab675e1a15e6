// What an order needs besides being placed: moved, cancelled, disputed, corrected; complaints, call-backs, plans; the carer's photo.
import { expect, test, type Page } from '@playwright/test'
import { signInAs } from './support/account'
import { expectNoAxeViolations } from './support/axe'
import { expectElderSizes, expectNoSideways } from './support/sizes'
import { clearPhone, eldersWithPhone, get, homeOf, offerTo, pageOf, placeOrder, post, visitOf } from './support/story'

const shot = async (page: Page, name: string) => {
  if (process.env.YILIN_SCREENSHOTS) await page.screenshot({ path: `${process.env.YILIN_SCREENSHOTS}/${name}.png`, fullPage: true })
}
/** Clean for axe at both widths, nothing sticking out of a phone. */
async function looksRight(page: Page, name: string) {
  await page.waitForLoadState('networkidle')
  await expectNoAxeViolations(page)
  await shot(page, name)
  await page.setViewportSize({ width: 390, height: 844 })
  await expectNoSideways(page)
  await expectNoAxeViolations(page)
  await shot(page, `${name}-phone`)
  await page.setViewportSize({ width: 1440, height: 900 })
}
const asked = (page: Page, text: string) => page.getByLabel(/^说明/).fill(text)

test.describe.configure({ timeout: 240_000 })
test.beforeEach(({ page }) => page.setViewportSize({ width: 1440, height: 900 }))

test('an order is rescheduled and then cancelled with a reason', async ({ page }) => {
  await signInAs(page, 'rexian')
  const [elder] = await eldersWithPhone(page)
  const order = await placeOrder(page, elder.id)
  await page.goto(`/desk/orders/${order.id}`)
  await page.getByRole('button', { name: '改期' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '改期', exact: true }).click()
  await expect(page.getByText('请选择与原来不同的时间。').first()).toBeVisible()
  await page.getByRole('combobox', { name: /新的时间/ }).click()
  await page.getByRole('option', { name: '15:00' }).click()
  await page.getByRole('textbox', { name: /原因/ }).fill('老人上午要去医院')
  await expectNoAxeViolations(page)
  await shot(page, 'order-reschedule')
  await page.getByRole('dialog').getByRole('button', { name: '改期', exact: true }).click()
  await expect(page.getByText('已改期，正在重新派单。')).toBeVisible()
  await expect(page.getByRole('heading', { name: /15:00/ })).toBeVisible()
  await looksRight(page, 'order-page')
  await page.getByRole('button', { name: '取消订单' }).click()
  await page.getByRole('radio', { name: '住院' }).check()
  await page.getByRole('dialog').getByRole('button', { name: '取消订单' }).click()
  await expect(page.getByText('订单已取消。')).toBeVisible()
  await expect(page.getByText(/取消：/)).toBeVisible()
})

test('a dispute is answered by a signed correction that leaves the record as it was', async ({ page, browser }) => {
  await signInAs(page, 'rexian')
  const { items } = await get(page, '/api/orders?state=done&limit=50')
  const order = items[0]
  expect(order, 'the demo has a finished order').toBeTruthy()
  await page.goto(`/desk/orders/${order.id}`)
  await page.getByRole('button', { name: '提出争议' }).click()
  await asked(page, '家属说只做了一半')
  await page.getByRole('dialog').getByRole('button', { name: '提出争议' }).click()
  await expect(page.getByText('已提出争议。')).toBeVisible()

  const judge = await pageOf(browser, 'diaodu')
  await judge.goto('/desk/orders?disputed=true')
  await expect(judge.getByRole('row').filter({ hasText: order.elder_name }).first()).toBeVisible()
  await judge.goto(`/desk/orders/${order.id}?disputed=true`)
  await judge.getByRole('button', { name: '更正记录' }).click()
  await judge.getByRole('spinbutton').fill('20')
  await judge.getByRole('textbox', { name: /依据/ }).fill('回访录音：服务 20 分钟')
  await expectNoAxeViolations(judge)
  await shot(judge, 'order-correct')
  await judge.getByRole('button', { name: '签名更正' }).click()
  await expect(judge.getByText('更正已签名留存，请再确认服务。')).toBeVisible()
  await expect(judge.getByText(/改为/)).toContainText('20 分钟')
  await expect(judge.getByText(/签名/).last()).toBeVisible()
  await looksRight(judge, 'order-corrected')
  await judge.getByRole('button', { name: '按更正结果确认' }).click()
  await asked(judge, '按 20 分钟结算')
  await judge.getByRole('dialog').getByRole('button', { name: '确定' }).click()
  await expect(judge.getByText('争议已处理。')).toBeVisible()
  await judge.close()
})

test('a complaint is written down, handled and closed', async ({ page }) => {
  await signInAs(page, 'rexian')
  const [elder] = await eldersWithPhone(page)
  await page.goto(`/desk/complaints/new?elder=${elder.id}`)
  await page.getByRole('button', { name: '登记投诉' }).click()
  await expect(page.getByText('请写明投诉的内容。').first()).toBeVisible()
  await looksRight(page, 'complaint-new')
  await page.getByRole('textbox', { name: /投诉内容/ }).fill('送餐连续三天晚到半小时。')
  await page.getByRole('button', { name: '登记投诉' }).click()
  await expect(page.getByRole('heading', { name: `${elder.name}的投诉` })).toBeVisible()
  await looksRight(page, 'complaint')
  await page.getByRole('textbox', { name: /处理情况/ }).fill('已联系助餐点，换了配送员。')
  await page.getByRole('button', { name: '先登记，继续处理' }).click()
  await expect(page.getByText('处理情况已登记。')).toBeVisible()
  await page.getByRole('button', { name: '办结', exact: true }).click()
  await expect(page.getByText('投诉已办结。')).toBeVisible()
  await page.goto('/desk/complaints?open=true')
  await expect(page.getByRole('row').filter({ hasText: '送餐连续三天' })).toHaveCount(0)
  await page.goto(`/desk/complaints?elder=${elder.id}`)
  await expect(page.getByRole('row').filter({ hasText: '送餐连续三天' })).toBeVisible()
  await looksRight(page, 'complaints')
})

test('a plan places its orders by itself, rests and ends', async ({ page }) => {
  await signInAs(page, 'shequ')
  const [elder] = (await get(page, '/api/elders?limit=50')).items.filter((e: { state: string }) => e.state === 'active')
  await page.goto(`/desk/elders/${elder.id}/orders`)
  await page.getByRole('link', { name: '周期订单', exact: true }).last().click()
  await expect(page.getByText('只看一位老人的周期订单。')).toBeVisible()
  await page.getByRole('link', { name: '制定周期订单' }).click()
  await page.getByRole('combobox', { name: /服务项目/ }).click()
  await page.keyboard.type('理发')
  await page.getByRole('option', { name: /理发/ }).first().click()
  await page.getByRole('checkbox', { name: '一', exact: true }).check()
  await page.getByRole('checkbox', { name: '四', exact: true }).check()
  await expect(page.getByText(/每周一、四上午 09:00/)).toBeVisible()
  await expect(page.getByText(/每次 ¥/)).toBeVisible()
  await looksRight(page, 'plan-new')
  await page.getByRole('button', { name: '制定', exact: true }).click()
  await expect(page.getByText('周期订单已制定')).toBeVisible()
  await expect(page.getByRole('link', { name: /09:00/ })).toHaveCount(2)
  await looksRight(page, 'plan')
  await page.getByRole('button', { name: '暂停' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '暂停' }).click()
  await expect(page.getByText('已暂停。')).toBeVisible()
  await page.getByRole('button', { name: '恢复' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '恢复' }).click()
  await expect(page.getByText('已恢复。')).toBeVisible()
  await page.getByRole('button', { name: '结束计划' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '结束' }).click()
  await expect(page.getByText('已结束。')).toBeVisible()
  await page.goto('/desk/plans')
  await looksRight(page, 'plans')
})

test('every link of the work list leads to a page', async ({ page, browser }) => {
  for (const who of ['shi', 'rexian', 'diaodu']) {
    const worker = await pageOf(browser, who)
    const { items } = await get(worker, '/api/today')
    for (const { link } of items) {
      await worker.goto(`/desk${link}`)
      await expect(worker.getByRole('heading', { level: 1 }).first(), `${who}: ${link}`).toBeVisible()
      await expect(worker.getByRole('heading', { name: /没有这个页面|没有这项权限/ }), `${who}: ${link}`).toHaveCount(0)
    }
    await worker.close()
  }
  await signInAs(page, 'rexian')
  for (const link of ['/orders?state=in_review', '/orders?late=true', '/orders', '/orders?disputed=true', '/complaints', '/callbacks', '/']) {
    await page.goto(`/desk${link}`)
    await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
  }
})

test('the carer proves her work with a photo; an elder refuses her with one button', async ({ page, browser }) => {
  const desk = await pageOf(browser, 'rexian')
  const dispatcher = await pageOf(browser, 'diaodu')
  await page.context().grantPermissions(['geolocation'])
  await page.context().setGeolocation({ longitude: 115.03, latitude: 35.76, accuracy: 20 })
  await signInAs(page, 'huli')
  const { worker_id } = await get(page, '/api/session')

  const { elder, order, assignment } = await offerTo(desk, dispatcher, worker_id)
  for (const step of ['accept', 'depart', 'check-in']) await post(page, `/api/assignments/${assignment}/${step}`)

  await page.setViewportSize({ width: 390, height: 844 })
  const visit = (await visitOf(desk, order)).visit.id
  await page.goto(`/care/visits/${visit}`)
  await expect(page.getByRole('heading', { name: '正在服务' })).toBeVisible()
  const picture = Buffer.from(await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(1800, 1200)
    const drawing = canvas.getContext('2d')!
    drawing.fillStyle = '#2e8b7a'
    drawing.fillRect(0, 0, 1800, 1200)
    drawing.fillStyle = '#fff'
    drawing.fillRect(300, 300, 600, 400)
    return [...new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer())]
  }))
  await page.context().setOffline(true)
  await page.locator('input[type=file]').setInputFiles({ name: 'kitchen.png', mimeType: 'image/png', buffer: picture })
  await expect(page.getByText(/已拍 1 张，1 张待上传/)).toBeVisible()
  await expectNoAxeViolations(page)
  await shot(page, 'care-photo')
  await page.context().setOffline(false)
  await expect(page.getByText('已拍 1 张，都已上传。')).toBeVisible({ timeout: 20_000 })
  await page.getByRole('button', { name: '做完了，签退' }).click()
  await page.getByRole('button', { name: '确定现在签退' }).click()
  await expect(page.getByText('这次服务做完了，辛苦了。')).toBeVisible()

  await desk.goto(`/desk/orders/${order}`)
  const image = desk.getByRole('img', { name: /服务照片 1/ })
  await expect(image).toBeVisible()
  await expect.poll(() => image.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(1600)
  await expectNoAxeViolations(desk)
  await shot(desk, 'order-photo')

  // She signs in with her telephone and refuses the carer.
  const phone = await clearPhone(desk, elder)
  const home = await homeOf(browser, phone)
  await home.goto(`/elder/orders/${order}`)
  const refuse = home.getByRole('button', { name: /不想让.*来/ })
  await expect(refuse).toBeVisible()
  await expectNoAxeViolations(home)
  await expectElderSizes(home)
  await shot(home, 'elder-order')
  await refuse.click()
  await home.getByRole('button', { name: '是的，换人' }).click()
  await expect(home.getByText(/以后不会再派/)).toBeVisible()
  await expectElderSizes(home)

  // The red key rings at the hotline with the emergency on.
  await home.getByRole('button', { name: '紧急求助' }).click()
  await expect(home.getByText(/已经通知服务热线/)).toBeVisible()
  await expectNoAxeViolations(home)
  await shot(home, 'elder-sos')
  const { items: calls } = await get(desk, '/api/calls?state=ringing')
  const call = calls.find((c: { elder_id: string }) => c.elder_id === elder)
  expect(call?.emergency_at).toBeTruthy()
  await post(desk, `/api/calls/${call.id}/answer`)
  await post(desk, `/api/calls/${call.id}/wrap`, { wrap_code: 'emergency', note: '老人按错了，平安。' })
  await Promise.all([desk.close(), dispatcher.close(), home.close()])
})

// After the visit of the story above, which ended too soon and so is flagged.
test('a call-back is answered question by question', async ({ page }) => {
  await signInAs(page, 'rexian')
  await page.goto('/desk/callbacks?open=true')
  await looksRight(page, 'callbacks')
  const { items } = await get(page, '/api/callbacks?open=true&limit=1')
  expect(items.length, 'a flagged visit is always called back').toBeGreaterThan(0)
  await page.goto(`/desk/callbacks/${items[0].callback.id}?open=true`)
  await page.getByRole('button', { name: '登记回访' }).click()
  await expect(page.getByText(/请逐题填写/).first()).toBeVisible()
  await looksRight(page, 'callback')
  for (const radio of await page.getByRole('radio', { name: '是', exact: true }).all()) await radio.check()
  for (const box of await page.locator('form input.box').all()) await box.fill('一般')
  await page.getByRole('radio', { name: '老人确认有这次服务' }).check()
  await expect.poll(() => page.evaluate(() => Object.values(localStorage).some((kept) => kept.includes('"confirmed":"yes"')))).toBe(true)
  await page.reload()
  await expect(page.getByRole('radio', { name: '老人确认有这次服务' })).toBeChecked()
  await page.getByRole('button', { name: '登记回访' }).click()
  await expect(page.getByText('回访已登记。')).toBeVisible()
  await expect(page.getByText('老人确认有这次服务')).toBeVisible()
})

test('a page without its right says so, cleanly', async ({ page }) => {
  await signInAs(page, 'diaodu')
  await page.goto('/desk/callbacks')
  await expect(page.getByRole('heading', { name: '您没有这项权限' })).toBeVisible()
  await expectNoAxeViolations(page)
})

for (const [who, path, name] of [['diaodu', '/dispatch?view=map', 'dispatch-map'], ['diaodu', '/dispatch/refusals', 'refusals'], ['diaodu', '/orders/flagged', 'flagged'], ['diaodu', '/orders', 'orders']] as const) {
  test(`the page ${path} at both widths`, async ({ page }) => {
    await signInAs(page, who)
    await page.goto(`/desk${path}`)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await looksRight(page, name)
  })
}
