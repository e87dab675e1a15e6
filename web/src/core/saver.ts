export type SaverState = 'saved' | 'waiting' | 'saving' | 'failed'

interface Parts {
  /** Sends one text; throws when it was not taken. */
  save: (text: string) => Promise<void>
  /** Is it worth trying again by itself? */
  again: (cause: unknown) => boolean
  /** Told of every step, and of what was saved. */
  tell: (state: SaverState, saved?: string) => void
  settle_ms?: number
  retry_ms?: number
}

/** Saves the latest of many quick changes: one request at a time, the newest text wins, a lost answer is tried again. */
export function createSaver({ save, again, tell, settle_ms = 700, retry_ms = 3_000 }: Parts) {
  let next: string | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<void> | null = null
  let stopped = false

  const later = (wait_ms: number) => {
    clearTimeout(timer)
    timer = setTimeout(() => void flush(), wait_ms)
  }

  async function run() {
    while (next !== null && !stopped) {
      const text = next
      next = null
      tell('saving')
      try {
        await save(text)
        tell(next === null ? 'saved' : 'waiting', text)
      } catch (cause) {
        next ??= text
        if (again(cause)) {
          tell('waiting')
          later(retry_ms)
        } else {
          tell('failed')
        }
        return
      }
    }
  }

  /** Sends at once what waits. Resolves when nothing is under way. */
  function flush(): Promise<void> {
    clearTimeout(timer)
    running ??= run().finally(() => (running = null))
    return running
  }
  function change(text: string) {
    if (stopped) return
    next = text
    tell('waiting')
    if (!running) later(settle_ms)
  }
  function stop() {
    stopped = true
    next = null
    clearTimeout(timer)
  }
  return { change, flush, stop }
}
export type Saver = ReturnType<typeof createSaver>
