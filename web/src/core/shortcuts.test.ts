import { afterEach, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import { useShortcuts } from './shortcuts'

const scopes: ReturnType<typeof effectScope>[] = []
function listen(keys: string, run: () => void, when?: () => boolean) {
  const scope = effectScope()
  scopes.push(scope)
  scope.run(() => useShortcuts([{ keys, label: '', group: '', run, when }]))
  return scope
}
const press = (key: string, init: KeyboardEventInit = {}, target: EventTarget = document.body) =>
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init }))

afterEach(() => scopes.splice(0).forEach((scope) => scope.stop()))

it('runs on its key, and Ctrl and ⌘ are one', () => {
  const j = vi.fn()
  const k = vi.fn()
  listen('j', j)
  listen('mod+k', k)
  press('j')
  press('k', { ctrlKey: true })
  press('K', { metaKey: true })
  press('k')
  expect(j).toHaveBeenCalledTimes(1)
  expect(k).toHaveBeenCalledTimes(2)
})

it('leaves typing alone, but not commands', () => {
  const letter = vi.fn()
  const command = vi.fn()
  listen('j', letter)
  listen('mod+k', command)
  const input = document.createElement('input')
  document.body.append(input)
  press('j', {}, input)
  press('k', { ctrlKey: true }, input)
  expect(letter).not.toHaveBeenCalled()
  expect(command).toHaveBeenCalledTimes(1)
})

it('lets the latest one win, and the older one back when it is gone', () => {
  const page = vi.fn()
  const dialog = vi.fn()
  listen('Escape', page)
  const scope = listen('Escape', dialog)
  press('Escape')
  scope.stop()
  press('Escape')
  expect(dialog).toHaveBeenCalledTimes(1)
  expect(page).toHaveBeenCalledTimes(1)
})

it('is silent while a dialog is open', () => {
  const run = vi.fn()
  listen('Escape', run)
  const dialog = document.createElement('dialog')
  dialog.setAttribute('open', '')
  document.body.append(dialog)
  press('Escape')
  dialog.remove()
  expect(run).not.toHaveBeenCalled()
})

it('skips one whose condition does not hold', () => {
  const run = vi.fn()
  listen('e', run, () => false)
  press('e')
  expect(run).not.toHaveBeenCalled()
})
