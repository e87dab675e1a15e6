import { reactive } from 'vue'
import { asProblem } from '@/api/client'

export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'idle'

export interface Toast {
  id: number
  tone: Tone
  text: string
  undo?: () => Promise<unknown>
  /** 0 stays until dismissed. */
  stays_ms: number
}

export const toasts = reactive<Toast[]>([])
let last = 0

const stays_ms_plain = 6_000
const stays_ms_undo = 10_000

/** Says what happened. With `undo` it offers to take it back for ten seconds; a failure stays until dismissed. */
export function toast(text: string, options: { tone?: Tone; undo?: () => Promise<unknown> } = {}): void {
  const tone = options.tone ?? 'good'
  const stays_ms = tone === 'bad' ? 0 : options.undo ? stays_ms_undo : stays_ms_plain
  toasts.push({ id: ++last, tone, text, undo: options.undo, stays_ms })
}

export function toastProblem(cause: unknown): void {
  toast(asProblem(cause).message, { tone: 'bad' })
}

export function dismiss(id: number): void {
  const at = toasts.findIndex((t) => t.id === id)
  if (at >= 0) toasts.splice(at, 1)
}

export async function undo(entry: Toast): Promise<void> {
  dismiss(entry.id)
  try {
    await entry.undo?.()
    toast('已撤销。', { tone: 'info' })
  } catch (cause) {
    toastProblem(cause)
  }
}
