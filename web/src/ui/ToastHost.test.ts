import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { toast, toasts } from '@/core/toasts'
import ToastHost from './ToastHost.vue'

beforeEach(() => vi.useFakeTimers())
afterEach(() => toasts.splice(0))

it('goes by itself, but not while someone points at it', async () => {
  const host = mount(ToastHost)
  toast('已派单。')
  await nextTick()
  await host.find('.toast').trigger('mouseenter')
  vi.advanceTimersByTime(60_000)
  expect(toasts).toHaveLength(1)
  await host.find('.toast').trigger('mouseleave')
  vi.advanceTimersByTime(6_000)
  expect(toasts).toHaveLength(0)
})

it('gives ten seconds to take something back', async () => {
  const undo = vi.fn(async () => {})
  const host = mount(ToastHost)
  toast('已取消订单。', { undo })
  await nextTick()
  vi.advanceTimersByTime(9_000)
  await host.find('.undo').trigger('click')
  expect(undo).toHaveBeenCalledTimes(1)
  await vi.waitFor(() => expect(toasts.map((t) => t.text)).toEqual(['已撤销。']))
})

it('keeps a failure until it is dismissed', async () => {
  const host = mount(ToastHost)
  toast('没有保存。', { tone: 'bad' })
  await nextTick()
  vi.advanceTimersByTime(600_000)
  expect(toasts).toHaveLength(1)
  await host.find('.close').trigger('click')
  expect(toasts).toHaveLength(0)
})
