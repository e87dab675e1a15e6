import { onScopeDispose, shallowReactive } from 'vue'

export interface Shortcut {
  /** As KeyboardEvent.key: 'j', 'Enter', '?', 'F2'; 'mod+k' is Ctrl or ⌘. */
  keys: string
  label: string
  group: string
  run: (event: KeyboardEvent) => void
  when?: () => boolean
}

const active = shallowReactive(new Set<Shortcut>())
export const shortcuts = active

const apple = /Mac|iPhone|iPad/.test(navigator.platform ?? '')

/** "⌘K" or "Ctrl K", for hints in buttons. */
export function keyWords(keys: string): string {
  return keys
    .split('+')
    .map((key) => (key === 'mod' ? (apple ? '⌘' : 'Ctrl') : key.length === 1 ? key.toUpperCase() : key))
    .join(apple ? '' : ' ')
}

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}

function pressed(event: KeyboardEvent): string {
  const mod = event.ctrlKey || event.metaKey
  const key = event.key.length === 1 && mod ? event.key.toLowerCase() : event.key
  return `${mod ? 'mod+' : ''}${event.altKey ? 'alt+' : ''}${key}`
}

export function handleKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return
  // An open dialog has the keyboard to itself.
  if (document.querySelector('dialog[open]')) return
  const keys = pressed(event)
  const plain = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey
  if (plain && typing(event.target)) return
  // The latest page or dialog wins.
  const found = [...active].reverse().find((s) => s.keys === keys && (s.when?.() ?? true))
  if (!found) return
  event.preventDefault()
  found.run(event)
}

let listening = false

/** Lives as long as the component that asks; `?` lists what is alive. */
export function useShortcuts(list: Shortcut[]): void {
  if (!listening) {
    listening = true
    window.addEventListener('keydown', handleKey)
  }
  list.forEach((shortcut) => active.add(shortcut))
  onScopeDispose(() => list.forEach((shortcut) => active.delete(shortcut)))
}
