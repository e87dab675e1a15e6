import { beforeEach, expect, it, vi } from 'vitest'
import { effectScope, nextTick } from 'vue'
import { ProblemError } from '@/api/client'
import { useForm } from './form'

const inScope = <T>(make: () => T): T => effectScope().run(make)!

beforeEach(() => {
  localStorage.clear()
  vi.useFakeTimers()
})

const invalid = new ProblemError(422, 'invalid', '有几处需要修改。', '', [
  { field: 'phone', label: '联系电话', message: '请填写电话。' },
  { field: 'address.place', label: '住址', message: '请选到社区。' },
])

it("shows the server's sentence at its field, also for a field inside another", async () => {
  const form = inScope(() => useForm({ initial: { phone: '', address: { place: '' } }, submit: () => Promise.reject(invalid) }))
  expect(await form.submit()).toBeNull()
  expect(form.error('phone')).toBe('请填写电话。')
  expect(form.error('address')).toBe('请选到社区。')
  expect(form.error('name')).toBeUndefined()
})

it('stops at its own checks without asking the server', async () => {
  const submit = vi.fn()
  const form = inScope(() => useForm({ initial: { a: '' }, submit, check: () => [{ field: 'a', label: 'A', message: '请填写。' }] }))
  await form.submit()
  expect(submit).not.toHaveBeenCalled()
  expect(form.error('a')).toBe('请填写。')
})

it('keeps what is unsent as a draft, restores it, and drops it once sent', async () => {
  const make = () => inScope(() => useForm({ initial: { name: '' }, draft: 'person', submit: async () => 'ok' }))
  const first = make()
  first.values.name = '王秀英'
  await nextTick()
  vi.runAllTimers()

  const second = make()
  expect(second.values.name).toBe('王秀英')
  expect(second.restored).toBe(true)
  expect(second.dirty).toBe(true)
  expect(await second.submit()).toBe('ok')
  expect(second.dirty).toBe(false)
  expect(make().restored).toBe(false)
})

it('sends a copy: typing on does not change what is on its way', async () => {
  let sent: { name: string } | null = null
  const form = inScope(() =>
    useForm({
      initial: { name: 'a' },
      submit: async (values) => {
        form.values.name = 'b'
        sent = values
      },
    }),
  )
  await form.submit()
  expect(sent).toEqual({ name: 'a' })
})
